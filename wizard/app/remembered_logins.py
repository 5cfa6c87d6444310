"""Secrets in memory; of the published practice logins it is known after a restart which stood where."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

from wizard.model.problem import ProblemFound
from wizard.model.secret import Secret
from wizard.store.files import read_json, write_json
from wizard.vault.memory_store import InMemorySecretStore

_SCHEMA = 1


class RememberedLogins(InMemorySecretStore):
    """Keeps on disk the *name* of a practice login alone: what anybody else typed stays in memory."""

    def __init__(self, path: Path, logins: Mapping[str, str]) -> None:
        """`logins` are the published ones, by name."""
        super().__init__()
        self._path, self._logins = path, logins

    def get(self, name: str) -> Secret | None:
        """Return the secret or None."""
        found = super().get(name)
        if found is not None:
            return found
        value = self._logins.get(self._names().get(name, ""))
        return Secret(value) if value is not None else None

    def set(self, name: str, secret: Secret) -> None:
        """Keep the secret, and its name where it is a published one."""
        super().set(name, secret)
        text = secret.reveal()
        self._note(name, next((login for login, value in self._logins.items() if value == text), ""))

    def delete(self, name: str) -> None:
        """Forget the secret."""
        super().delete(name)
        self._note(name, "")

    def _names(self) -> dict[str, str]:
        found = (read_json(self._path, _SCHEMA) or {}).get("logins")
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

    def _note(self, name: str, login: str) -> None:
        before = self._names()
        after = {k: v for k, v in before.items() if k != name} | ({name: login} if login else {})
        if after != before:
            with contextlib.suppress(ProblemFound):  # it is in memory all the same
                write_json(self._path, {"schema": _SCHEMA, "logins": after})

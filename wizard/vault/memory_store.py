"""Secrets in memory, for practice on a PC without a password store."""

from collections.abc import Mapping

from wizard.model.ports import SecretStore
from wizard.model.problem import ProblemFound
from wizard.model.secret import Secret
from wizard.vault.token_slots import XERO_SIGN_IN


class InMemorySecretStore:
    """Keeps secrets until the program ends."""

    def __init__(self) -> None:
        self._secrets: dict[str, Secret] = {}

    def get(self, name: str) -> Secret | None:
        """Return the secret or None."""
        return self._secrets.get(name)

    def set(self, name: str, secret: Secret) -> None:
        """Keep the secret."""
        self._secrets[name] = secret

    def delete(self, name: str) -> None:
        """Forget the secret."""
        self._secrets.pop(name, None)

    def describe(self) -> Mapping[str, str]:
        """Say that nothing outlives the program."""
        return {"backend": "memory", "state": "open"}


class PracticeSecretStore:
    """The system's store where it works, else memory; practice only.

    The sign-in to Xero stays in memory always: the practice Xero that knows it ends with the program. The
    practice Microsoft knows its own again.
    """

    def __init__(self, first: SecretStore, memory: InMemorySecretStore | None = None) -> None:
        self._first: SecretStore = first
        self._memory = memory or InMemorySecretStore()
        self._sign_in = InMemorySecretStore()
        self._falls_back: bool | None = None

    @property
    def in_memory(self) -> bool:
        """Whether secrets are kept in memory here."""
        if self._falls_back is None:
            try:
                self._falls_back = self._first.describe()["state"] != "open"
            except ProblemFound:
                self._falls_back = True
        return self._falls_back

    def _store(self, name: str = "") -> SecretStore:
        if name.startswith(XERO_SIGN_IN):
            return self._sign_in
        return self._memory if self.in_memory else self._first

    def get(self, name: str) -> Secret | None:
        """Return the secret or None."""
        return self._store(name).get(name)

    def set(self, name: str, secret: Secret) -> None:
        """Keep the secret; a store that closes midway is replaced by memory."""
        try:
            self._store(name).set(name, secret)
        except ProblemFound:
            self._falls_back = True
            self._memory.set(name, secret)

    def delete(self, name: str) -> None:
        """Forget the secret."""
        self._store(name).delete(name)

    def describe(self) -> Mapping[str, str]:
        """Say which of the two is used."""
        return self._store().describe()

"""Secrets in the system's password store, any length, in parts that fit Windows' limit."""

import contextlib
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from wizard.model.problem import Problem, ProblemFound
from wizard.model.secret import Secret
from wizard.vault.backends import find_backend

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

PART_UNITS = 1200
"""UTF-16 units a part holds: Windows takes 2,560 bytes a secret (keyring #355, #540)."""

_USER = "tillbridge"
_ENDED_MIDWAY = ("disconnected from message bus", "DBus.Error.NoReply", "DBus.Error.Disconnected")
"""What D-Bus says when the store's program ended while it was asked (dbus-daemon's own words and names)."""
_RESTART_WAITS = (0.2, 0.5, 1.0)
"""Seconds that D-Bus is given to start it again; what it keeps is on disk."""

Answer = TypeVar("Answer")


class _EndedMidwayError(ProblemFound):
    """The store's program ended while it was asked: nobody said no, so it may be asked again."""


def split(text: str, units: int = PART_UNITS) -> list[str]:
    """Cut a text into parts of at most `units` UTF-16 units, never through a character."""
    parts: list[str] = []
    part: list[str] = []
    size = 0
    for char in text:
        width = 2 if ord(char) > 0xFFFF else 1
        if size + width > units:
            parts.append("".join(part))
            part, size = [], 0
        part.append(char)
        size += width
    parts.append("".join(part))
    return parts


class KeyringSecretStore:
    """Keeps each secret under `namespace/name/part-N`, and last `…/whole` with the count and a hash.

    A secret whose last part is missing or does not match its hash counts as absent, so an interrupted
    write is never half a secret.
    """

    def __init__(self, namespace: str | Callable[[], str], backend: "KeyringBackend | None" = None) -> None:
        """`namespace` may be a function: the home's id is made on first use, not at start."""
        self._namespace = namespace
        self._backend = backend

    def get(self, name: str) -> Secret | None:
        """Return the secret, or None; ProblemFound VAULT-MISSING or VAULT-LOCKED."""
        return self._asked(lambda: self._get(name))

    def _get(self, name: str) -> Secret | None:
        with self._opened() as backend:
            whole = self._read_whole(backend, name)
            if whole is None:
                return None
            count, digest = whole
            parts = [
                backend.get_password(self._service(name, f"part-{i}"), _USER) for i in range(1, count + 1)
            ]
            text = "".join(part or "" for part in parts)
            return Secret(text) if _digest(text) == digest else None

    def set(self, name: str, secret: Secret) -> None:
        """Write the parts, then the last; parts of a longer former value go. ProblemFound VAULT-WRITE."""
        self._asked(lambda: self._set(name, secret.reveal()))

    def _set(self, name: str, text: str) -> None:
        parts = split(text)
        with self._opened(writing=True) as backend:
            former = self._read_whole(backend, name)
            # Overwriting on Windows leaves the former value behind under a second name: delete first.
            self._remove(backend, name, max(former[0] if former else 0, 0))
            for index, part in enumerate(parts, 1):
                backend.set_password(self._service(name, f"part-{index}"), _USER, part)
            whole = json.dumps({"parts": len(parts), "sha256": _digest(text)})
            backend.set_password(self._service(name, "whole"), _USER, whole)

    def delete(self, name: str) -> None:
        """Forget the secret."""
        self._asked(lambda: self._delete(name))

    def _delete(self, name: str) -> None:
        with self._opened() as backend:
            whole = self._read_whole(backend, name)
            self._remove(backend, name, whole[0] if whole else 1)

    def describe(self) -> Mapping[str, str]:
        """Say which store this is and whether it is open, for `doctor`."""
        backend = self._backend or find_backend()
        if backend is None:
            return {"backend": "none", "state": "missing"}
        kind = type(backend)
        try:
            self._asked(self._probe)
        except ProblemFound as found:
            if not found.problem.code.startswith("VAULT-"):
                raise  # of the home, not of the store
            return {"backend": f"{kind.__module__}.{kind.__name__}", "state": found.problem.code}
        return {"backend": f"{kind.__module__}.{kind.__name__}", "state": "open"}

    def _probe(self) -> None:
        with self._opened() as opened:
            opened.get_password(self._service("doctor", "probe"), _USER)

    @staticmethod
    def _asked(ask: Callable[[], Answer]) -> Answer:
        """Ask, and again when the store's program ended midway; each question may be asked twice."""
        for wait in _RESTART_WAITS:
            try:
                return ask()
            except _EndedMidwayError:
                time.sleep(wait)
        return ask()

    def _service(self, name: str, part: str) -> str:
        if callable(self._namespace):
            self._namespace = self._namespace()
        return f"{self._namespace}/{name}/{part}"

    def _read_whole(self, backend: "KeyringBackend", name: str) -> tuple[int, str] | None:
        text = backend.get_password(self._service(name, "whole"), _USER)
        if text is None:
            return None
        try:
            data = json.loads(text)
            return int(data["parts"]), str(data["sha256"])
        except (ValueError, KeyError, TypeError):
            return None

    def _remove(self, backend: "KeyringBackend", name: str, count: int) -> None:
        from keyring.errors import PasswordDeleteError  # noqa: PLC0415 - keyring costs start-up time

        for part in ("whole", *(f"part-{i}" for i in range(1, count + 1))):
            with contextlib.suppress(PasswordDeleteError):
                backend.delete_password(self._service(name, part), _USER)

    @contextmanager
    def _opened(self, *, writing: bool = False) -> "Iterator[KeyringBackend]":
        if self._backend is None:
            self._backend = find_backend()
        if self._backend is None:
            raise ProblemFound(Problem("VAULT-MISSING"))
        try:
            yield self._backend
        except ProblemFound:
            raise
        except Exception as error:  # noqa: BLE001 - a backend raises whatever its library does
            ended = any(words in str(error) for words in _ENDED_MIDWAY)
            found = _EndedMidwayError if ended else ProblemFound
            raise found(self._refusal(error, writing=writing)) from None

    @staticmethod
    def _refusal(error: Exception, *, writing: bool) -> Problem:
        from keyring.errors import InitError, KeyringLocked, NoKeyringError  # noqa: PLC0415

        if isinstance(error, (KeyringLocked, InitError)):
            return Problem("VAULT-LOCKED", {"said": str(error)[:200]})
        # a backend raises whatever its library does
        refused = writing and not isinstance(error, NoKeyringError)
        code = "VAULT-WRITE" if refused else "VAULT-MISSING"
        return Problem(code, {"said": type(error).__name__})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_stored(name: str) -> Secret | None:
    """Return what a person stored with `keyring set tillbridge NAME`, or None; ProblemFound VAULT-…."""
    store = KeyringSecretStore("tillbridge")

    def ask() -> str | None:
        with store._opened() as backend:
            return backend.get_password("tillbridge", name)

    text = store._asked(ask)
    return Secret(text) if text is not None else None

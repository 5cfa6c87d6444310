"""Turning a secret reference of a file into the secret."""

import os
from collections.abc import Callable
from pathlib import Path

from wizard.catalogue.practice import practice_logins
from wizard.model.problem import Fault, ProblemFound
from wizard.model.secret import Secret, SecretReference
from wizard.vault.keyring_store import read_stored


def resolver(folder: Path, learn: Callable[[str], None]) -> Callable[[SecretReference, str], Secret | Fault]:
    """Return a function that resolves references; `{ file }` is relative to `folder`.

    `learn` is told every secret before anything else sees it, so that the log filter knows it.
    """

    seen: dict[SecretReference, Secret] = {}  # a variable is dropped once read, but may be named twice

    def resolve(reference: SecretReference, where: str) -> Secret | Fault:
        if reference in seen:
            return seen[reference]
        found = _read(reference, folder, where)
        if isinstance(found, str):
            if not found:
                return Fault(where, "SECRET-EMPTY", f"{reference.kind} {reference.value} is empty")
            learn(found)
            seen[reference] = Secret(found)
            return seen[reference]
        return found

    return resolve


def _read(reference: SecretReference, folder: Path, where: str) -> str | Fault:
    name = reference.value
    if reference.kind == "env":
        # Dropped once read, so that no child process inherits it.
        found = os.environ.pop(name, None)
        return found if found is not None else Fault(where, "SECRET-MISSING", f"there is no variable {name}")
    if reference.kind == "file":
        try:
            text = (folder / name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return Fault(where, "SECRET-MISSING", f"there is no readable file {name}")
        return text.removesuffix("\n").removesuffix("\r")
    if reference.kind == "practice":
        login = practice_logins().get(name)
        return login if login is not None else Fault(where, "SECRET-MISSING", f"practice has no login {name}")
    try:
        stored = read_stored(name)
    except ProblemFound as found:
        return Fault(where, found.problem.code, "this PC's password safe is closed or missing")
    if stored is None:
        return Fault(where, "SECRET-MISSING", f"the password safe holds no tillbridge {name}")
    return stored.reveal()

"""Turning a secret reference of a file into the secret.

Faults never repeat what stood there: somebody may have written the secret itself.
"""

import os
from collections.abc import Callable
from pathlib import Path

from wizard.catalogue.practice import practice_logins
from wizard.model.problem import Fault, ProblemFound
from wizard.model.secret import Secret, SecretReference
from wizard.model.text_files import NotText, read_text_file
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
            fault = _unusable(found, where)
            if fault is not None:
                return fault
            learn(found)
            seen[reference] = Secret(found)
            return seen[reference]
        return found

    return resolve


def _unusable(text: str, where: str) -> Fault | None:
    """Say why a secret cannot be one: a line break in a password would begin a second command."""
    if not text:
        return Fault(where, "SECRET-EMPTY", "the secret is empty")
    try:
        text.encode()
    except UnicodeEncodeError:
        return Fault(where, "SECRET-ODD", "the secret is not UTF-8 text")
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        return Fault(where, "SECRET-ODD", "the secret holds a line break or another control character")
    return None


def _without_line_end(text: str) -> str:
    """Return the secret without the line ends that editors add; cmd's `echo X > f` puts a space before."""
    bare = text.rstrip("\r\n")
    return bare.removesuffix(" ") if text[len(bare) :].startswith("\r\n") else bare


def _read(reference: SecretReference, folder: Path, where: str) -> str | Fault:
    name = reference.value
    if reference.kind == "env":
        # Dropped once read, so that no child process inherits it.
        found = os.environ.pop(name, None)
        return (
            found
            if found is not None
            else Fault(where, "SECRET-MISSING", "there is no variable of that name")
        )
    if reference.kind == "file":
        try:
            text = read_text_file(folder / name)
        except NotText as error:
            return Fault(where, "SECRET-ODD", f"the file cannot be read: {error}")
        except (OSError, ValueError):
            return Fault(where, "SECRET-MISSING", "there is no readable file of that name")
        return _without_line_end(text)
    if reference.kind == "practice":
        login = practice_logins().get(name)
        return (
            login
            if login is not None
            else Fault(where, "SECRET-MISSING", "practice has no login of that name")
        )
    try:
        stored = read_stored(name)
    except ProblemFound as found:
        return Fault(where, found.problem.code, "this PC's password safe is closed or missing")
    if stored is None:
        return Fault(
            where,
            "SECRET-MISSING",
            "the password safe holds nothing under that name (keyring set tillbridge NAME)",
        )
    return stored.reveal()

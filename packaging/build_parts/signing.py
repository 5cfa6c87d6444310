"""The hook for a signature: a command of whoever holds the key, never the key itself."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from setup_parts.commands import SetupError, quietly

PLACE = "{file}"


def words(command: str, file: Path) -> list[str]:
    """The command's words with the file in its place."""
    if PLACE not in command:
        raise SetupError(f"The command that signs must name the file: write {PLACE} where it stands.")
    return [word.replace(PLACE, str(file)).strip('"') for word in shlex.split(command, posix=os.name != "nt")]


def sign(command: str, file: Path) -> None:
    """Has a file signed in place; nothing where no command was given."""
    if command:
        quietly(words(command, file), f"{file.name} was not signed.")

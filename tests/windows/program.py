"""Tillbridge's command line inside Wine."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.windows.prepared import windows_path
from tests.windows.wine import Windows


@dataclass(frozen=True)
class Answer:
    """What a command ended with: its exit status, its JSON, and what it said besides."""

    status: int
    data: dict[str, Any]
    errors: str


class TillbridgeOnWindows:
    """Runs commands with a home of its own."""

    def __init__(self, windows: Windows, home: Path) -> None:
        self.windows, self.home = windows, home

    def run(self, *arguments: str | Path, stdin: str = "", seconds: float = 120.0, **secrets: str) -> Answer:
        """Runs one command with --json; paths are given as Windows sees them."""
        words = [windows_path(word) if isinstance(word, Path) else word for word in arguments]
        everywhere = ("--json", "--home", windows_path(self.home))
        ended = self.windows.python(
            "-m", "wizard", *words, *everywhere, stdin=stdin, seconds=seconds, changes=secrets
        )
        try:
            data = json.loads(ended.output)
        except ValueError:
            raise AssertionError(f"{words} gave {ended}") from None
        return Answer(ended.status, data, ended.errors)

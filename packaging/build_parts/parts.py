"""Which files go into the folder: read from parts.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from setup_parts.commands import ROOT

FILE = ROOT / "packaging" / "windows" / "parts.toml"


@dataclass(frozen=True)
class Parts:
    """What is taken of the packages that are named, and what is left of all others."""

    take: dict[str, list[str]]
    browser: dict[str, list[str]]
    leave: dict[str, list[str]]
    keep: dict[str, list[str]]
    """Of what is left out this is taken all the same."""
    same_as: dict[str, str]
    """Which library is packed under which other name as well."""

    def takes(self, path: str) -> bool:
        """Whether a wheel's file goes into the folder."""
        return self._taken(path, self.take)

    def takes_for_browser(self, path: str) -> bool:
        """Whether a wheel's file goes into the browser's component and not into the folder."""
        return self._taken(path, self.browser) and not self._taken(path, self.take)

    def takes_of_python(self, name: str) -> bool:
        """Whether a file of the embeddable Python does."""
        return not matches(name, self.leave["python"])

    def takes_of_library(self, name: str) -> bool:
        """Whether a module of the standard library does."""
        return not matches(name, self.leave["standard_library"])

    def _taken(self, path: str, named: dict[str, list[str]]) -> bool:
        package, _, inside = path.partition("/")
        if package in named:
            return matches(inside, named[package])
        return package not in self.take and (
            matches(path, self.keep["packages"]) or not matches(path, self.leave["packages"])
        )


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns is of this path; `*` is within a name, `**` any number of folders."""
    return any(_expression(pattern).fullmatch(path) for pattern in patterns)


def _expression(pattern: str) -> re.Pattern[str]:
    words = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*"}
    pieces = re.split(r"(\*\*/|\*\*|\*)", pattern)
    return re.compile("".join(words.get(piece, re.escape(piece)) for piece in pieces))


def read_parts() -> Parts:
    """Reads parts.toml."""
    data = tomllib.loads(FILE.read_text("utf-8"))
    return Parts(
        {name: table["files"] for name, table in data["take"].items()},
        {name: table["files"] for name, table in data["browser"].items()},
        data["leave"],
        data["keep"],
        data["same_as"],
    )

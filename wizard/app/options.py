"""The global options of the command line."""

import re
from pathlib import Path
from typing import NamedTuple

SITE = re.compile(r"[a-z0-9-]{1,40}")
"""What `--site` takes."""


class Options(NamedTuple):
    """Where state is kept, which store and world are meant, and how results are printed."""

    home: Path | None = None
    site: str = "store"
    practice: bool = False
    services: Path | None = None
    json: bool = False
    names_site: bool = False
    """Whether the store was named; else a window opens the one that was open last."""

    def words(self) -> list[str]:
        """Return the words of a command line that mean the same store in the same world."""
        words = ["--site", self.site]
        if self.home is not None:
            words += ["--home", str(self.home)]
        if self.services is not None:
            words += ["--services", str(self.services)]
        return [*words, "--practice"] if self.practice else words

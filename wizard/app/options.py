"""The global options of the command line."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """Where state is kept, which store and world are meant, and how results are printed."""

    home: Path | None = None
    site: str = "store"
    practice: bool = False
    services: Path | None = None
    json: bool = False

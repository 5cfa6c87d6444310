"""How callers speak: which words mean the same, which say nothing, and what a saying is about."""

from functools import lru_cache

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.catalogue.schema.rows import Row

_FILE = "said.toml"


class Heard(Row, frozen=True, kw_only=True):
    """What callers say in their own words, and the screens and problems that it is about, likeliest first."""

    words: list[str]
    screens: list[str] = []
    problems: list[str] = []


class Subject(Row, frozen=True, kw_only=True):
    """Words that tell which procedures a call is about."""

    words: str
    """Parted by commas; what is alike tells the same."""
    letters: str
    """The letters of the procedures' screens."""


class SaidFile(Row, frozen=True, kw_only=True):
    """`said.toml`."""

    idle: str
    """Words that say nothing about what is meant, parted by blanks."""
    alike: list[str]
    """Words and groups of words that callers use for one thing, parted by commas."""
    subjects: list[Subject]
    heard: list[Heard]


@lru_cache(maxsize=1)
def said_file() -> SaidFile:
    """Return what stands in the file."""
    return convert(read_toml(_FILE), SaidFile, _FILE)

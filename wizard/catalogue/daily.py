"""What the daily run says."""

from functools import lru_cache

from msgspec import Struct

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml

_FILE = "daily.toml"


class DailyWords(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The sentences; facts stand in braces."""

    nothing: str
    all_well: str
    none_looked: str
    """All there is was left alone."""
    needs: str
    needs_one: str
    near: str
    begin: str
    end: str
    later: str
    later_on: str
    skipped: str
    came: str
    """Of the files: that is all that was seen of them."""
    of: str
    """Behind what a line is about: whose files."""
    whose: dict[str, str]
    """By kind of files, whose they are."""
    about: dict[str, str]
    states: dict[str, str]


@lru_cache(maxsize=1)
def daily_words() -> DailyWords:
    """Return the words; CatalogueError for a file that does not fit."""
    return convert(read_toml(_FILE), DailyWords, _FILE)

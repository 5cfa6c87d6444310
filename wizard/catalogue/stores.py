"""What is said where a PC holds several stores."""

from functools import lru_cache

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.catalogue.schema.rows import Row


class StoreWords(Row, frozen=True, kw_only=True):
    """The question which store it is to be."""

    title: str
    question: str
    what: str
    here: str
    add: str
    open: str
    leave: str
    no_name: str
    practice: str
    """What ends in practice with the store that is left."""
    taken: str


@lru_cache(maxsize=1)
def store_words() -> StoreWords:
    """Return the words."""
    return convert(read_toml("home.toml")["stores"], StoreWords, "home.toml", "stores")

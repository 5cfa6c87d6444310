"""What the home page says where something stopped."""

from functools import lru_cache
from typing import Literal

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.catalogue.schema.rows import Row

What = Literal["mail", "xero"]


class TroubleWords(Row, frozen=True, kw_only=True):
    """A page that looks at what stopped."""

    title: str
    instruction: str
    looking: str
    well: str
    """Said where nothing wrong was found; `well_more`: what nobody looked at."""
    well_more: str
    nothing: str
    """Said where nothing was ever set up; `set_up` leads on from there to `begins`, a procedure."""
    set_up: str
    begins: str
    question: str
    answer: str


class TroubleFile(Row, frozen=True, kw_only=True):
    """The tables of `home.toml` about what stopped."""

    trouble: dict[What, TroubleWords]
    trouble_rows: dict[str, str]
    """By what was looked at, what its row is called."""
    trouble_well: dict[str, str]
    """By what was looked at, what is said where it works."""
    trouble_says: dict[str, str]


@lru_cache(maxsize=1)
def trouble_file() -> TroubleFile:
    """Return the words."""
    names = TroubleFile.__struct_fields__
    tables = {name: table for name, table in read_toml("home.toml").items() if name in names}
    return convert(tables, TroubleFile, "home.toml")

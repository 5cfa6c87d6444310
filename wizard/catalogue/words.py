"""The words that a module says: they stand in `resources/words/<path of the module>.toml`.

A file is read when the first of its words is said, never at import: what is not shown costs nothing.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wizard.catalogue.headings import plain_lines
from wizard.catalogue.language import spoken
from wizard.catalogue.resources import CatalogueError, read_text, read_toml

if TYPE_CHECKING:
    from decimal import Decimal

_TABLE = re.compile(r"^\[([a-z0-9-]+)\]$", re.MULTILINE)


class Words(NamedTuple):
    """One file's texts: `words("nothing-written", program=name)` is the text with `{program}` filled in.

    CatalogueError for a key that is not there, or a place in the text that nobody fills.
    """

    file: str

    def __call__(self, key: str, /, **facts: object) -> str:
        """Return one text, filled."""
        return self._filled(key, texts_in(self.file).get(key), facts)

    def one_of(self, table: str, row: str, /, **facts: object) -> str:
        """Return what a table says of one of its rows, filled; of none of them, what it says of `other`."""
        rows = texts_in(self.file).get(table)
        if not isinstance(rows, Mapping):
            raise CatalogueError(self.file, table, "there is no such table")
        return self._filled(f"{table}.{row}", rows.get(row, rows.get("other")), facts)

    def counted(self, table: str, count: int, /, **facts: object) -> str:
        """Return what a table says of `one`, or of `more`, with `{count}` filled in as well."""
        return self.one_of(table, "one" if count == 1 else "more", count=count, **facts)

    def _filled(self, key: str, text: object, facts: Mapping[str, object]) -> str:
        if not isinstance(text, str):
            raise CatalogueError(self.file, key, "there is no such text")
        try:
            return text.format_map(_with_marks(facts) if ":," in text else facts)
        except KeyError as missing:
            raise CatalogueError(self.file, key, f"{missing} is filled in by nobody") from None


class _Number(int):
    """A count in a text, with the data's own mark between thousands."""

    def __format__(self, spec: str) -> str:
        return _marked(format(int(self), spec))


def _with_marks(facts: Mapping[str, object]) -> Mapping[str, object]:
    return {name: _Number(fact) if type(fact) is int else fact for name, fact in facts.items()}


def words_of(module: str) -> Words:
    """Return the words of a module by its full name, `wizard.gui.frame`; nothing is read yet."""
    return Words(f"words/{module.removeprefix('wizard.').replace('.', '/')}.toml")


@cache
def texts_in(file: str) -> Mapping[str, str | Mapping[str, str]]:
    """Return every text of a file by key; those of a table by row."""
    parts = _TABLE.split(read_text(file))
    plain = [rows for part in parts[::2] if (rows := plain_lines(part)) is not None]
    if len(plain) < len(parts[::2]):
        return read_toml(file)
    return spoken(file, {**plain[0], **dict(zip(parts[1::2], plain[1:], strict=True))})


_words = words_of(__name__)


def number(count: int) -> str:
    """Return a count with marks between thousands, e.g. `1,234`."""
    return figure(count, 0)


def amount(value: "Decimal | float") -> str:
    """Return an amount of money with two places, e.g. `1,234.50`."""
    return figure(value, 2)


def figure(value: "Decimal | float", places: int) -> str:
    """Return a figure with so many places behind its decimal mark."""
    return _marked(f"{value:,.{places}f}")


def _marked(figure: str) -> str:
    """Return a figure of Python's with the marks that the data has."""
    return figure.translate({ord(","): _words("thousands"), ord("."): _words("decimal")})

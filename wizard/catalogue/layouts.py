"""The layouts of stores' files: known ones as data, a person's own from a file, and the words for both."""

import codecs
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Struct

from wizard.catalogue.load import convert, read_named
from wizard.catalogue.resources import CatalogueError, names_in, read_toml
from wizard.catalogue.toml_files import read_toml_file
from wizard.model.books import DateOrder, DecimalMark, Kind
from wizard.model.problem import Fault, FaultyInput

MONEY = ("amount", "line_amount", "tax_amount", "debit", "credit")
"""Fields that hold cents."""
NUMBERS = (*MONEY, "quantity", "unit_amount", "discount")
"""Fields that hold a number."""
DAYS = ("date", "due_date")
TEXTS = (
    "contact", "contact_code", "group", "number", "description", "item", "account", "tax", "sign",
    "payment_type", "reference", "narration", "email", "status", "currency", "tracking1", "tracking2",
    "receipt",
)  # fmt: skip
FIELDS = frozenset((*NUMBERS, *DAYS, *TEXTS))
"""Everything a column can be."""

Amounts = Literal["inclusive", "exclusive", "none", "by-total"]
Column = str | int | list[str]
"""A heading, a column's number from 1, or several headings of which the first found counts."""

GIVEN = "given"
"""The id of a layout that a person gave."""


class AddLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A money column that is a line too, such as shipping; `negative`: it is taken off."""

    column: str
    account: str
    negative: bool = False


class PaymentColumns(Struct, frozen=True, forbid_unknown_fields=True):
    """The columns by which an order says how and when it was paid."""

    type: str
    date: str


class Layout(Struct, frozen=True, forbid_unknown_fields=True):
    """Which column of a file is which, and how it is written; None means: find out."""

    kind: Kind
    columns: dict[str, Column]
    id: str = GIVEN
    title: str = ""
    source: str = ""
    checked: date | None = None
    needs: list[str] = []
    """The fields whose headings tell this layout."""
    never: list[str] = []
    """Headings that say it is another one."""
    file_names: list[str] = []
    """Between layouts of equal headings, a file so called has this one."""
    own: list[str] = []
    """Headings that tell it whatever the file is called; without them it needs one of `file_names`."""
    header_line: int | None = None
    delimiter: str | None = None
    encoding: str | None = None
    decimal: DecimalMark | None = None
    date_order: DateOrder | None = None
    amounts: Amounts | None = None
    """None: as the store's matches say, else inclusive."""
    exclude: dict[str, list[str]] = {}
    """Field to the words whose documents are not sent."""
    keep: dict[str, list[str]] = {}
    """Field to the only words whose documents are sent."""
    filled: dict[str, str] = {}
    """Headings that take a document out when their cell is filled in, with the reason."""
    words: dict[str, str] = {}
    """What a row without a word of its own is called, by field."""
    add_lines: list[AddLine] = []
    payment: PaymentColumns | None = None
    tax_on_top: bool = False
    """The total is the lines' amounts and their tax."""
    discount: Literal["percent", "amount", "informative"] = "percent"
    unit_prices: list[str] = []
    """Money fields that may have more places than the currency."""
    marks: Literal["", "iif"] = ""

    @property
    def one_a_row(self) -> bool:
        """Whether each row is a record of its own."""
        return self.kind in {"payments", "overpayments", "contacts"}


class Outside(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of payouts and fees: whose, and the headings that tell it."""

    name: str
    needs: list[str]


class FieldWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What fields are called when a person is told of them."""

    fields: dict[str, str]


class ReadingWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of lines, records and files, by code."""

    reasons: dict[str, str]
    ignored: dict[str, str]
    faults: dict[str, str]
    notices: dict[str, str]
    words: FieldWords
    outside: list[Outside]


@lru_cache(maxsize=1)
def reading_words() -> ReadingWords:
    """Return the words of reading."""
    return convert(read_toml("reading.toml"), ReadingWords, "reading.toml")


@lru_cache(maxsize=1)
def known_layouts() -> tuple[Layout, ...]:
    """Return every known layout; CatalogueError for a file that does not fit."""
    return tuple(_known(name) for name in names_in("layouts"))


def _known(name: str) -> Layout:
    file, found = f"layouts/{name}.toml", read_named("layouts", name, Layout)
    if not found.source or found.checked is None:
        raise CatalogueError(
            file, "source", "must say where the headings are from, and when that was checked"
        )
    for key in (*found.columns, *found.needs, *found.exclude, *found.keep, *found.words):
        if key not in FIELDS:
            raise CatalogueError(file, key, "is no field")
    return found


def read_layout(path: Path) -> Layout:
    """Return a person's layout file; FaultyInput lists everything wrong with it."""
    data = read_toml_file(path)
    faults = faults_of_layout(data)
    if faults:
        raise FaultyInput(faults)
    return convert(data, Layout, str(path))


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "decimal": get_args(DecimalMark),
    "date_order": get_args(DateOrder),
    "amounts": get_args(Amounts),
    "discount": ("percent", "amount", "informative"),
    "marks": ("", "iif"),
}
_WORD_LISTS = ("needs", "never", "file_names", "own", "unit_prices")
_KNOWN = frozenset(Layout.__struct_fields__)


def faults_of_layout(data: dict[str, Any]) -> list[Fault]:
    """Return everything that is wrong with a layout as its file has it."""
    faults = [Fault(k, "UNKNOWN-KEY", "is not part of a layout") for k in data.keys() - _KNOWN]
    for key, choices in _CHOICES.items():
        if key in data and data[key] not in choices:
            faults.append(Fault(key, "NOT-A-CHOICE", f"must be one of {', '.join(choices)}"))
    if "kind" not in data:
        faults.append(Fault("kind", "MISSING", "is missing"))
    faults += _column_faults(data)
    faults += _simple_faults(data)
    for table in ("exclude", "keep"):
        faults += _word_table_faults(data, table)
    if not faults:
        try:
            convert(data, Layout, "layout")
        except CatalogueError as error:
            faults.append(Fault(error.key.removeprefix("$."), "NOT-VALID", error.reason))
    return faults


def _column_faults(data: dict[str, Any]) -> list[Fault]:
    columns = data.get("columns")
    if not isinstance(columns, dict) or not columns:
        return [Fault("columns", "MISSING", "must be a table that says which column is which")]
    faults = []
    for field, column in columns.items():
        where = f"columns.{field}"
        if field not in FIELDS:
            faults.append(Fault(where, "UNKNOWN-KEY", f"must be one of {', '.join(sorted(FIELDS))}"))
        elif data.get("header_line") == 0:
            if isinstance(column, bool) or not isinstance(column, int) or not 1 <= column <= 20_000:
                faults.append(Fault(where, "NOT-A-NUMBER", "must be a column's number, from 1"))
        elif not _is_heading(column):
            faults.append(Fault(where, "NOT-A-TEXT", "must be a heading in quotes"))
    return faults


def _is_heading(column: Any) -> bool:
    several = column if isinstance(column, list) else [column]
    return bool(several) and all(isinstance(name, str) and name.strip() for name in several)


def _simple_faults(data: dict[str, Any]) -> list[Fault]:
    faults = []
    line = data.get("header_line")
    if line is not None and (isinstance(line, bool) or not isinstance(line, int) or not 0 <= line <= 10_000):
        faults.append(Fault("header_line", "NOT-A-NUMBER", "must be a line's number, or 0 for no headings"))
    mark = data.get("delimiter")
    if mark is not None and (not isinstance(mark, str) or len(mark) != 1 or mark in '"\r\n\0'):
        faults.append(Fault("delimiter", "NOT-VALID", "must be one character"))
    encoding = data.get("encoding")
    if encoding is not None and not is_text_encoding(encoding):
        faults.append(Fault("encoding", "NOT-VALID", "is no encoding of text"))
    for key in _WORD_LISTS:
        if key in data and not _is_word_list(data[key]):
            faults.append(Fault(key, "NOT-A-LIST", "must be a list of texts"))
    return faults


def _word_table_faults(data: dict[str, Any], name: str) -> list[Fault]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        return [Fault(name, "NOT-A-TABLE", "must be a table")]
    faults = []
    columns = data.get("columns")
    for field, words in table.items():
        where = f"{name}.{field}"
        if field not in FIELDS:
            faults.append(Fault(where, "UNKNOWN-KEY", "is no field"))
        elif not isinstance(columns, dict) or field not in columns:
            faults.append(Fault(where, "MISSING", f"needs a column for {field}"))
        if not _is_word_list(words):
            faults.append(Fault(where, "NOT-A-LIST", "must be a list of texts"))
    return faults


def _is_word_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


_NO_FILE_ENCODINGS = ("unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "utf_7")


def is_text_encoding(name: object) -> bool:
    """Whether Python can read a file of text in this encoding."""
    if not isinstance(name, str):
        return False
    try:
        known = codecs.lookup(name).name.replace("-", "_")
        "x".encode(name)
    except (LookupError, ValueError):
        return False
    return known not in _NO_FILE_ENCODINGS

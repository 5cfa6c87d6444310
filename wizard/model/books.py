"""A store's file as it was read: rows with their lines, what was decided of its columns, and the report."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

from msgspec import UNSET, Struct, UnsetType

Kind = Literal["invoices", "payments", "contacts", "credit-notes", "overpayments", "journal"]
DateOrder = Literal["dmy", "mdy", "ymd"]
DecimalMark = Literal[".", ","]
Cell = str | Decimal | date
"""Text, or what a sheet says is a number or a day."""


class Place(Struct, frozen=True, order=True, gc=False):
    """Where something stands: a file's name and the physical line (a sheet's row) it begins on."""

    file: str
    line: int


class Reason(Struct, frozen=True, gc=False):
    """Why something is skipped, left out or faulty: a code of `resources/reading.toml` and the words met."""

    code: str
    said: str = ""


class RawRow(Struct, frozen=True):
    """A row as it stands in the file; `broken` says why its cells cannot be trusted."""

    line: int
    cells: tuple[Cell, ...] | list[str]
    broken: Reason | None = None


class Table(Protocol):
    """A file that can be read row by row, as often as needed."""

    @property
    def file(self) -> str:
        """The file's name, as it is reported."""

    @property
    def encoding(self) -> str | None:
        """The name of its encoding; None for sheets."""

    @property
    def delimiter(self) -> str | None:
        """The separator; None for sheets."""

    @property
    def sheet(self) -> str | None:
        """The sheet's name; None for text."""

    def rows(self) -> Iterator[RawRow]:
        """Read it from its beginning."""


class Record(Struct, frozen=True, gc=False):
    """One good row: its texts, days and amounts by field, blank ones left out."""

    line: int
    key: str
    """What its document is called: the number; a journal without one: narration and date."""
    texts: Mapping[str, str]
    days: Mapping[str, date]
    amounts: Mapping[str, Decimal]
    left_out: Reason | None = None
    """Why its document is not to be sent."""
    kept: bool = False
    """Whether it says that its document is to be sent; asked only where a layout names such words."""
    added: Mapping[str, Decimal] = {}
    """Money columns that are lines too, by heading."""
    paid: "Paid | None" = None


class Paid(Struct, frozen=True, gc=False):
    """How and when an order says that it was paid."""

    type: str
    day: date | None


class RowFault(Struct, frozen=True, gc=False):
    """A row that cannot be read, with its column's heading; `key` is its document where that is known."""

    line: int
    column: str
    reason: Reason
    key: str | None = None


class Skipped(Struct, frozen=True, gc=False):
    """A line that is no data."""

    line: int
    reason: Reason


class Excluded(Struct, frozen=True, gc=False):
    """A document that is not to be sent, at its first line."""

    line: int
    record: str
    reason: Reason


Row = Record | RowFault | Skipped


class Evidence(Struct, frozen=True):
    """What decided a column: how many cells prove the choice, how many speak against it, and some of each."""

    decided: str
    proving: int
    against: int
    examples: tuple[str, ...] = ()


class SkippedLine(Struct, frozen=True):
    """`skipped` of a report."""

    line: int
    reason: str


class ExcludedRecord(Struct, frozen=True):
    """`excluded` of a report."""

    line: int
    record: str
    reason: str


class FaultyLine(Struct, frozen=True):
    """`faults` of a report."""

    line: int
    column: str
    reason: str


class Notice(Struct, frozen=True):
    """Something to know of a column that is no fault."""

    column: str
    reason: str


class FileReport(Struct, frozen=True):
    """What a file holds: the object that `books read --json` prints for it."""

    file: str
    kind: Kind
    layout: str | None
    encoding: str | None
    delimiter: str | None
    header_line: int
    columns: dict[str, str | int]
    date_order: DateOrder | None
    decimal: DecimalMark | None
    rows: int
    records: int
    total: str
    skipped: list[SkippedLine] = []
    excluded: list[ExcludedRecord] = []
    faults: list[FaultyLine] = []
    sheet: str | UnsetType = UNSET
    notices: list[Notice] | UnsetType = UNSET


class IgnoredFile(Struct, frozen=True):
    """A file of a folder that is no document."""

    file: str
    reason: str


class Question(Struct, frozen=True):
    """What only a person can say: `code` is FILE-COLUMNS, FILE-DATES, FILE-EMPTY or FILE-UNREADABLE."""

    code: str
    where: str
    message: str
    choices: tuple[str, ...] = ()
    layout: str | None = None
    """The layout it is asked for; None where none is known."""

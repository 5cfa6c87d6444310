"""What is read of an organisation for matching and checking: which parts, page by page, whole or changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel
from wizard.xero.calls import Answer

PAGE_SIZE = 1000
"""The most rows that Xero gives at once."""
_MOST_PAGES = 2000
Row = Mapping[str, Any]


class Part(Struct, frozen=True):
    """One thing that an organisation has: its name, the path below the API, and how it is asked for."""

    name: str
    path: str
    permission: str
    id: str = ""
    """The key that tells rows apart; only such parts can be asked for what changed."""
    paged: bool = False
    params: Mapping[str, str] = {}
    keeps: tuple[str, ...] = ()
    """The keys that are kept of a row; none: all."""

    @property
    def answer(self) -> str:
        """The key under which the API's answer holds the rows."""
        return "Organisations" if self.name == "Organisation" else self.name


_SETTINGS, _CONTACTS, _INVOICES = "accounting.settings", "accounting.contacts", "accounting.invoices"
_SALES = {"where": 'Type=="ACCREC"'}
SETTINGS = (
    Part("Organisation", "Organisation", _SETTINGS),
    Part("Actions", "Organisation/Actions", _SETTINGS),
    Part("Accounts", "Accounts", _SETTINGS, "AccountID"),
    Part("TaxRates", "TaxRates", _SETTINGS),
    Part("TrackingCategories", "TrackingCategories", _SETTINGS, params={"includeArchived": "true"}),
)
"""All that journals are matched to and checked against."""
PARTS = (
    *SETTINGS,
    Part("ContactGroups", "ContactGroups", _CONTACTS),
    Part(
        "Contacts", "Contacts", _CONTACTS, "ContactID", paged=True, params={"includeArchived": "true"},
        keeps=("ContactID", "Name", "ContactNumber", "AccountNumber", "ContactStatus"),
    ),
    Part(
        "Invoices", "Invoices", _INVOICES, "InvoiceID", paged=True, params=_SALES,
        keeps=(
            "InvoiceID", "Type", "InvoiceNumber", "Status", "Total", "AmountDue", "CreditNotes", "Payments",
        ),
    ),
)  # fmt: skip
"""All that invoices and payments are matched to and checked against as well."""
NEWEST_SALE = Part(
    "Invoices", "Invoices", _INVOICES, paged=True, params={**_SALES, "order": "Date DESC"}, keeps=("Date",)
)
"""Whether an organisation has sales already, and of which day the newest is: one short answer."""

Ask = Callable[[Part, Mapping[str, str], str], Answer]
"""Asks for a page of a part with the given parameters, and If-Modified-Since where that is not blank."""


class Found(Struct, frozen=True):
    """The rows of an answer, and Xero's own clock at it as If-Modified-Since takes it.

    The rows are asked for page by page, as they are taken: once.
    """

    rows: Iterable[Row]
    clock: str = ""


def read_part(part: Part, ask: Ask, cancel: Cancel, since: str = "") -> Found:
    """Return all rows of a part, or those that changed `since`; ProblemFound for every refusal.

    So for what the first page says; what a later one says comes as its rows are taken.
    """
    first = _page(part, ask, cancel, since, 1)
    return Found(_each_row(part, ask, cancel, since, first), first.clock)


def _page(part: Part, ask: Ask, cancel: Cancel, since: str, number: int) -> Answer:
    cancel.check()
    page = {"page": str(number), "pageSize": str(PAGE_SIZE)} if part.paged else {}
    return ask(part, {**part.params, **page}, since)


def _each_row(part: Part, ask: Ask, cancel: Cancel, since: str, first: Answer) -> Iterator[Row]:
    pages = [first]  # taken out at once: a page is large, and the next comes while its rows are used
    for number in range(1, _MOST_PAGES + 1):
        rows, is_last = _taken(part, pages.pop(), number)
        yield from rows
        if is_last:
            return
        del rows
        pages.append(_page(part, ask, cancel, since, number + 1))


def _taken(part: Part, answer: Answer, number: int) -> tuple[list[Row], bool]:
    """Return what is kept of a page's rows, and whether it is the last."""
    found = rows_of(answer.data, part)
    is_last = not part.paged or not found or number >= _page_count(answer.data, len(found), number)
    return [_trimmed(row, part) for row in found], is_last


def newest_sale(ask: Ask) -> tuple[int, str]:
    """Return how many sales the organisation has, and the day of the newest as the API writes days."""
    answer = ask(NEWEST_SALE, {**NEWEST_SALE.params, "page": "1", "pageSize": "1"}, "")
    rows = rows_of(answer.data, NEWEST_SALE)
    about = answer.data.get("pagination") if isinstance(answer.data, dict) else None
    count = about.get("itemCount") if isinstance(about, dict) else None
    newest = str(rows[0].get("DateString") or rows[0].get("Date") or "") if rows else ""
    return (count if isinstance(count, int) else len(rows)), newest


def rows_of(data: Any, part: Part) -> list[Row]:
    """Return an answer's rows; nothing changed is no rows. ProblemFound XERO-ODD."""
    if data is None:
        return []
    rows = data.get(part.answer) if isinstance(data, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ProblemFound(Problem("XERO-ODD", {"status": 200, "said": part.name}))
    return rows


def _page_count(data: Any, found: int, number: int) -> int:
    """Return how many pages there are; where the answer does not say, a full one has another behind it."""
    about = data.get("pagination")
    count = about.get("pageCount") if isinstance(about, dict) else None
    if isinstance(count, int):
        return count
    return number if found < PAGE_SIZE else number + 1


def _trimmed(row: Row, part: Part) -> Row:
    return {key: row[key] for key in part.keeps if key in row} if part.keeps else row

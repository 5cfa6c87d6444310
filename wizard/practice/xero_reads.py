"""Reading what the practice Xero holds: all, some by filter, one by id or number, page by page."""

import email.utils
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wizard.practice import xero_shapes
from wizard.practice.xero_shelf import KEYS, Shelf
from wizard.practice.xero_where import QueryError, matcher, ordered

Json = dict[str, Any]
PAGE_SIZE, LARGEST_PAGE = 100, 1000
_LISTS = {
    "IDs": "",
    "InvoiceNumbers": "InvoiceNumber",
    "ContactIDs": "Contact.ContactID",
    "Statuses": "Status",
    "References": "Reference",
}
_SEARCHED = ("Name", "FirstName", "LastName", "ContactNumber", "EmailAddress", "InvoiceNumber", "Reference")
KNOWN = frozenset(
    {
        *_LISTS,
        *("where", "order", "page", "pageSize", "includeArchived", "summaryOnly", "searchTerm"),
        *("createdByMyApp", "unitdp"),
    }
)
"""The query parameters that are understood."""


@dataclass(frozen=True)
class Page:
    """Documents as they go out, and where in the whole they stand if pages were asked for."""

    rows: list[Json]
    pagination: Mapping[str, int] | None = None


def read_one(shelf: Shelf, kind: str, name: str) -> Json | None:
    """Return a document by its id, or by its number where it has one."""
    held = shelf[kind].get(name)
    if held is None and len(KEYS[kind]) > 1:
        found = shelf[kind].named("ContactNumber" if kind == "Contacts" else KEYS[kind][1], name)
        held = found[0] if found else None
    return None if held is None else xero_shapes.shown(xero_shapes.whole(shelf, kind, held))


def read_many(shelf: Shelf, kind: str, query: Mapping[str, str], since: str, app: str) -> Page:
    """Return the documents that a query is after; QueryError when it cannot be understood.

    Without `page` all come at once, documents then without their lines. `since` is If-Modified-Since.
    """
    rows: list[Json] = list(_chosen(shelf, kind, query, modified_since(since), app))
    if query.get("order"):
        rows = ordered(rows, query["order"])
    is_brief = query.get("summaryOnly", "").lower() == "true"
    if "page" not in query and "pageSize" not in query:
        is_brief = is_brief or kind not in ("Contacts", "Payments", "ManualJournals")
        return Page([_out(row, is_brief=is_brief) for row in rows])
    number, size = _number(query, "page", 1), min(_number(query, "pageSize", PAGE_SIZE), LARGEST_PAGE)
    pages = math.ceil(len(rows) / size)
    about = {"page": number, "pageSize": size, "pageCount": pages, "itemCount": len(rows)}
    part = rows[(number - 1) * size : number * size]
    return Page([_out(row, is_brief=is_brief) for row in part], about)


def modified_since(text: str) -> str:
    """Return the moment of an If-Modified-Since header as documents keep it; empty where it is none."""
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = email.utils.parsedate_to_datetime(text)
        except ValueError:
            return ""
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return utc.replace(tzinfo=None).isoformat(timespec="milliseconds")


def _chosen(shelf: Shelf, kind: str, query: Mapping[str, str], since: str, app: str) -> Iterator[Json]:
    tests = [matcher(query["where"])] if query.get("where") else []
    tests += [_one_of(kind, key, query[key]) for key in _LISTS if query.get(key)]
    if query.get("createdByMyApp", "").lower() == "true":
        tests.append(lambda row: row.get("App") == app)
    if word := query.get("searchTerm", "").casefold():
        tests.append(lambda row: any(word in str(row.get(key, "")).casefold() for key in _SEARCHED))
    if kind == "Contacts" and query.get("includeArchived", "").lower() != "true" and "IDs" not in query:
        tests.append(lambda row: row["ContactStatus"] != "ARCHIVED")
    for held in _candidates(shelf, kind, query):
        if since and held["UpdatedDateUTC"] < since:
            continue
        row = xero_shapes.whole(shelf, kind, held)
        if all(test(row) for test in tests):
            yield row


def _candidates(shelf: Shelf, kind: str, query: Mapping[str, str]) -> Iterable[Json]:
    """Return the documents that ids or numbers lead to, else all: looking through all takes long."""
    if ids := _words(query.get("IDs", "")):
        return [held for id_ in sorted(ids) if (held := shelf[kind].get(id_)) is not None]
    if kind == "Invoices" and (numbers := _words(query.get("InvoiceNumbers", ""))):
        return [held for number in sorted(numbers) for held in shelf[kind].named("InvoiceNumber", number)]
    return shelf[kind]


def _words(text: str) -> set[str]:
    return {word.strip().strip('"').casefold() for word in text.split(",")} - {""}


def _one_of(kind: str, key: str, text: str) -> Any:
    wanted = _words(text)
    path = (_LISTS[key] or KEYS[kind][0]).split(".")

    def test(row: Json) -> bool:
        value: Any = row
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        return str(value).casefold() in wanted

    return test


def _out(row: Json, *, is_brief: bool) -> Json:
    out: Json = xero_shapes.shown(xero_shapes.summary(row) if is_brief else row)
    return out


def _number(query: Mapping[str, str], key: str, default: int) -> int:
    text = query.get(key) or str(default)
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**6):
        raise QueryError(f"{key} must be a number from 1 on")
    return int(text)

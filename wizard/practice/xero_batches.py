"""A request to write: its elements one by one, and the one reply that tells what became of each."""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from wizard.practice import xero_shapes, xero_words
from wizard.practice.xero_http import Reply, json_reply
from wizard.practice.xero_shelf import KEYS
from wizard.practice.xero_writes.desk import Desk, Take, Taken, refused
from wizard.practice.xero_writes.fields import PostDataError

Json = dict[str, Any]
PASSING = "An error occurred in Xero. Check the API Status page for current service status."
"""What Xero says of an element that it could not take just now."""


def envelope(key: str, rows: object, now: datetime, pagination: Mapping[str, int] | None = None) -> Json:
    """Return an answer as Xero wraps it."""
    about: Json = {
        "Id": str(uuid.uuid4()),
        "Status": "OK",
        "ProviderName": "Tillbridge practice",
        "DateTimeUTC": f"/Date({int(now.timestamp() * 1000)})/",
    }
    if pagination is not None:
        about["pagination"] = dict(pagination)
    return {**about, key: rows}


def query_trouble(message: str) -> Reply:
    """Return the refusal of a filter that cannot be understood."""
    return _error(16, "QueryParseException", message)


def post_trouble(message: str) -> Reply:
    """Return the refusal of a body that cannot be read: nothing of it was carried out."""
    return _error(17, "PostDataInvalidException", message)


def _error(number: int, kind: str, message: str, elements: Iterable[Json] = ()) -> Reply:
    return json_reply(
        400, {"ErrorNumber": number, "Type": kind, "Message": message, "Elements": list(elements)}
    )


def elements(body: bytes, key: str) -> list[Json]:
    """Return the elements of a body: `{"Invoices": […]}`, a list, or one alone; PostDataError otherwise."""
    try:
        data = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise PostDataError("JSON for post data was invalid") from None
    if isinstance(data, dict) and key in data:
        data = data[key]
    rows = data if isinstance(data, list) else [data]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise PostDataError(f"No {key} were sent")
    return rows


def _no_number(word: str) -> None:
    raise ValueError(word)


def carry_out(
    desk: Desk, take: Take, sent: Iterable[Json], is_passed_over: Callable[[int], bool]
) -> list[Taken]:
    """Judge the elements in their order and keep each good one before the next is looked at.

    PostDataError when one of them cannot be read: the caller keeps nothing then.
    """
    results = []
    for number, element in enumerate(sent):
        if is_passed_over(number):
            results.append(refused(element, "ID", PASSING))
            continue
        taken = take(desk, element)
        for kind, document in taken.kept:
            desk.shelf.put(kind, document)
        results.append(taken)
    return results


def batch_reply(desk: Desk, kind: str, results: list[Taken], *, summarise: bool) -> Reply:
    """Return the reply to a batch.

    Summarised, it is a 400 with the refused elements alone as soon as there is one, though the others
    were taken; else a 200 with all of them, each with its own state.
    """
    if summarise and any(taken.errors for taken in results):
        bad = [_shown(desk, kind, taken) for taken in results if taken.errors]
        return _error(10, "ValidationException", xero_words.SUMMARY, bad)
    rows = [_shown(desk, kind, taken) for taken in results]
    return json_reply(200, envelope(kind, rows, desk.now))


def _shown(desk: Desk, kind: str, taken: Taken) -> Json:
    whole = (
        taken.document
        if taken.errors or kind not in KEYS
        else xero_shapes.whole(desk.shelf, kind, taken.document)
    )
    row: Json = xero_shapes.shown(whole)
    row["StatusAttributeString"] = "ERROR" if taken.errors else "WARNING" if taken.warnings else "OK"
    row["ValidationErrors"] = [{"Message": words} for words in taken.errors]
    if taken.warnings:
        row["Warnings"] = [{"Message": words} for words in taken.warnings]
    row["HasErrors" if kind == "Invoices" else "HasValidationErrors"] = bool(taken.errors)
    return row

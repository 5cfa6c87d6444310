"""The sales that Xero holds, by number: kept on disk, however many there are."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from wizard.model.api_days import day_of
from wizard.model.chart import ChartInvoice, Credit, Paid
from wizard.model.scratch import Scratch, as_bytes, as_text

_TABLE = """
CREATE TABLE sale (number PRIMARY KEY, status, total, due, credits, payments) WITHOUT ROWID;
"""
Row = Mapping[str, Any]


class Sales(Mapping[str, ChartInvoice]):
    """The sales among invoices as Xero answers them: the numbers of bills need not be unique."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._kept = Scratch(_TABLE)
        self._kept.fill(
            "INSERT OR REPLACE INTO sale VALUES (?, ?, ?, ?, ?, ?)", map(_kept, filter(_is_sale, rows))
        )
        found = self._kept.one("SELECT count(*) FROM sale")
        self._count = int(found[0]) if found is not None else 0

    def __getitem__(self, number: str) -> ChartInvoice:
        asked = "SELECT status, total, due, credits, payments FROM sale WHERE number = ?"
        row = self._kept.one(asked, (as_bytes(number),)) if self._count else None
        if row is None:
            raise KeyError(number)
        status, total, due, credits_, payments = row
        notes = tuple(Credit(name, Decimal(amount)) for name, amount in json.loads(credits_ or "[]"))
        paid = tuple(
            Paid(id_, day, Decimal(amount), reference)
            for id_, day, amount, reference in json.loads(payments or "[]")
        )
        return ChartInvoice(number, status, Decimal(total), Decimal(due), notes, paid)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return (as_text(number) for (number,) in self._kept.ask("SELECT number FROM sale"))


def _is_sale(row: Row) -> bool:
    return _text(row, "Type") in {"ACCREC", ""} and bool(_text(row, "InvoiceNumber"))


def _kept(row: Row) -> tuple[bytes, str, str, str, str, str]:
    credits_ = [
        (_text(note, "CreditNoteNumber"), _money(note, "AppliedAmount"))
        for note in _parts(row, "CreditNotes")
    ]
    payments = [
        (_text(one, "PaymentID"), _day(one), _money(one, "Amount"), _text(one, "Reference"))
        for one in _parts(row, "Payments")
    ]
    return (
        as_bytes(_text(row, "InvoiceNumber")), _text(row, "Status") or "DRAFT", _money(row, "Total"),
        _money(row, "AmountDue"), json.dumps(credits_) if credits_ else "",
        json.dumps(payments) if payments else "",
    )  # fmt: skip


def _parts(row: Row, key: str) -> list[Row]:
    found = row.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _day(row: Row) -> str:
    day = day_of(row.get("Date"))
    return "" if day is None else day.isoformat()


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value)


def _money(row: Row, key: str) -> str:
    try:
        found = Decimal(_text(row, key) or 0)
    except InvalidOperation:
        return "0"
    return str(found) if found.is_finite() else "0"

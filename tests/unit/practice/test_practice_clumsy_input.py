"""Whatever is sent, the practice Xero takes it, refuses it, or says that it cannot be read."""

import contextlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from documents import contact, credit_note, invoice, journal, payment, received
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.practice.xero_batches import batch_reply, carry_out
from wizard.practice.xero_books import read_organisations
from wizard.practice.xero_shelf import Shelf
from wizard.practice.xero_where import QueryError, matcher, ordered
from wizard.practice.xero_writes import (
    allocations,
    bank,
    contacts,
    credit_notes,
    invoices,
    journals,
    payments,
)
from wizard.practice.xero_writes.desk import Desk
from wizard.practice.xero_writes.fields import PostDataError

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SHOP = next(one for one in read_organisations().values() if not one.is_demo)
TAKERS = {
    "Contacts": (contacts.take, contact),
    "Invoices": (invoices.take, invoice),
    "CreditNotes": (credit_notes.take, credit_note),
    "Payments": (payments.take, lambda: payment("WEB-1")),
    "BankTransactions": (bank.take, received),
    "ManualJournals": (journals.take, journal),
}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        ["2026-11-20", "/Date(1795132800000+0000)/", "200", "OUTPUT", "AUTHORISED", "VOIDED", "-0"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)


def desk(*, puts: bool) -> Desk:
    shelf = Shelf(SHOP.data["Contacts"])
    one = Desk(SHOP.chart(), shelf, NOW, "app", unit_places=4, creates_only=puts)
    held = [invoice(InvoiceNumber="WEB-1"), invoice(InvoiceNumber="WEB-2", Status="DRAFT")]
    carry_out(one, invoices.take, held, lambda _: False)
    return one


def changed(data: st.DataObject, whole: dict[str, Any]) -> dict[str, Any]:
    """A right document in which some values are anything."""
    keys = data.draw(
        st.lists(st.sampled_from([*whole, "Status", "Tracking", "Reference"]), max_size=3, unique=True)
    )
    result = dict(whole)
    for key in keys:
        inner = result.get(key)
        if isinstance(inner, list) and inner and data.draw(st.booleans()):
            row = dict(inner[0])
            row[data.draw(st.sampled_from([*row, "Tracking", "TaxAmount", "DiscountRate"]))] = data.draw(
                VALUES
            )
            result[key] = [row, *inner[1:]]
        else:
            result[key] = data.draw(VALUES)
    return result


@pytest.mark.parametrize("kind", TAKERS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_document_is_taken_refused_or_unreadable(kind: str, data: st.DataObject) -> None:
    take, make = TAKERS[kind]
    at = desk(puts=data.draw(st.booleans()))
    before = len(at.shelf[kind])
    sent = changed(data, make())
    try:
        results = carry_out(at, take, [sent], lambda _: False)
    except PostDataError:
        assert len(at.shelf[kind]) == before
        return
    reply = batch_reply(at, kind, results, summarise=False)
    assert reply.status == 200
    (taken,) = results
    assert (len(at.shelf[kind]) > before) <= (not taken.errors)
    if not taken.errors and "Total" in taken.document:
        document = taken.document
        assert document["Total"] == document["SubTotal"] + document["TotalTax"]
        assert document["Total"] == document["Total"].quantize(Decimal("0.01"))


@given(sent=st.dictionaries(st.sampled_from(["Amount", "Date", "Invoice"]), VALUES))
@settings(max_examples=60, deadline=None)
def test_any_allocation_is_taken_refused_or_unreadable(sent: dict[str, Any]) -> None:
    at = desk(puts=True)
    (note,) = carry_out(at, credit_notes.take, [credit_note()], lambda _: False)
    try:
        (taken,) = carry_out(
            at, allocations.taker("CreditNote", note.document["CreditNoteID"]), [sent], lambda _: False
        )
    except PostDataError:
        return
    assert taken.errors or taken.document["Amount"] > 0


@given(st.text(alphabet='AZaz09_."=!<>&|() ,\\-', max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_filter_is_understood_or_refused(text: str) -> None:
    rows = [{"Name": "a", "Total": Decimal(1), "Date": "2026-11-20", "On": True}, {"Name": None}]
    for read in (lambda: [matcher(text)(row) for row in rows], lambda: ordered(rows, text)):
        with contextlib.suppress(QueryError):
            assert len(read()) == 2

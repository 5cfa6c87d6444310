"""The practice Xero as a process: Xero's own client writes and reads, and what it took outlives it."""

import datetime as dt
import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import urllib3.exceptions
from xero_python import accounting as xero
from xero_python.exceptions import AccountingBadRequestException, HTTPStatusException

from tests.journeys.paused import started
from tests.journeys.program import Tillbridge
from tests.servers.xero_client import XeroClient, official_client

DAY, DUE = dt.date(2026, 11, 20), dt.date(2026, 12, 4)
NO_ID = "00000000-0000-0000-0000-000000000000"


class Running:
    """A practice Xero that runs, and Xero's own client for it."""

    def __init__(self, process: Any, client: XeroClient) -> None:
        self.process, self.api, self.tenant = process, client.accounting, client.tenant
        self.identity = client.identity

    def create(self, *invoices: xero.Invoice, **more: Any) -> list[xero.Invoice]:
        sent = xero.Invoices(invoices=list(invoices))
        more = {"summarize_errors": False, "unitdp": 4} | more
        return list(self.api.create_invoices(self.tenant, sent, **more).invoices)

    def numbers(self) -> list[str]:
        return [one.invoice_number for one in self.api.get_invoices(self.tenant).invoices]


@contextmanager
def practice(tillbridge: Tillbridge, *options: str) -> Iterator[Running]:
    with started(tillbridge, "practice", "serve", *options) as process:
        line = json.loads(process.stdout.readline())
        assert line["ok"], line
        with official_client(Path(line["services"]), line["logins"]) as client:
            yield Running(process, client)


@pytest.fixture
def running(tillbridge: Tillbridge) -> Iterator[Running]:
    # Fast enough for the calls a minute, slow enough for a token's half hour.
    with practice(tillbridge, "--clock-speed", "20") as one:
        yield one


def invoice(number: str, price: float = 22.0, **changes: Any) -> xero.Invoice:
    line = xero.LineItem(
        description="Kettle",
        quantity=1.0,
        unit_amount=price,
        account_code="200",
        tax_type="OUTPUT",
        tracking=[xero.LineItemTracking(name="Store", option="Main Street")],
    )
    whole = {
        "type": "ACCREC",
        "invoice_number": number,
        "contact": xero.Contact(name="Adam Brown"),
        "date": DAY,
        "due_date": DUE,
        "line_amount_types": xero.LineAmountTypes.INCLUSIVE,
        "status": "AUTHORISED",
        "line_items": [line],
    }
    return xero.Invoice(**(whole | changes))


def line_of(value: float) -> xero.LineItem:
    return xero.LineItem(
        description="Kettle", quantity=1.0, unit_amount=value, account_code="200", tax_type="OUTPUT"
    )


def test_xeros_own_client_reads_the_books(running: Running) -> None:
    api, tenant = running.api, running.tenant
    (organisation,) = api.get_organisations(tenant).organisations
    assert (organisation.name, organisation.period_lock_date) == (
        "Corner Store Pty Ltd",
        dt.date(2026, 9, 30),
    )
    assert str(organisation.organisation_id) != tenant
    assert "CreateManualJournal" in {one.name for one in api.get_organisation_actions(tenant).actions}
    assert len(api.get_accounts(tenant, where='Type=="BANK"').accounts) == 3
    assert len(api.get_accounts(tenant).accounts) > 60
    assert api.get_accounts(tenant, if_modified_since=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)).accounts == []
    assert "OUTPUT" in {one.tax_type for one in api.get_tax_rates(tenant).tax_rates}
    assert len(api.get_tracking_categories(tenant, include_archived=True).tracking_categories) == 3
    assert len(api.get_contact_groups(tenant).contact_groups) == 3
    active = {one.name for one in api.get_contacts(tenant).contacts}
    every = {one.name for one in api.get_contacts(tenant, include_archived=True, page=1).contacts}
    assert every - active == {"Old Mill Hardware"}


def test_xeros_own_client_writes_and_reads_each_kind(running: Running) -> None:
    api, tenant = running.api, running.tenant
    (ada,) = api.create_contacts(
        tenant,
        xero.Contacts(contacts=[xero.Contact(name="Ada", contact_number="C-77")]),
        summarize_errors=False,
    ).contacts
    to_ada = xero.Contact(contact_id=ada.contact_id)
    (sale,) = running.create(invoice("X-1", 6.6675, contact=to_ada), idempotency_key="x-1")
    assert (sale.total, sale.total_tax, sale.date, sale.due_date) == (
        Decimal("6.67"),
        Decimal("0.61"),
        DAY,
        DUE,
    )
    assert sale.line_items[0].unit_amount == Decimal("6.6675")
    assert sale.line_items[0].tracking[0].option == "Main Street"

    def against(value: float) -> xero.Payments:
        one = xero.Payment(
            invoice=xero.Invoice(invoice_id=sale.invoice_id),
            account=xero.Account(code="641"),
            date=DAY,
            amount=value,
            reference="EFTPOS",
        )
        return xero.Payments(payments=[one])

    (paid,) = api.create_payments(tenant, against(3.0), summarize_errors=False).payments
    (refused,) = api.create_payments(tenant, against(3.68), summarize_errors=False).payments
    assert refused.has_validation_errors
    assert refused.validation_errors[0].message == (
        "Payment amount exceeds the amount outstanding on this document"
    )
    note = xero.CreditNote(
        type="ACCRECCREDIT",
        credit_note_number="CR-1",
        contact=to_ada,
        date=DAY,
        status="AUTHORISED",
        line_amount_types=xero.LineAmountTypes.INCLUSIVE,
        line_items=[line_of(5.0)],
    )
    (note,) = api.create_credit_notes(
        tenant, xero.CreditNotes(credit_notes=[note]), summarize_errors=False
    ).credit_notes
    allocation = xero.Allocation(amount=2.0, date=DAY, invoice=xero.Invoice(invoice_id=sale.invoice_id))
    api.create_credit_note_allocation(
        tenant, note.credit_note_id, xero.Allocations(allocations=[allocation]), summarize_errors=False
    )
    over = xero.BankTransaction(
        type="RECEIVE-OVERPAYMENT",
        contact=to_ada,
        bank_account=xero.Account(code="092"),
        date=DAY,
        line_items=[xero.LineItem(description="Paid too much", quantity=1.0, unit_amount=5.0)],
    )
    api.create_bank_transactions(
        tenant, xero.BankTransactions(bank_transactions=[over]), summarize_errors=False
    )
    (over,) = api.get_overpayments(tenant, page=1).overpayments
    rest = xero.Allocation(amount=1.67, date=DAY, invoice=xero.Invoice(invoice_id=sale.invoice_id))
    api.create_overpayment_allocations(
        tenant, over.overpayment_id, xero.Allocations(allocations=[rest]), summarize_errors=False
    )
    (seen,) = api.get_invoices(tenant, invoice_numbers=["X-1", "X-2"], page=1).invoices
    assert (seen.status, seen.amount_due, seen.amount_paid, seen.amount_credited) == (
        "PAID",
        0,
        3,
        Decimal("3.67"),
    )
    assert api.get_credit_note(tenant, note.credit_note_id).credit_notes[0].remaining_credit == 3
    assert api.get_overpayment(tenant, over.overpayment_id).overpayments[0].remaining_credit == Decimal(
        "3.33"
    )
    (gone,) = api.delete_payment(tenant, paid.payment_id, xero.PaymentDelete(status="DELETED")).payments
    assert gone.status == "DELETED"
    (seen,) = api.get_invoice(tenant, sale.invoice_id).invoices
    assert (seen.status, seen.amount_due) == ("AUTHORISED", 3)
    rows = [
        xero.ManualJournalLine(line_amount=5.0, account_code="640"),
        xero.ManualJournalLine(line_amount=-5.0, account_code="999"),
    ]
    day = xero.ManualJournal(narration="Takings", date=DAY, status="POSTED", journal_lines=rows)
    (day,) = api.create_manual_journals(
        tenant, xero.ManualJournals(manual_journals=[day]), summarize_errors=False
    ).manual_journals
    assert (day.status, [one.message for one in day.warnings]) == (
        "POSTED",
        ["Account code '999' has been removed as it does not match a recognised account."],
    )
    counts = [
        len(api.get_payments(tenant).payments),
        len(api.get_credit_notes(tenant).credit_notes),
        len(api.get_bank_transactions(tenant).bank_transactions),
        len(api.get_manual_journals(tenant, page=1).manual_journals),
    ]
    assert counts == [1, 1, 1, 1]


def test_a_summarised_refusal_still_takes_the_good_ones(running: Running) -> None:
    sent = [invoice(f"S-{number}", due_date=None if number == 7 else DUE) for number in range(10)]
    with pytest.raises(AccountingBadRequestException) as refused:
        running.create(*sent, summarize_errors=True)
    (element,) = refused.value.error_data["Elements"]
    assert (element["InvoiceNumber"], element["InvoiceID"]) == ("S-7", NO_ID)
    assert len(running.numbers()) == 9


def test_a_connection_ends_when_it_is_cut(running: Running) -> None:
    (connection,) = running.identity.get_connections()
    running.identity.delete_connection(connection.id)
    assert running.identity.get_connections() == []


def test_documents_outlive_the_process(tillbridge: Tillbridge) -> None:
    with practice(tillbridge) as first:
        sent = [invoice(f"K-{number}") for number in range(50)]
        ids = [one.invoice_id for one in first.create(*sent, idempotency_key="fifty")]
        first.process.send_signal(signal.SIGKILL)
        first.process.wait(timeout=20)
    with practice(tillbridge) as second:
        assert len(second.numbers()) == 50
        assert [one.invoice_id for one in second.create(*sent, idempotency_key="fifty")] == ids
        again = second.create(*sent)
        assert {one.validation_errors[0].message for one in again} == {"Invoice # must be unique."}
        assert len(second.numbers()) == 50
    written = [tillbridge.home, *tillbridge.home.rglob("*")]
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_a_kill_between_two_writes_loses_nothing_that_was_answered(tillbridge: Tillbridge) -> None:
    answered: list[str] = []
    for turn in range(3):
        with practice(tillbridge, "--clock-speed", "60") as running:
            killer = threading.Timer(0.01 * turn, running.process.kill)
            try:
                for number in range(50):
                    name = f"T-{turn}-{number}"
                    running.create(invoice(name), invoice(f"{name}-b"))
                    answered += [name, f"{name}-b"]
                    if number == 5:
                        killer.start()
            except (urllib3.exceptions.HTTPError, OSError):
                pass
            killer.join()
            running.process.wait(timeout=20)
    assert len(answered) >= 3 * 12
    with practice(tillbridge) as running:
        held = running.numbers()
    assert len(held) == len(set(held))
    assert set(held) >= set(answered)
    # Of each pair both are there or none: a request is carried out as a whole.
    assert len(held) % 2 == 0
    assert {f"{name}-b" for name in held if not name.endswith("-b")} == {
        name for name in held if name.endswith("-b")
    }


def test_two_practice_processes_share_what_is_held(tillbridge: Tillbridge) -> None:
    with practice(tillbridge) as one, practice(tillbridge) as other:
        one.create(invoice("P-1"))
        assert other.numbers() == ["P-1"]
        (refused,) = other.create(invoice("P-1"))
        assert refused.has_errors
        other.create(invoice("P-2"))
        assert one.numbers() == ["P-1", "P-2"]


def test_a_file_of_documents_that_cannot_be_read_is_said(tillbridge: Tillbridge) -> None:
    folder = tillbridge.home / "practice" / "xero"
    folder.mkdir(parents=True)
    (folder / "xero.sqlite").write_bytes(b"nonsense" * 1000)
    ended = tillbridge.run("practice", "serve")
    assert (ended.status, ended.answer["faults"][0]["where"]) == (2, "--home")


def test_where_nothing_is_written_no_file_is_made(tillbridge: Tillbridge) -> None:
    with practice(tillbridge) as running:
        assert running.numbers() == []
    assert not tillbridge.home.exists()


def test_a_home_that_cannot_be_written_is_said_by_the_first_write(tillbridge: Tillbridge) -> None:
    tillbridge.home.write_text("a file stands where the folder should be")
    with practice(tillbridge) as running:
        assert running.numbers() == []
        with pytest.raises(HTTPStatusException) as refused:
            running.create(invoice("H-1"))
        assert "xero.sqlite" in str(refused.value)


def test_many_documents_are_held_and_read_by_pages(running: Running) -> None:
    began = time.monotonic()
    for batch in range(20):
        running.create(*(invoice(f"M-{batch}-{number}") for number in range(50)))
    seen = running.api.get_invoices(running.tenant, page=2, page_size=400, order="InvoiceNumber ASC")
    assert (len(seen.invoices), seen.pagination.item_count, seen.pagination.page_count) == (400, 1000, 3)
    assert time.monotonic() - began < 60

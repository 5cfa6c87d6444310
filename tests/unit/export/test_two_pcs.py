"""Two PCs of one store at once: what can be prevented is, what cannot is seen afterwards and said."""

import contextlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.export.days import Files, totals
from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_sending import held, proof_of
from wizard.ledger.ledger import Ledger
from wizard.ledger.runs import Runs
from wizard.practice import PracticeServices


def meanwhile(patch: pytest.MonkeyPatch, owner: type, name: str, do: Any, when: Any = None) -> None:
    """Let another PC do something once, just before a method is called for which `when` holds."""
    real, done = getattr(owner, name), []

    def method(self: Any, *given: Any, **more: Any) -> Any:
        if not done and (when is None or when(*given)):
            done.append(True)
            do()
        return real(self, *given, **more)

    patch.setattr(owner, name, method)
    patch.setattr("wizard.jobs.export.send_records.alone", lambda *_: contextlib.nullcontext())


def test_what_another_pc_made_meanwhile_is_not_paid_again(
    shop: Shop, other_pc: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    """The reply was lost, and what the look finds is the other PC's invoice, paid in part by now."""
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "2.50")
    folder = files.write(tmp_path / "day")

    def send() -> None:
        assert other_pc.send(folder, mapping).is_clean
        services.clock.advance(600)  # Xero has forgotten the other's idempotency keys
        services.add_fault("write-reply-lost")

    with pytest.MonkeyPatch.context() as patch:
        meanwhile(patch, Ledger, "claim", send, lambda *given: given[1] == "invoice")
        shop.send(folder, mapping)
    assert [row["Amount"] for row in xero.all("Payments")] == [Decimal("2.50")]


def test_the_answer_that_another_pc_was_given_is_no_word_about_now(
    shop: Shop, other_pc: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    """Within six minutes Xero repeats to the same bytes what it answered the other PC."""
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "2.50")
    other_folder = files.write(tmp_path / "other-day")
    files.paid("S-1", "1.00", by="Cash")
    folder = files.write(tmp_path / "day")

    def send() -> None:
        assert other_pc.send(other_folder, mapping).is_clean

    with pytest.MonkeyPatch.context() as patch:
        meanwhile(patch, Runs, "begin", send)
        shop.send(folder, mapping)
    assert sorted(row["Amount"] for row in xero.all("Payments")) == [1, Decimal("2.5")]


def test_what_xero_repeats_of_another_pcs_answer_was_not_sent_by_us(
    shop: Shop, other_pc: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.sale("S-2", "12.00")
    folder = files.write(tmp_path / "day")
    with pytest.MonkeyPatch.context() as patch:
        # Xero's clock, a thousand times as fast here, goes on between the two as it does in a shop.
        meanwhile(patch, Runs, "begin", lambda: (other_pc.send(folder, mapping), services.clock.advance(5)))
        sent = shop.send(folder, mapping)
    assert (sent.counts.sent, sent.counts.already_there) == (0, 2)
    assert held(xero) == totals(files)
    assert shop.ledger("SELECT DISTINCT state FROM entry WHERE kind = 'invoice'") == [("there",)]


def test_what_is_there_twice_all_the_same_is_said_by_the_proof(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    """Xero takes these twice; nobody can ask it to make one only where there is none."""
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "2.50", reference="Till 1")
    files.credit("C-1", "1.00")
    files.over("Ann", "12.50", "Paid twice")
    files.over("Ann", "12.50", "Paid twice")  # two equal ones of the store's own are two
    files.day_book("Takings", "120.00")
    folder = files.write(tmp_path / "day")
    assert shop.send(folder, mapping).is_clean
    assert proof_of(shop).is_equal
    sent = {kind: xero.all(kind)[0] for kind in ("Payments", "BankTransactions", "ManualJournals")}
    paid, over, journal = sent["Payments"], sent["BankTransactions"], sent["ManualJournals"]
    account = {"AccountID": paid["Account"]["AccountID"]}
    invoice = {"InvoiceID": paid["Invoice"]["InvoiceID"]}
    day = "2026-11-16"
    xero.put(
        "Payments",
        {"Invoice": invoice, "Account": account, "Date": day, "Amount": 2.5, "Reference": "Till 1"},
    )
    line = {"Description": "Paid twice", "LineAmount": 12.5}
    contact = {"ContactID": over["Contact"]["ContactID"]}
    bank = {"AccountID": over["BankAccount"]["AccountID"]}
    again = {"Type": "RECEIVE-OVERPAYMENT", "Contact": contact, "BankAccount": bank, "Date": day}
    xero.put(
        "BankTransactions",
        {**again, "Reference": "Paid twice", "LineAmountTypes": "NoTax", "LineItems": [line]},
    )
    lines = [
        {
            key: float(one[key]) if key == "LineAmount" else one[key]
            for key in ("LineAmount", "AccountCode", "TaxType")
        }
        for one in journal["JournalLines"]
    ]
    xero.put(
        "ManualJournals", {"Narration": "Takings", "Date": day, "Status": "POSTED", "JournalLines": lines}
    )
    proof = proof_of(shop)
    twice = [(one.kind, one.held) for one in proof.differences if one.field == "twice"]
    assert twice == [("payment", "2"), ("overpayment", "2"), ("journal", "2")]
    assert not proof.is_equal

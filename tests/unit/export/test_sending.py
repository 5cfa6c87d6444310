"""A day goes to Xero: everything once, in order, whole; again, and nothing goes."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.export.days import Files, a_day, totals
from tests.unit.export.shop import STORE, Json, Shop, Xero, by, changed
from wizard.jobs.export.given import Wanted
from wizard.jobs.export.plan_export import PlanExport
from wizard.jobs.export.read_back_records import ReadBackRecords
from wizard.jobs.export.send_records import SendRecords
from wizard.jobs.job import Done
from wizard.model.export import Plan, Proof, Sent
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.papers.proof import is_sealed
from wizard.practice import PracticeServices

KINDS = ("Invoices", "Payments", "CreditNotes", "BankTransactions", "ManualJournals")


def value_of(kind: str, row: Json) -> Decimal:
    if kind == "ManualJournals":
        return sum((line["LineAmount"] for line in row["JournalLines"] if line["LineAmount"] > 0), Decimal(0))
    return Decimal(row["Amount" if kind == "Payments" else "Total"])


def held(xero: Xero) -> dict[str, tuple[int, Decimal]]:
    """What Xero holds of each kind: how many, and what they come to."""
    found = {}
    for kind in KINDS:
        rows = xero.all(kind)
        found[kind] = (len(rows), sum((value_of(kind, row) for row in rows), Decimal(0)))
    return found


def reasons(sent: Sent) -> set[tuple[str, str, str]]:
    return {(one.name, one.state, one.why.code if one.why else "") for one in sent.outcomes}


def proof_of(shop: Shop) -> Proof:
    done = ReadBackRecords(shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(done, Done), done
    assert is_sealed(Path(done.facts["proof"]).read_text("utf-8"))
    proof = done.value
    assert isinstance(proof, Proof)
    return proof


def plan_of(shop: Shop, folder: Path, mapping: Path, **more: Any) -> Plan:
    done = PlanExport(Wanted(folder, mapping, **more), shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(done, Done), done
    plan = done.value
    assert isinstance(plan, Plan)
    return plan


def test_a_day_arrives_once_and_the_proof_says_so(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = a_day(30)
    folder = files.write(tmp_path / "day")
    planned = plan_of(shop, folder, mapping)
    sent = shop.send(folder, mapping)
    assert sent.is_clean, sent
    assert (sent.counts.failed, sent.counts.held, sent.counts.already_there) == (0, 0, 0)
    assert planned.counts == sent.counts
    assert held(xero) == totals(files)
    numbers = by(xero.all("Invoices"), lambda row: row["InvoiceNumber"])
    assert {row["Status"] for row in numbers.values()} == {"AUTHORISED", "PAID"}
    assert numbers["S-0002"]["AmountCredited"] == Decimal("2.50")
    proof = proof_of(shop)
    assert proof.is_equal, proof.differences
    again = shop.send(folder, mapping)
    assert again.counts.already_there == sent.counts.sent
    assert again.counts.sent == again.counts.made == 0
    assert held(xero) == totals(files)
    assert proof_of(shop).is_equal


def test_a_sending_takes_the_calls_that_were_planned(
    shop: Shop, mapping: Path, tmp_path: Path, services: PracticeServices
) -> None:
    files = a_day(120)
    folder = files.write(tmp_path / "day")
    planned = plan_of(shop, folder, mapping)
    before, began = planned.allowance.used_today, services.clock.now()
    shop.send(folder, mapping)
    after = plan_of(shop, folder, mapping).allowance.used_today
    allocations, reads = len(files.rows["credit-notes"]), 6
    # On this fast clock a busy machine outlives access tokens: each end of one costs the calls on their way.
    renewed = 5 * int((services.clock.now() - began) // 1800)
    assert after - before <= planned.calls + allocations + 2 * reads + renewed


def test_one_changed_match_sends_nothing_again(shop: Shop, xero: Xero, mapping: Path, tmp_path: Path) -> None:
    folder = a_day().write(tmp_path / "day")
    first = shop.send(folder, mapping)
    mapping.write_text(mapping.read_text("utf-8").replace('Sales = "200"', 'Sales = "203"'), "utf-8")
    again = shop.send(folder, mapping)
    assert (again.counts.sent, again.counts.already_there) == (0, first.counts.sent)


def test_what_changed_since_it_was_sent_is_held_and_xero_keeps_what_it_has(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    shop.send(files.write(tmp_path / "day"), mapping)
    edited = Files()
    edited.sale("S-1", "11.00")
    edited.sale("S-2", "5.00")
    sent = shop.send(edited.write(tmp_path / "day"), mapping)
    assert ("S-1", "held", "changed") in reasons(sent)
    assert sent.counts.sent == 1
    totals_ = {row["InvoiceNumber"]: row["Total"] for row in xero.all("Invoices")}
    assert totals_ == {"S-1": Decimal("10.00"), "S-2": Decimal("5.00")}


def test_a_strangers_number_is_held_with_both_shown_and_nothing_is_put_against_it(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    line = {"Description": "By hand", "Quantity": 1, "UnitAmount": "99", "AccountCode": "200"}
    stranger = {
        "Type": "ACCREC", "InvoiceNumber": "S-1", "Contact": {"Name": "Ann"}, "Date": "2026-11-16",
        "DueDate": "2026-11-16", "Status": "AUTHORISED", "LineItems": [{**line, "TaxType": "BASEXCLUDED"}],
    }  # fmt: skip
    xero.put("Invoices", stranger)
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "10.00")
    files.sale("S-2", "20.00")
    sent = shop.send(files.write(tmp_path / "day"), mapping)
    assert {("S-1", "held", "foreign"), ("S-1", "held", "hangs")} <= reasons(sent)
    (foreign,) = [one for one in sent.outcomes if one.kind == "invoice"]
    assert foreign.why is not None
    assert "99.00" in foreign.why.said
    (row,) = [row for row in xero.all("Invoices") if row["InvoiceNumber"] == "S-1"]
    assert (row["Total"], row["AmountPaid"]) == (Decimal(99), Decimal(0))


def test_a_pc_without_its_ledger_sends_nothing_twice(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    folder = a_day(20).write(tmp_path / "day")
    first = shop.send(folder, mapping)
    before = held(xero)
    # past Xero's six minutes: until then it repeats the answer that the first PC was given
    shop.clock.wait(400.0, Cancel())
    other = Shop(tmp_path / "other-pc", services.services_file, shop.clock)
    again = other.send(folder, mapping)
    assert (again.counts.already_there, again.counts.sent) == (first.counts.sent, 0)
    assert held(xero) == before


def test_an_invoice_voided_in_xero_is_never_sent_again(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    folder = files.write(tmp_path / "day")
    shop.send(folder, mapping)
    (row,) = xero.all("Invoices")
    xero.put("Invoices", {"InvoiceID": row["InvoiceID"], "Status": "VOIDED"}, method="POST")
    again = shop.send(folder, mapping)
    assert (again.counts.sent, again.counts.already_there) == (0, 1)
    assert len(xero.all("Invoices")) == 1
    (difference,) = [one for one in proof_of(shop).differences if one.field == "Status"]
    assert difference.held == "VOIDED"


def test_without_an_approval_payments_wait(shop: Shop, xero: Xero, mapping: Path, tmp_path: Path) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "10.00")
    folder = files.write(tmp_path / "day")
    sent = shop.send(folder, mapping, drafts=True)
    assert (sent.counts.sent, sent.counts.held) == (1, 1)
    (row,) = xero.all("Invoices")
    assert row["Status"] == "DRAFT"
    still = shop.send(folder, mapping)
    assert (still.counts.sent, still.counts.held) == (0, 1)
    xero.put("Invoices", {"InvoiceID": row["InvoiceID"], "Status": "AUTHORISED"}, method="POST")
    done = shop.send(folder, mapping)
    assert (done.counts.sent, done.counts.already_there) == (1, 1)


def test_the_discount_and_the_cents_of_a_shop_leave_nothing_due(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    # 3 x 6.667: Xero would round the price to 6.67 and the payment would be over what is due.
    files = Files()
    files.sale("S-1", "6.667", quantity="3")
    files.paid("S-1", "20.00")
    files.sale("S-2", "10.00")
    sent = shop.send(files.write(tmp_path / "day"), mapping)
    assert sent.is_clean
    row = by(xero.all("Invoices"), lambda row: row["InvoiceNumber"])["S-1"]
    assert (row["Total"], row["AmountDue"]) == (Decimal("20.00"), Decimal(0))


def test_what_a_kind_is_not_ticked_for_is_left_out(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    folder = a_day().write(tmp_path / "day")
    sent = shop.send(folder, mapping, through="invoices")
    assert {one.why.code for one in sent.outcomes if one.why} == {"not-ticked"}
    assert [len(xero.all(kind)) for kind in KINDS] == [12, 0, 0, 0, 0]
    assert shop.send(folder, mapping).counts.already_there == sent.counts.sent


def test_an_unused_payment_type_and_an_early_day_are_left_out(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    from datetime import date

    files = Files()
    files.sale("S-0", "10.00", day=date(2026, 11, 2))
    files.paid("S-0", "10.00", day=date(2026, 11, 20))  # it follows its invoice
    files.sale("S-1", "10.00")
    files.paid("S-1", "10.00", by="Old")
    sent = shop.send(files.write(tmp_path / "day"), mapping, start_from=date(2026, 11, 10))
    assert reasons(sent) == {
        ("S-0", "excluded", "before-start"),
        ("S-1", "excluded", "not-used"),
    }
    assert (sent.counts.sent, sent.counts.excluded) == (1, 3)


def test_only_the_good_ones_go_unless_all_or_none_is_wanted(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.add(
        "invoices", "Ann", "S-2", "", "16/11/2026", "16/11/2026", "Mug", "1", "5", "Nowhere", "GST", "", ""
    )
    files.paid("S-2", "5.00")
    folder = files.write(tmp_path / "day")
    none = shop.send(folder, mapping, is_whole_only=True)
    assert (none.counts.sent, none.counts.failed, none.counts.held) == (0, 1, 2)
    assert xero.all("Invoices") == []
    some = shop.send(folder, mapping)
    assert (some.counts.sent, some.counts.failed, some.counts.held) == (1, 1, 1)
    assert {("S-2", "failed", "rule"), ("S-2", "held", "hangs")} == reasons(some)


def test_a_refusal_is_said_in_xeros_words_and_only_that_goes_again(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    services.add_fault("plan-full")
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "10.00")
    files.day_book("Takings", "20.00")
    folder = files.write(tmp_path / "day")
    sent = shop.send(folder, mapping)
    (failed,) = [one for one in sent.outcomes if one.state == "failed"]
    assert failed.why is not None
    assert failed.why.said == "You have reached the limit of invoices you can approve"
    assert ("S-1", "held", "hangs") in reasons(sent)
    services.clear_faults()
    again = shop.send(folder, mapping)
    assert (again.counts.sent, again.counts.already_there, again.is_clean) == (2, 1, True)


def test_another_organisation_gets_nothing(shop: Shop, xero: Xero, mapping: Path, tmp_path: Path) -> None:
    folder = a_day().write(tmp_path / "day")
    other = changed(STORE, tenant_id="another")
    shop.tools.site.change(lambda record: replace(record, organisation=other))
    ended = shop.try_to_send(folder, mapping)
    assert isinstance(ended, Problem)
    assert xero.all("Invoices") == []


def test_the_organisation_is_looked_at_before_each_batch(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    for number in range(500):
        files.sale(f"S-{number}", "10.00")
    folder = files.write(tmp_path / "day")

    class Changes(Silent):
        def item(self, item: Any) -> None:
            """After the first batch somebody sets the store up for another organisation."""
            other = changed(STORE, tenant_id="another")
            shop.tools.site.change(lambda record: replace(record, organisation=other))

    done = SendRecords(Wanted(folder, mapping), clock=shop.clock).run(shop.tools, Changes(), Cancel())
    assert isinstance(done, Done)
    assert done.problem is not None
    assert done.problem.code == "ORG-CHANGED"
    counts = done.value.counts
    assert 0 < counts.sent < 500
    assert counts.sent + counts.held == counts.read == 500
    assert len(xero.all("Invoices")) == counts.sent


def test_what_is_told_at_the_end_is_all_of_it(shop: Shop, xero: Xero, mapping: Path, tmp_path: Path) -> None:
    """The boxes stand while it is read back: the last records of 107 have to be in them."""
    files = Files()
    for number in range(107):
        files.sale(f"S-{number}", "10.00")
    told = []

    class Notes(Silent):
        def item(self, item: Any) -> None:
            """Note what the boxes would show."""
            told.append(item)

    wanted = Wanted(files.write(tmp_path / "day"), mapping)
    done = SendRecords(wanted, clock=shop.clock).run(shop.tools, Notes(), Cancel())
    assert isinstance(done, Done)
    assert told[-1] == done.value.counts
    assert told[-1].read == 107


def test_files_that_changed_since_the_plan_are_checked_again(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    folder = files.write(tmp_path / "day")
    stamp = plan_of(shop, folder, mapping).stamp
    files.sale("S-2", "10.00")
    files.write(tmp_path / "day")
    ended = SendRecords(Wanted(folder, mapping), stamp, shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(ended, Problem)
    assert ended.code == "POST-CHANGED"
    assert xero.all("Invoices") == []


@pytest.mark.parametrize("what", ["tracking", "price", "reference"])
def test_what_somebody_changed_in_xero_is_a_difference(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, what: str
) -> None:
    files = Files()
    files.sale("S-1", "10.00", track=True)
    shop.send(files.write(tmp_path / "day"), mapping)
    (row,) = xero.all("Invoices")
    line = {key: row["LineItems"][0][key] for key in ("LineItemID", "Description", "TaxType")}
    tracking = [{"Name": "Store", "Option": "Main Street"}]
    line |= {"Quantity": "1", "UnitAmount": "10", "AccountCode": "200", "Tracking": tracking}
    change: Json = {"InvoiceID": row["InvoiceID"], "LineItems": [line]}
    if what == "tracking":
        del line["Tracking"]
    elif what == "price":
        line["UnitAmount"] = "12"
    else:
        line["Description"] = "Kettle, blue"
    xero.put("Invoices", change, method="POST")
    fields = {one.field for one in proof_of(shop).differences}
    assert (
        fields
        == {
            "tracking": {"line 1: Tracking"},
            "price": {"line 1: UnitAmount", "Total"},
            "reference": {"line 1: Description"},
        }[what]
    )


def test_a_later_run_proves_the_credits_that_an_earlier_one_used(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.credit("C-1", "2.50", "S-1")
    folder = files.write(tmp_path / "day")
    shop.send(folder, mapping)
    shop.send(folder, mapping)
    proof = proof_of(shop)
    assert proof.run == 2
    assert {one.kind: one.count for one in proof.kinds}["allocation"] == 1
    assert proof.is_equal


def test_a_proof_of_several_pages_misses_nothing_and_lists_all(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_day(40).write(tmp_path / "day")
    assert shop.send(folder, mapping).is_clean
    monkeypatch.setattr("wizard.export.api.PAGE_SIZE", 4)
    monkeypatch.setattr("wizard.export.prove._TOGETHER", 3)
    monkeypatch.setattr("wizard.ledger.ledger._AT_ONCE", 5)
    done = ReadBackRecords(shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(done, Done)
    proof = done.value
    assert proof.is_equal, (proof.kinds, proof.differences[:3])
    page = Path(done.facts["proof"]).read_text("utf-8")
    assert is_sealed(page)
    assert page.count("<tr>") == 2 + len(proof.kinds) + sum(one.count for one in proof.kinds)
    gone = xero.all("Payments")[5]
    xero.put("Payments", {"PaymentID": gone["PaymentID"], "Status": "DELETED"}, method="POST")
    (difference,) = proof_of(shop).differences
    assert (difference.kind, difference.xero_id) == ("payment", gone["PaymentID"])

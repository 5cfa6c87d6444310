"""The check and the plan judge a store's records alike: what went to Xero is not judged a second time."""

from dataclasses import replace
from pathlib import Path

from tests.unit.export.days import Files
from tests.unit.export.shop import Shop, Xero
from wizard.jobs.books.check_records import CheckRecords
from wizard.jobs.export.given import Wanted
from wizard.jobs.export.plan_export import PlanExport
from wizard.jobs.job import Done
from wizard.model.export import Plan
from wizard.model.findings import Report
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent


def checked(shop: Shop, folder: Path, mapping: Path, *, anew: bool = False) -> tuple[Report, Problem | None]:
    job = CheckRecords.given(folder, mapping, None, fast=False)
    if anew:
        job = replace(job, max_age=0)
    ended = job.run(shop.tools, Silent(), Cancel())
    assert isinstance(ended, Done), ended
    return ended.value.report, ended.problem


def planned(shop: Shop, folder: Path, mapping: Path) -> Plan:
    ended = PlanExport(Wanted(folder, mapping), shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(ended, Done), ended
    plan = ended.value
    assert isinstance(plan, Plan)
    return plan


def a_day() -> Files:
    files = Files()
    files.add("contacts", "Ann", "A-1", "")
    files.sale("S-1", "10.00")
    files.sale("S-2", "7.00")
    files.paid("S-1", "10.00")
    files.credit("C-1", "2.00", "S-2")
    files.over("Ann", "3.00")
    files.day_book("Till", "5.00")
    return files


def test_after_a_sending_nothing_of_it_is_refused(shop: Shop, mapping: Path, tmp_path: Path) -> None:
    folder = a_day().write(tmp_path / "day")
    before, _ = checked(shop, folder, mapping)
    assert (before.there, before.rejections) == (0, ())
    assert shop.send(folder, mapping).is_clean
    after, problem = checked(shop, folder, mapping)
    assert problem is None, "the numbers that Xero has are those that went from here"
    assert (after.checked, after.there, after.findings) == (7, 7, ())
    assert planned(shop, folder, mapping).counts.already_there == 7


def test_what_comes_later_is_judged_by_what_went_before(shop: Shop, mapping: Path, tmp_path: Path) -> None:
    """What Xero was seen to have is of before the sending: its invoices stand in the ledger alone."""
    files = a_day()
    folder = files.write(tmp_path / "day")
    checked(shop, folder, mapping)
    shop.send(folder, mapping)
    files.paid("S-2", "5.00")
    files.paid("S-1", "1.00")
    later, problem = checked(shop, files.write(folder), mapping)
    assert problem is not None
    (found,) = later.rejections
    assert (found.id, [one.document for one in found.first]) == ("already-paid", ["S-1"])
    assert later.there == 7


def test_what_changed_since_it_went_is_held_by_both(shop: Shop, mapping: Path, tmp_path: Path) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    folder = files.write(tmp_path / "day")
    shop.send(folder, mapping)
    changed = Files()
    changed.sale("S-1", "11.00")
    report, _ = checked(shop, changed.write(folder), mapping)
    (found,) = report.findings
    assert found.id == "held"
    assert (
        found.first[0].message
        == "S-1 waits for a person: it was sent before and changed since: 10.00 was sent"
    )
    (outcome,) = planned(shop, folder, mapping).outcomes
    assert (outcome.state, outcome.why.code if outcome.why else "") == ("held", "changed")


def _two_by_hand(xero: Xero) -> None:
    """Put two sales into Xero that this store did not send."""
    line = {
        "Description": "Kettle",
        "Quantity": 1,
        "UnitAmount": 20,
        "AccountCode": "200",
        "TaxType": "OUTPUT",
    }
    by_hand = {
        "Type": "ACCREC", "Contact": {"Name": "Ann"}, "Date": "2026-11-16", "DueDate": "2026-11-16",
        "Status": "AUTHORISED", "LineAmountTypes": "Inclusive", "LineItems": [line],
    }  # fmt: skip
    xero.put("Invoices", {**by_hand, "InvoiceNumber": "H-1"}, {**by_hand, "InvoiceNumber": "H-2"})


def test_the_very_sale_that_xero_has_is_no_strangers_number(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    """A ledger begins with the first sending: before it nobody knows what went from here."""
    files = Files()
    files.sale("S-1", "10.00")
    shop.send(files.write(tmp_path / "first"), mapping)
    _two_by_hand(xero)
    files.sale("H-1", "20.00")
    files.sale("H-2", "21.00")
    report, _ = checked(shop, files.write(tmp_path / "day"), mapping, anew=True)
    (found,) = report.rejections
    assert (found.id, [one.document for one in found.first]) == ("number-taken", ["H-2"])
    assert report.there == 2
    counts = planned(shop, tmp_path / "day", mapping).counts
    assert (counts.already_there, counts.held) == (2, 1)


def test_what_the_store_keeps_out_is_refused_by_neither(shop: Shop, mapping: Path, tmp_path: Path) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "99.00", by="Old")
    folder = files.write(tmp_path / "day")
    report, problem = checked(shop, folder, mapping)
    assert (problem, [one.id for one in report.findings]) == (None, ["payment-type-not-used"])
    assert (report.checked, report.left_out) == (1, 1), "what is left out was not checked"
    counts = planned(shop, folder, mapping).counts
    assert (counts.sent, counts.excluded) == (1, 1)


def test_a_store_that_never_sent_is_not_told_to_give_another_number_to_what_is_there(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    """Another store of the same organisation sent it: to follow that would book the sale twice."""
    _two_by_hand(xero)
    files = Files()
    files.sale("H-1", "20.00")
    files.sale("H-2", "21.00")
    report, _ = checked(shop, files.write(tmp_path / "day"), mapping, anew=True)
    (found,) = report.rejections
    assert (found.id, [one.document for one in found.first]) == ("number-taken", ["H-2"])
    assert report.there == 1


def test_another_pc_knows_by_the_sales_what_xero_has_of_their_payments(
    shop: Shop, other_pc: Shop, mapping: Path, tmp_path: Path
) -> None:
    """A new PC, or a second store of the same organisation: it has no ledger of what went."""
    files = Files()
    files.sale("S-1", "10.00")
    files.sale("S-2", "9.00")
    files.paid("S-1", "5.00")
    files.paid("S-1", "5.00")
    files.paid("S-2", "2.00")
    files.credit("C-1", "7.00", "S-2")
    assert shop.send(files.write(tmp_path / "first"), mapping).is_clean
    files.sale("S-3", "4.00")
    files.paid("S-3", "4.00")
    folder = files.write(tmp_path / "day")

    report, problem = checked(other_pc, folder, mapping, anew=True)
    assert (problem, report.rejections, report.there) == (None, (), 6)
    plan = planned(other_pc, folder, mapping)
    kinds = {one.kind: one.count for one in plan.kinds if one.count}
    assert kinds == {"invoice": 1, "payment": 1}, "the same as the check says"
    assert (plan.counts.sent, plan.counts.already_there) == (2, 6)
    counts = other_pc.send(folder, mapping).counts
    assert (counts.sent, counts.already_there) == (2, 6), "what was said is what came"


def test_of_two_equal_payments_the_one_that_xero_names_is_there(
    shop: Shop, other_pc: Shop, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "5.00")
    assert shop.send(files.write(tmp_path / "first"), mapping).is_clean
    files.paid("S-1", "5.00")
    folder = files.write(tmp_path / "day")
    checked(other_pc, folder, mapping, anew=True)
    counts = planned(other_pc, folder, mapping).counts
    assert (counts.sent, counts.already_there) == (1, 2)
    ours = planned(shop, folder, mapping).counts
    assert (ours.sent, ours.already_there) == (1, 2), "what went from here stands for no other"

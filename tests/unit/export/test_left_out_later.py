"""What is in Xero is in Xero, whatever is chosen afterwards; only what never went is left out."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.export.days import Files, a_day, totals
from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_sending import held, plan_of, proof_of, reasons
from wizard.jobs.books.check_records import CheckRecords
from wizard.jobs.books.of_run import OfRun
from wizard.jobs.job import Done
from wizard.model.export import Proof
from wizard.model.progress import Cancel, Silent
from wizard.xero.reads import PARTS

Chosen = dict[str, Any]
LATER = date(2026, 11, 18)


def match(mapping: Path, word: str, to: str) -> None:
    lines = mapping.read_text("utf-8").splitlines()
    put = [f'{word} = "{to}"' if line.startswith(f"{word} = ") else line for line in lines]
    assert put != lines
    mapping.write_text("\n".join(put) + "\n", "utf-8")


def a_start_date(mapping: Path) -> Chosen:
    return {"start_from": date(2026, 12, 1)}


def only_contacts(mapping: Path) -> Chosen:
    return {"through": "contacts"}


def a_way_to_pay_not_used(mapping: Path) -> Chosen:
    match(mapping, "EFTPOS", "not used")
    return {}


def a_way_to_pay_not_paid(mapping: Path) -> Chosen:
    match(mapping, "Cash", "do not pay")
    return {}


def an_account_not_used(mapping: Path) -> Chosen:
    match(mapping, "Sales", "not used")
    return {}


EXCLUSIONS = [a_start_date, only_contacts, a_way_to_pay_not_used, a_way_to_pay_not_paid, an_account_not_used]


def sums(proof: Proof) -> dict[str, tuple[int, Decimal]]:
    """Without customers, of whom the first sending also made some that are no records of the files."""
    return {one.kind: (one.found, one.xero) for one in proof.kinds if one.kind != "contact"}


@pytest.mark.parametrize("exclusion", EXCLUSIONS)
def test_what_went_before_it_was_left_out_is_in_xero(
    exclusion: Callable[[Path], Chosen], shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = a_day()
    folder = files.write(tmp_path / "day")
    first = shop.send(folder, mapping)
    whole = sums(proof_of(shop))
    chosen = exclusion(mapping)
    planned = plan_of(shop, folder, mapping, **chosen)
    assert (planned.counts.already_there, planned.counts.sent) == (first.counts.read, 0)
    assert (planned.counts.excluded, planned.outcomes) == (0, ())
    again = shop.send(folder, mapping, **chosen)
    assert (again.counts.already_there, again.counts.excluded) == (first.counts.read, 0)
    proof = proof_of(shop)
    assert proof.is_equal, proof.differences
    assert sums(proof) == whole, "what Xero holds of the files, whatever is left out by now"
    assert held(xero) == totals(files)


@pytest.mark.parametrize("exclusion", EXCLUSIONS)
def test_what_is_new_is_left_out_beside_it(
    exclusion: Callable[[Path], Chosen], shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "4.00")
    files.paid("S-1", "2.00", by="Cash")
    shop.send(files.write(tmp_path / "day"), mapping)
    chosen = exclusion(mapping)
    files.sale("S-2", "20.00")
    files.paid("S-1", "1.00")
    files.paid("S-1", "1.50", by="Cash")
    folder = files.write(tmp_path / "day")
    planned = plan_of(shop, folder, mapping, **chosen)
    sent = shop.send(folder, mapping, **chosen)
    assert sent.counts == planned.counts
    assert sent.counts.already_there == 3
    assert sent.counts.excluded > 0
    assert sent.counts.read == 6
    assert len(xero.all("Invoices")) + len(xero.all("Payments")) == 3 + sent.counts.sent


def test_a_payment_of_an_invoice_that_is_there_goes_by_its_own_day(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00", day=date(2026, 11, 16))
    shop.send(files.write(tmp_path / "day"), mapping)
    files.paid("S-1", "3.00", day=date(2026, 11, 17))
    files.paid("S-1", "4.00", day=date(2026, 11, 20))
    sent = shop.send(files.write(tmp_path / "day"), mapping, start_from=LATER)
    assert (sent.counts.already_there, sent.counts.sent, sent.counts.excluded) == (1, 1, 1)
    assert reasons(sent) == {("S-1", "excluded", "before-start")}
    assert [row["Amount"] for row in xero.all("Payments")] == [Decimal("4.00")]


def test_a_credit_that_is_left_out_by_now_is_not_used_any_more(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.credit("C-1", "2.50", "S-1")
    folder = files.write(tmp_path / "day")
    shop.send(folder, mapping)
    files.sale("S-1", "10.00")
    sent = shop.send(files.write(tmp_path / "day"), mapping, through="invoices")
    assert (sent.counts.already_there, sent.counts.sent) == (1, 1)
    (note,) = xero.all("CreditNotes")
    assert note["RemainingCredit"] == Decimal("2.50"), "credit notes were not ticked"


def test_journals_that_another_program_posts_by_now_are_in_xero(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.day_book("Takings Monday", "120.00")
    folder = files.write(tmp_path / "day")
    shop.send(folder, mapping)
    shop.tools.site.change(
        lambda record: replace(record, books=replace(record.books, who_posts="vendor", vendor_off=False))
    )
    assert plan_of(shop, folder, mapping).counts.as_facts()["already_there"] == 1


def test_the_check_says_of_what_went_before_nothing_that_is_not_so(
    shop: Shop, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "10.00", by="Cash")
    folder = files.write(tmp_path / "day")
    shop.send(folder, mapping)
    match(mapping, "Cash", "do not pay")
    checking = CheckRecords(OfRun(folder, PARTS), mapping, max_age=0.0)
    done = checking.run(shop.tools, Silent(), Cancel())
    assert isinstance(done, Done), done
    assert [one.id for one in done.value.report.findings] == []
    assert (done.value.report.checked, done.value.report.there) == (2, 2)


def test_what_is_in_doubt_or_in_a_persons_file_is_not_said_to_be_left_out(
    shop: Shop, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "10.00", by="Cash")
    folder = files.write(tmp_path / "day")
    shop.send(folder, mapping)
    match(mapping, "Cash", "do not pay")
    match(mapping, "Sales", "not used")
    shop.change_ledger("UPDATE entry SET state = 'sending' WHERE kind = 'payment'")
    shop.change_ledger("UPDATE entry SET state = 'manual' WHERE kind = 'invoice'")
    planned = plan_of(shop, folder, mapping)
    assert {(one.kind, one.state, one.why.code) for one in planned.outcomes if one.why} == {
        ("payment", "held", "in-doubt"),
        ("invoice", "held", "by-hand"),
    }


def test_a_sale_that_its_file_leaves_out_by_now_is_held_as_changed(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    shop.send(files.write(tmp_path / "day"), mapping)
    taken_back = Files()
    taken_back.sale("S-1", "0.00")
    taken_back.sale("S-2", "0.00")
    sent = shop.send(taken_back.write(tmp_path / "day"), mapping)
    assert {(one.name, one.state, one.why.code) for one in sent.outcomes if one.why} == {
        ("S-1", "held", "changed-out"),
        ("S-2", "excluded", "layout"),
    }
    assert [row["Total"] for row in xero.all("Invoices")] == [Decimal("10.00")]

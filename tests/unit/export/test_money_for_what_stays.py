"""Money for what does not go stays with it: the plan says so before, and the sending the same after."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.export.days import Files
from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_left_out_later import match
from tests.unit.export.test_sending import plan_of, proof_of
from wizard.jobs.books.check_records import CheckRecords
from wizard.jobs.job import Done
from wizard.model.export import Outcome, Plan, Sent
from wizard.model.progress import Cancel, Silent

BY_HAND = {
    "Type": "ACCREC", "Contact": {"Name": "Ann"}, "Date": "2026-11-16", "DueDate": "2026-11-16",
    "Status": "AUTHORISED", "LineAmountTypes": "Inclusive",
}  # fmt: skip


def by_hand(xero: Xero, number: str, amount: int) -> None:
    line = {
        "Description": "Kettle",
        "Quantity": 1,
        "UnitAmount": amount,
        "AccountCode": "200",
        "TaxType": "OUTPUT",
    }
    xero.put("Invoices", {**BY_HAND, "InvoiceNumber": number, "LineItems": [line]})


def told(outcomes: tuple[Outcome, ...]) -> Counter[tuple[str, str, str, str]]:
    return Counter((one.kind, one.name, one.state, one.why.code if one.why else "") for one in outcomes)


def both(shop: Shop, folder: Path, mapping: Path, **more: date) -> tuple[Plan, Sent]:
    """Plan and send, which say the same, and read back."""
    planned = plan_of(shop, folder, mapping, **more)
    sent = shop.send(folder, mapping, **more)
    assert planned.counts == sent.counts
    assert told(planned.outcomes) == told(sent.outcomes)
    proof = proof_of(shop)
    assert proof.is_equal, proof.differences
    assert proof.counts == sent.counts
    return planned, sent


def two_sales() -> Files:
    """One sale in an account of its own, and one in another; both are paid."""
    files = Files()
    files.add(
        "invoices", "Ann", "S-1", "", "16/11/2026", "16/11/2026", "Mug", "1", "5.00", "Free", "FREE", "", ""
    )
    files.sale("S-2", "10.00")
    files.paid("S-1", "5.00")
    files.paid("S-2", "10.00")
    return files


@pytest.mark.parametrize("name", ["payments.csv", "a-first.csv"])
def test_a_payment_of_a_sale_that_is_left_out_is_left_out_with_it(
    name: str, shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    """However the payments' file is called: it may stand before the invoices'."""
    folder = two_sales().write(tmp_path / "day")
    (folder / "payments.csv").rename(folder / name)
    match(mapping, "Free", "not used")
    planned, sent = both(shop, folder, mapping)
    assert told(sent.outcomes) == {
        ("invoice", "S-1", "excluded", "not-used"): 1,
        ("payment", "S-1", "excluded", "of-left-out"): 1,
    }
    assert (planned.counts.sent, planned.counts.excluded) == (2, 2)
    assert [row["Amount"] for row in xero.all("Payments")] == [Decimal("10.00")]


def test_what_the_check_says_of_it_is_said_once(shop: Shop, mapping: Path, tmp_path: Path) -> None:
    folder = two_sales().write(tmp_path / "day")
    (folder / "payments.csv").rename(folder / "a-first.csv")
    match(mapping, "Free", "not used")
    done = CheckRecords.given(folder, mapping, None, fast=False).run(shop.tools, Silent(), Cancel())
    assert isinstance(done, Done), done
    assert [(one.id, one.count) for one in done.value.report.findings] == [("left-out", 1)]


def test_a_sale_that_went_before_it_was_left_out_can_be_paid(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = two_sales()
    shop.send(files.write(tmp_path / "day"), mapping, through="invoices")
    match(mapping, "Free", "not used")
    _, sent = both(shop, files.write(tmp_path / "day"), mapping)
    assert (sent.counts.sent, sent.counts.excluded) == (2, 0)
    assert len(xero.all("Payments")) == 2


@pytest.mark.parametrize(("amount", "goes"), [(5, True), (6, False)])
def test_a_sale_that_somebody_entered_can_be_paid_where_it_is_the_same(
    amount: int, goes: bool, shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    folder = two_sales().write(tmp_path / "day")
    by_hand(xero, "S-1", amount)
    match(mapping, "Free", "not used")
    both(shop, folder, mapping)
    assert len(xero.all("Payments")) == 1 + goes, "nothing is put against a stranger's"


def test_an_old_sale_that_somebody_entered_is_paid_by_the_payments_own_day(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "5.00", day=date(2026, 11, 14))
    files.paid("S-1", "5.00", day=date(2026, 11, 17))
    by_hand(xero, "S-1", 5)
    _, sent = both(shop, files.write(tmp_path / "day"), mapping, start_from=date(2026, 11, 15))
    assert (sent.counts.sent, sent.counts.excluded) == (1, 1)
    assert len(xero.all("Payments")) == 1


def test_a_payment_of_a_sale_that_is_refused_is_held_in_the_plan_as_well(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    folder = two_sales().write(tmp_path / "day")
    match(mapping, "Free", "999")
    _, sent = both(shop, folder, mapping)
    assert told(sent.outcomes) == {
        ("invoice", "S-1", "failed", "rule"): 1,
        ("payment", "S-1", "held", "hangs"): 1,
    }


def test_a_payment_of_a_sale_whose_number_is_a_strangers_is_held_with_it(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    folder = two_sales().write(tmp_path / "day")
    by_hand(xero, "S-1", 77)
    planned = plan_of(shop, folder, mapping)
    sent = shop.send(folder, mapping)
    assert planned.counts == sent.counts
    assert ("payment", "S-1", "held", "hangs") in told(planned.outcomes)
    assert len(xero.all("Payments")) == 1


def test_a_payment_of_what_is_nowhere_is_no_record_to_send(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = two_sales()
    files.paid("S-404", "5.00")
    planned, _ = both(shop, files.write(tmp_path / "day"), mapping)
    assert (planned.counts.sent, planned.counts.failed) == (4, 1)
    assert ("payment", "S-404", "failed", "no-invoice") in told(planned.outcomes)
    assert len(xero.all("Payments")) == 2

"""What was on its way when a sending broke off, and is kept out since: looked for, and not sent anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.unit.export.days import FIRST, Files
from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_left_out_later import Chosen, match
from tests.unit.export.test_sending import plan_of, proof_of, reasons
from wizard.jobs.job import Done
from wizard.model.problem import Problem
from wizard.practice import PracticeServices

Chooses = Callable[[Path], Chosen]
PATHS = {
    "invoice": "Invoices",
    "payment": "Payments",
    "credit-note": "CreditNotes",
    "journal": "ManualJournals",
}


@contextmanager
def broken_off(services: PracticeServices, path: str, *, arrives: bool) -> Iterator[None]:
    """The line breaks at the first write to a path, carried out or not, and nobody can ask after it."""
    real = requests.Session.request

    def request(self: requests.Session, method: str, url: str, **more: Any) -> Any:
        if method == "PUT" and url.endswith(path):
            if arrives:
                real(self, method, url, **more)
            services.add_fault("read-error")
            raise requests.exceptions.ConnectionError("the line broke")
        return real(self, method, url, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests.Session, "request", request)
        yield
    services.clear_faults()


def leave_in_doubt(
    shop: Shop, services: PracticeServices, folder: Path, mapping: Path, kind: str, *, arrives: bool
) -> None:
    with broken_off(services, PATHS[kind], arrives=arrives):
        ended = shop.try_to_send(folder, mapping)
    assert isinstance(ended, Done), ended
    rows = shop.ledger(f"SELECT kind, state FROM entry WHERE state = 'sending' AND kind = '{kind}'")
    assert rows, "it is in doubt"


def two_days() -> Files:
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "4.00", by="Cash")
    files.credit("C-1", "2.00")
    files.day_book("Takings", "5.00")
    return files


def cash_not_paid(mapping: Path) -> Chosen:
    match(mapping, "Cash", "do not pay")
    return {}


def cash_not_used(mapping: Path) -> Chosen:
    match(mapping, "Cash", "not used")
    return {}


def sales_not_used(mapping: Path) -> Chosen:
    match(mapping, "Sales", "not used")
    return {}


def till_not_used(mapping: Path) -> Chosen:
    match(mapping, "Till", "not used")
    return {}


def a_later_start(mapping: Path) -> Chosen:
    return {"start_from": date(2026, 12, 1)}


def only_contacts(mapping: Path) -> Chosen:
    return {"through": "contacts"}


KEPT_OUT = [
    ("payment", cash_not_paid, "do-not-pay"),
    ("payment", cash_not_used, "not-used"),
    ("payment", only_contacts, "not-ticked"),
    ("invoice", sales_not_used, "not-used"),
    ("invoice", a_later_start, "before-start"),
    ("credit-note", sales_not_used, "not-used"),
    ("credit-note", a_later_start, "before-start"),
    ("journal", till_not_used, "not-used"),
    ("journal", a_later_start, "before-start"),
]


@pytest.mark.parametrize(("kind", "chooses", "why"), KEPT_OUT)
@pytest.mark.parametrize("minutes", [0, 10], ids=["within-six-minutes", "later"])
def test_what_is_kept_out_since_and_did_not_arrive_is_left_out(
    kind: str, chooses: Chooses, why: str, minutes: int, shop: Shop, xero: Xero, services: PracticeServices,
    mapping: Path, tmp_path: Path,
) -> None:  # fmt: skip
    folder = two_days().write(tmp_path / "day")
    leave_in_doubt(shop, services, folder, mapping, kind, arrives=False)
    before = len(xero.all(PATHS[kind]))
    services.clock.advance(60 * minutes)
    chosen = chooses(mapping)
    planned = plan_of(shop, folder, mapping, **chosen)
    assert [one.why.code for one in planned.outcomes if one.kind == kind and one.why] == ["in-doubt"]
    sent = shop.send(folder, mapping, **chosen)
    assert len(xero.all(PATHS[kind])) == before, "nothing of it was sent"
    (told,) = [one for one in sent.outcomes if one.kind == kind]
    assert (told.state, told.why.code if told.why else "") == ("excluded", why)
    assert shop.ledger("SELECT count(*) FROM entry WHERE state = 'sending'") == [(0,)]
    assert proof_of(shop).is_equal


@pytest.mark.parametrize(("kind", "chooses", "why"), KEPT_OUT)
def test_what_is_kept_out_since_and_had_arrived_is_in_xero(
    kind: str, chooses: Chooses, why: str, shop: Shop, xero: Xero, services: PracticeServices,
    mapping: Path, tmp_path: Path,
) -> None:  # fmt: skip
    folder = two_days().write(tmp_path / "day")
    leave_in_doubt(shop, services, folder, mapping, kind, arrives=True)
    chosen = chooses(mapping)
    sent = shop.send(folder, mapping, **chosen)
    assert [one for one in sent.outcomes if one.kind == kind] == [], why
    assert len(xero.all(PATHS[kind])) == 1
    proven = {one.kind: one.found for one in proof_of(shop).kinds}
    assert proven[kind] == 1, "it is read back with the others"


@pytest.mark.parametrize("arrives", [True, False])
def test_what_cannot_be_asked_after_is_held_whatever_is_chosen_since(
    arrives: bool, shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    folder = two_days().write(tmp_path / "day")
    leave_in_doubt(shop, services, folder, mapping, "payment", arrives=arrives)
    chosen = cash_not_paid(mapping)
    real = requests.Session.request

    def request(self: requests.Session, method: str, url: str, **more: Any) -> Any:
        if method == "GET" and "IDs" in (more.get("params") or {}):
            raise requests.exceptions.ConnectionError("the line broke")
        return real(self, method, url, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests.Session, "request", request)
        ended = shop.try_to_send(folder, mapping, **chosen)
    assert isinstance(ended, Done), ended
    assert ("S-1", "held", "in-doubt") in reasons(ended.value)
    assert len(xero.all("Payments")) == arrives
    again = shop.send(folder, mapping, **chosen)
    assert len(xero.all("Payments")) == arrives
    assert ("S-1", "excluded", "do-not-pay") in reasons(again) or arrives


def test_what_still_goes_is_sent_beside_what_does_not(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    files = two_days()
    files.paid("S-1", "3.00", by="EFTPOS")
    folder = files.write(tmp_path / "day")
    leave_in_doubt(shop, services, folder, mapping, "payment", arrives=False)
    cash_not_paid(mapping)
    sent = shop.send(folder, mapping)
    assert [row["Amount"] for row in xero.all("Payments")] == [Decimal("3.00")]
    assert reasons(sent) == {("S-1", "excluded", "do-not-pay")}


def test_what_its_file_leaves_out_since_is_not_sent(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    """A sale of nothing is one that was taken back: its layout leaves it out."""
    folder = two_days().write(tmp_path / "day")
    leave_in_doubt(shop, services, folder, mapping, "invoice", arrives=False)
    taken_back = Files()
    taken_back.sale("S-1", "0.00")
    taken_back.sale("S-2", "7.00")
    sent = shop.send(taken_back.write(tmp_path / "day"), mapping)
    assert [row["InvoiceNumber"] for row in xero.all("Invoices")] == ["S-2"]
    assert reasons(sent) == {("S-1", "excluded", "layout")}


def test_what_its_file_leaves_out_since_and_had_arrived_is_told(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    folder = two_days().write(tmp_path / "day")
    leave_in_doubt(shop, services, folder, mapping, "invoice", arrives=True)
    taken_back = Files()
    taken_back.sale("S-1", "0.00")
    sent = shop.send(taken_back.write(tmp_path / "day"), mapping)
    assert reasons(sent) == {("S-1", "held", "changed-out")}


def test_what_changed_since_goes_as_it_is_now(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    folder = two_days().write(tmp_path / "day")
    leave_in_doubt(shop, services, folder, mapping, "invoice", arrives=False)
    changed = Files()
    changed.sale("S-1", "11.00")
    sent = shop.send(changed.write(tmp_path / "day"), mapping)
    assert (sent.counts.sent, sent.counts.held) == (1, 0)
    assert [row["Total"] for row in xero.all("Invoices")] == [Decimal("11.00")]


def test_what_is_refused_since_and_had_arrived_is_there_and_paid(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    """Its account is gone from the matches by now: that keeps nothing here that Xero has."""
    folder = two_days().write(tmp_path / "day")
    leave_in_doubt(shop, services, folder, mapping, "invoice", arrives=True)
    match(mapping, "Sales", "999")
    planned = plan_of(shop, folder, mapping)
    assert ("invoice", "held") in {(one.kind, one.state) for one in planned.outcomes}
    sent = shop.send(folder, mapping)
    assert {one.kind for one in sent.outcomes} == {"credit-note"}, sent.outcomes
    assert len(xero.all("Payments")) == 1


@pytest.mark.parametrize("start", [None, date(2026, 12, 1)])
def test_of_what_is_in_no_file_any_more_the_start_date_counts(
    start: date | None, shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    folder = two_days().write(tmp_path / "day")
    leave_in_doubt(shop, services, folder, mapping, "journal", arrives=False)
    tonight = Files()
    tonight.sale("S-9", "10.00", day=date(2026, 12, 2))
    tonight.sale("S-8", "10.00", day=FIRST)
    shop.send(tonight.write(tmp_path / "day"), mapping, start_from=start)
    assert len(xero.all("ManualJournals")) == (1 if start is None else 0), (
        "nothing is lost, and none too many"
    )


def test_a_credit_in_doubt_of_a_note_that_is_left_out_is_not_used(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.credit("C-1", "2.50", "S-1")
    folder = files.write(tmp_path / "day")
    with broken_off(services, "Allocations", arrives=False):
        assert not isinstance(shop.try_to_send(folder, mapping), Problem)
    assert shop.ledger("SELECT kind FROM entry WHERE state = 'sending'") == [("allocation",)]
    shop.send(folder, mapping, through="payments")
    (note,) = xero.all("CreditNotes")
    assert note["RemainingCredit"] == Decimal("2.50"), "credit notes are not ticked"
    assert shop.ledger("SELECT state FROM entry WHERE kind = 'allocation'") == [("waiting",)]
    shop.send(folder, mapping)
    (note,) = xero.all("CreditNotes")
    assert note["RemainingCredit"] == Decimal(0), "it is used once they are ticked again"


@pytest.mark.parametrize("arrives", [True, False])
def test_a_payment_of_a_sale_in_doubt_goes_by_what_became_of_that(
    arrives: bool, shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    folder = two_days().write(tmp_path / "day")
    leave_in_doubt(shop, services, folder, mapping, "invoice", arrives=arrives)
    chosen = sales_not_used(mapping)
    planned = plan_of(shop, folder, mapping, **chosen)
    told = {one.kind: one.state for one in planned.outcomes if one.name == "S-1"}
    assert told == {"invoice": "held"} | ({} if arrives else {"payment": "held"}), "never said to be left out"
    sent = shop.send(folder, mapping, **chosen)
    assert len(xero.all("Payments")) == arrives, "a sale that is there is paid"
    left = {one.kind for one in sent.outcomes if one.name == "S-1" and one.state == "excluded"}
    assert left == (set() if arrives else {"invoice", "payment"})

"""Stop, pause, and what keeps a sending from beginning: the state that it leaves is the true one."""

import threading
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.export.days import Files, a_day, totals
from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_sending import held, reasons
from wizard.catalogue.export import sentence
from wizard.export.gate import Pause
from wizard.jobs.books.own_ledger import own_organisation
from wizard.jobs.export.desk import alone
from wizard.jobs.export.given import Wanted
from wizard.jobs.export.plan_export import PlanExport
from wizard.jobs.export.send_records import SendRecords
from wizard.jobs.job import Done
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Silent
from wizard.model.record import XeroConnection
from wizard.practice import PracticeServices


def test_a_stop_leaves_a_true_state(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    for number in range(700):
        files.sale(f"S-{number}", "10.00")
    folder = files.write(tmp_path / "day")
    cancel = Cancel()

    class Stops(Silent):
        def item(self, item: Any) -> None:
            cancel.request()

    done = SendRecords(Wanted(folder, mapping), clock=shop.clock).run(shop.tools, Stops(), cancel)
    assert isinstance(done, Done)
    assert done.problem is not None
    assert done.problem.code == "POST-STOPPED"
    counts = done.value.counts
    assert counts.sent + counts.held == counts.read == 700
    assert 0 < counts.sent < 700
    assert len(xero.all("Invoices")) == counts.sent
    plan = PlanExport(Wanted(folder, mapping), clock=shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(plan, Done)
    assert plan.value.is_first, "what was cut short is still the first: drafts are offered again"
    again = shop.send(folder, mapping)
    assert (again.counts.already_there, again.counts.by_earlier) == (counts.sent, counts.sent)
    assert held(xero) == totals(files)
    said = sentence(again.counts.as_facts(), datetime.now(UTC))
    assert f"{700 - counts.sent} sent, {counts.sent} already in Xero ({counts.sent} of them sent from" in said
    plan = PlanExport(Wanted(folder, mapping), clock=shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(plan, Done)
    assert not plan.value.is_first


def test_a_pause_holds_the_next_call_until_it_ends(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    folder = files.write(tmp_path / "day")
    pause = Pause()
    pause.begin()
    ended: list[Any] = []
    job = SendRecords(Wanted(folder, mapping), clock=shop.clock, pause=pause)
    thread = threading.Thread(target=lambda: ended.append(job.run(shop.tools, Silent(), Cancel())))
    thread.start()
    thread.join(0.5)
    assert thread.is_alive()
    assert xero.all("Invoices") == []
    pause.end()
    thread.join(30)
    (done,) = ended
    assert done.value.is_clean
    assert len(xero.all("Invoices")) == 1


def test_two_programs_do_not_send_at_once(shop: Shop, mapping: Path, tmp_path: Path) -> None:
    folder = a_day().write(tmp_path / "day")
    with alone(shop.tools, own_organisation(shop.tools)):
        ended = shop.try_to_send(folder, mapping)
    assert isinstance(ended, Problem)
    assert ended.code == "POST-BUSY"
    assert shop.send(folder, mapping).is_clean


def test_a_damaged_ledger_is_not_taken_for_an_empty_one(shop: Shop, mapping: Path, tmp_path: Path) -> None:
    folder = a_day().write(tmp_path / "day")
    shop.send(folder, mapping)
    for path in shop.tools.site.folder.glob("ledger.sqlite*"):
        path.unlink()
    (shop.tools.site.folder / "ledger.sqlite").write_bytes(b"no ledger at all" * 300)
    ended = shop.try_to_send(folder, mapping)
    assert isinstance(ended, Problem)
    assert ended.code == "LEDGER-DAMAGED"


def test_money_over_what_is_due_is_not_taken(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "10.03", by="Cash")
    files.sale("S-2", "10.00")
    files.paid("S-2", "12.00", by="Cash")
    sent = shop.send(files.write(tmp_path / "day"), mapping)
    paid = {row["Invoice"]["InvoiceNumber"]: row["Amount"] for row in xero.all("Payments")}
    assert paid["S-1"] == Decimal("10.00")
    assert ("S-1", "sent", "capped") in reasons(sent)
    assert "S-2" not in paid
    assert ("S-2", "failed", "over-due") in reasons(sent)


def test_an_unreachable_password_safe_or_sign_in_is_that_problem(
    shop: Shop, mapping: Path, tmp_path: Path
) -> None:
    folder = a_day().write(tmp_path / "day")
    shop.tools.vault.delete("imagatec-api-secret")
    ended = shop.try_to_send(folder, mapping)
    assert isinstance(ended, Problem)
    assert ended.code == "CONN-NONE"
    with pytest.raises(ProblemFound):
        shop.tools.site.change(lambda record: record.__class__())
        own_organisation(shop.tools)


@pytest.mark.parametrize("xero_was", [XeroConnection(stopped=True), XeroConnection(auth_event="one")])
def test_who_ended_the_sign_in_is_not_sent_for_by_another_key(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, xero_was: XeroConnection
) -> None:
    """The key was made for the Warehouse: after Disconnect home says that nothing is sent."""
    shop.tools.site.change(lambda record: replace(record, xero=xero_was))
    files = Files()
    files.sale("S-1", "10.00")
    ended = shop.try_to_send(files.write(tmp_path / "day"), mapping)
    problem = ended.problem if isinstance(ended, Done) else ended
    assert problem is not None
    assert problem.code == "CONN-NONE"
    assert xero.all("Invoices") == []

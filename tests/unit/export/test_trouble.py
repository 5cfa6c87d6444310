"""Lost replies, cut lines, half-taken batches, 500s, limits: whatever happens, each record is there once."""

import json
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.unit.export.days import Files, a_day, totals
from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_sending import held, proof_of, reasons
from wizard.export.gate import Gate, Pause
from wizard.jobs.export.desk import alone, own_organisation
from wizard.jobs.export.given import Wanted
from wizard.jobs.export.read_status import ReadStatus
from wizard.jobs.export.send_records import SendRecords
from wizard.jobs.job import Done
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Silent
from wizard.practice import PracticeServices


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every 429 that the sender met."""
    met: list[str] = []
    real = Gate.refused

    def refused(self: Gate, headers: Any) -> float:
        met.append(headers.get("x-rate-limit-problem", ""))
        return real(self, headers)

    monkeypatch.setattr(Gate, "refused", refused)
    return met


@pytest.fixture
def day(tmp_path: Path) -> Iterator[tuple[Files, Path]]:
    files = a_day(60)
    yield files, files.write(tmp_path / "day")


ONCE = ["write-cut", "write-reply-lost", "write-reply-cut", "write-half"]


@pytest.mark.parametrize("fault", ONCE)
def test_one_fault_on_the_way_is_made_good_within_the_run(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, day: tuple[Files, Path], fault: str
) -> None:
    files, folder = day
    services.add_fault(fault)
    sent = shop.send(folder, mapping)
    assert sent.is_clean, sent
    assert held(xero) == totals(files)
    assert proof_of(shop).is_equal


@pytest.mark.parametrize("fault", ONCE)
@pytest.mark.parametrize("kind", ["payments", "credit-notes", "overpayments", "journal"])
def test_the_same_for_what_has_no_number_in_xero(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, day: tuple[Files, Path], fault: str,
    kind: str,
) -> None:  # fmt: skip
    files, folder = day
    before = {"payments": "invoices", "credit-notes": "payments", "overpayments": "credit-notes"}
    shop.send(folder, mapping, through=before.get(kind, "overpayments"))
    services.add_fault(fault)
    sent = shop.send(folder, mapping)
    assert sent.is_clean, sent
    assert held(xero) == totals(files)


@pytest.mark.parametrize("fault", ["write-error", "xero-down", "read-error", "idempotency-down"])
def test_while_xero_is_down_all_is_kept_and_goes_later(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, day: tuple[Files, Path], fault: str
) -> None:
    files, folder = day
    services.add_fault(fault)
    ended = shop.try_to_send(folder, mapping)
    problem = ended if isinstance(ended, Problem) else ended.problem
    assert problem is not None
    assert problem.code == "XERO-DOWN"
    if isinstance(ended, Done):
        counts = ended.value.counts
        assert (counts.sent, counts.held) == (0, counts.read)
    services.clear_faults()
    assert shop.send(folder, mapping).is_clean
    assert held(xero) == totals(files)


def test_a_look_that_cannot_be_made_is_no_absence(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The reply to a write is lost, and nobody can ask what came of it: held, not sent again."""
    files = Files()
    files.day_book("Takings", "10.00")
    folder = files.write(tmp_path / "day")
    real = requests.Session.request

    def request(self: requests.Session, method: str, url: str, **more: Any) -> Any:
        reply = real(self, method, url, **more)
        if method == "PUT":
            services.add_fault("read-error")
            raise requests.exceptions.ConnectionError("the line broke")
        return reply

    monkeypatch.setattr(requests.Session, "request", request)
    ended = shop.try_to_send(folder, mapping)
    monkeypatch.undo()
    assert isinstance(ended, Done)
    assert reasons(ended.value) == {("Takings", "held", "in-doubt")}
    status = ReadStatus().run(shop.tools, Silent(), Cancel())
    assert isinstance(status, Done)
    assert status.facts["in_doubt"] == 1
    services.clear_faults()
    again = shop.send(folder, mapping)
    assert (again.counts.already_there, again.counts.sent) == (1, 0)
    assert held(xero) == totals(files)


@pytest.mark.parametrize("id_", ["", "00000000-0000-0000-0000-000000000000"])
def test_an_answer_that_all_is_well_and_made_nothing_is_no_success(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, id_: str
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "10.00")
    folder = files.write(tmp_path / "day")
    real = requests.Session.request

    def request(self: requests.Session, method: str, url: str, **more: Any) -> Any:
        if method != "PUT" or not url.endswith("Payments"):
            return real(self, method, url, **more)
        (sent,) = json.loads(more["data"])["Payments"]
        reply = requests.Response()
        reply.status_code = 200
        element = {**sent, "PaymentID": id_, "HasValidationErrors": False, "StatusAttributeString": "OK"}
        reply._content = json.dumps({"Status": "OK", "Payments": [element]}).encode()
        return reply

    monkeypatch.setattr(requests.Session, "request", request)
    sent = shop.send(folder, mapping)
    monkeypatch.undo()
    assert [(one.kind, one.state) for one in sent.outcomes] == [("payment", "failed")]
    assert xero.all("Payments") == []
    assert shop.send(folder, mapping).counts.sent == 1
    assert len(xero.all("Payments")) == 1


def test_every_second_document_refused_goes_later_and_alone(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, day: tuple[Files, Path]
) -> None:
    files, folder = day
    services.add_fault("write-half-refused")
    first = shop.send(folder, mapping)
    assert first.counts.failed
    services.clear_faults()
    second = shop.send(folder, mapping)
    assert second.is_clean
    assert second.counts.already_there == first.counts.sent + first.counts.already_there
    assert held(xero) == totals(files)


def test_what_xero_refused_is_asked_anew_once_it_was_put_right(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    """Within six minutes the same bytes: the refusal that Xero remembers is not the answer."""
    files = Files()
    files.sale("S-1", "10.00")
    folder = files.write(tmp_path / "day")
    services.add_fault("lock-moved")
    # The check would say so before anything goes; here the lock moves once it was read.
    services.clear_faults()
    services.add_fault("plan-full")
    assert shop.send(folder, mapping).counts.failed == 1
    services.clear_faults()
    assert shop.send(folder, mapping).counts.sent == 1


def test_a_lock_that_moves_on_the_way_is_said_in_xeros_words(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    for number in range(60):
        files.sale(f"S-{number}", "10.00")
    folder = files.write(tmp_path / "day")

    class Moves(Silent):
        def step(self, fraction: float, text: str) -> None:
            if "Invoices" in text:  # the organisation was read before
                services.add_fault("lock-moved")

    done = SendRecords(Wanted(folder, mapping), clock=shop.clock).run(shop.tools, Moves(), Cancel())
    assert isinstance(done, Done)
    failed = [one for one in done.value.outcomes if one.state == "failed"]
    assert len(failed) == 60
    assert failed[0].why is not None
    assert "period lock date" in failed[0].why.said
    assert failed[0].why.rule in {"period-lock", "today-locked"}


# --- limits ---


def test_a_long_sending_meets_no_limit_of_its_own_making(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, refusals: list[str]
) -> None:
    files = Files()
    files.sale("S-0", "10.00")
    for number in range(150):
        files.credit(f"C-{number}", "1.01", "S-0" if number < 3 else "")
    for number in range(1, 4000):
        files.sale(f"S-{number}", "1.00")
    sent = shop.send(files.write(tmp_path / "day"), mapping)
    assert sent.is_clean, sent.outcomes[:3]
    assert refusals == []


def test_the_calls_of_an_earlier_program_count(
    shop: Shop, services: PracticeServices, mapping: Path, tmp_path: Path, refusals: list[str]
) -> None:
    files = Files()
    files.sale("S-0", "10.00")
    folder = files.write(tmp_path / "day")
    for _ in range(12):  # some hundred calls: more than a minute's
        shop.send(folder, mapping)
    assert refusals == []


def test_a_short_wait_is_waited_for(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path,
    refusals: list[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    files = Files()
    files.sale("S-1", "10.00")
    folder = files.write(tmp_path / "day")
    services.add_fault("rate-limit-concurrent")
    met = Gate.refused

    def passes(self: Gate, headers: Any) -> float:
        services.clear_faults()
        return met(self, headers)

    monkeypatch.setattr(Gate, "refused", passes)
    assert shop.send(folder, mapping).is_clean
    assert refusals == ["concurrent"]
    assert len(xero.all("Invoices")) == 1


def test_a_minute_that_another_program_used_up_is_waited_for(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, refusals: list[str]
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    folder = files.write(tmp_path / "day")

    class Uses(Silent):
        def step(self, fraction: float, text: str) -> None:
            if "Contacts" in text:
                xero.use_up()

    done = SendRecords(Wanted(folder, mapping), clock=shop.clock).run(shop.tools, Uses(), Cancel())
    assert isinstance(done, Done), done
    assert done.value.is_clean
    assert set(refusals) <= {"minute"}


def test_a_day_limit_says_when_it_goes_on_and_is_remembered(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path, refusals: list[str]
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    folder = files.write(tmp_path / "day")
    services.add_fault("rate-limit-day")
    ended = shop.try_to_send(folder, mapping)
    assert isinstance(ended, Problem)
    assert ended.code == "POST-LIMIT"
    assert ":" in str(ended.facts["until"])
    assert refusals == ["day"]
    services.clear_faults()
    again = shop.try_to_send(folder, mapping)  # another start of the program: Xero is not asked
    assert isinstance(again, Problem)
    assert again.code == "POST-LIMIT"
    assert refusals == ["day"]
    services.clock.advance(73451 * 600)
    assert shop.send(folder, mapping).is_clean


def test_the_days_last_call_is_the_last_and_no_refusal_is_met(
    shop: Shop, xero: Xero, services: PracticeServices, mapping: Path, tmp_path: Path, refusals: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("wizard.practice.xero_limits.A_DAY", 20)
    files = Files()
    for number in range(1500):
        files.sale(f"S-{number}", "10.00")
    folder = files.write(tmp_path / "day")
    ended = shop.try_to_send(folder, mapping)
    assert isinstance(ended, Done)
    assert ended.problem is not None
    assert ended.problem.code == "POST-LIMIT"
    counts = ended.value.counts
    assert 0 < counts.sent < 1500
    assert counts.sent + counts.held == 1500
    assert refusals == []
    monkeypatch.undo()
    services.clock.advance(2 * 86_400)
    assert shop.send(folder, mapping).counts.already_there == counts.sent
    assert held(xero) == totals(files)


# --- stop and pause ---


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
    again = shop.send(folder, mapping)
    assert again.counts.already_there == counts.sent
    assert held(xero) == totals(files)


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

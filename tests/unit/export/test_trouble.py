"""Lost replies, cut lines, half-taken batches, 500s, limits: whatever happens, each record is there once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.unit.export.days import Files, a_day, totals
from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_sending import held, proof_of, reasons
from wizard.jobs.export.given import Wanted
from wizard.jobs.export.read_status import ReadStatus
from wizard.jobs.export.send_records import SendRecords
from wizard.jobs.job import Done
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.practice import PracticeServices


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

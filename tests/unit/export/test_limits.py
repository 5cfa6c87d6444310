"""Xero's limits: none is met by our own making; a refusal is honoured, with the time at which it goes on."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.export.days import Files, totals
from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_sending import held
from wizard.export.gate import Gate
from wizard.jobs.export.given import Wanted
from wizard.jobs.export.send_records import SendRecords
from wizard.jobs.job import Done
from wizard.model.problem import Problem
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

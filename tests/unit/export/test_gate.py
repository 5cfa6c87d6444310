"""The pace: sixty a minute and five at once over restarts, and a clock that nobody can set back or forth."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.export.gate import Clock, Gate, steady
from wizard.model.problem import ProblemFound
from wizard.model.progress import Cancel, Cancelled


class Hands:
    """A clock whose hands are turned by whoever waits."""

    def __init__(self) -> None:
        self.at = 1_000_000.0
        self.waited: list[float] = []

    def clock(self) -> Clock:
        hands = self

        class Turned(Clock, frozen=True):
            def wait(self, seconds: float, cancel: Cancel) -> None:
                cancel.check()
                hands.waited.append(seconds)
                hands.at += seconds

        return Turned(lambda: hands.at)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def gate(tmp_path: Path, hands: Hands) -> Iterator[Gate]:
    one = Gate(tmp_path / "calls.sqlite", "tenant", hands.clock())
    yield one
    one.close()


def call(gate: Gate, times: int = 1) -> None:
    for _ in range(times):
        with gate.call(Cancel()):
            pass


def test_the_sixty_first_call_waits_for_the_minute(gate: Gate, hands: Hands) -> None:
    call(gate, 60)
    assert hands.waited == []
    call(gate)
    assert sum(hands.waited) == pytest.approx(60.5)
    call(gate, 59)
    assert sum(hands.waited) == pytest.approx(60.5)


def test_a_restart_and_another_store_of_this_pc_count_on(gate: Gate, hands: Hands, tmp_path: Path) -> None:
    call(gate, 60)
    later = Gate(tmp_path / "calls.sqlite", "tenant", hands.clock())
    call(later)
    assert sum(hands.waited) == pytest.approx(60.5)
    another = Gate(tmp_path / "calls.sqlite", "another tenant", hands.clock())
    call(another, 60)
    assert sum(hands.waited) == pytest.approx(60.5)
    assert later.allowance().used_today == 61
    hands.at += 86_400
    assert later.allowance().used_today == 0
    for one in (later, another):
        one.close()


def test_no_more_than_five_go_at_once(gate: Gate) -> None:
    inside, most = [], []
    may_end, lock = threading.Event(), threading.Lock()

    def one() -> None:
        with gate.call(Cancel()):
            with lock:
                inside.append(1)
                most.append(len(inside))
            may_end.wait(20)
            with lock:
                inside.pop()

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    while len(most) < 5:
        time.sleep(0.01)
    may_end.set()
    for thread in threads:
        thread.join(20)
    assert max(most) == 5
    assert len(most) == 12


def test_a_wait_for_a_day_is_said_with_its_time_and_kept_for_the_next_program(
    gate: Gate, hands: Hands, tmp_path: Path
) -> None:
    gate.refused({"x-rate-limit-problem": "Day", "retry-after": "73451"})
    for one in (gate, Gate(tmp_path / "calls.sqlite", "tenant", hands.clock())):
        with pytest.raises(ProblemFound) as found:
            call(one)
        assert found.value.problem.code == "POST-LIMIT"
        assert found.value.problem.facts["seconds"] == 73451
        one.close() if one is not gate else None
    hands.at += 73_452
    call(gate)


@pytest.mark.parametrize(
    ("problem", "after"), [("minute", "27"), ("Minute", ""), ("concurrent", ""), ("?", "x")]
)
def test_a_short_refusal_is_waited_out(gate: Gate, hands: Hands, problem: str, after: str) -> None:
    gate.refused({"x-rate-limit-problem": problem, "retry-after": after})
    call(gate)
    assert 0 < sum(hands.waited) <= 61


def test_the_last_call_that_xero_allows_is_the_last(gate: Gate, hands: Hands) -> None:
    call(gate)
    gate.heed({"x-daylimit-remaining": "1"})
    call(gate)
    gate.heed({"x-daylimit-remaining": "0"})
    with pytest.raises(ProblemFound):
        call(gate)
    hands.at += 86_401
    call(gate)


def test_an_older_word_about_the_day_does_not_count(gate: Gate) -> None:
    gate.heed({"x-daylimit-remaining": "3"})
    gate.heed({"x-daylimit-remaining": "5"})
    assert gate.allowance().day == 3
    gate.heed({"x-daylimit-remaining": "5000"})
    assert gate.allowance().day == 5000


def test_a_stop_ends_a_pause_and_every_wait(gate: Gate) -> None:
    gate.pause.begin()
    cancel = Cancel()
    ended: list[str] = []

    def one() -> None:
        try:
            with gate.call(cancel):
                ended.append("went")
        except Cancelled:
            ended.append("stopped")

    thread = threading.Thread(target=one)
    thread.start()
    cancel.request()
    thread.join(20)
    assert ended == ["stopped"]


def test_somebody_setting_the_pcs_clock_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = steady()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert 0 <= steady() - before < 60

"""A daily run uses a sign-in that nobody uses before it lapses, and says what it cannot keep."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.unit.jobs.programs import AtXero, Programs, done
from wizard.app.program import Program
from wizard.jobs.daily.found import Found
from wizard.jobs.daily.run_daily import RunDaily
from wizard.jobs.xero.choose_tenant import UseTenant
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.jobs.xero.connection import connection_of
from wizard.model.connection import LAPSE_DAYS, WARN_DAYS
from wizard.practice import PracticeServices


def ready(programs: Programs) -> Program:
    """A store that is signed in and has chosen its organisation."""
    program = programs.start()
    done(ConnectXero(), program, AtXero())
    done(UseTenant("", ""), program)
    return program


def sign_in(program: Program) -> Found:
    found: tuple[Found, ...] = done(RunDaily(), program).value
    return next(one for one in found if one.about == "sign-in")


def later(program: Program, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let so many days go by for the kept sign-in."""
    held = connection_of(program.tools())
    now = held._now
    monkeypatch.setattr(held, "_now", lambda: now() + timedelta(days=days).total_seconds())


def test_one_that_is_used_is_left_alone(programs: Programs, asked: Counter[str]) -> None:
    program = ready(programs)
    asked.clear()
    assert sign_in(program).problem is None
    assert asked["refresh_token"] == 0


def test_one_that_would_lapse_soon_is_used_and_good_again(
    programs: Programs, asked: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = ready(programs)
    later(program, LAPSE_DAYS - WARN_DAYS + 1, monkeypatch)
    before = connection_of(program.tools()).standing()
    assert before is not None
    assert before.warn
    asked.clear()
    assert sign_in(program).problem is None
    assert asked["refresh_token"] == 1
    after = connection_of(program.tools()).standing()
    assert after is not None
    assert after.until > before.until


def test_one_that_xero_takes_no_more_is_said(
    programs: Programs, services: PracticeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = ready(programs)
    later(program, LAPSE_DAYS - WARN_DAYS + 1, monkeypatch)
    services.add_fault("token-consumed")
    problem = sign_in(program).problem
    assert problem is not None
    assert problem.code == "CONN-LOST"

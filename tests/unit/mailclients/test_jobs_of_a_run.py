"""The jobs with mail programs as a run of the procedure builds them: from answers and earlier results."""

from pathlib import Path
from typing import Any

import pytest

from tests.mail_programs.specimens import ADDRESS, CANARY, PREFS, contents, thunderbird_profile
from tests.unit.doubles import tools_for
from wizard.app.places import PC
from wizard.catalogue.load import procedure
from wizard.jobs.close_mail_client import CloseMailClient
from wizard.jobs.job import Asked, Done
from wizard.jobs.registry import build_job
from wizard.jobs.undo_mail_settings import UndoMailSettings
from wizard.jobs.write_mail_settings import WriteMailSettings
from wizard.mailclients.found import AccountChoice
from wizard.model.mail_clients import Plan, Setting
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.procedure.answers import Answers

KEY = "home:Profiles/ab12cd34.default"


def asked(target: str, **results: dict[str, Any]) -> Asked:
    answers = Answers()
    values = {
        "target": target,
        "store_name": "Corner Store",
        "email_address": ADDRESS,
        "incoming_server": "mail.example.test",
        "outgoing_server": "mail.example.test",
        "user_name": "store",
        "password": Secret(CANARY),
        "access_isp": "other",
    }
    for name, value in values.items():
        answers.put(name, value)
    return Asked(procedure("imagatec-mail"), "mail-plan", answers, results)


def run(folder: Path, job: Any) -> Done | Problem:
    outcome = job.run(tools_for(folder), Silent(), Cancel())
    assert isinstance(outcome, Done | Problem)
    return outcome


@pytest.mark.parametrize(
    "choice", [AccountChoice("thunderbird", KEY, "account1"), AccountChoice("a", "b", None)]
)
def test_a_choice_is_kept_as_an_answer(choice: AccountChoice) -> None:
    assert AccountChoice.from_text(choice.as_text()) == choice


def test_what_is_no_choice_is_none() -> None:
    assert AccountChoice.from_text("") is None
    assert AccountChoice.from_text("thunderbird") is None


def test_found_planned_with_the_checked_ports_written_and_undone(tmp_path: Path) -> None:
    home = tmp_path / "practice" / PC
    thunderbird_profile(home, PREFS)
    before = contents(home)
    choice = AccountChoice("thunderbird", KEY, "account1").as_text()
    checked = {"incoming_port": 15110, "outgoing_port": 15925}
    found = run(tmp_path, build_job("find_mail_clients", asked("")))
    assert isinstance(found, Done)
    assert [client.found.id for client in found.value] == ["thunderbird"]
    planned = run(tmp_path, build_job("plan_mail_settings", asked(choice, check=checked)))
    assert isinstance(planned, Done)
    assert isinstance(planned.value, Plan)
    new = {change.setting: change.new for change in planned.value.changes}
    assert (new[Setting.INCOMING_PORT], new[Setting.OUTGOING_PORT]) == (15110, 15925)
    job = build_job("write_mail_settings", asked(choice, check=checked))
    assert isinstance(job, WriteMailSettings)
    agreed = WriteMailSettings(job.choice, job.settings, shown=planned.value, check=False)
    written = run(tmp_path, agreed)
    assert isinstance(written, Done)
    assert written.value.receipt == written.facts["receipt"]
    undo = build_job("undo_mail_settings", asked(choice, write=dict(written.facts)))
    assert isinstance(undo, UndoMailSettings)
    undone = run(tmp_path, undo)
    assert isinstance(undone, Done)
    assert undone.facts["identical"] is True
    assert contents(home) == before


def test_another_plan_than_the_one_that_was_shown_is_not_written(tmp_path: Path) -> None:
    home = tmp_path / "practice" / PC
    profile = thunderbird_profile(home, PREFS)
    choice = AccountChoice("thunderbird", KEY, "account1")
    planned = run(tmp_path, build_job("plan_mail_settings", asked(choice.as_text())))
    assert isinstance(planned, Done)
    prefs = profile / "prefs.js"
    prefs.write_text(prefs.read_text("utf-8").replace(",  995", ",  1995"), "utf-8")
    before = contents(home)
    job = build_job("write_mail_settings", asked(choice.as_text()))
    assert isinstance(job, WriteMailSettings)
    outcome = run(tmp_path, WriteMailSettings(choice, job.settings, shown=planned.value, check=False))
    assert isinstance(outcome, Problem)
    assert outcome.code == "WRITE-STALE"
    assert contents(home) == before


def test_without_a_choice_it_is_said(tmp_path: Path) -> None:
    outcome = run(tmp_path, build_job("plan_mail_settings", asked("")))
    assert isinstance(outcome, Problem)
    assert outcome.code == "CLIENT-NONE"


def test_a_closed_program_need_not_be_asked(tmp_path: Path) -> None:
    thunderbird_profile(tmp_path / "practice" / PC, PREFS)
    outcome = run(tmp_path, CloseMailClient("thunderbird", KEY))
    assert isinstance(outcome, Done)
    assert outcome.facts == {"closed": True, "asked": False}

"""What a person agreed to is what is written; a closed program need not be asked."""

from pathlib import Path

from tests.mail_programs.specimens import ADDRESS, PREFS, contents, places, settings, thunderbird_profile
from tests.unit.doubles import tools_for
from wizard.jobs.job import Done, Job, Tools
from wizard.jobs.programs.close_mail_client import CloseMailClient
from wizard.jobs.programs.plan_mail_settings import PlanMailSettings
from wizard.jobs.programs.write_mail_settings import WriteMailSettings
from wizard.mailclients.choosing import choose
from wizard.mailclients.found import MailClients
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent


def tools_of(folder: Path) -> Tools:
    found = tools_for(folder / "home")
    object.__setattr__(found, "mail_clients", MailClients(lambda: places(folder / "user")))
    return found


def run(folder: Path, job: Job) -> Done | Problem:
    return job.run(tools_of(folder), Silent(), Cancel())


def test_another_plan_than_the_one_that_was_shown_is_not_written(tmp_path: Path) -> None:
    profile = thunderbird_profile(tmp_path / "user", PREFS)
    choice = choose(tools_of(tmp_path).mail_clients.list(), address=ADDRESS)
    planned = run(tmp_path, PlanMailSettings(choice, settings()))
    assert isinstance(planned, Done)
    prefs = profile / "prefs.js"
    prefs.write_text(prefs.read_text("utf-8").replace(",  995", ",  1995"), "utf-8")
    before = contents(tmp_path / "user")
    outcome = run(tmp_path, WriteMailSettings(choice, settings(), shown=planned.value, check=False))
    assert isinstance(outcome, Problem)
    assert outcome.code == "WRITE-STALE"
    assert contents(tmp_path / "user") == before
    again = run(tmp_path, PlanMailSettings(choice, settings()))
    assert isinstance(again, Done)
    written = run(tmp_path, WriteMailSettings(choice, settings(), shown=again.value, check=False))
    assert isinstance(written, Done)
    assert written.facts["receipt"]


def test_a_closed_program_need_not_be_asked(tmp_path: Path) -> None:
    thunderbird_profile(tmp_path / "user", PREFS)
    choice = choose(tools_of(tmp_path).mail_clients.list(), address=ADDRESS)
    outcome = run(tmp_path, CloseMailClient(choice.client, choice.profile))
    assert isinstance(outcome, Done)
    assert outcome.problem is None

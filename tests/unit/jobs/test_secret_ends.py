"""The last day of a Microsoft app's Client Secret, as it was typed at T4."""

from datetime import date
from pathlib import Path

from tests.unit.doubles import tools_for
from wizard.catalogue.load import procedure
from wizard.jobs.job import Asked, Tools
from wizard.jobs.sender.save_login import SaveLogin
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.procedure.answers import Answers


def save(tools: Tools, **more: str | Secret) -> date | None:
    answers = Answers()
    for name, value in {
        "email_address": "a@b.example",
        "login_kind": "sign-in",
        "client_id": "C",
        **more,
    }.items():
        answers.put(name, value)
    SaveLogin.asked(Asked(procedure("kashflow-smtp"), "", answers, {})).run(tools, Silent(), Cancel())
    return tools.site.record().sender.secret_ends


def test_it_stays_with_its_secret_and_goes_with_it(tmp_path: Path) -> None:
    tools = tools_for(tmp_path)
    first = Secret("first-secret")
    assert save(tools, client_secret=first, client_secret_ends="2027-11-27") == date(2027, 11, 27)
    assert save(tools) == date(2027, 11, 27)
    assert save(tools, client_secret=Secret("second-secret")) is None
    assert save(tools, client_secret_ends="2028-01-01") == date(2028, 1, 1)
    assert save(tools, login_kind="password", password=Secret("plain-password")) is None

"""The mail check's job: a password is kept once all seven checks passed, and never before."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.doubles import tools_for
from wizard.app.network import WorldDialer
from wizard.app.world import practice_world
from wizard.jobs.job import Done, Tools
from wizard.jobs.mail.check_mail import VAULT_PASSWORD, VAULT_SENDING, CheckMail, KeepWaiting
from wizard.model.mail import Identity, Incoming, MailSettings, Outgoing, OutgoingAuth, SocketType
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.practice import PracticeServices

HOST, ADDRESS = "mail.practice.example", "store@practice.example"


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


@pytest.fixture
def tools(tmp_path: Path, services: PracticeServices) -> Tools:
    world = practice_world(tmp_path, "store", services.services_file)
    return dataclasses.replace(tools_for(tmp_path), world=world, dialer=WorldDialer(world))


def settings(services: PracticeServices, password: str = "") -> MailSettings:
    """The practice store's, with a sending password of its own so that both are to be kept."""
    secret = Secret(password or services.logins["mail-password"])
    return MailSettings(
        Identity("Corner Store", ADDRESS),
        Incoming(HOST, 15110, SocketType.PLAIN, "store", secret),
        Outgoing(HOST, 15925, SocketType.PLAIN, OutgoingAuth.PASSWORD, "store", secret),
    )


def kept(tools: Tools) -> list[Secret | None]:
    return [tools.vault.get(name) for name in (VAULT_PASSWORD, VAULT_SENDING)]


def code_of(outcome: Done | Problem) -> str:
    problem = outcome.problem if isinstance(outcome, Done) else outcome
    return problem.code if problem is not None else ""


def test_both_passwords_are_kept_once_all_checks_passed(tools: Tools, services: PracticeServices) -> None:
    wanted = settings(services)
    outcome = CheckMail(wanted, wait_seconds=20).run(tools, Silent(), Cancel())
    assert isinstance(outcome, Done)
    assert code_of(outcome) == ""
    assert outcome.facts["kept_secrets"] == ["password", "sending_password"]
    assert kept(tools) == [wanted.outgoing.password] * 2


def test_a_password_that_was_refused_is_not_kept(tools: Tools, services: PracticeServices) -> None:
    outcome = CheckMail(settings(services, "wrong-password")).run(tools, Silent(), Cancel())
    assert isinstance(outcome, Done)
    assert code_of(outcome) == "MAIL-LOGIN"
    assert outcome.facts["kept_secrets"] == []
    assert kept(tools) == [None, None]


@pytest.mark.parametrize(("fault", "code"), [("relay-refused", "MAIL-RELAY"), ("mail-lost", "MAIL-NOT-BACK")])
def test_a_password_that_logged_in_is_not_kept_either_until_the_rest_passed(
    tools: Tools, services: PracticeServices, fault: str, code: str
) -> None:
    services.add_fault(fault)
    outcome = CheckMail(settings(services), wait_seconds=0.5).run(tools, Silent(), Cancel())
    assert isinstance(outcome, Done)
    assert code_of(outcome) == code
    assert outcome.facts["kept_secrets"] == []
    assert kept(tools) == [None, None]


def test_what_was_kept_before_stays_when_another_password_fails(
    tools: Tools, services: PracticeServices
) -> None:
    before = Secret("the one that worked")
    tools.vault.set(VAULT_PASSWORD, before)
    CheckMail(settings(services, "wrong-password")).run(tools, Silent(), Cancel())
    assert kept(tools) == [before, None]


def test_waiting_on_keeps_the_password_only_when_the_message_has_come(
    tools: Tools, services: PracticeServices
) -> None:
    services.add_fault("mail-slow")
    wanted = settings(services)
    first = CheckMail(wanted, wait_seconds=0.5).run(tools, Silent(), Cancel())
    assert isinstance(first, Done)
    assert code_of(first) == "MAIL-NOT-BACK"
    _, report = first.value
    again = KeepWaiting(wanted, report, report.ticket, wait_seconds=0.5).run(tools, Silent(), Cancel())
    assert code_of(again) == "MAIL-NOT-BACK"
    assert kept(tools) == [None, None]
    services.clear_faults()
    outcome = KeepWaiting(wanted, report, report.ticket, wait_seconds=60).run(tools, Silent(), Cancel())
    assert code_of(outcome) == ""
    assert kept(tools) == [wanted.outgoing.password] * 2

"""What a job gives is declared: nothing else comes out of it, and later jobs ask for it by its type."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec
import pytest

from tests.declared_facts import all_jobs, checking
from wizard.catalogue.load import hidden_procedures, procedure, procedures, screen
from wizard.jobs.job import Asked, Done, Gives, build_job
from wizard.jobs.mail.check_mail import MailChecked
from wizard.jobs.programs.mail_program import MailProgramChosen
from wizard.jobs.registry import JOBS, UndeclaredFact, checked, gives_of, needs_copied, needs_of
from wizard.jobs.xero.check_xero_key import XeroKeyChecked
from wizard.jobs.xero.organisation import OrganisationRead
from wizard.model.mail_clients import AccountChoice
from wizard.model.problem import ProblemFound
from wizard.model.secret import Secret
from wizard.procedure.answers import Answers


@pytest.mark.parametrize("kind", all_jobs(), ids=lambda kind: kind.__name__)
def test_every_job_declares_what_it_gives(kind: Any) -> None:
    assert issubclass(kind.gives, Gives)
    assert kind.gives.__struct_config__.frozen
    kind.gives()  # every fact has a default


@pytest.mark.parametrize("name", JOBS)
def test_what_a_step_names_gives_what_its_job_gives(name: str) -> None:
    assert gives_of(name) in {kind.gives for kind in all_jobs()}


def test_facts_as_declared_are_typed() -> None:
    found = checked("check_country", {"price": "AUD 10 a month"})
    assert (type(found), msgspec.structs.asdict(found)) == (
        gives_of("check_country"),
        {"country_name": "", "price": "AUD 10 a month"},
    )


@pytest.mark.parametrize(
    ("facts", "says"),
    [({"pirce": "AUD 10"}, "unknown field `pirce`"), ({"price": 10}, "Expected `str`, got `int`")],
)
def test_a_fact_that_is_not_declared_is_an_error(facts: Mapping[str, Any], says: str) -> None:
    with pytest.raises(UndeclaredFact, match=rf"^check_country: .*{says}"):
        checked("check_country", facts)


class OneFact(Gives, frozen=True, kw_only=True):
    price: str = ""


@dataclass(frozen=True)
class Sloppy:
    facts: Mapping[str, Any]
    gives: ClassVar = OneFact

    def run(self) -> Done:
        return Done(self.facts)


def test_every_job_run_in_a_test_is_checked() -> None:
    run = checking(Sloppy.run)
    assert run(Sloppy({"price": "AUD 10"})).facts == {"price": "AUD 10"}
    with pytest.raises(UndeclaredFact, match=r"^Sloppy: "):
        run(Sloppy({"prices": 1}))


def asked(name: str, results: dict[str, dict[str, Any]]) -> Asked:
    return Asked(procedure(name), "finish", Answers(), results)


def test_a_later_job_asks_for_what_was_given_by_its_type() -> None:
    run = asked(
        "imagatec-mail",
        {
            "mail-check": {"incoming_port": 15110, "checks": []},
            "mail-programs": {"mail_route": "write", "mail_target": "thunderbird"},
            "mail-write": {"checks": [], "receipt": "r1"},
            "mail-by-hand": {},
        },
    )
    checked_mail = run.given(MailChecked)
    assert checked_mail is not None
    assert checked_mail.incoming_port == 15110, "another job's rows, or a step without an end, do not count"
    assert run.given(MailProgramChosen) == MailProgramChosen(mail_route="write", mail_target="thunderbird")
    assert run.given(XeroKeyChecked) is None


def test_what_several_jobs_give_is_found_whichever_gave_it() -> None:
    facts = {"organisation_name": "Corner Store", "organisation_tenant": "t-1", "key_hint": "AB…YZ"}
    run = asked("imagatec-xero", {"enter-keys": facts})
    assert run.given(OrganisationRead) == OrganisationRead(
        organisation_name="Corner Store", organisation_tenant="t-1"
    )


class NotedAnswers(Answers):
    """Answers that note which secrets a job asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for: set[str] = set()

    def secret(self, field: str) -> Secret | None:
        self.asked_for.add(field)
        return super().secret(field)


READ_BUT_NOT_NEEDED = {
    "check_line": {"paste_back"},  # an empty box is said on the receipt
    # the last by its screen's line
    "check_copy": {"paste_back", "paste_back_key", "paste_back_url", "api_secret"},
    "look_up_provider": {"client_secret"},  # nobody signs in yet
    "save_login": {"password", "client_secret"},  # one that is not typed again stays as it is kept
}


@pytest.mark.parametrize(
    ("name", "step"),
    [(p.id, step.id) for p in [*procedures(), *hidden_procedures()] for step in p.steps if step.jobs],
)
def test_a_job_declares_the_secrets_that_it_asks_for(name: str, step: str) -> None:
    run = procedure(name)
    shown = next(s for s in run.steps if s.id == step)
    for job in shown.jobs:
        read: set[str] = set()
        for ticked in ({}, {"sending_login": "password"}, {"login_kind": "sign-in"}):
            answers = NotedAnswers()
            for field, value in ticked.items():
                answers.put(field, value)
            results = {"mail-programs": {"mail_target": AccountChoice("thunderbird", "p", None).as_text()}}
            with suppress(ProblemFound):
                build_job(job, Asked(run, step, answers, results))
            read |= answers.asked_for
        copied = {line.secret for line in screen(shown.screen).lines if line.secret}
        expected = {
            *needs_of(job),
            *READ_BUT_NOT_NEEDED.get(job, set()),
            *(copied if needs_copied(job) else ()),
        }
        assert read <= expected
        assert set(needs_of(job)) <= read

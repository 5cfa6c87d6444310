"""Job: say what writing mail settings into a mail program would change."""

from dataclasses import dataclass
from typing import Any, ClassVar

from wizard.catalogue.moments import in_words
from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Gives, Tools
from wizard.jobs.programs.other_stores import set_up_for
from wizard.jobs.programs.receipts import settle, unfinished
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import AccountChoice, Plan
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


class ProfileFacts(Gives, frozen=True, kw_only=True):
    """A profile of a mail program."""

    key: str = ""
    name: str = ""
    path: str = ""


class ChangeFacts(Gives, frozen=True, kw_only=True):
    """One box of a plan: what it holds and what it will hold, also as the program shows it."""

    name: str
    label: str
    old: str | int | bool | None
    new: str | int | bool | None
    old_words: str
    new_words: str


class NoteFacts(Gives, frozen=True, kw_only=True):
    """What a plan says besides."""

    code: str
    text: str


class MailPlanned(Gives, frozen=True, kw_only=True):
    """A plan, as `plan_facts` makes it."""

    client: str = ""
    client_name: str = ""
    profile: ProfileFacts = ProfileFacts()
    account: str | None = None
    account_name: str = ""
    creates: bool = False
    already_right: bool = False
    changes: tuple[ChangeFacts, ...] = ()
    untouched: tuple[str, ...] = ()
    notes: tuple[NoteFacts, ...] = ()
    backed_up: tuple[str, ...] = ()
    other_store: str = ""
    """The other store of this PC that the account was set up for, and when."""
    other_since: str = ""


@dataclass(frozen=True)
class PlanMailSettings:
    """Compare an account with the settings. Value: the Plan."""

    gives: ClassVar = MailPlanned
    choice: AccountChoice
    settings: MailSettings

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Compare; nothing is written."""
        progress.step(0.1, _words("comparing"))
        cancel.check()
        try:
            plan = make_plan(tools, self.choice, self.settings)
        except ProblemFound as found:
            return found.problem
        progress.step(1.0, _words("done"))
        return Done({**plan_facts(plan), **_of_another(tools, plan)}, plan)


def _of_another(tools: Tools, plan: Plan) -> dict[str, str]:
    """Return for which other store of this PC the account was set up, and when; nothing where for none."""
    if plan.creates or plan.already_right:
        return {}
    found = set_up_for(tools, (plan.client, plan.profile.key, plan.account))
    return {"other_store": found.name, "other_since": in_words(found.at)} if found is not None else {}


def make_plan(tools: Tools, choice: AccountChoice, settings: MailSettings) -> Plan:
    """Return the plan for an account; ProblemFound WRITE-HALF where a write was cut short half-way."""
    settle(tools)
    half = unfinished(tools, choice.client, choice.profile)
    if half is not None:
        raise ProblemFound(Problem("WRITE-HALF", {"receipt": half.id, "client": half.client_name}))
    client = tools.mail_clients.client(choice.client)
    profile = tools.mail_clients.profile(choice.client, choice.profile)
    if profile.problem is not None:
        raise ProblemFound(profile.problem)
    account = None
    if choice.account is not None:
        account = next((a for a in client.accounts(profile) if a.key == choice.account), None)
        if account is None:
            raise ProblemFound(Problem("CLIENT-NO-ACCOUNT", {"account": choice.account, "there": ""}))
    return client.plan(profile, account, settings)


def plan_facts(plan: Plan) -> dict[str, Any]:
    """Return a plan as receipts and `--json` have it."""
    return {
        "client": plan.client,
        "client_name": plan.client_name,
        "profile": {"key": plan.profile.key, "name": plan.profile.name, "path": plan.profile.path},
        "account": plan.account,
        "account_name": plan.account_name,
        "creates": plan.creates,
        "already_right": plan.already_right,
        "changes": [
            {
                "name": change.setting.value,
                "label": change.label,
                "old": change.old,
                "new": change.new,
                "old_words": change.old_words,
                "new_words": change.new_words,
            }
            for change in plan.changes
        ],
        "untouched": list(plan.untouched),
        "notes": [{"code": note.code, "text": note.text} for note in plan.notes],
        "backed_up": list(plan.backed_up),
    }

"""Job: look whether what was done by hand stands in the mail program, where it can be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from wizard.catalogue.guides import guide, guide_for
from wizard.catalogue.listing import listed
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.jobs.mail.check_mail import CheckMail
from wizard.jobs.programs.mail_program import settings_to_write
from wizard.jobs.programs.plan_mail_settings import make_plan
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import AccountChoice, ListedProfile, Plan, Setting
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)

_LEFT_OUT = {Setting.TIMEOUT_SECONDS, Setting.REMEMBER_PASSWORD}
"""What guides leave alone in some programs, and what mail works without."""


class DoneByHand(Gives, frozen=True, kw_only=True):
    """What became of what was done by hand.

    `done_by_hand`: seen = read, and right · differs = read, `hand_left` names the lines that are not ·
    not-there = the program has no account with this address · not-seen = it cannot be read.
    """

    done_by_hand: Literal["", "seen", "differs", "not-there", "not-seen"] = ""
    hand_program: str = ""
    hand_account: str = ""
    hand_left: str = ""


@dataclass(frozen=True)
class LookByHand:
    """Compare the store's account with the settings that the check proved; writes nothing."""

    gives: ClassVar = DoneByHand
    needs: ClassVar = CheckMail.needs
    guide: str
    address: str
    settings: MailSettings

    @classmethod
    def asked(cls, asked: Asked) -> "LookByHand":
        """Build the input from a run's answers."""
        answers = asked.answers
        return cls(answers.text("mail_program"), answers.text("email_address"), settings_to_write(asked))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Look at every account with the store's address in the program of the guide."""
        progress.step(0.5, _words("looking-at-what-it-holds"))
        rows = list(self._profiles(tools))
        cancel.check()
        plans = [plan for row in rows for plan in self._plans(tools, row)]
        facts = {"hand_program": guide(self.guide).name if self.guide else ""}
        if not plans:
            readable = [row for row in rows if row.problem is None and row.running is None]
            return Done({**facts, "done_by_hand": "not-there" if readable else "not-seen"})
        best = min(plans, key=lambda plan: len(_left(plan)))
        left, facts = _left(best), {**facts, "hand_account": best.account_name}
        if not left:
            return Done({**facts, "done_by_hand": "seen"})
        # What is open writes its settings down when it closes, or some time before.
        is_open = any(row.running for row in rows if row.profile.key == best.profile.key)
        if is_open:
            return Done({**facts, "done_by_hand": "not-seen"})
        return Done({**facts, "done_by_hand": "differs", "hand_left": listed(left)})

    def _profiles(self, tools: Tools) -> Iterator[ListedProfile]:
        for each in tools.mail_clients.list() if self.guide else ():
            yield from (p for p in each.profiles if guide_for(each.found.id, p.profile.key) == self.guide)

    def _plans(self, tools: Tools, row: ListedProfile) -> Iterator[Plan]:
        for account in row.accounts:
            if account.problem is not None or account.address.casefold() != self.address.casefold():
                continue
            choice = AccountChoice(row.profile.client, row.profile.key, account.key)
            try:
                yield make_plan(tools, choice, self.settings)
            except ProblemFound:
                continue


def _left(plan: Plan) -> list[str]:
    """Return the lines that hold something else."""
    return [change.label for change in plan.changes if change.setting not in _LEFT_OUT]

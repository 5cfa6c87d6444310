"""Job: write mail settings into a mail program, read them back, and check the mail with them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Tools
from wizard.jobs.mail.check_mail import KeepWaiting, NoticeFacts, RowFacts, facts_of
from wizard.jobs.mail.settings import learn_passwords, rule_pairs
from wizard.jobs.programs.plan_mail_settings import MailPlanned, make_plan, plan_facts
from wizard.jobs.programs.receipts import (
    ReceiptState,
    alone,
    begin_receipt,
    mark_receipt,
    read_receipt,
    settle,
)
from wizard.jobs.programs.tell_other_stores import tell_other_stores
from wizard.mail.check import MailCheck
from wizard.mail.fetching import CheckOptions
from wizard.mailclients.values import settings_of
from wizard.model.mail import MailReport, MailSettings
from wizard.model.mail_clients import Account, AccountChoice, Plan
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


@dataclass(frozen=True)
class Written:
    """What a write ended with: receipt is "" where all was right already; report None = not checked."""

    plan: Plan
    receipt: str
    account: Account
    settings: MailSettings
    report: MailReport | None = None


class MailWritten(MailPlanned, frozen=True, kw_only=True):
    """The plan that was written, its receipt (None where all was right already), and the check after it."""

    receipt: str | None = None
    checks: tuple[RowFacts, ...] = ()
    notices: tuple[NoticeFacts, ...] = ()


@dataclass(frozen=True)
class WriteMailSettings:
    """Plan, back up, write, read back, check again. Value: Written; the problem is the check's, if any.

    Reports the Written as an item once it is read back, then the check's rows.

    `shown` is the plan that a person agreed to: if another one came out meanwhile, nothing is written.
    """

    gives: ClassVar = MailWritten
    choice: AccountChoice
    settings: MailSettings
    shown: Plan | None = None
    check: bool = True
    wait_seconds: float = 120.0

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Do it in that order."""
        try:
            with alone(tools):
                written = self._write(tools, progress, cancel)
        except ProblemFound as found:
            return found.problem
        facts: dict[str, Any] = {**plan_facts(written.plan), "receipt": written.receipt or None}
        # Where a person agreed to the plan, all may be right because it was written a moment ago: the
        # check after it may have failed.
        if not self.check or not (written.receipt or self.shown):
            progress.step(1.0, _words("done"))
            return Done(facts, written)
        return self._check(tools, progress, cancel, written, facts)

    def _write(self, tools: Tools, progress: Progress, cancel: Cancel) -> Written:
        progress.step(0.05, _words("comparing"))
        plan = make_plan(tools, self.choice, self.settings)
        client = tools.mail_clients.client(plan.client)
        if plan.already_right:
            account = client.read_back(plan.profile, plan.account)
            return Written(plan, "", account, settings_of(account.values, self.settings))
        if self.shown is not None and self.shown.edits != plan.edits:
            raise ProblemFound(Problem("WRITE-STALE", {"client": plan.client_name}))
        cancel.check()
        with client.closed(plan.profile):
            progress.step(0.1, _words("keeping-the-old"))
            receipt = begin_receipt(tools, plan, client.before_image(plan))
            progress.step(0.15, _words("writing-into", program=plan.client_name))
            try:
                client.write(plan)
            except ProblemFound:
                settle(tools)
                raise
            progress.step(0.2, _words("reading-back"))
            account = client.read_back(plan.profile, plan.account)
        mark_receipt(tools, receipt, ReceiptState.WRITTEN)
        tell_other_stores(tools, read_receipt(tools, receipt).account)
        return Written(plan, receipt, account, settings_of(account.values, self.settings))

    def _check(
        self, tools: Tools, progress: Progress, cancel: Cancel, written: Written, facts: dict[str, Any]
    ) -> Done | Problem:
        progress.item(written)
        progress.step(0.25, _words("checking-mail"))
        learn_passwords(tools, written.settings)
        options = CheckOptions(rule_pairs(), wait_seconds=self.wait_seconds, clean=tools.clean)
        report = MailCheck(written.settings, tools.dialer, options, _Rest(progress, 0.25), cancel).run()
        checked = facts_of(written.settings, report)
        facts |= {"checks": checked["checks"], "notices": checked["notices"]}
        tools.site.update_receipt(written.receipt, {"checks": checked["checks"]})
        value = Written(written.plan, written.receipt, written.account, written.settings, report)
        return Done(facts, value, report.first_problem)


@dataclass(frozen=True)
class KeepWaitingWritten:
    """Wait once more for the message of the check after a write; what was written stays as it is."""

    gives: ClassVar = MailWritten
    written: Written
    facts: Mapping[str, Any]
    wait_seconds: float = 120.0

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Look again; the value is the Written with its new report."""
        report = self.written.report
        assert report is not None
        assert report.ticket is not None
        job = KeepWaiting(self.written.settings, report, report.ticket, self.wait_seconds)
        outcome = job.run(tools, progress, cancel)
        if isinstance(outcome, Problem):
            return outcome
        facts = {**self.facts, **{name: outcome.facts[name] for name in ("checks", "notices")}}
        return Done(facts, replace(self.written, report=outcome.value[1]), outcome.problem)


class _Rest:
    """Shows a part's progress on what is left of the bar."""

    def __init__(self, progress: Progress, begin: float) -> None:
        self._progress, self._begin = progress, begin

    def step(self, fraction: float, text: str) -> None:
        """Report a fraction of the part."""
        self._progress.step(self._begin + (1 - self._begin) * fraction, text)

    def item(self, item: Any) -> None:
        """Pass it on."""
        self._progress.item(item)

"""Job: say what a run with these answers would change at a store; nothing is changed for that."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wizard.books.mapping_file import parse_mapping
from wizard.catalogue.schema import Procedure
from wizard.catalogue.set_up import set_up_words
from wizard.jobs.books.given_matches import own_matches, with_choices
from wizard.jobs.books.own_layouts import other_layouts
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.who_posts import whose_in
from wizard.jobs.daily.keep_schedule import KeepSchedule
from wizard.jobs.daily.kept_mail import proven_servers
from wizard.jobs.export.given import wanted_by
from wizard.jobs.export.plan_export import PlanExport
from wizard.jobs.job import Done, Nothing, Tools
from wizard.jobs.mail.settings import is_pair_open, settings_of, with_pair
from wizard.jobs.programs.mail_program import WRITE, ChooseMailProgram
from wizard.jobs.programs.plan_mail_settings import make_plan
from wizard.model.mail import MailSettings, PortPair
from wizard.model.mail_clients import AccountChoice
from wizard.model.mapping import Choice
from wizard.model.mapping import Mapping as Matches
from wizard.model.match_rows import match_changes
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.record import ProofState
from wizard.procedure.answers import Answers
from wizard.procedure.fields import may_be_asked
from wizard.procedure.shared import fields_of, kept_answers

_WRITES_MAIL, _SENDS = "write_mail_settings", "send_records"


@dataclass(frozen=True)
class Change:
    """One thing that would be another one; of a secret neither value is told."""

    name: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class CompareSetUp:
    """Compare answers and layouts with what a store has. Value: a tuple of Change, empty where all is so.

    A problem is what kept it from looking: that is never told as "nothing would change".
    """

    gives: ClassVar = Nothing
    procedure: Procedure
    answers: Answers
    layouts: Mapping[str, Mapping[str, Any]]

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return the changes; a problem of the password safe, a file of matches, or of Xero."""
        changes = [
            *self._of_proof(tools),
            *self._of_answers(tools),
            *self._of_secrets(tools),
            *(
                self._change(f"layouts.{name}", name, "", name)
                for name in other_layouts(tools.site, self.layouts)
            ),
            *self._of_matches(tools),
            *self._of_schedule(tools),
        ]
        for found in (
            self._in_mail_programs(tools, progress, cancel),
            self._in_xero(tools, progress, cancel),
        ):
            if isinstance(found, Problem):
                return found
            changes += found
        return Done(value=tuple(changes))

    def _change(self, name: str, label: str, old: object, new: object) -> Change:
        return Change(name, label, str(old), str(new))

    @property
    def _jobs(self) -> set[str]:
        return {job for step in self.procedure.steps for job in step.jobs}

    def _before(self, tools: Tools) -> Mapping[str, Any] | None:
        receipt = tools.site.last_receipt(self.procedure.id)
        return None if receipt is None else receipt.get("answers", {})

    def _of_proof(self, tools: Tools) -> Iterator[Change]:
        words, proof = set_up_words().check, tools.site.record().proofs.get(self.procedure.id)
        name, title = self.procedure.id, self.procedure.title
        if proof is None or self._before(tools) is None:
            yield self._change(name, title, words.never, words.proven)
        elif proof.state is ProofState.UNDONE:
            yield self._change(name, title, words.undone, words.proven)
        elif proof.failed:
            yield self._change(name, title, proof.failed, words.proven)

    def _of_answers(self, tools: Tools) -> Iterator[Change]:
        """Yield the plain answers that are others than those of the last receipt, blank being the default."""
        before, wanted = self._before(tools) or {}, kept_answers(self.procedure, self.answers)
        boxes = {spec.id: spec for spec in fields_of(self.procedure)}
        view = {**{n: s.default for n, s in boxes.items() if s.default is not None}, **self.answers}
        for name, spec in boxes.items():
            if spec.kept and spec.kind != "secret" and may_be_asked(spec, view, boxes):
                blank = "" if spec.default is None else spec.default
                old, new = before.get(name, blank), wanted.get(name, blank)
                if old != new:
                    yield self._change(name, spec.label, old, new)

    def _of_secrets(self, tools: Tools) -> Iterator[Change]:
        words, seen = set_up_words().check, set[str]()
        for spec in fields_of(self.procedure):
            given = self.answers.secret(spec.id)
            if given is None or not spec.vault or spec.vault in seen:
                continue
            seen.add(spec.vault)
            kept = tools.vault.get(spec.vault)
            if kept != given:
                yield self._change(
                    spec.id, spec.label, words.other_secret if kept else words.no_secret, words.secret
                )

    def _of_matches(self, tools: Tools) -> Iterator[Change]:
        text = self.answers.text("match")
        if not text:
            return
        own = own_matches(StoreMatches(tools.site, whose_in(self.procedure)))
        given = parse_mapping(json.loads(text), "match")
        if not own.is_for(given.tenant, given.organisation):
            return  # what another organisation has is suggested for what nobody has matched
        record = tools.site.record().organisation
        if record is not None and not given.is_for(record.tenant_id, record.name):
            return
        for one in match_changes(own, with_choices(own, given)):
            yield self._change(f"match.{one.slot}.{one.word}", one.word, _said(one.old), _said(one.new))
        yield from self._of_settings(own, given)

    def _of_settings(self, own: Matches, given: Matches) -> Iterator[Change]:
        for name, value in given.settings.items():
            if own.settings.get(name) != value:
                yield self._change(f"match.settings.{name}", name, own.settings.get(name, ""), value)

    def _of_schedule(self, tools: Tools) -> Iterator[Change]:
        if "keep_schedule" not in self._jobs:
            return
        wanted, now = KeepSchedule.answered(self.answers), tools.site.record().books.schedule
        text = wanted.schedule.text if wanted.schedule is not None else ""
        if not wanted.leaves and text != now:
            yield self._change("schedule", set_up_words().check.schedule, now, text)

    def _in_mail_programs(self, tools: Tools, progress: Progress, cancel: Cancel) -> list[Change] | Problem:
        """Return the boxes of the mail program that the run would write, where it writes into one."""
        if _WRITES_MAIL not in self._jobs or self.answers.text("how", WRITE) != WRITE:
            return []
        address = self.answers.text("email_address")
        chosen = ChooseMailProgram(self.answers.text("target"), WRITE, address).run(tools, progress, cancel)
        if isinstance(chosen, Problem):
            return chosen
        choice = AccountChoice.from_text(str(chosen.facts.get("mail_target", "")))
        if choice is None:
            return []  # nothing here can be written into
        try:
            plan = make_plan(tools, choice, self._mail_settings(tools))
        except ProblemFound as found:
            return found.problem
        return [
            self._change(f"{plan.client_name}.{each.label}", each.label, each.old_words, each.new_words)
            for each in plan.changes
        ]

    def _mail_settings(self, tools: Tools) -> MailSettings:
        """Return what would be written; the ports that got through last, where what answers decides."""
        settings, proven = settings_of(self.answers), proven_servers(tools.site)
        if proven is None or not is_pair_open(self.answers):
            return settings
        return with_pair(settings, PortPair(proven.incoming_port, proven.outgoing_port))

    def _in_xero(self, tools: Tools, progress: Progress, cancel: Cancel) -> list[Change] | Problem:
        """Return how many records would be sent, where the answers say that they are."""
        sends = self.answers.tick("send", default=False) and _SENDS in self._jobs
        if not sends or self._before(tools) is None:
            return []
        try:
            outcome = PlanExport(wanted_by(self.procedure, self.answers)).run(tools, progress, cancel)
        except ProblemFound as found:
            return found.problem
        if isinstance(outcome, Problem):
            return outcome
        count = outcome.value.counts.sent
        return [self._change("send", set_up_words().check.records, 0, count)] if count else []


def _said(choice: Choice | None) -> str:
    return choice.to if choice is not None else ""

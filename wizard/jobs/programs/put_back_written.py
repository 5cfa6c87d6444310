"""Job: write again what somebody changed after us in a mail program."""

from dataclasses import dataclass, replace
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Tools
from wizard.jobs.programs.plan_mail_settings import MailPlanned, plan_facts
from wizard.jobs.programs.receipts import (
    ReceiptState,
    alone,
    begin_receipt,
    cover,
    last_written,
    mark_receipt,
    read_receipt,
    settle,
    without_account,
)
from wizard.jobs.programs.tell_other_stores import tell_other_stores
from wizard.jobs.programs.watch_mail_clients import Watched, note
from wizard.model.mail_clients import BeforeImage, Plan
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


class MailPutBack(MailPlanned, frozen=True, kw_only=True):
    """The plan that was written again, and its receipt (None where nothing was to do)."""

    receipt: str | None = None


@dataclass(frozen=True)
class PutBackWritten:
    """Write again what we last wrote into a receipt's account, under a new receipt. Value: its Plan."""

    gives: ClassVar = MailPutBack
    receipt: str

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Compare, back up, write, verify."""
        try:
            with alone(tools):
                first = read_receipt(tools, self.receipt)
                if (gone := without_account(tools, first)) is not None:
                    return gone  # its lines would make no account, and nobody would see them
                plan = _plan(tools, first.image)
                if plan.already_right:
                    note(tools, [Watched(first, ())])
                    return Done({**plan_facts(plan), "receipt": None}, plan)
                cancel.check()
                client = tools.mail_clients.client(plan.client)
                with client.closed(plan.profile):
                    again = first.again or first.id
                    name = begin_receipt(tools, plan, client.before_image(plan), again)
                    progress.step(0.4, _words("writing-into", program=plan.client_name))
                    try:
                        client.write(plan)
                    except ProblemFound:
                        settle(tools)
                        raise
                mark_receipt(tools, name, ReceiptState.WRITTEN)
                cover(tools, name)  # it is what was proven before
                note(tools, [Watched(first, ())])
                tell_other_stores(tools, first.account)
        except ProblemFound as found:
            return found.problem
        progress.step(1.0, _words("done"))
        return Done({**plan_facts(plan), "receipt": name}, plan)


def _plan(tools: Tools, image: BeforeImage) -> Plan:
    """Return the plan that makes every box hold again what was last written there."""
    rows = last_written(tools, image.client).get((image.client, image.profile, image.account), [])
    last = replace(image, changes=tuple(row.change for row in rows))
    client = tools.mail_clients.client(image.client)
    profile = tools.mail_clients.profile(image.client, image.profile)
    shown = {row.setting: row.now for row in client.versions(profile, last)}
    now = client.stored(profile, [edit.address for edit in last.edits])
    changes = []
    for change in last.changes:
        edits = tuple(
            replace(edit, before=now[edit.address])
            for edit in change.edits
            if now[edit.address] != edit.after and not edit.soft
        )
        if edits:
            words = shown[change.setting]
            changes.append(replace(change, old=words, old_words=words or "", edits=edits))
    return Plan(
        image.client,
        client.name,
        profile,
        image.account,
        image.account_name,
        creates=False,
        changes=tuple(changes),
    )

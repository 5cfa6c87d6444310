"""Job: write again what somebody changed after us in a mail program."""

from dataclasses import dataclass, replace

from wizard.jobs.job import Done, Tools
from wizard.jobs.mail_receipts import ReceiptState, alone, begin_receipt, mark_receipt, read_receipt
from wizard.jobs.plan_mail_settings import plan_facts
from wizard.model.mail_clients import Plan, Profile
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress


@dataclass(frozen=True)
class PutBackWritten:
    """Write a receipt's new values again; this write has a receipt of its own. Value: its Plan."""

    receipt: str

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Compare, back up, write, verify."""
        try:
            with alone(tools):
                image = read_receipt(tools, self.receipt).image
                client = tools.mail_clients.client(image.client)
                profile = tools.mail_clients.profile(image.client, image.profile)
                plan = self._plan(tools, profile)
                if plan.already_right:
                    return Done({**plan_facts(plan), "receipt": None}, plan)
                cancel.check()
                with client.closed(profile):
                    name = begin_receipt(tools, plan, client.before_image(plan))
                    progress.step(0.4, f"Writing into {plan.client_name}")
                    try:
                        client.write(plan)
                    except ProblemFound:
                        mark_receipt(tools, name, ReceiptState.NOT_WRITTEN)
                        raise
                mark_receipt(tools, name, ReceiptState.WRITTEN)
        except ProblemFound as found:
            return found.problem
        progress.step(1.0, "Done")
        return Done({**plan_facts(plan), "receipt": name}, plan)

    def _plan(self, tools: Tools, profile: Profile) -> Plan:
        image = read_receipt(tools, self.receipt).image
        client = tools.mail_clients.client(image.client)
        shown = {row.setting: row.now for row in client.versions(profile, image)}
        now = client.stored(profile, [edit.address for edit in image.edits])
        changes = []
        for change in image.changes:
            edits = tuple(
                replace(edit, before=now[edit.address])
                for edit in change.edits
                if now[edit.address] != edit.after and not edit.soft
            )
            if edits:
                words = shown[change.setting] or ""
                changes.append(replace(change, old=words, old_words=words, edits=edits))
        return Plan(
            image.client,
            client.name,
            profile,
            image.account,
            image.account_name,
            creates=False,
            changes=tuple(changes),
        )

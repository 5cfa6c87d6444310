"""Job: compare the mail programs with what was last written into them."""

from dataclasses import dataclass
from typing import Any

from wizard.jobs.job import Done, Tools
from wizard.jobs.mail_receipts import MailReceipt, ReceiptState, mail_receipts, settle
from wizard.jobs.undo_mail_settings import versions_facts
from wizard.model.mail_clients import Versions
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress


@dataclass(frozen=True)
class Watched:
    """One account that we set up: its last receipt, and the boxes that hold something else now."""

    receipt: MailReceipt
    changed: tuple[Versions, ...]
    problem: Problem | None = None
    """Why it could not be compared."""


@dataclass(frozen=True)
class WatchMailClients:
    """Look once. Value: a tuple of Watched; CLIENT-CHANGED when a box was changed behind our back."""

    client: str | None = None

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Compare every account with its last receipt."""
        settle(tools)
        watched = []
        for receipt in self._last(tools):
            cancel.check()
            progress.step(0.5, f"Looking at {receipt.client_name}")
            watched.append(_compare(tools, receipt))
        progress.step(1.0, "Done")
        changed = [each for each in watched if each.changed]
        facts = {"accounts": [_facts(each) for each in watched]}
        problem = next((each.problem for each in watched if each.problem is not None), None)
        if changed:
            first = changed[0]
            problem = Problem(
                "CLIENT-CHANGED",
                {
                    "client": first.receipt.client_name,
                    "account": first.receipt.image.account_name,
                    "boxes": ", ".join(row.label for row in first.changed),
                    "receipt": first.receipt.id,
                },
            )
        return Done(facts, tuple(watched), problem)

    def _last(self, tools: Tools) -> list[MailReceipt]:
        """Return the newest receipt of every account, where it was written and not undone."""
        last: dict[tuple[str, str, str], MailReceipt] = {}
        for receipt in mail_receipts(tools):
            image = receipt.image
            if receipt.state is ReceiptState.NOT_WRITTEN or self.client not in {None, image.client}:
                continue
            last.setdefault((image.client, image.profile, image.account), receipt)
        return [r for r in last.values() if r.state in {ReceiptState.WRITTEN, ReceiptState.BEGUN}]


def _compare(tools: Tools, receipt: MailReceipt) -> Watched:
    image = receipt.image
    try:
        profile = tools.mail_clients.profile(image.client, image.profile)
        rows = tools.mail_clients.client(image.client).versions(profile, image)
    except ProblemFound as found:
        return Watched(receipt, (), found.problem)
    return Watched(receipt, tuple(row for row in rows if row.now != row.ours))


def _facts(watched: Watched) -> dict[str, Any]:
    image = watched.receipt.image
    return {
        "receipt": watched.receipt.id,
        "client": image.client,
        "account": image.account,
        "account_name": image.account_name,
        "written_at": watched.receipt.made_at,
        "state": "changed" if watched.changed else "unknown" if watched.problem else "as-written",
        "changed": [versions_facts(row) for row in watched.changed],
        "problem": watched.problem.code if watched.problem else None,
    }

"""Job: put back what stood in a mail program before we wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Gives, Tools
from wizard.jobs.programs.plan_mail_settings import ProfileFacts
from wizard.jobs.programs.receipts import MailReceipt, alone, mark_undone, read_receipt, without_account
from wizard.jobs.programs.tell_other_stores import tell_other_stores
from wizard.jobs.programs.versions import VersionsFacts, versions_facts
from wizard.model.mail_clients import Profile, Versions
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


class MailUndone(Gives, frozen=True, kw_only=True):
    """What was put back, box by box, and whether all is as it was."""

    receipt: str = ""
    client: str = ""
    client_name: str = ""
    account: str | None = None
    account_name: str = ""
    profile: ProfileFacts = ProfileFacts()
    boxes: tuple[VersionsFacts, ...] = ()
    identical: bool = False
    already: str = ""
    earlier: str = ""
    """When an earlier write of ours was made that stands there still; it can be undone as well."""
    """When it was put back, where that was before: nothing was changed now."""


@dataclass(frozen=True)
class UndoMailSettings:
    """Undo a receipt. Value: the Versions found; UNDO-CHANGED, with them, when somebody changed one since.

    `overwrite` is a person's choice to have the old ones all the same.
    """

    gives: ClassVar = MailUndone
    receipt: str
    overwrite: bool = False

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Compare, put back, verify."""
        rows: tuple[Versions, ...] = ()
        try:
            with alone(tools):
                progress.step(0.1, _words("looking-at-what-is-there"))
                receipt = read_receipt(tools, self.receipt)
                gone = without_account(tools, receipt)
                if gone is not None and not receipt.image.creates:
                    return gone  # there is no account that could have its old settings back
                image = receipt.image
                client = tools.mail_clients.client(image.client)
                profile = tools.mail_clients.profile(image.client, image.profile)
                rows = client.versions(profile, image)
                facts = undo_facts(tools, receipt, profile, rows)
                if receipt.undone_at and all(row.now == row.old for row in rows):
                    return Done({**facts, "identical": True, "already": receipt.undone_at}, rows)
                cancel.check()
                with client.closed(profile):
                    progress.step(0.3, _words("putting-back"))
                    try:
                        identical = client.undo(profile, image, overwrite=self.overwrite)
                    except ProblemFound as found:
                        return Done(facts, rows, found.problem)
                earlier = mark_undone(tools, receipt)
                tell_other_stores(tools, receipt.account)
        except ProblemFound as found:
            return found.problem
        progress.step(1.0, _words("done"))
        return Done({**facts, "identical": identical, "already": "", "earlier": earlier}, rows)


def undo_facts(
    tools: Tools, receipt: MailReceipt, profile: Profile, rows: Iterable[Versions]
) -> dict[str, Any]:
    """Return whose settings an undo concerns, and every box in its three versions."""
    image = receipt.image
    return {
        "receipt": receipt.id,
        "client": image.client,
        "client_name": tools.mail_clients.client(image.client).name,
        "account": image.account,
        "account_name": image.account_name,
        "profile": {"key": profile.key, "name": profile.name, "path": profile.path},
        "boxes": [versions_facts(row) for row in rows],
    }

"""Job: show what an undo would put back, box by box; writes nothing."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Tools
from wizard.jobs.programs.receipts import read_receipt
from wizard.jobs.programs.undo_mail_settings import MailUndone, undo_facts
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


@dataclass(frozen=True)
class CompareUndo:
    """Compare a receipt with what is there now. Value: the Versions found."""

    gives: ClassVar = MailUndone
    receipt: str

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Look; RECEIPT-…, CLIENT-… where there is nothing to compare."""
        progress.step(0.1, _words("looking-at-what-is-there"))
        try:
            receipt = read_receipt(tools, self.receipt)
            image = receipt.image
            profile = tools.mail_clients.profile(image.client, image.profile)
            rows = tools.mail_clients.client(image.client).versions(profile, image)
        except ProblemFound as found:
            return found.problem
        return Done(undo_facts(tools, receipt, profile, rows), rows)

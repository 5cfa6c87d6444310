"""Job: compare what was pasted back from the other program with what was to be copied."""

from dataclasses import dataclass

from wizard.jobs.job import Asked, Done, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret


@dataclass(frozen=True)
class CheckCopy:
    """Compare a pasted text with the secret that was to be copied."""

    pasted: Secret | None
    wanted: Secret | None

    @classmethod
    def asked(cls, asked: Asked) -> "CheckCopy":
        """Build the input from a run's answers; the session takes the secret out of the vault if need be."""
        return cls(asked.answers.secret("paste_back"), asked.answers.secret("api_secret"))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Say that the copy is whole, or how much is missing; an empty box is said on the receipt."""
        if self.pasted is None or not self.pasted:
            return Done({"copy_checked": False})
        if self.wanted is None:
            return Problem("SECRET-GONE", {"box": "XERO API Secret", "field": "api_secret"})
        pasted, whole = self.pasted.reveal().strip(), self.wanted.reveal()
        if pasted == whole:
            return Done({"copy_checked": True})
        missing = len(whole) - len(pasted)
        if missing > 0 and pasted and pasted in whole:
            return Problem("COPY-CUT", {"missing": missing, "length": len(whole)})
        return Problem("COPY-OTHER", {"pasted": len(pasted), "length": len(whole)})

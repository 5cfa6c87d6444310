"""Job: compare what was pasted back from the other program with what was to be copied."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.load import screen
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret


class CopyChecked(Gives, frozen=True, kw_only=True):
    """Whether a copy was pasted back and is whole."""

    copy_checked: bool = False


@dataclass(frozen=True)
class CheckCopy:
    """Compare a pasted text with the secret that was to be copied."""

    gives: ClassVar = CopyChecked
    needs_copied: ClassVar = True
    """It needs the secrets that the screen's lines copy."""

    pasted: Secret | None
    wanted: Secret | None
    box: str = "XERO API Secret"
    field: str = "api_secret"
    program: str = "the Warehouse"

    @classmethod
    def asked(cls, asked: Asked) -> "CheckCopy":
        """Build the input from a run's answers; the session takes the secret out of the vault if need be."""
        pasted, answers = asked.answers.secret("paste_back"), asked.answers
        step = next(s for s in asked.procedure.steps if s.id == asked.step)
        lines = [line for line in screen(step.screen).lines if line.secret]
        # Of several secrets that a screen may show, this run has one.
        line = next((one for one in lines if answers.secret(one.secret) is not None), lines[0])
        program = "the Warehouse" if asked.procedure.vendor == "Imagatec" else asked.procedure.vendor
        return cls(pasted, answers.secret(line.secret), line.text, line.secret, program)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Say that the copy is whole, or how much is missing; an empty box is said on the receipt."""
        if self.pasted is None or not self.pasted:
            return Done({"copy_checked": False})
        if self.wanted is None:
            return Problem("SECRET-GONE", {"box": self.box, "field": self.field})
        pasted, whole = self.pasted.reveal().strip(), self.wanted.reveal()
        if pasted == whole:
            return Done({"copy_checked": True})
        missing = len(whole) - len(pasted)
        if missing > 0 and pasted and pasted in whole:
            return Problem("COPY-CUT", {"missing": missing, "length": len(whole), "program": self.program})
        return Problem("COPY-OTHER", {"pasted": len(pasted), "length": len(whole), "program": self.program})

"""Job: compare what was pasted back from the other program with what was to be copied."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.listing import listed
from wizard.catalogue.load import screen
from wizard.catalogue.schema import Line
from wizard.catalogue.wording import fill
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.jobs.papers.make_hand_over import known_facts
from wizard.model.kept_secrets import secret_gone
from wizard.model.problem import Fact, Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret

_words = words_of(__name__)
_OWN_VENDOR = "Imagatec"


class CopyChecked(Gives, frozen=True, kw_only=True):
    """Whether all copies were pasted back and are whole; `copied` and `not_copied` name them."""

    copy_checked: bool = False
    copied: str = ""
    not_copied: str = ""


@dataclass(frozen=True)
class Copy:
    """One value that goes into another program: its box there, ours to paste it back, and both texts."""

    box: str
    field: str
    wanted: Secret | None
    pasted: Secret | None


@dataclass(frozen=True)
class CheckCopy:
    """Compare pasted texts with the values that were to be copied."""

    gives: ClassVar = CopyChecked
    needs_copied: ClassVar = True
    """It needs the secrets that the screen's lines copy."""

    copies: tuple[Copy, ...]
    program: str = ""
    """Where the copies were pasted; "" for the Warehouse."""

    @classmethod
    def asked(cls, asked: Asked) -> "CheckCopy":
        """Build the input from a run's answers; the session takes secrets out of the vault if need be."""
        program = "" if asked.procedure.vendor == _OWN_VENDOR else asked.procedure.vendor
        return cls(tuple(_copies(asked)), program)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Say which copies are whole, or how much is missing of one; an empty box is said on the receipt."""
        copied, left = [], []
        for copy in self.copies:
            if not copy.pasted:
                left.append(copy.box)
                continue
            problem = self._compare(copy, tools)
            if problem is not None:
                return problem
            copied.append(copy.box)
        facts = {"copied": listed(copied), "not_copied": listed(left)}
        return Done({"copy_checked": bool(copied) and not left, **facts})

    def _compare(self, copy: Copy, tools: Tools) -> Problem | None:
        assert copy.pasted is not None
        if not copy.wanted:
            return secret_gone(tools.vault, copy.box, copy.field)
        pasted, whole = copy.pasted.reveal().strip(), copy.wanted.reveal()
        if pasted == whole:
            return None
        where: dict[str, Fact] = {
            "box": copy.box,
            "field": copy.field,
            "program": self.program or _words("warehouse"),
        }
        where["length"] = len(whole)
        missing = len(whole) - len(pasted)
        if missing > 0 and pasted and pasted in whole:
            return Problem("COPY-CUT", {**where, "missing": missing})
        if not missing:
            where["as_long"] = "yes"
        return Problem("COPY-OTHER", {**where, "pasted": len(pasted)})


def _copies(asked: Asked) -> Iterator[Copy]:
    step = next(s for s in asked.procedure.steps if s.id == asked.step)
    shown, answers = screen(step.screen), asked.answers
    lines = {line.text: line for line in shown.lines}
    for spec in (spec for spec in shown.fields if spec.copy_of):
        # Of several values that a screen may show, this run has one.
        options = [lines[text] for text in spec.copy_of]
        line = next((one for one in options if _value(one, asked)), options[0])
        pasted = answers.secret(spec.id) or Secret(answers.text(spec.id))
        field = line.secret if line.secret and not _value(line, asked) else spec.id
        yield Copy(line.text, field, _value(line, asked), pasted)


def _value(line: Line, asked: Asked) -> Secret | None:
    if line.secret:
        return asked.answers.secret(line.secret)
    return Secret(fill(line.copy, known_facts(asked)))

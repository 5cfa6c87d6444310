"""Job: say whether a `2RF:` line is whole, and whether what was pasted back is the same."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.schema import VendorPage
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.jobs.xero.vendor_said import COPIED, NAMED, PICKED, VendorSaid
from wizard.model.problem import Fact, Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.oauth.clean_text import clean
from wizard.oauth.marked_line import find_lines
from wizard.oauth.pasted_key import KeyKind, inspect_key


def whole_line(text: str, page: VendorPage) -> str | Problem:
    """Return the one whole line of a text, or LINE-NONE, LINE-TWO, KEY-CUT, KEY-ADDRESS."""
    kind = inspect_key(text, page.min_length).kind
    found = {line.text: line for line in find_lines(text)}
    if kind is KeyKind.REDIRECT_ADDRESS:
        return Problem("KEY-ADDRESS")
    if len(found) > 1:
        return Problem("LINE-TWO", {"count": len(found)})
    if kind is KeyKind.OAUTH2_TRUNCATED:
        behind = any(len(line) >= page.min_length for line in found)
        return Problem("KEY-CUT", {"length": len(clean(text)), "how": "pieces" if behind else "short"})
    return next(iter(found), "") or Problem("LINE-NONE")


class LineChecked(Gives, frozen=True, kw_only=True):
    """How long the whole line is, whether it was copied here, whether what came back is the same, and who
    named which organisation for it.
    """

    line_length: int = 0
    line_copied: bool = False
    copy_checked: bool = False
    vendor_named: str = ""
    picked_name: str = ""


@dataclass(frozen=True)
class CheckLine:
    """Look at the line and at its copy; neither is kept."""

    gives: ClassVar = LineChecked
    needs: ClassVar = ("line",)
    line: Secret
    pasted: Secret | None
    page: VendorPage
    named: str = ""
    """The organisation that the vendor's page named beside this line."""
    picked: str = ""
    """The one that a person says was picked."""
    copied: bool = False
    """Whether it was copied with our button."""

    @classmethod
    def asked(cls, asked: Asked) -> "CheckLine":
        """Build the input from a run's answers."""
        page, answers = asked.procedure.vendor_page, asked.answers
        assert page is not None
        line, pasted = answers.secret("line") or Secret(""), answers.secret("paste_back")
        unknown = answers.tick("picked_unknown", default=False)
        picked = "" if unknown else answers.text(PICKED)
        copied = answers.tick(COPIED, default=False)
        return cls(line, pasted, page, answers.text(NAMED), picked, copied)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return the line's length, what was said of it, and whether the copy was compared."""
        whole = whole_line(self.line.reveal(), self.page)
        if isinstance(whole, Problem):
            return whole
        tools.learn(whole, [])
        said = VendorSaid(self.page.owner, self.page.finds, self.named, self.picked)
        problem = said.contradiction(allow_demo=tools.world.is_practice)
        if problem is not None:
            return problem
        facts = {
            "line_length": len(whole),
            NAMED: self.named,
            "picked_name": self.picked,
            COPIED: self.copied,
        }
        if not self.pasted:
            return Done({**facts, "copy_checked": False})
        pasted = clean(self.pasted.reveal())
        if pasted == whole:
            return Done({**facts, "copy_checked": True})
        where: dict[str, Fact] = {"length": len(whole), "of": "line", "field": "paste_back"}
        missing = len(whole) - len(pasted)
        if missing > 0 and pasted and pasted in whole:
            return Problem("COPY-CUT", {"missing": missing, **where})
        if not missing:
            where["as_long"] = "yes"
        return Problem("COPY-OTHER", {"pasted": len(pasted), **where})

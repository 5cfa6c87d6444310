"""W8: what a sending would do: how many records, to which accounts, what stays here and why, how long."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wizard.books.report import FolderReport
from wizard.catalogue.export import export_words, window_words
from wizard.catalogue.schema import FieldSpec
from wizard.catalogue.words import words_of
from wizard.export.tally import equal_ones
from wizard.gui.pages.check_records import CheckRecordsPage, Figure, Rows
from wizard.gui.pages.outcome_rows import Ways, address_in, outcome_rows
from wizard.gui.widgets.figures_table import figures_table
from wizard.gui.widgets.labels import label, link
from wizard.jobs.export.review_records import Reviewed
from wizard.model.export import Equals, Plan
from wizard.model.findings import EqualFindings, Report
from wizard.session.results import StepResult

_words = words_of(__name__)

_DRAFTS, _SEND = "as_drafts", "send"
_LONGEST_NAME = 40
_MINUTE = 60
_SAID_BELOW = {"held", "row-fault", "left-out", "payment-type-not-used", "payment-not-sent"}
"""What the plan names by the records that stay, with the reason."""


class PlanRecordsPage(CheckRecordsPage):
    """Checks and plans each time it is shown; its verb is the consent to send what stands here."""

    def build(self, body: QVBoxLayout) -> None:
        """The plan comes with the check; the first time invoices may go as drafts."""
        self._plan: Plan | None = None
        self._is_refused = False
        self._again = ""
        # Above what comes anew when it is pressed, so that it stays where it is.
        self.add_choices(body)
        super().build(body)
        # Not beside the verb: nobody presses one of them for the other.
        self._not_now = link(window_words("not_now"))
        self._not_now.clicked.connect(lambda _checked=False: self.finish_without_sending())
        self._not_now.hide()
        self.head.addWidget(self._not_now)

    def add_choices(self, body: QVBoxLayout) -> None:
        """Put what is chosen here at the top."""
        drafts = self.boxes.add(self.spec(_DRAFTS), "A", body)
        drafts.setVisible(bool(drafts.value))
        drafts.changed.connect(self._choose_drafts)

    def spec(self, name: str) -> FieldSpec:
        """Return a box of this screen as its data has it."""
        return next(one for one in self.session.screen.fields if one.id == name)

    @property
    def plans(self) -> bool:
        """Whether anything would go from here at all."""
        return True

    def _choose_drafts(self) -> None:
        """Drafts change what would pass and what would go: look again."""
        if self.boxes[_DRAFTS].value is not self.session.answers.tick(_DRAFTS, default=False):
            self.session.fill(self.values())
            self.tools.run()

    @property
    def nothing_sent(self) -> str:
        """What is said of sending, and that today something went already."""
        if not self.plans:
            return super().nothing_sent
        return f"{window_words('nothing_yet')} {self._again}".rstrip()

    # --- its verbs ---

    verb_word: ClassVar[str] = "send"
    """What sending is called here, as the window's words have it."""

    @property
    def verb(self) -> str:
        """What would go, and where to; with nothing to send there is still what is to be proven."""
        plan = self._plan
        if plan is None or self._is_refused:
            return self.session.screen.again
        if plan.counts.sent:
            word = f"{self.verb_word}_one" if plan.counts.sent == 1 else self.verb_word
            name = plan.organisation
            name = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
            return window_words(word, count=f"{plan.counts.sent:,}", organisation=name)
        return window_words("read_back") if plan.counts.already_there else self.leads_on

    @property
    def commits(self) -> bool:
        """Whether its verb sends."""
        return self._plan is not None and bool(self._plan.counts.sent)

    def press(self) -> bool:
        """Agree to what is in sight, and to nothing else; without a plan that may go check again."""
        plan = self._plan
        if plan is None or self._is_refused:
            self.tools.run()
            return True
        self.session.answering.put(_SEND, bool(plan.counts.sent or plan.counts.already_there))
        self.tools.go_on()
        return True

    def finish_without_sending(self) -> None:
        """Go to the end; what was checked is kept, and nothing is sent."""
        self.session.answering.put(_SEND, False)
        self.tools.go_on()

    @property
    def _is_all_there(self) -> bool:
        """Whether nothing would go."""
        return self._plan is not None and not self._plan.counts.sent

    # --- what is shown ---

    def begin(self) -> None:
        """What was planned before does not count any more, and no consent either."""
        self._plan = None
        self._not_now.hide()
        self.session.answering.put(_SEND, False)
        super().begin()

    def show_result(self, result: StepResult) -> None:
        """Show the plan among what was found."""
        reviewed = result.value
        if isinstance(reviewed, Reviewed):
            self._plan, self._is_refused = reviewed.plan, not result.ok
            self._again = str(result.facts.get("again", ""))
            drafts = self.boxes.get(_DRAFTS)
            if reviewed.plan is not None and drafts is not None:
                drafts.setVisible(reviewed.plan.is_first or bool(drafts.value))
            self._not_now.setVisible(result.ok and not self._is_all_there)
            result = replace(result, value=reviewed.checked)
        super().show_result(result)

    def figures(self, found: FolderReport, report: Report) -> Sequence[Figure]:
        """Return what would go, what is there, what stays here, what is left out."""
        if not self.plans:
            return super().figures(found, report)
        if self._plan is None:
            checked, _there, *others = super().figures(found, report)
            return (checked, (window_words("there"), window_words("not_asked"), "", ""), *others)
        counts = self._plan.counts
        if self._is_refused:
            checked, (there, _, _, tone), (refused, _, below, fault), out = super().figures(found, report)
            seen = (there, f"{counts.already_there:,}", window_words("seen"), tone)
            return (checked, seen, (refused, f"{counts.failed:,}", below, fault), out)
        stays = counts.failed + counts.held
        of_all = window_words("from_files", count=f"{counts.read:,}")
        return (
            (window_words("to_send"), f"{counts.sent:,}", of_all, ""),
            (window_words("there"), f"{counts.already_there:,}", window_words("seen"), ""),
            (
                window_words("stays"), f"{stays:,}",
                window_words("see_below") if stays else "", "fault" if stays else "",
            ),
            (
                window_words("out"), f"{counts.excluded:,}",
                window_words("by_choice") if counts.excluded else "", "",
            ),
        )  # fmt: skip

    def was_compared(self) -> bool:
        """Whether Xero was asked what it holds; what is kept of it says nothing of what went since."""
        return self._plan is not None

    def sorted_out(self, report: Report) -> tuple[Sequence[EqualFindings], Sequence[EqualFindings]]:
        """Return what will not pass; what the sender puts right by itself is to be known."""
        if self._plan is None:
            return super().sorted_out(report)
        stay = {one.why.rule for one in self._plan.outcomes if one.why is not None}
        refused = [one for one in report.rejections if one.id in stay]
        others = [one for one in report.rejections if one.id not in stay]
        # Of what is refused the plan's own rows are not shown.
        said_below = set() if self._is_refused else _SAID_BELOW | stay
        return refused, [*others, *(one for one in report.warnings if one.id not in said_below)]

    @property
    def _stays(self) -> list[Equals]:
        """What does not go for another reason than a rule of the check."""
        outcomes = self._plan.outcomes if self._plan is not None and not self._is_refused else ()
        return equal_ones(one for one in outcomes if one.why is None or one.why.code != "rule")

    def lists(self, report: Report) -> list[Rows]:
        """Return also what does not go for another reason."""
        refused, *others = super().lists(report)
        ways = Ways(address_in(self.session), self.tools.act)
        rows = outcome_rows(self._stays, ways)
        self.fixes += ways.buttons if self._plan is not None and self._plan.counts.failed else []
        return [refused, (window_words("reason"), rows), *others]

    def show_totals(self, found: FolderReport, slot: QVBoxLayout) -> None:
        """Show what would go by kind and account, what would not and why, and what it takes."""
        plan = self._plan
        if plan is None or self._is_refused:
            super().show_totals(found, slot)
            return
        if plan.sums:
            sums = self._sums(plan)
            slot.addWidget(self.folded(sums, "sums", beside=_cost(plan)) if self.is_crowded else sums)
        if (cost := _cost(plan)) and not (plan.sums and self.is_crowded):
            slot.addWidget(label(cost, name="muted"))

    def _sums(self, plan: Plan) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 8)
        words = export_words().kinds
        rows = [(words[one.kind], one.count, one.total, one.kind == "contact") for one in plan.kinds]
        column.addWidget(_table(rows))
        by_account = [
            (f"{words[one.kind]} → {one.account}", one.count, one.total, False)
            for one in plan.sums
            if one.account
        ]
        accounts = _table(by_account, head=False)
        column.addWidget(accounts if self.is_crowded else self.folded(accounts, "accounts"))
        return card


Row = tuple[str, int, Decimal, bool]
"""What a row is about, how many, their sum, and whether that has no meaning."""


def _table(rows: Sequence[Row], *, head: bool = True) -> QWidget:
    holder = QWidget()
    heads = [window_words(name) for name in ("kind", "records", "amount")] if head else []
    texts = [
        (what, f"{count:,}", "" if has_no_sum else f"{total:,.2f}") for what, count, total, has_no_sum in rows
    ]
    figures_table(holder, heads, texts).setContentsMargins(0, 0, 0, 0)
    return holder


def _cost(plan: Plan) -> str:
    if not plan.calls:
        return ""  # nothing goes
    allowance = plan.allowance
    facts = {"day": f"{allowance.day or 0:,}", "used": f"{allowance.used_today:,}"}
    left = window_words("left_unknown" if allowance.day is None else "left", **facts)
    return f"{window_words('cost', calls=f'{plan.calls:,}', time=_time(plan.seconds))} {left}"


def _time(seconds: int) -> str:
    if seconds == 1:
        return _words("second")
    if seconds < 2 * _MINUTE:
        return _words("seconds", seconds=seconds)
    return _words("minutes", minutes=seconds // _MINUTE)

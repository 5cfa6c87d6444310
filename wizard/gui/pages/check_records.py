"""W8, R6: what Xero would take, refuse or leave out, before anything is sent; and where each is put right."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wizard.books.report import FolderReport
from wizard.catalogue.export import window_words
from wizard.catalogue.kinds import file_words
from wizard.catalogue.listing import and_others, listed
from wizard.catalogue.schema import Action
from wizard.catalogue.wording import wording
from wizard.catalogue.words import amount, number, words_of
from wizard.gui.actions import XERO
from wizard.gui.matching.age import age_in_words
from wizard.gui.pages.choose_columns import COLUMNS, name_file_of
from wizard.gui.pages.outcome_rows import address_in
from wizard.gui.pages.page import Begins, Page
from wizard.gui.widgets.figures_table import figures_table
from wizard.gui.widgets.labels import CAPTION, SUBTITLE, SignLabel, button, label, link
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.leaves import Under, card_of
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.jobs.books.check_records import Checked
from wizard.model.findings import EqualFindings, Report
from wizard.session.results import StepResult

_words = words_of(__name__)

REJECTED = "BOOKS-REJECTED"
_LISTED = 20
_NAMED = 4
_ROWS = 2
"""Rows in sight at once: a small screen has no room for more."""
_FIELDS = {"status": "as_drafts"}
"""A setting to the box that it is answered in, where they are called differently."""


class CheckRecordsPage(Page):
    """Checks each time it is shown: a match that was put right counts at once."""

    begins: ClassVar[Begins] = Begins.EACH_TIME
    stays: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """All of it comes with the check."""
        self.fixes: list[QPushButton] = []
        self.is_crowded = False
        self._slot = QVBoxLayout()
        self._slot.setSpacing(8)
        body.addLayout(self._slot)
        for note in self.session.screen.notes:
            card = QFrame()
            card.setObjectName("notice")
            inside = QVBoxLayout(card)
            inside.setContentsMargins(12, 4, 12, 4)
            inside.addWidget(label(note))
            body.addWidget(card)

    @property
    def nothing_sent(self) -> str:
        """What is said of sending."""
        return _words("nothing-is-sent")

    @property
    def verb(self) -> str:
        """What is right goes on; what is not is checked again once it was put right."""
        result = self.session.result
        return self.leads_on if result is not None and result.ok else _words("check-again")

    @property
    def again(self) -> str:
        """Nothing but the verb."""
        return ""

    def take_action(self, action: Action) -> bool:
        """A problem's button: says the columns of the file that asks."""
        result = self.session.result
        if action.step == COLUMNS and result is not None and result.problem is not None:
            name_file_of(self.session, result.problem)
        return super().take_action(action)

    def begin(self) -> None:
        """What was found before does not count any more."""
        super().begin()
        empty(self._slot)

    def show_result(self, result: StepResult) -> None:
        """Show the totals, then what will not pass, then what is to be known."""
        checked = result.value
        if result.problem is not None and result.problem.code != REJECTED:
            self.show_problem(result.problem)
        if not isinstance(checked, Checked) or checked.report is None:
            return
        empty(self._slot)
        self.fixes.clear()
        report = checked.report
        self._slot.addLayout(tiles(self.figures(checked.found, report)))
        self._slot.addWidget(label(f"{self.nothing_sent} {_age(report)}", name="muted"))
        if checked.not_asked is not None:
            silent = wording(checked.not_asked)
            text = _words("not-asked-anew", what=silent.what, do=silent.do)
            self._slot.addWidget(label(text, name="warn"))
        if checked.found.ignored:
            words = "; ".join(f"{one.file}: {one.reason}" for one in checked.found.ignored)
            self._slot.addWidget(label(_words("not-sent", files=words), name="muted"))
        self._show_lists([one for one in self.lists(report) if one[1]])
        if not report.rejections and report.checked and self.was_compared():
            self._slot.addWidget(SignLabel(_words("nothing-found"), is_well=True))
        self.show_totals(checked.found, self._slot)
        self.rebuilt.emit()
        if self.fixes:
            self.fixes[0].setFocus()

    def figures(self, found: FolderReport, report: Report) -> "Sequence[Figure]":
        """Return the four figures at the top: checked, already in Xero, will not pass, left out."""
        refused, speaks = report.refused(), bool(report.rejections)
        there = report.there + sum(one.count for one in report.findings if one.id in _THERE)
        by_files = sum(len(file.excluded) for file in found.files)
        out = by_files + report.left_out
        what = _words("every-other") if report.left_out else _words("every-record")
        what = what if found.files else _words("what-you-matched")
        return (
            (_words("checked"), number(report.checked), what, ""),
            (_words("already-in-xero"), *_seen_in_xero(report, there), ""),
            (
                _words("will-not-pass"),
                number(refused) if report.checked or refused else _words("not-checked-at-all"),
                _words("see-below") if speaks else "",
                "fault" if speaks else "",
            ),
            (
                _words("left-out"),
                number(out) if found.files else _words("not-read"),
                _why_out(by_files, report.left_out),
                "",
            ),
        )

    def was_compared(self) -> bool:
        """Whether all that this screen promises to look at was looked at."""
        return True

    def sorted_out(self, report: Report) -> tuple[Sequence[EqualFindings], Sequence[EqualFindings]]:
        """Return what will not pass, and what is to be known all the same."""
        return report.rejections, report.warnings

    def show_totals(self, found: FolderReport, slot: QVBoxLayout) -> None:
        """Show below everything else what the files hold."""
        if found.files:
            slot.addWidget(self.folded(_totals(found), "files") if self.is_crowded else _totals(found))

    def folded(self, inside: QWidget, words: str, *, beside: str = "") -> QWidget:
        """Return something behind a press that shows it and hides it; `words`, `no_words` say which."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        opener = link(window_words(words))
        inside.hide()

        def press() -> None:
            inside.setVisible(inside.isHidden())
            opener.setText(window_words(words if inside.isHidden() else f"no_{words}"))
            self.rebuilt.emit()

        opener.clicked.connect(lambda _checked=False: press())
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(opener)
        head.addWidget(label(beside, name="muted", scale=CAPTION), 1)
        column.addLayout(head)
        column.addWidget(inside)
        return holder

    def poses(self) -> Iterator[tuple[str, str]]:
        """What will not pass, where something does not."""
        if self.fixes:
            yield "faults", _words("some-will-not-pass")

    def lists(self, report: Report) -> "list[Rows]":
        """Return what stands below the figures: each list's heading, and its rows."""
        rejections, warnings = self.sorted_out(report)
        return [
            (_words("will-not-pass"), [self._finding(one, rejects=True) for one in rejections]),
            (_words("to-know"), [self._finding(one, rejects=False) for one in warnings]),
        ]

    def _show_lists(self, lists: "Sequence[Rows]") -> None:
        """Show each list by itself where there is room, else all rows in one that is leafed through."""
        self.is_crowded = sum(len(rows) for _, rows in lists) > _ROWS
        self._slot.setSpacing(4 if self.is_crowded else 8)
        if self.is_crowded:
            every = [Under(heading, row) for heading, rows in lists for row in rows]
            self._slot.addWidget(card_of(every, _ROWS))
            return
        for heading, rows in lists:
            self._slot.addWidget(label(heading, bold=True))
            self._slot.addWidget(card_of(rows, _ROWS))

    def _finding(self, one: EqualFindings, *, rejects: bool) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(StateMark(Mark.FAILED if rejects else Mark.TODO, "" if rejects else "!"))
        what = one.first[0].message
        row.addWidget(label(f"{number(one.count)} × {what}" if one.count > 1 else what, bold=True), 1)
        lines = _records(one)
        lines.hide()
        made = self._fix_button(one)
        if made is not None:
            row.addWidget(made)
            self.fixes += [made] if rejects else []
        column.addLayout(row)
        which = _indented(_documents(one))
        if one.count > 1 and any(each.place for each in one.first):
            shows = link(_words("show-records"))
            shows.clicked.connect(lambda _checked=False: self._unfold(shows, lines))
            beside = QHBoxLayout()
            which.setWordWrap(False)
            beside.addWidget(which)
            beside.addWidget(shows)
            beside.addStretch(1)
            column.addLayout(beside)
        else:
            column.addWidget(which)
        said = _words("xero-would-say", said=one.xero_says) if one.xero_says else ""
        column.addWidget(_indented(f"{said}{one.do}."))
        column.addWidget(lines)
        return holder

    def _fix_button(self, one: EqualFindings) -> QPushButton | None:
        """Return the button that leads to where it is put right; None where the screen does not know."""
        fix = one.fix
        made = button(_words.one_of("fix", fix.kind))
        place = next((each.place for each in one.first if each.place is not None), None)
        actions = {
            "record": Action(
                label="", does="open", text=address_in(self.session)(place.file) if place else XERO
            ),
            "match": Action(label="", does="edit", field=f"{fix.at}:{fix.word}"),
            "setting": Action(label="", does="edit", field=_FIELDS.get(fix.at, fix.at)),
            "xero": Action(label="", does="open", text=XERO),
            "connection": Action(label="", does="reconnect"),
        }
        action = actions[fix.kind]
        if fix.kind == "record" and place is None:
            return None
        if action.does == "edit" and self.session.step_with(action.field) is None:
            return None
        made.setAccessibleDescription(one.first[0].message)
        made.clicked.connect(lambda _checked=False: self.tools.act(action))
        return made

    def _unfold(self, opener: QPushButton, lines: QWidget) -> None:
        lines.setVisible(lines.isHidden())
        opener.setText(_words("hide-records") if lines.isVisibleTo(self) else _words("show-records"))
        self.rebuilt.emit()


Rows = tuple[str, list[QWidget]]
"""A list's heading, and its rows."""
Figure = tuple[str, str, str, str]
"""A tile's heading, its figure, what stands below, and the figure's style."""


def tiles(figures: Sequence[Figure], made: dict[str, QLabel] | None = None) -> QHBoxLayout:
    """Return figures side by side; `made` gets the label of each by its heading."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for name, figure, below, style in figures:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(0)
        inside.addWidget(label(name, name="muted"))
        big = label(figure, bold=True, scale=SUBTITLE, name=style)
        big.setAccessibleName(f"{name}: {figure}")
        inside.addWidget(big)
        if made is not None:
            made[name] = big
        inside.addWidget(label(below, name="muted", scale=CAPTION))
        row.addWidget(card, 1)
    return row


def _why_out(by_files: int, chosen: int) -> str:
    if chosen:
        return _words("by-choice")
    return _words("not-to-be-sent") if by_files else ""


_THERE = {"number-taken"}
"""The rules that speak of a number which Xero has."""


def _seen_in_xero(report: Report, there: int) -> tuple[str, str]:
    """Return how many Xero has already, and who says so; a number only where somebody was asked for it."""
    if report.numbers_asked:
        return number(there), _words("by-numbers")
    if there:
        return number(there), _words("sent-from-here")
    return _words("not-asked"), _words("invoices-not-asked") if "invoices" in report.not_checked else ""


def _age(report: Report) -> str:
    """Return when Xero's side was read, and what of it nobody could read."""
    if report.chart_read_at is None:
        said = _words("age-unknown")
    else:
        age = age_in_words(report.chart_read_at)
        said = _words("accounts-read", age=age)
    if report.not_checked:
        parts = listed(_words.one_of("parts", part) for part in report.not_checked)
        said += _words("not-checked", parts=parts)
    return said


def _indented(text: str) -> QLabel:
    made = label(text, name="muted", scale=CAPTION)
    made.setContentsMargins(32, 0, 0, 0)
    return made


def _documents(one: EqualFindings) -> str:
    if one.count == 1:
        first = one.first[0]
        place = _words("place", file=first.place.file, line=first.place.line) if first.place else ""
        return _words("in").join(filter(None, (first.document, place)))
    names = list(dict.fromkeys(each.document for each in one.first if each.document))
    if one.count > len(one.first):
        return and_others(names[:_NAMED])
    return listed(names, _NAMED)


def _records(one: EqualFindings) -> QWidget:
    """Return the records with the file and line where each stands."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(32, 2, 0, 4)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(2, 1)
    for at, each in enumerate(one.first[:_LISTED]):
        place = _words("place", file=each.place.file, line=each.place.line) if each.place else ""
        for column, text in enumerate((each.document, place, each.message)):
            cell = label(text, name="" if not column else "muted", scale=CAPTION)
            cell.setWordWrap(column == 2)
            grid.addWidget(cell, at, column)
    if one.count > _LISTED:
        grid.addWidget(label(_words("more", count=one.count - _LISTED), name="muted"), _LISTED, 0, 1, 3)
    return holder


def _totals(found: FolderReport) -> QFrame:
    """Return what the files hold: records and amounts by kind."""
    kinds: dict[str, list[Decimal]] = {}
    for file in found.files:
        sums = kinds.setdefault(file.kind, [Decimal(0), Decimal(0)])
        sums[0] += file.records
        sums[1] += _decimal(file.total)
    rows = [
        (file_words().kinds[kind].title, number(int(records)), "" if kind == "contacts" else amount(total))
        for kind, (records, total) in kinds.items()
    ]
    card = QFrame()
    card.setObjectName("card")
    figures_table(
        card, (_words("in-your-files"), _words("records"), _words("amount")), rows
    ).setContentsMargins(12, 8, 12, 8)
    return card


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(0)

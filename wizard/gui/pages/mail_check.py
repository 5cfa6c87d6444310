"""M4: seven rows, each with its result, what was found, and its seconds."""

from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from wizard.catalogue.schema import Action
from wizard.catalogue.words import words_of
from wizard.gui.pages.items import Item
from wizard.gui.pages.page import Page
from wizard.gui.widgets.labels import CAPTION, SignLabel, label
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.spoken_fold import SpokenFold
from wizard.jobs.job import Job
from wizard.jobs.mail.check_mail import KeepWaiting
from wizard.model.mail import CheckId, CheckRow, CheckState, MailReport
from wizard.session.results import StepResult

_words = words_of(__name__)

_SERVER_SPEAKS = {CheckId.INCOMING_LOGIN, CheckId.OUTGOING_LOGIN, CheckId.SENDER, CheckId.ROUND_TRIP}
"""Rows in which the mail server itself answers; before, what is told are words of this PC."""
_PLACED_MS = 50
"""After which what was opened has its place."""
_MARKS = {CheckState.PASSED: Mark.DONE, CheckState.FAILED: Mark.FAILED, CheckState.SKIPPED: Mark.TODO}


def _seconds(seconds: float) -> str:
    """Return seconds as a person believes them."""
    return _words("seconds", seconds=seconds) if seconds >= 0.1 else _words("no-time")


def said_of(row: CheckRow) -> str:
    """Return what a row found, in the user's words."""
    facts: dict[str, Any] = dict(row.facts)
    if row.state is CheckState.SKIPPED:
        return _words.one_of("skipped", str(facts.get("because")))
    if row.state is CheckState.FAILED:
        spoke = facts.get("said") and row.id in _SERVER_SPEAKS
        return _words("server-said", said=facts["said"]) if spoke else _words("see-below")
    match row.id:
        case CheckId.RESOLVE:
            return " · ".join(_words("is-at", name=name, address=address) for name, address in facts.items())
        case CheckId.REACH:
            blocked = facts.get("not_answering", "")
            return f"{facts['ports']}" + (_words("no-answer", ports=blocked) if blocked else "")
        case CheckId.ENCRYPTION:
            return _encryption(facts)
        case CheckId.INCOMING_LOGIN:
            return _words.counted("messages-there", facts["messages"], user=facts["user"])
        case CheckId.OUTGOING_LOGIN:
            return _words("as-user", user=facts["user"]) if facts.get("user") else _words("no-login")
        case CheckId.SENDER:
            return _words("from-address", address=facts["address"])
        case _:
            if "took" not in facts:
                return _words("to-address", address=facts["sent_to"])
            return _words("there-and-back", seconds=_seconds(facts["took"]))


def _encryption(facts: dict[str, Any]) -> str:
    sockets = dict.fromkeys(facts[s] for s in ("incoming", "outgoing") if s in facts)
    kinds = [_words.one_of("encryption", socket) for socket in sockets]
    offered = [facts[f"{s}_offers"] for s in ("incoming", "outgoing") if facts.get(f"{s}_offers")]
    return _words("and").join(kinds) + (_words("also-offered") if offered else "")


def _is_plain(row: CheckRow) -> bool:
    """Whether the look at the encryption found that there is none."""
    passed = row.id is CheckId.ENCRYPTION and row.state is CheckState.PASSED
    return passed and "plain" in {row.facts.get("incoming"), row.facts.get("outgoing")}


class MailCheckPage(Page):
    """The seven checks as they come in."""

    guide_has_plain: ClassVar[bool] = True
    """Whether Imagatec's guide says that a connection is not encrypted, where nobody chose it."""
    stays: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """Lay out seven rows, all still to do."""
        self.boxes.add_missing_secrets(body)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        self._rows: dict[CheckId, tuple[StateMark, QLabel, QLabel]] = {}
        self._names: dict[CheckId, QLabel] = {}
        for index, (check, title) in enumerate((check, self.title_of(check)) for check in CheckId):
            mark, seconds = StateMark(), label("", name="muted")
            found = label("", name="muted", scale=CAPTION)
            seconds.setWordWrap(False)
            name = label(title)
            name.setMinimumWidth(150)
            grid.addWidget(mark, index, 0)
            grid.addWidget(name, index, 1)
            grid.addWidget(found, index, 2)
            grid.addWidget(seconds, index, 3, Qt.AlignmentFlag.AlignRight)
            self._rows[check], self._names[check] = (mark, found, seconds), name
        body.addLayout(grid)
        self._keep_room(lines=2)
        self._verdict = SignLabel(is_well=True)
        # Its room is there from the start.
        self._verdict.setMinimumHeight(self._verdict.fontMetrics().lineSpacing())
        body.addWidget(self._verdict)
        screen = self.session.screen
        self.spoken = SpokenFold(screen.fold_title, screen.fold_lines, self.tools.clipboard.copy)
        self.spoken.opened.connect(self._show_spoken)
        body.addWidget(self.spoken)
        self.add_practice_button()
        if self.session.result is not None:
            self.show_result(self.session.result)

    def _keep_room(self, *, lines: int) -> None:
        """Have room for so many lines from the start: no row moves when another says what it found."""
        for _, found, _ in self._rows.values():
            found.setMinimumHeight(lines * found.fontMetrics().lineSpacing())

    def make_room(self, *, is_low: bool) -> None:
        """Keep no empty lines where the window has none to spare, nor rows that nothing came to."""
        super().make_room(is_low=is_low)
        self._keep_room(lines=1 if is_low else 2)
        self._verdict.setVisible(bool(self._verdict.text()) or not is_low)
        for check, row in self._rows.items():
            never_begun = self.problem is not None and row[0].mark is Mark.TODO
            for part in (*row, self._names[check]):
                part.setVisible(not (is_low and never_begun))

    def title_of(self, check: CheckId) -> str:
        """Return what one row is called."""
        return _words.one_of("rows", check.value)

    def _show_spoken(self) -> None:
        """Bring what was opened into sight, once it has its place."""
        QTimer.singleShot(_PLACED_MS, self, lambda: self.area.ensureWidgetVisible(self.spoken))

    def begin(self) -> None:
        """All rows are to do again; the first is running."""
        super().begin()
        self._empty_rows()
        self.make_room(is_low=self._is_low)
        self.set_running(CheckId.RESOLVE)
        self.spoken.show_lines(())

    def retire_problem(self) -> None:
        """What was seen was seen with other answers: nothing of it is known of these."""
        super().retire_problem()
        self._empty_rows()

    def _empty_rows(self) -> None:
        for mark, found, seconds in self._rows.values():
            mark.set(Mark.TODO)
            found.setText("")
            seconds.setText("")
        self._verdict.setText("")

    @property
    def is_looking(self) -> bool:
        """Whether one of the rows is being looked at."""
        return any(mark.mark is Mark.RUNNING for mark, _, _ in self._rows.values())

    def set_running(self, check: CheckId | None) -> None:
        """Show one row as the one that is looked at, or none of them."""
        for mark, _, _ in self._rows.values():
            if mark.mark is Mark.RUNNING:
                mark.set(Mark.TODO)
        if check is not None:
            self._rows[check][0].set(Mark.RUNNING)

    def refresh(self) -> None:
        """Nothing runs any more; a message that was on its way is spoken of."""
        super().refresh()
        if self._rows[CheckId.ROUND_TRIP][0].mark is Mark.RUNNING:
            self.say(_words("stopped"))
        self.set_running(None)

    def job_that_waits(self) -> Job | None:
        """Return the job that goes on waiting for the message; None where none is under way."""
        result = self.session.result
        if result is None or not isinstance(result.value, tuple):
            return None
        settings, report = result.value
        return KeepWaiting(settings, report, report.ticket) if report.ticket is not None else None

    def verdict_of(self, result: StepResult) -> str:
        """Return what all rows together prove; nothing where they do not."""
        if not result.ok or not isinstance(result.value, tuple):
            return ""
        return _words("works")

    def heard_at_the_end(self, result: StepResult) -> str:
        """What all rows together prove."""
        return self.verdict_of(result) or super().heard_at_the_end(result)

    def take_action(self, action: Action) -> bool:
        """Go on waiting: only the last row runs again."""
        if action.does != "keep-waiting":
            return super().take_action(action)
        job = self.job_that_waits()
        if job is not None:
            super().begin()
            self._rows[CheckId.ROUND_TRIP][0].set(Mark.RUNNING)
            self.tools.run_on(job)
        return True

    def take_item(self, item: Item) -> None:
        """Show one row's result, and the next as running."""
        if not isinstance(item, CheckRow):
            return
        mark, found, seconds = self._rows[item.id]
        said = said_of(item)
        if _is_plain(item):
            if self.guide_has_plain:
                plain = _words.one_of("encryption", "plain")
                said = said.replace(plain, _words("as-the-guide-has-it", plain=plain), 1)
            mark.set(Mark.SKIPPED)  # to go without is nothing that was proven
        else:
            mark.set(_MARKS[item.state])
        state = mark.mark.words if _is_plain(item) else _words.one_of("states", item.state.value)
        mark.setAccessibleName(f"{self.title_of(item.id)}: {state}")
        found.setText(said)
        # The way there and back is rounded: the row took no less.
        took = max(item.seconds, float(item.facts.get("took") or 0))
        seconds.setText(_seconds(took) if item.state is not CheckState.SKIPPED else "")
        if item.id is CheckId.SENDER and item.state is CheckState.PASSED:
            self.progress.stays()  # the message itself goes out next
        order = list(CheckId)
        after = order.index(item.id) + 1
        if after < len(order):
            self._rows[order[after]][0].set(Mark.RUNNING)

    def show_result(self, result: StepResult) -> None:
        """Show the rows of a finished check, its problem, and what is worth saying besides."""
        if isinstance(result.value, tuple):
            report = result.value[1]
            assert isinstance(report, MailReport)
            for row in report.rows:
                self.take_item(row)
            self.spoken.show_lines(report.spoken)
        else:
            self.set_running(None)
        super().show_result(result)
        self._verdict.setText(self.verdict_of(result))
        self.make_room(is_low=self._is_low)
        if self._verdict.text():  # in large type it would stand below what is in sight
            QTimer.singleShot(_PLACED_MS, self, lambda: self.area.ensureWidgetVisible(self._verdict))
        if result.problem is None and isinstance(result.value, tuple):
            for notice in result.value[1].notices:
                self.show_notice(notice)

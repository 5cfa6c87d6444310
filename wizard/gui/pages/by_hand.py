"""M11: a mail program's clicks line by line, values to copy, and a drawing of each window beside them."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from wizard.catalogue.guides import Guide, GuideLine, guide, guide_for, guides, with_ticks
from wizard.catalogue.schema import Action, Line
from wizard.catalogue.words import words_of
from wizard.gui.pages.lines import LinesPage
from wizard.gui.widgets.copy_row import CopyRow
from wizard.gui.widgets.dialog_drawing import DialogDrawing, Picture
from wizard.gui.widgets.dialog_words import Touch
from wizard.gui.widgets.guide_chooser import HIGH, LOW, GuideChooser
from wizard.gui.widgets.guide_row import GuideRow
from wizard.gui.widgets.labels import CAPTION, label, link
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.line_list import LineList
from wizard.jobs.job import Asked
from wizard.jobs.programs.by_hand import values_by_hand
from wizard.jobs.programs.mail_program import MailProgramChosen
from wizard.model.problem import Fault, Problem

_words = words_of(__name__)

_FIELD = "mail_program"
_BESIDE = 40
"""From this width on, in lines of text, lines and picture stand beside each other."""


class ByHandPage(LinesPage):
    """First which mail program it is, then its lines."""

    @classmethod
    def read_ahead(cls) -> None:
        """Read every guide: the choice shows all of them."""
        guides()

    def build(self, body: QVBoxLayout) -> None:
        """Show the lines of the program that is known, else the choice."""
        session = self.session
        results = {name: result.facts for name, result in session.results.items()}
        asked = Asked(session.procedure, session.step.id, session.answers, results)
        self._known = values_by_hand(asked)
        # Where writing was tried first, the program is known already.
        chosen = session.results.given(MailProgramChosen) or MailProgramChosen()
        client = chosen.mail_client or chosen.hand_client
        found = guide_for(client, chosen.mail_profile or chosen.hand_profile)
        self._chosen = session.answers.text(_FIELD, found)
        self._lines: list[GuideLine] = []
        self._list: LineList | None = None
        self._chooser: GuideChooser | None = None
        self._both: QBoxLayout | None = None
        self._now = 0
        self._asks = self._said_done = False
        self.boxes.add_missing_secrets(body)
        self._slot = QVBoxLayout()
        self._slot.setSpacing(8)
        body.addLayout(self._slot, 100)
        self.area.fold_more, self.area.folds_late = self._fit_pictures, True
        self._show()
        if session.result is not None:
            self.show_result(session.result)

    @property
    def rows(self) -> list[GuideRow]:
        """The lines shown."""
        return self._list.rows if self._list is not None else []

    def _show(self) -> None:
        if self._list is not None:
            self._list.let_go()
        empty(self._slot)
        self._lines, self._list, self._chooser, self._both = [], None, None, None
        self._said_done = False
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        if self._chosen:
            self._show_guide(guide(self._chosen), inside)
        else:
            self._show_choice(inside)
        self._slot.addWidget(holder)

    # --- which program ---

    def _show_choice(self, inside: QVBoxLayout) -> None:
        inside.addWidget(label(_words("which-picture"), bold=True))
        self._chooser = GuideChooser(guides(), self._known)
        self._chooser.chosen.connect(self.choose)
        inside.addWidget(self._chooser)
        for note in self.session.screen.notes:
            inside.addWidget(label(note, name="muted"))
        inside.addStretch(1)

    def choose(self, name: str) -> None:
        """Show the lines of another program; none shows the choice again."""
        self._chosen = name
        self.session.answering.put(_FIELD, name or None)
        self.edited.emit()
        self.unsay()
        # What goes would look for the next one in the order of Tab, which is about to be another.
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()
        self._show()
        self.rebuilt.emit()
        self.verb_changed.emit()
        # The new lines get their tab order and their place once they are shown.
        QTimer.singleShot(0, self, self.focus_first)

    @property
    def has_main(self) -> bool:
        """While no program is chosen its picture is the thing to press."""
        return super().has_main or not self._chosen

    def values(self) -> dict[str, Any]:
        """Return the boxes, and which program it is."""
        return {**super().values(), _FIELD: self._chosen}

    def missing(self) -> list[Fault]:
        """Nothing can have been done while the program is not chosen."""
        if self._chosen:
            return []
        return [Fault(_FIELD, "MISSING", _words("choose-first"))]

    def show_faults(self, faults: list[Fault]) -> None:
        """Say which choice is missing where there is no box to say it at."""
        super().show_faults(faults)
        for fault in faults:
            if fault.where == _FIELD:
                self.say(fault.message)
                self.focus_first()

    def press(self) -> bool:
        """Ask first where lines are left that nobody ticked."""
        left = [at for at, line in enumerate(self._lines) if not self._is_done(line)]
        if not left or self._said_done:
            return False
        facts = {"left": len(left), "count": len(self._lines), "line": left[0] + 1}
        self.show_problem(Problem("HAND-LEFT", facts))
        self._asks = True
        return True

    def take_action(self, action: Action) -> bool:
        """Go to the first line that is left, or take a person's word that all are done."""
        if not self._asks:
            return super().take_action(action)
        self.clear_problem()
        if action.does == "retry":
            self._said_done = True
            self.tools.run()
        else:
            self._go_to(self._first_open(0))
        return True

    def clear_problem(self) -> None:
        """Whatever was asked is asked no more."""
        self._asks = False
        super().clear_problem()

    # --- its lines ---

    def _show_guide(self, shown: Guide, inside: QVBoxLayout) -> None:
        self._guide, self._values = shown, shown.values(self._known)
        self._done = self.session.ticked.setdefault(shown.id, set())
        head = QHBoxLayout()
        head.setSpacing(12)
        self._at_line = label("", bold=True)
        another = link(_words("another-program"))
        another.clicked.connect(lambda: self.choose(""))
        head.addWidget(self._at_line, 1)
        head.addWidget(another)
        inside.addLayout(head)
        for note in shown.notes:
            inside.addWidget(label(note, name="muted", scale=CAPTION))
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(16)
        self._lines = shown.lines_for(self._values)
        self._list = LineList(len(self._lines), self._make_row)
        self._list.completed.connect(self.rebuilt)
        self._drawing = DialogDrawing()
        self._both.addWidget(self._list, 10)
        self._both.addWidget(self._drawing, 11)
        inside.addLayout(self._both, 1)
        start = self._first_open(0)
        self._list.begin(start)
        self._set_now(start)
        self._arrange()

    def _make_row(self, at: int) -> GuideRow:
        line = self._lines[at]
        row = GuideRow(at + 1, line, self._values, self._copy_row(line.box, line.value, line.secret))
        row.tick.setChecked(self._is_done(line))
        row.tick.toggled.connect(lambda on: self._on_ticked(at, on=on))
        row.tick.moved.connect(lambda by: self._go_to(at + by))
        row.reached.connect(lambda: self._set_now(at))
        return row

    def _is_done(self, line: GuideLine) -> bool:
        return self._guide.lines.index(line) in self._done

    def _copy_row(self, box: str, value: str, secret: str) -> CopyRow | None:
        if not box:
            return None
        shown = self._values_in(value)
        return self.copy_row(Line(text=box, copy=shown, secret=secret))

    def _values_in(self, text: str) -> str:
        for name, value in self._values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def filled(self, text: str) -> str:
        """Return a value as it is: it is filled in already, with this program's words."""
        return text

    def _first_open(self, start: int) -> int:
        """Return the first line from `start` on that is not ticked, then from the top, else the last."""
        order = [*range(start, len(self._lines)), *range(start)]
        return next((at for at in order if not self._is_done(self._lines[at])), len(self._lines) - 1)

    def _on_ticked(self, at: int, *, on: bool) -> None:
        mark = self._guide.lines.index(self._lines[at])
        (self._done.add if on else self._done.discard)(mark)
        self.unsay()
        if self._asks:
            self.clear_problem()
        if not on:
            self._set_now(at)
        elif self._count_done() == len(self._lines):
            self._set_now(at)
            self.say(_words("all-ticked", verb=self.session.screen.button))
        else:
            self._go_to(self._first_open(at + 1))

    def _count_done(self) -> int:
        return sum(map(self._is_done, self._lines))

    def _go_to(self, at: int) -> None:
        if self._list is not None and 0 <= at < len(self._lines):
            self._now = -1
            self._list.row(at).tick.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._now != at:  # it had the cursor, or the window is not in front
                self._set_now(at)

    def _set_now(self, at: int) -> None:
        assert self._list is not None
        self._now, row, line = at, self._list.row(at), self._lines[at]
        for each in self._list.made:
            each.set_now(each is row)
        dialog = with_ticks(self._guide.dialog(line.dialog), line.ticks)
        touches = [
            Touch(element, str(index + 1), index == at)
            for index in self._visit(at)
            for element in self._lines[index].touch
        ]
        self._drawing.show_picture(Picture(dialog, self._values, touches))
        row.tick.setAccessibleDescription(self._drawing.accessibleDescription())
        self._at_line.setText(
            _words(
                "at-line",
                program=self._guide.name,
                line=at + 1,
                count=len(self._lines),
                done=self._count_done(),
            )
        )
        self._list.keep_visible(row)
        # Once picture and line have their places: what was just made or replaced has none.
        QTimer.singleShot(0, row, lambda: self._keep_visible(row))

    def _keep_visible(self, row: GuideRow) -> None:
        """Where the page has to scroll, in large type, keep what is touched and its line in sight."""
        content = self.area.widget()
        if content is None or self.area.verticalScrollBar().maximum() == 0:
            return
        touched = self._drawing.touched()
        if touched is not None:
            self.area.ensureVisible(*self._drawing.mapTo(content, touched.center()).toTuple(), 0, 40)
        self.area.ensureWidgetVisible(row.tick, 0, 10)

    def _visit(self, at: int) -> range:
        """Return the lines around this one that are done in the same window without leaving it."""
        wanted = self._lines[at].dialog
        first = last = at
        while first > 0 and self._lines[first - 1].dialog == wanted:
            first -= 1
        while last + 1 < len(self._lines) and self._lines[last + 1].dialog == wanted:
            last += 1
        return range(first, last + 1)

    # --- the page ---

    def focus_first(self) -> bool:
        """Put the cursor on the line to do, or on the first picture."""
        if super().focus_first():
            return True
        if self._lines:
            self._go_to(self._now)
        elif self._chooser is not None:
            self._chooser.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def poses(self) -> Iterator[tuple[str, str]]:
        """Show the choice, then each guide at its first line and further on."""
        self.choose("")
        yield "choice", _words("which-program")
        for each in guides():
            self.choose(each.id)
            made = self.rows  # a picture shows more of them than are made at first
            yield each.id, _words("first-line")
            for row in made[: len(made) * 3 // 5]:
                row.tick.click()
            yield f"{each.id}-later", _words("some-ticked")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the picture below the lines where there is no room beside them."""
        super().resizeEvent(event)
        self._arrange()

    def make_room(self, *, is_low: bool) -> None:
        """Lines and picture need the height more than a heading does."""
        super().make_room(is_low=is_low)
        self.give_up_heading(wanted=is_low)

    def _fit_pictures(self, *, anew: bool) -> None:
        """Show less of each picture where not all of them are in sight; `anew`: in another size."""
        chooser = self._chooser
        if chooser is not None:
            if anew and chooser.shown_lines != HIGH:
                chooser.show_so_much(HIGH)
            if chooser.shown_lines != LOW and self.area.overflows_now():
                chooser.show_so_much(LOW)

    def _arrange(self) -> None:
        if self._both is not None and self._list is not None:
            wide = self.width() >= _BESIDE * QFontMetrics(self.font()).height()
            ways = QBoxLayout.Direction
            self._both.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
            self._list.setMinimumHeight((10 if wide else 8) * QFontMetrics(self.font()).height())

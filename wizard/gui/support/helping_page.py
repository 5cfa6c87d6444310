"""Helping somebody: a caller's number, code or words, and what they see, what to ask, what to say."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wizard.catalogue.calls import call_file
from wizard.catalogue.headings import guide_headings
from wizard.catalogue.listing import listed
from wizard.catalogue.wording import fill
from wizard.gui.support.caller_screen import caller_screen
from wizard.gui.support.phone_words import PhoneWords
from wizard.gui.support.picture import Picture
from wizard.gui.widgets.labels import label, link
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.numbered_heading import numbered_heading, title_of
from wizard.model.calls import SaidProblem, ShownScreen
from wizard.support.answers import (
    Answer,
    answer,
    ask_first,
    comes_up,
    made_up,
    problem_heading,
    screen_of,
    seen_at,
    steps_by_number,
)
from wizard.support.asked import parse

_LONGEST = 2_000
"""Characters of what a caller said."""
_LOW = 480
"""Pixels of height below which there is no room under the picture."""


class HelpingPage(QWidget):
    """One box; below it the caller's screen as a picture, and beside that the words for the phone."""

    number: ClassVar[str] = "H2"
    rebuilt = Signal()
    """What Tab comes to is another now."""

    def __init__(self, open_file: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        words = call_file().window
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 12, 24, 8)
        outer.setSpacing(4)
        head = numbered_heading(self.number, title_of(words.helping))
        opener = link(words.open)
        opener.setProperty("comesLast", True)
        opener.clicked.connect(lambda _checked=False: open_file())
        head.addWidget(opener)
        outer.addLayout(head)
        outer.addWidget(label(words.helping_what))
        self.edit = QLineEdit()
        self.edit.setAccessibleName(words.helping_what)
        self.edit.setPlaceholderText(words.helping_example)
        self.edit.setMaxLength(_LONGEST)
        row = QHBoxLayout()
        row.addWidget(self.edit, 1)
        row.addWidget(self._their_program())
        outer.addLayout(row)
        self.said = label("", name="fault")
        self.said.hide()
        outer.addWidget(self.said)
        below = QHBoxLayout()
        below.setSpacing(12)
        self._left = QVBoxLayout()
        self.picture = Picture()
        self._left.addWidget(self.picture, 1)
        below.addLayout(self._left, 1)
        self.others = Others(self.ask_for, self)
        self.words = Words()
        below.addWidget(self.words)
        outer.addLayout(below, 1)

    def _their_program(self) -> QWidget:
        """Return the list of mail programs, of which the caller may have one."""
        words = call_file().window
        self.program = QComboBox()
        self.program.addItem(f"{words.program}: {words.any_program}", "")
        for one in guide_headings():
            self.program.addItem(one.name, one.id)
        self.program.setAccessibleName(words.program)
        self.program.activated.connect(lambda _at: self.look())
        return self.program

    @property
    def verb(self) -> str:
        """What the verb says."""
        return call_file().window.show

    @property
    def ready(self) -> bool:
        """Whether there is something that the verb could do now."""
        return True

    def press(self) -> None:
        """Show what was typed."""
        self.look()

    def say(self, text: str) -> None:
        """Say what is amiss; an empty text takes it away."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def ask_for(self, text: str) -> None:
        """Show what a number or a code means, as if it had been typed."""
        self.edit.setText(text)
        self.look()

    def look(self) -> None:
        """Show what was typed; say where it is nothing that this version knows."""
        client = str(self.program.currentData())
        words, found = call_file().window, answer(parse(self.edit.text()), client)
        none = "" if found.screens or found.problems else words.nothing
        self.say(fill(words.unknown, {"named": listed(found.unknown)}) if found.unknown else none)
        self._take_others()
        self.words.show_answer(found, self.program.currentText())
        self.others.show_answer(found)
        self._place_others()
        self._draw(found, client)
        self.rebuilt.emit()
        self.edit.setFocus()
        self.edit.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find another place for what they may also mean where there is no room below the picture."""
        super().resizeEvent(event)
        if (self.height() < _LOW) != (event.oldSize().height() < _LOW):
            self._take_others()
            self._place_others()

    def _take_others(self) -> None:
        for place in (self._left, self.words.body):
            place.removeWidget(self.others)
        self.others.setParent(self)
        self.others.hide()

    def _place_others(self) -> None:
        """Below the picture, so that no scrolling hides them; in a low window last among the words."""
        if self.height() < _LOW:
            self.words.body.insertWidget(max(0, self.words.body.count() - 1), self.others)
        else:
            self._left.addWidget(self.others)
        self.others.show()

    def _draw(self, found: Answer, client: str) -> None:
        code, number = found.problems[0].code if found.problems else "", seen_at(found)
        if not number:
            self.picture.clear()
            return
        at, words = steps_by_number().get(number), call_file().window
        problem = made_up(code, number) if code else None
        pixmap = caller_screen(*at, problem, client=client) if at is not None else None
        said = fill(words.sees_if if found.is_guess else words.sees, {"number": number, "code": code})
        self.picture.show_pixmap(pixmap, said, _as_text(screen_of(number)))


class Words(PhoneWords):
    """What to ask, what to say, what goes wrong, what never to ask."""

    def show_answer(self, found: Answer, program: str) -> None:
        """Show the likeliest problem and screen, and the clicks in their mail program."""
        empty(self.body)
        words = call_file().window
        if found.is_guess:
            self.part(words.ask_first, ask_first(found))
        for problem in found.problems[:1]:
            self._problem(problem, problem_heading(found, problem), is_seen=not found.is_guess)
        for shown in found.screens[:1]:
            self.body.addWidget(label(f"{shown.number} (“{shown.spelled}”)  {shown.title}", bold=True))
            self.part(words.ask, () if found.is_guess else shown.ask)
            self.part(words.often, shown.mistakes)
            self.part(words.say, (shown.say,))
        self.part(fill(words.clicks, {"name": program}), found.program)
        if found.problems or found.screens:
            self.part(words.never, found.never, name="fault")
        self.body.addStretch(1)

    def _problem(self, problem: SaidProblem, heading: str, *, is_seen: bool) -> None:
        """Show a problem; one that nobody has seen is only for the case that a screen says it."""
        words = call_file().window
        self.body.addWidget(label(heading, bold=True))
        if is_seen:
            self.part(words.ask, (problem.ask,))
        if problem.at:
            self.body.addWidget(label(comes_up(problem), name="muted"))
        self.part(words.say, (problem.say,))
        self.part(words.do, (problem.do,))


def _as_text(shown: ShownScreen) -> str:
    return "\n".join([shown.title, shown.instruction, *shown.boxes, *shown.lines, shown.verb])


class Others(QWidget):
    """What else the caller may mean, each a way to it."""

    def __init__(self, ask_for: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._ask_for = ask_for
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(8)
        self._rows.setVerticalSpacing(2)
        self._rows.setColumnStretch(1, 1)

    def show_answer(self, found: Answer) -> None:
        """Show the likeliest other problems and screens."""
        empty(self._rows)
        others = {one.code: one.what for one in found.problems[1:]}
        others |= {one.number: one.title for one in found.screens[1:]}
        if others:
            heading = label(call_file().window.others, name="muted", bold=True)
            self._rows.addWidget(heading, 0, 0, 1, 2)
        for at, (name, text) in enumerate(others.items(), 1):
            way = link(name)
            way.setAccessibleName(f"{name}  {text}")
            way.clicked.connect(lambda _checked=False, name=name: self._ask_for(name))
            self._rows.addWidget(way, at, 0)
            self._rows.addWidget(label(text), at, 1)

"""Helping somebody: a caller's number, code or words, and what they see, what to ask, what to say."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wizard.catalogue.calls import call_file
from wizard.catalogue.headings import guide_headings
from wizard.catalogue.wording import fill
from wizard.gui.support.caller_screen import caller_screen, unknown_facts
from wizard.gui.support.phone_words import PhoneWords
from wizard.gui.support.picture import Picture
from wizard.gui.widgets.labels import label, link
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.numbered_heading import numbered_heading, title_of
from wizard.model.calls import SaidProblem, ShownScreen
from wizard.support.answers import Answer, answer, steps_by_number, usual_screen
from wizard.support.asked import parse

_LONGEST = 2_000
"""Characters of what a caller said."""


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
        self.picture = Picture()
        below.addWidget(self.picture, 1)
        self.words = Words(self.ask_for)
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
        self.say(fill(words.unknown, {"named": ", ".join(found.unknown)}) if found.unknown else none)
        self.words.show_answer(found, self.program.currentText())
        self._draw(found, client)
        self.rebuilt.emit()
        self.edit.setFocus()
        self.edit.selectAll()

    def _draw(self, found: Answer, client: str) -> None:
        code = found.problems[0].code if found.problems else ""
        number = found.screens[0].number if found.screens else usual_screen(code)
        shown, at = found.screens[0] if found.screens else None, steps_by_number().get(number)
        if at is None and shown is None:
            self.picture.clear()
            return
        problem = unknown_facts(code, number) if code else None
        pixmap = caller_screen(*at, problem, client=client) if at is not None else None
        said = fill(call_file().window.sees, {"number": number})
        self.picture.show_pixmap(pixmap, said, _as_text(shown) if shown else "")


class Words(PhoneWords):
    """What to ask, what to say, what goes wrong, what never to ask."""

    def __init__(self, ask_for: Callable[[str], None]) -> None:
        super().__init__()
        self._ask_for = ask_for

    def show_answer(self, found: Answer, program: str) -> None:
        """Show the likeliest problem and screen, the clicks in their mail program; the others as ways."""
        empty(self.body)
        words = call_file().window
        for problem in found.problems[:1]:
            self._problem(problem)
        for shown in found.screens[:1]:
            self.body.addWidget(label(f"{shown.number} (“{shown.spelled}”)  {shown.title}", bold=True))
            self.part(words.ask, shown.ask)
            self.part(words.often, shown.mistakes)
            self.part(words.say, (shown.say,))
        self.part(fill(words.clicks, {"name": program}), found.program)
        others = {one.code: one.what for one in found.problems[1:]}
        others |= {one.number: one.title for one in found.screens[1:]}
        if others:
            self.head(words.others)
        for name, text in others.items():
            way = link(f"{name}  {text}"[:60])
            way.clicked.connect(lambda _checked=False, name=name: self._ask_for(name))
            self.body.addWidget(way)
        if found.problems or found.screens:
            self.part(words.never, found.never, name="fault")
        self.body.addStretch(1)

    def _problem(self, problem: SaidProblem) -> None:
        words = call_file().window
        self.body.addWidget(label(f"{problem.code}  {problem.what}", bold=True))
        self.part(words.ask, (problem.ask,))
        self.part(words.say, (problem.say,))
        self.part(words.do, (problem.do,))


def _as_text(shown: ShownScreen) -> str:
    return "\n".join([shown.title, shown.instruction, *shown.boxes, *shown.lines, shown.verb])

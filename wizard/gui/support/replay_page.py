"""A caller's file stepped through: each of their screens as it was, read-only."""

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.catalogue.calls import call_file
from wizard.catalogue.wording import fill
from wizard.gui.support.caller_screen import caller_screen
from wizard.gui.support.phone_words import PhoneWords
from wizard.gui.support.picture import Picture
from wizard.gui.widgets.labels import button, label
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.numbered_heading import numbered_heading, title_of
from wizard.support.answers import steps_by_number
from wizard.support.replay import Past, PastStep


class ReplayPage(QWidget):
    """The caller's screen, what they had answered, what was found, what failed; a step earlier or later."""

    number: ClassVar[str] = "H4"

    def __init__(self, past: Past) -> None:
        super().__init__()
        self.setObjectName("page")
        self._past = past
        self.steps = [step for steps in past.steps.values() for step in steps]
        failed = [at for at, step in enumerate(self.steps) if step.failed is not None]
        self.at = failed[0] if failed else max(len(self.steps) - 1, 0)
        words = call_file().window
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 12, 24, 8)
        self.title = title_of("")
        head = numbered_heading(self.number, self.title)
        self.earlier, self.later = button(words.earlier), button(words.later)
        self.earlier.clicked.connect(lambda _checked=False: self.go(self.at - 1))
        self.later.clicked.connect(lambda _checked=False: self.go(self.at + 1))
        head.addWidget(self.earlier)
        head.addWidget(self.later)
        outer.addLayout(head)
        below = QHBoxLayout()
        below.setSpacing(12)
        self.picture = Picture()
        below.addWidget(self.picture, 1)
        self._words = PhoneWords()
        below.addWidget(self._words)
        outer.addLayout(below, 1)
        self.go(self.at)

    @property
    def verb(self) -> str:
        """There is nothing to be done here."""
        return ""

    @property
    def ready(self) -> bool:
        """Nothing waits."""
        return True

    def go(self, at: int) -> None:
        """Show a step; where the file has none, what else it says."""
        self.at = min(max(at, 0), max(len(self.steps) - 1, 0))
        self.earlier.setEnabled(self.at > 0)
        self.later.setEnabled(self.at < len(self.steps) - 1)
        words = call_file().window
        empty(self._words.body)
        if not self.steps:
            self.title.setText(words.open_title)
            self._words.part(words.no_steps, [item.line() for item in self._past.besides])
            return
        step = self.steps[self.at]
        facts = {"number": step.shown.number, "title": step.shown.title}
        self.title.setText(fill(words.opened, {"at": self.at + 1, "all": len(self.steps), **facts}))
        text = "\n".join([step.shown.title, step.shown.instruction, *step.shown.boxes])
        pixmap = caller_screen(
            *steps_by_number()[step.shown.number], step.failed, _answers_until(self.steps, step), step.found
        )
        self.picture.show_pixmap(pixmap, fill(words.seen_then, facts), text)
        self._tell(step)

    def _tell(self, step: PastStep) -> None:
        words = call_file().window
        if step.problem is not None:
            told = step.problem
            self._words.body.addWidget(label(f"{told.code}  {told.what}", bold=True))
            self._words.body.addWidget(label(f"{told.why} {told.do}"))
        if step.said is not None:
            self._words.part(words.ask, [step.said.ask])
            self._words.part(words.say, [step.said.say])
        self._words.part(words.answered, [f"{box}: {value}" for box, value in step.answers.items()])
        self._words.part(words.found, [f"{fact}: {value}" for fact, value in step.found.items()])
        self._words.part(words.ask, step.shown.ask if step.said is None else [])
        self._words.part(words.besides, [item.line() for item in self._past.besides])
        self._words.body.addStretch(1)


def _answers_until(steps: list[PastStep], last: PastStep) -> dict[str, object]:
    """Return what the caller had answered in this procedure."""
    letter = last.shown.number[0]
    return {
        box: value for step in steps if step.shown.number[0] == letter for box, value in step.answers.items()
    }

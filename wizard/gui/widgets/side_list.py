"""The side list: where am I, what is done, what is still to come."""

from typing import NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import CAPTION, RICH_TEXT, label
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.page_area import PageArea

_words = words_of(__name__)

_WIDE, _NARROW, _RAIL = 248, 208, 58
"""Pixels: with the steps' titles, the same in a low window, and with their marks alone."""


class SideStep(NamedTuple):
    """One row: its number, title, state, and whether it can be gone to."""

    id: str
    number: int
    title: str
    mark: Mark
    reached: bool
    current: bool = False
    note: str = ""


class _Row(QPushButton):
    def __init__(self, step: SideStep) -> None:
        super().__init__()
        self.setObjectName("row")
        self.setAutoDefault(False)
        self.setEnabled(step.reached and not step.current)
        words = _words("heard", number=step.number, title=step.title, mark=step.mark.words)
        words = _words("heard-note", heard=words, note=step.note) if step.note else words
        self.setAccessibleName(words)
        self._tips = (step.note, ". ".join(filter(None, (step.title, step.note))))
        self.setToolTip(step.note)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(8)
        layout.addWidget(StateMark(step.mark, str(step.number)))
        self._text = text = label(step.title, bold=step.current)
        if not step.reached:
            text.setObjectName("muted")
        from PySide6.QtCore import Qt  # noqa: PLC0415 - home has no rows

        text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout.addWidget(text, 1)

    def show_titles(self, *, wanted: bool) -> None:
        """Show the mark with its title, or alone and the title in its tooltip."""
        self._text.setVisible(wanted)
        self.setToolTip(self._tips[0 if wanted else 1])

    def stand_close(self, *, wanted: bool) -> None:
        """Leave hardly any room to the rows above and below."""
        room, inner = 1 if wanted else 4, self.layout()
        if inner is not None and inner.contentsMargins().top() != room:
            inner.setContentsMargins(4, room, 4, room)

    def sizeHint(self) -> QSize:
        """Return the size of what stands in the row."""
        inner = self.layout()
        return inner.sizeHint() if inner is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the longest word of its title."""
        inner = self.layout()
        return inner.minimumSize() if inner is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """Titles wrap: the row is as high as its text."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of what stands in the row."""
        inner = self.layout()
        if inner is None or not inner.hasHeightForWidth():  # a mark alone
            return self.sizeHint().height()
        return inner.heightForWidth(width)


class SideList(QFrame):
    """Left of every page: the procedure, its steps, and the screen number to read out."""

    step_chosen = Signal(str)
    became_rail = Signal(bool)
    """Whether there are marks alone from now on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._is_rail = self._is_close = False
        self.setFixedWidth(_WIDE)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 16, 12, 16)
        self._layout.setSpacing(2)
        self._title = label("", bold=True)
        self._under = label("", name="muted")
        self._steps: list[SideStep] = []
        self._made: list[_Row] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._phone = QLabel()
        self._phone.setProperty("textFormat", RICH_TEXT)
        self._phone.setWordWrap(True)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._under)
        self._layout.addSpacing(12)
        area = PageArea(stands_close=False)
        area.body.setContentsMargins(0, 0, 0, 0)
        area.body.addLayout(self._rows)
        self._also = label("", name="muted", scale=CAPTION)
        area.body.addWidget(self._also)
        area.body.addStretch(1)
        self._layout.addWidget(area, 1)
        self._legend = label(_words("legend"), name="muted", scale=CAPTION)
        self._layout.addWidget(self._legend)
        self._layout.addSpacing(4)
        self._layout.addWidget(self._phone)

    def show_steps(self, title: str, under: str, number: str, steps: list[SideStep]) -> None:
        """Show another procedure or state."""
        self._title.setText(title)
        self._under.setText(under)
        self._also.setText("")
        self._phone.setText(_words("on-the-phone", number=number))
        if steps != self._steps:
            self._show_rows(steps)
        self._arrange()

    def say(self, text: str) -> None:
        """Say something more than the steps; where they are marks alone there is no room for it."""
        self._also.setText(text)
        self._arrange()

    @property
    def is_rail(self) -> bool:
        """Whether there are marks alone."""
        return self._is_rail

    def be_rail(self, *, wanted: bool) -> None:
        """Show the marks alone, where the window is too narrow for more."""
        if wanted != self._is_rail:
            self._is_rail = wanted
            self._arrange()
            self.became_rail.emit(wanted)

    def stand_close(self, *, wanted: bool) -> None:
        """Let the steps stand closer, because the window is low."""
        if wanted != self._is_close:
            self._is_close = wanted
            self._arrange()

    def _take_width(self) -> None:
        margins = self._layout.contentsMargins()
        needed = self._rows.minimumSize().width() + margins.left() + margins.right()
        self.setFixedWidth(_RAIL if self._is_rail else max(_NARROW if self._is_close else _WIDE, needed))

    def _arrange(self) -> None:
        left, around, right = (8, 12, 8) if self._is_rail else (16, 16, 12)
        around = 8 if self._is_close else around
        self._layout.setContentsMargins(left, around, right, around)
        for part in (self._title, self._under, self._phone):
            part.setHidden(self._is_rail)
        self._also.setHidden(self._is_rail or not self._also.text())
        earlier = any(s.mark is Mark.EARLIER for s in self._steps)
        self._legend.setText(_words("legend-earlier" if earlier else "legend"))
        self._legend.setVisible(bool(self._steps) and not self._is_rail and not self._is_close)
        for row in self._made:
            row.show_titles(wanted=not self._is_rail)
            row.stand_close(wanted=self._is_close)
        self._take_width()

    def _show_rows(self, steps: list[SideStep]) -> None:
        """Make the rows that say something else than before; from screen to screen most of them stay."""
        before, self._steps = self._steps, steps
        same = min(len(before), len(steps))
        first = next((at for at in range(same) if before[at] != steps[at]), same)
        for row in self._made[len(steps) :]:
            self._let_go(row)
        del self._made[len(steps) :]
        for at in range(first, len(steps)):
            if at < same and before[at] == steps[at]:
                # Whoever goes through them by Tab or ear meets them in the order in which they were raised.
                self._made[at].raise_()
                continue
            if at < same:
                self._let_go(self._made[at])
            self._made[at : at + 1] = [self._make(steps[at])]
            self._rows.insertWidget(at, self._made[at])

    def _make(self, step: SideStep) -> _Row:
        row = _Row(step)
        row.clicked.connect(lambda _checked=False, name=step.id: self.step_chosen.emit(name))
        return row

    def _let_go(self, row: _Row) -> None:
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

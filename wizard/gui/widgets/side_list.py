"""The side list: where am I, what is done, what is still to come."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.gui.widgets.labels import RICH_TEXT, label
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.page_area import PageArea

_LEGEND = "Green tick: we saw it work. Grey: done by you, not checked."


@dataclass(frozen=True)
class SideStep:
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
        words = ", ".join(filter(None, (f"Step {step.number}", step.title, step.mark.value, step.note)))
        self.setAccessibleName(words)
        self.setToolTip(step.note)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 5, 4, 5)
        layout.setSpacing(10)
        layout.addWidget(StateMark(step.mark, str(step.number)))
        text = label(step.title, bold=step.current)
        if not step.reached:
            text.setObjectName("muted")
        from PySide6.QtCore import Qt  # noqa: PLC0415 - home has no rows

        text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout.addWidget(text, 1)

    def sizeHint(self) -> QSize:
        """Return the size of what stands in the row."""
        inner = self.layout()
        return inner.sizeHint() if inner is not None else super().sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Titles wrap: the row is as high as its text."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of what stands in the row."""
        inner = self.layout()
        return inner.heightForWidth(width) if inner is not None else super().heightForWidth(width)


class SideList(QFrame):
    """Left of every page: the procedure, its steps, and the screen number to read out."""

    step_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setFixedWidth(248)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 18, 12, 16)
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
        area = PageArea()
        area.body.setContentsMargins(0, 0, 0, 0)
        area.body.addLayout(self._rows)
        area.body.addStretch(1)
        self._layout.addWidget(area, 1)
        self._legend = label(_LEGEND, name="muted", scale=0.92)
        self._layout.addWidget(self._legend)
        self._layout.addSpacing(6)
        self._layout.addWidget(self._phone)

    def show_steps(self, title: str, under: str, number: str, steps: list[SideStep]) -> None:
        """Show another procedure or state."""
        self._title.setText(title)
        self._under.setText(under)
        self._phone.setText(f"On the phone with support?<br>Tell them the screen: <b>{number}</b>")
        self._legend.setVisible(bool(steps))
        if steps != self._steps:
            self._show_rows(steps)

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

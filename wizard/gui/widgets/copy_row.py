"""One value to copy: what it is called over there, the value, and a Copy button that says it worked."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import CAPTION, SteadyButton, label

_words = words_of(__name__)


class CopyButton(SteadyButton):
    """Copies on press and says "Copied" for a moment."""

    def __init__(self, name: str, copy: Callable[[], bool]) -> None:
        super().__init__(_words("copy"), _words("copied"))
        self.setAccessibleName(_words("copy-what", name=name))
        self._copy = copy
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.setText(_words("copy")))
        self.clicked.connect(self._press)

    def _press(self) -> None:
        if self._copy():
            self.said_copied()

    def said_copied(self) -> None:
        """Say that it worked."""
        self.setText(_words("copied"))
        self._timer.start(2500)


class CopyRow(QWidget):
    """A name, a value and a Copy button."""

    def __init__(
        self, name: str, shown: str, note: str, copy: Callable[[], bool], *, stacked: bool = False
    ) -> None:
        """`stacked` puts the name above the value, for narrow columns."""
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._name = name
        self.value_label = value = label("", name="value")
        self.show_value(shown)
        self.name_label = text = label(name)
        self.copy_button = CopyButton(name, copy)
        if stacked:
            outer.addWidget(text)
        else:
            text.setFixedWidth(230)
            row.addWidget(text)
        row.addWidget(value, 1)
        row.addWidget(self.copy_button)
        outer.addLayout(row)
        if note:
            under = label(note, name="muted", scale=CAPTION)
            under.setContentsMargins(0 if stacked else 240, 0, 0, 0)
            outer.addWidget(under)

    def show_value(self, shown: str) -> None:
        """Show another value."""
        self.value_label.setText(shown)
        self.value_label.setAccessibleName(f"{self._name}: {shown}")

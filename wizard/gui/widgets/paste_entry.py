"""Where the address of a sign-in's last page is pasted."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from wizard.catalogue.words import words_of
from wizard.gui.widgets.field_box import TrimmingLineEdit
from wizard.gui.widgets.labels import SignLabel, button, label

_words = words_of(__name__)


class PasteEntry(QVBoxLayout):
    """A line, a button to use it, and below what is wrong with it; `offer` says that, or nothing."""

    def __init__(self, name: str, use: str, offer: Callable[[str], str], *, letter: str = "") -> None:
        super().__init__()
        self._offer = offer
        self.line = TrimmingLineEdit()
        self.line.setAccessibleName(name)
        row = QHBoxLayout()
        if letter:
            mark = label(letter, name="muted", bold=True)
            mark.setWordWrap(False)
            row.addWidget(mark)
            self.line.setAccessibleDescription(_words("box", letter=letter))
        row.addWidget(self.line, 1)
        pressed = button(use)
        pressed.clicked.connect(self._use)
        row.addWidget(pressed)
        self.addLayout(row)
        self.fault = SignLabel(is_well=False)
        self.fault.hide()
        self.addWidget(self.fault)

    def hide_what_is_typed(self) -> None:
        """Show dots: others look at this screen."""
        self.line.setEchoMode(QLineEdit.EchoMode.Password)

    def _use(self) -> None:
        wrong = self._offer(self.line.text())
        self.fault.setText(wrong)
        self.fault.setVisible(bool(wrong))
        if not wrong:
            self.line.clear()
            return
        self.line.setFocus()
        self.line.selectAll()

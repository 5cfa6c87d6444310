"""A file for support before it is saved: every line, each of which can be struck out."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from wizard.catalogue.calls import call_file
from wizard.catalogue.wording import fill
from wizard.gui.widgets.labels import label
from wizard.gui.widgets.numbered_heading import numbered_heading, title_of
from wizard.support.file import Item

Save = Callable[[Iterable[Item], dict[str, str]], str]
"""Asks where and writes; returns what is to be said of it, nothing where nothing was written."""


class FilePage(QWidget):
    """The lines in a list; one that is ticked stays out of the file. Nothing is sent from here."""

    number: ClassVar[str] = "H3"
    ready_changed = Signal()

    def __init__(self, save: Save) -> None:
        super().__init__()
        self.setObjectName("page")
        self._save = save
        self._items: list[Item] = []
        self._names: dict[str, str] = {}
        words = call_file().window
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 12, 32, 8)
        layout.setSpacing(8)
        layout.addLayout(numbered_heading(self.number, title_of(words.make_title)))
        layout.addWidget(label(words.make_what))
        self.lines = QListWidget()
        self.lines.setAccessibleName(words.make_title)
        self.lines.setUniformItemSizes(True)
        self.lines.itemChanged.connect(self._on_changed)
        self.lines.setMinimumHeight(2 * self.fontMetrics().lineSpacing())  # low windows: the words stay whole
        layout.addWidget(self.lines, 1)
        self.count = label(words.gathering, name="muted")
        layout.addWidget(self.count)
        self.said = label("")
        self.said.hide()
        layout.addWidget(self.said)

    def show_lines(self, items: list[Item], names: dict[str, str]) -> None:
        """Show every line that would be in the file."""
        self._items, self._names = items, names
        self.lines.blockSignals(True)
        for item in items:
            row = QListWidgetItem(item.line())
            row.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            row.setCheckState(Qt.CheckState.Unchecked)
            row.setToolTip(item.line())
            self.lines.addItem(row)
        self.lines.blockSignals(False)
        self.lines.setCurrentRow(0)
        self.lines.setFocus()
        self._tell()

    @property
    def kept(self) -> list[Item]:
        """The lines that are not struck out."""
        return [item for at, item in enumerate(self._items) if not self._is_struck(at)]

    def _is_struck(self, at: int) -> bool:
        return self.lines.item(at).checkState() is Qt.CheckState.Checked

    def _on_changed(self, row: QListWidgetItem) -> None:
        font = row.font()
        font.setStrikeOut(row.checkState() is Qt.CheckState.Checked)
        self.lines.blockSignals(True)
        row.setFont(font)
        self.lines.blockSignals(False)
        self.said.hide()
        self._tell()

    def _tell(self) -> None:
        words, left = call_file().window, len(self.kept)
        self.count.setText(
            fill(words.struck, {"left": left, "all": len(self._items)}) if left else words.all_struck
        )
        self.ready_changed.emit()

    @property
    def verb(self) -> str:
        """What the verb says."""
        return call_file().window.save

    @property
    def ready(self) -> bool:
        """Whether there is something to save."""
        return bool(self.kept)

    def press(self) -> None:
        """Save it where its user says."""
        if said := self._save(self.kept, self._names):
            self.say(said)

    def say(self, text: str) -> None:
        """Say what became of it."""
        self.said.setText(text)
        self.said.show()

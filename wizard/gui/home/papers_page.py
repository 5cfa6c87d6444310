"""H8: everything that was written down of a store, and what can be done with each."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QTextBrowser, QVBoxLayout, QWidget

from wizard.app.papers import Kept
from wizard.catalogue.papers import paper_words
from wizard.catalogue.standings import lately
from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import SUBTITLE, label
from wizard.gui.widgets.paper_bar import PaperBar
from wizard.papers.paper import Paper

_words = words_of(__name__)

NUMBER = "H8"


class PapersPage(QWidget):
    """A list at the left, the chosen paper at the right, its buttons below."""

    chosen = Signal(object)
    """The Kept whose paper is to be shown."""
    left = Signal()

    def __init__(self, copy: Callable[[str], None], open_address: Callable[[str], bool]) -> None:
        super().__init__()
        self.setObjectName("page")
        words = paper_words().list
        self._kept: list[Kept] = []
        self._paper: Paper | None = None
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 12, 24, 8)
        outer.setSpacing(4)
        head = QHBoxLayout()
        pill = QLabel(NUMBER)
        pill.setObjectName("pill")
        pill.setAccessibleName(_words("screen", number=NUMBER))
        head.addWidget(pill)
        head.addWidget(label(words.title, bold=True, scale=SUBTITLE), 1)
        outer.addLayout(head)
        outer.addWidget(label(words.instruction, name="muted"))
        beside = QHBoxLayout()
        beside.setSpacing(12)
        self.list = QListWidget()
        self.list.setAccessibleName(words.title)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.currentRowChanged.connect(self._choose)
        beside.addWidget(self.list, 1)
        right = QVBoxLayout()
        self.preview = QTextBrowser()
        self.preview.setAccessibleName(words.title)
        self.preview.setOpenLinks(False)
        right.addWidget(self.preview, 1)
        self.bar = PaperBar(lambda: self._paper, copy, open_address, self.say)
        right.addWidget(self.bar)
        beside.addLayout(right, 3)  # a proof has seven columns, of which no amount is broken
        outer.addLayout(beside, 1)
        self._said = label("", name="verdict")
        outer.addWidget(self._said)
        self.bar.setEnabled(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Something else is shown."""
        super().hideEvent(event)
        self.left.emit()

    @property
    def verb(self) -> str:
        """There is none: each paper has its own buttons."""
        return ""

    def show_kept(self, kept: list[Kept]) -> None:
        """Show what there is; the newest is shown whole."""
        self._kept = kept
        self.list.clear()
        for each in kept:
            self.list.addItem(f"{each.title}\n{lately(each.made)}")
        if kept:
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self._show_none()

    def _show_none(self) -> None:
        """Nothing to choose from, nothing to do anything with: only that stands here, and why."""
        for made in (self.list, self.preview, self.bar):
            made.hide()
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._outer.setStretchFactor(self._said, 1)
        self.say(paper_words().list.none)

    def show_paper(self, paper: Paper | None) -> None:
        """Show one of them as it is printed; None where it cannot be read any more."""
        self._paper = paper
        self.bar.setEnabled(paper is not None)
        self.preview.setHtml(paper.html if paper is not None else "")
        self.say("" if paper is not None else paper_words().list.gone)

    def say(self, text: str) -> None:
        """Say what became of a press."""
        self._said.setText(text)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._kept):
            self.chosen.emit(self._kept[row])

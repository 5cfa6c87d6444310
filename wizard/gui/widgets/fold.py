"""What is worth knowing and need not be in sight: behind a link where there is no room for it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.gui.widgets.labels import link, show_fold


class Fold(QWidget):
    """Shows what stands `inside`, or only the link that opens it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title, self._holder = title, QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._opener = link("")
        self._opener.clicked.connect(lambda: self._open(wanted=self._holder.isHidden()))
        self._opener.hide()
        column.addWidget(self._opener)
        self.inside = QVBoxLayout(self._holder)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(4)
        column.addWidget(self._holder)
        self._column = column

    def be_folded(self, *, wanted: bool) -> None:
        """Keep what stands inside behind the link, or show it without one."""
        self._opener.setVisible(wanted)
        self._open(wanted=not wanted)

    def _open(self, *, wanted: bool) -> None:
        self._holder.setVisible(wanted)
        show_fold(self._opener, self._title, is_open=wanted)
        self._column.activate()  # whoever asks at once how high it is hears what is so now

"""While somebody signs in elsewhere: how long is left, more time, what to do about an error, Cancel."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from wizard.catalogue.words import words_of
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import button, label, link

_words = words_of(__name__)

_TICK_MS = 1000


class WaitingRow(QWidget):
    """Hidden until `begin`; asks each second how long is left."""

    more_wanted = Signal()
    cancelled = Signal()
    ticked = Signal()

    def __init__(self, whom: str) -> None:
        """`whom` is waited for."""
        super().__init__()
        self._whom = whom
        row = FlowLayout(self)
        self._left = label("", name="muted")
        self._left.setWordWrap(False)
        row.addWidget(self._left)
        self.more = link(_words("more-time"))
        self.more.clicked.connect(lambda _checked=False: self.more_wanted.emit())
        row.addWidget(self.more)
        self.stuck_note = label("", name="muted")
        """What an error page means; whoever makes this row places it."""
        self.stuck = link(_words("error-shown"))
        self.stuck.clicked.connect(lambda: self.stuck_note.setVisible(self.stuck_note.isHidden()))
        row.addWidget(self.stuck)
        cancel = button(_words("cancel"))
        cancel.setAccessibleName(_words("cancel-sign-in"))
        cancel.clicked.connect(lambda _checked=False: self.cancelled.emit())
        row.addWidget(cancel)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self.ticked)
        self.stuck_note.hide()
        self.hide()

    def begin(self) -> None:
        """Somebody is waited for."""
        self.show()
        self.ticked.emit()
        self._clock.start()

    def end(self) -> None:
        """Nobody is waited for any more."""
        self._clock.stop()
        self.hide()
        self.stuck_note.hide()

    def say_left(self, seconds: float) -> None:
        """Say how long is left."""
        left = int(seconds)
        self.more.show()
        self._left.setText(_words("time-left", whom=self._whom, minutes=left // 60, seconds=left % 60))

    def say_unhurried(self) -> None:
        """Say that it may take as long as it takes."""
        self.more.hide()
        self._left.setText(_words("no-hurry"))

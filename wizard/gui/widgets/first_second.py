"""The first second of a button that changes something outside: it is to be read before it is pressed."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

_MILLISECONDS = 1000


class FirstSecond(QObject):
    """Keeps buttons from being pressed until they have been in sight for a second.

    Whoever clicks twice, or presses Enter once more, means what stood there before.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.milliseconds = _MILLISECONDS
        """How long; 0 where nobody looks and nobody presses."""
        self._resting: dict[QPushButton, QTimer] = {}
        self._heir: QPushButton | None = None
        """The button that gets the cursor when its second is over."""

    def begin(self, made: QPushButton) -> None:
        """Let a button rest; its second begins when it is seen for the first time, however late that is."""
        self._forget(made)
        if self.milliseconds == 0:
            made.setEnabled(True)
            return
        if made.hasFocus():
            self._let_go_of_keys(made)
            self._heir = made
        made.setEnabled(False)
        timer = QTimer(made)
        timer.setSingleShot(True)
        timer.setInterval(self.milliseconds)
        timer.timeout.connect(lambda: self.end(made))
        self._resting[made] = timer
        made.installEventFilter(self)
        made.update()  # it may look as before: disabled, with the same words
        made.destroyed.connect(lambda: self._resting.pop(made, None))

    def end(self, made: QPushButton) -> None:
        """Its second is over."""
        self._forget(made)
        made.setEnabled(True)
        if self._heir is made:
            self._heir = None
            if made.window().focusWidget() is None:
                made.setFocus()

    def call_off(self, made: QPushButton, *, enabled: bool) -> None:
        """It says something else by now, or has to wait for something else."""
        self._forget(made)
        made.setEnabled(enabled)

    def is_resting(self, made: QWidget) -> bool:
        """Whether a button's first second is not over."""
        return made in self._resting

    @property
    def resting(self) -> list[QPushButton]:
        """The buttons whose first second is not over."""
        return list(self._resting)

    @property
    def heir(self) -> QPushButton | None:
        """The button that gets the cursor when its second is over; None where nothing waits for it."""
        return self._heir if self._heir in self._resting else None

    def give_keys(self, made: QPushButton) -> None:
        """Put the cursor onto a button; where it rests, after that, unless its user put it elsewhere."""
        if made not in self._resting:
            made.setFocus()
            return
        self._let_go_of_keys(made)
        self._heir = made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin the second of a button that is painted for the first time."""
        if event.type() is QEvent.Type.Paint and isinstance(watched, QPushButton):
            timer = self._resting.get(watched)
            if timer is not None and not timer.isActive():
                timer.start()
        return super().eventFilter(watched, event)

    @staticmethod
    def _let_go_of_keys(made: QPushButton) -> None:
        """Nothing has the cursor: Qt would put it onto a neighbour of what is disabled."""
        focused = made.window().focusWidget()
        if focused is not None:
            focused.clearFocus()

    def _forget(self, made: QPushButton) -> None:
        timer = self._resting.pop(made, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
            made.removeEventFilter(self)

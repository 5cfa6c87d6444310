"""The window that stands hears of a second start: it comes forward, and shows what was asked for."""

import os
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from wizard.app.one_window import Asked, FirstWindow
from wizard.catalogue.headings import procedure_headings
from wizard.gui.shell import Shell

_AGAIN_MS = 250
"""A virus scanner may hold what was put down for a moment."""


class SecondStart(QObject):
    """Looks at what second starts put down, from its first paint until the window closes."""

    def __init__(self, shell: Shell, first: FirstWindow) -> None:
        super().__init__(shell)
        self._shell, self._first = shell, first
        self._open: Callable[[str], None] | None = None
        self._waiting = ""
        """The procedure that was asked for before there was anything to show it."""
        # Before the services stop: the start after this window's is not to wait for them.
        shell.closing.connect(first.release)

    def listen(self) -> None:
        """Begin to listen."""
        from PySide6.QtCore import QFileSystemWatcher  # noqa: PLC0415 - nobody asks before the first paint

        if self._first.hears:
            watcher = QFileSystemWatcher([str(self._first.folder)], self)
            watcher.directoryChanged.connect(self._look)
            self._look()

    def goes_to(self, show: Callable[[str], None]) -> None:
        """Say what shows a procedure."""
        self._open = show
        if self._waiting:
            show(self._waiting)

    def _look(self) -> None:
        if not self._first.hears:
            return
        for asked in self._first.take():
            self._come_forward(asked)
        if self._first.is_asked:
            QTimer.singleShot(_AGAIN_MS, self, self._look)

    def _come_forward(self, asked: Asked) -> None:
        if asked.activation:  # Qt hands it to the desktop with the next window that is activated
            os.environ["XDG_ACTIVATION_TOKEN"] = asked.activation
        self._shell.come_forward()
        dialog = QApplication.activeModalWidget()
        if dialog is not None:  # a question stands there: it is answered first
            dialog.raise_()
            dialog.activateWindow()
        elif asked.procedure in {heading.id for heading in procedure_headings()}:
            self._waiting = asked.procedure
            if self._open is not None:
                self._open(asked.procedure)

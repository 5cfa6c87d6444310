"""The frame around home and run: the window itself, its jobs, its clipboard, and errors of our own."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.app.program import Program
from wizard.catalogue.words import words_of
from wizard.gui.clipboard import Clipboard
from wizard.gui.collector import Collector
from wizard.gui.runner import Runner
from wizard.gui.shell import Shell

_words = words_of(__name__)

if TYPE_CHECKING:
    from types import TracebackType


class Frame(QObject):
    """What home and every run have in common; it knows neither."""

    said = Signal(str)
    """Something small to be said where the eye is."""
    failed = Signal(object)
    """The Problem of an error of our own."""

    def __init__(self, shell: Shell, program: Program) -> None:
        super().__init__(shell)
        self.shell, self.program = shell, program
        self.runner, self.clipboard = Runner(self), Clipboard(self)
        self._collector = Collector(self)
        self._former_hook = sys.excepthook
        sys.excepthook = self._on_unexpected
        shell.show_banner(program.world.banner, practice=program.world.is_practice)
        if program.pretending is not None:
            from wizard.gui.pretend import PretendButton  # noqa: PLC0415 - in practice only

            lane = self.runner.lane("pretend")
            PretendButton(shell, program.pretending, lane, program.world.banner)

    def open_address(self, url: str) -> bool:
        """Open an address in the user's own browser; in practice a public one is copied instead.

        False when this PC has no program for it that we may start; where a file is, a window says then.
        """
        from urllib.parse import urlsplit  # noqa: PLC0415 - none of it is needed for the first paint

        from PySide6.QtCore import QUrl  # noqa: PLC0415
        from PySide6.QtGui import QDesktopServices  # noqa: PLC0415

        from wizard.app.loopback import is_loopback_host  # noqa: PLC0415

        host = urlsplit(url).hostname or ""
        if self.program.world.is_live or url.startswith("file:") or is_loopback_host(host):
            opened = QDesktopServices.openUrl(QUrl(url)) and self._is_named(url)
            if not opened and url.startswith("file:"):
                self._say_where_it_is(QUrl(url).toLocalFile())
            return opened
        if url.startswith("mailto:"):
            return False  # nothing leaves practice: whoever asked copies the text instead
        self.clipboard.copy(url)
        self.said.emit(_words("practice-opens-no-page"))
        return True

    @staticmethod
    def _is_named(url: str) -> bool:
        """Whether this PC names a program for a file or for writing an e-mail; no other is asked for."""
        from wizard.app.openers import names_a_program  # noqa: PLC0415 - only when something is opened

        return not url.startswith(("file:", "mailto:")) or names_a_program(url)

    def _say_where_it_is(self, path: str) -> None:
        from pathlib import Path  # noqa: PLC0415 - only where no program opens it

        from wizard.gui.no_program import NoProgram  # noqa: PLC0415

        dialog = NoProgram(Path(path), self.clipboard.copy, self.shell)
        dialog.open()
        self.shell.presses.watch(dialog)

    def close(self) -> None:
        """The window closes: stop what runs, leave nothing of ours behind."""
        sys.excepthook = self._former_hook
        self.runner.cancel()
        self.clipboard.clear_secret()
        if self.program.pretending is not None:
            self.program.pretending.end()

    def _on_unexpected(
        self, kind: type[BaseException], error: BaseException, trace: "TracebackType | None"
    ) -> None:
        from wizard.model.unexpected import unexpected  # noqa: PLC0415 - only where something went wrong

        self._former_hook(kind, error, trace)
        self.failed.emit(unexpected(error))

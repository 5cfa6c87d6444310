"""Where a page shows the embedded browser, which is made when it is wanted and gone when it is not."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


class EmbeddedRoom(QWidget):
    """Empty until a page is opened in it; nothing of the page is kept."""

    answered = Signal(str)
    """The address that was waited for."""
    trouble = Signal(object)
    """A Problem of the page."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.browser: Any = None
        """The `EmbeddedBrowser` while there is one; its module costs 200 MB."""

    def open(
        self, address: str, is_answer: Callable[[str], bool], owners: Mapping[str, str] | None = None
    ) -> None:
        """Show a page; `owners` are hosts beside the known ones, with whose they are."""
        from wizard.gui.browser.embedded import EmbeddedBrowser  # noqa: PLC0415 - 200 MB, only when wanted

        if self.browser is None:
            self.browser = EmbeddedBrowser(is_answer, dict(owners or {}))
            self.browser.answered.connect(self.answered)
            self.browser.trouble.connect(self.trouble)
            self._column.addWidget(self.browser, 1)
        self.browser.open(address)

    def close_page(self) -> None:
        """Take the page away: what stands on it is for nobody else to read."""
        browser, self.browser = self.browser, None
        if browser is not None:
            self._column.removeWidget(browser)
            browser.hide()
            browser.deleteLater()

    def make_room(self, *, for_problem: bool) -> None:
        """Leave room below for a problem, or take it back."""
        if self.browser is not None:
            self.browser.make_room(for_problem=for_problem)

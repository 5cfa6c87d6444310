"""The address of the page, always visible: its host in bold, a lock in words, whose page it is."""

from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from wizard.catalogue.load import web_hosts
from wizard.catalogue.words import words_of

_words = words_of(__name__)


def host_of(address: str) -> str:
    """Return an address' host and, where it is not the usual one, its port."""
    return urlsplit(address).netloc.rpartition("@")[2]


class AddressBar(QFrame):
    """Back, reload, address, zoom. It shows; nobody can type into it."""

    back_pressed = Signal()
    reload_pressed = Signal()
    zoom_pressed = Signal(int)

    def __init__(self, owners: dict[str, str]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._owners = {**{name: host.owner for name, host in web_hosts().items()}, **owners}
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        self.back = self._button("‹", _words("back"), self.back_pressed.emit)
        self.reload = self._button("⟳", _words("again"), self.reload_pressed.emit)
        self.address = QLabel()
        self.address.setTextFormat(Qt.TextFormat.RichText)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.address.setMinimumWidth(160)
        self.owner = QLabel()
        self.owner.setObjectName("muted")
        self.smaller = self._button("−", _words("smaller"), lambda: self.zoom_pressed.emit(-1))
        self.larger = self._button("+", _words("larger"), lambda: self.zoom_pressed.emit(1))
        row.addWidget(self.back)
        row.addWidget(self.reload)
        row.addWidget(self.address, 1)
        row.addWidget(self.owner)
        row.addWidget(self.smaller)
        row.addWidget(self.larger)

    def _button(self, text: str, name: str, press: Callable[[], None]) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(press)
        return made

    def show_address(self, address: str, *, trusted: bool) -> None:
        """Show a page's address; `trusted` = nothing was wrong with its certificate."""
        parts = urlsplit(address)
        host = host_of(address)
        name = parts.hostname or ""
        here = name in {"localhost", "127.0.0.1", "::1"}
        if not host:
            lock, said = "", ""
        elif parts.scheme == "https" and trusted:
            lock, said = "🔒", _words("encrypted")
        elif here:
            lock, said = "⌂", _words("on-this-pc")
        else:
            lock, said = "⚠", _words("not-encrypted")
        path = parts.path if len(parts.path) < 40 else parts.path[:39] + "…"
        self.address.setText(
            f"{lock} {escape(parts.scheme)}://<b>{escape(host)}</b>{escape(path)}" if host else ""
        )
        self.address.setToolTip(said)
        self.address.setAccessibleName(_words("address", host=host, said=said))
        owner = self._owners.get(host) or self._owners.get(name) or ""
        whose = "" if here or not host else _words("unknown-page")
        self.owner.setText(_words("page-of", owner=owner) if owner else whose)

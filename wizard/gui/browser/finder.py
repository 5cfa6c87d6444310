"""Finding a vendor's line, or its words, on the vendor's own page: on its origin only, out of its reach."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript

from wizard.catalogue.schema import VendorPage

_LOOK_EVERY_MS = 600
_MOST = 20_000
"""Characters of a page that are looked through: a line is hundreds, a page of words some thousands."""

# A page that is still coming in could hold half a line.
# Runs in a script world of its own: the page's scripts can neither see nor change it.
_SCRIPT = """
(function (selector, prefix, most) {
  const marked = selector ? Array.from(document.querySelectorAll(selector)) : [];
  const read = (e) => (typeof e.value === "string" ? e.value : e.innerText) || "";
  const whole = document.body ? read(document.body) : "";
  const texts = marked.map(read);
  if (!texts.some((t) => t.includes(prefix))) texts.push(whole);
  return JSON.stringify({
    origin: location.origin,
    text: document.readyState === "loading" ? "" : texts.join("\\n").slice(0, most),
  });
})(%s, %s, %d)
"""


def origin_of(address: str) -> str:
    """Return an address' origin as browsers write it: scheme, host, and port unless it is the usual one."""
    parts = urlsplit(address)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}".lower()


class Finder(QObject):
    """Looks again and again while the page stands on the vendor's origin, until it is stopped."""

    found = Signal(str)
    """The text that holds the line or the words."""

    def __init__(self, page: QWebEnginePage, vendor: VendorPage, start: str, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._vendor, self._origin = page, vendor, origin_of(start)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self, then: Callable[[str], None] | None = None) -> None:
        """Look once; `then` gets the text of the vendor's page, empty where another page stands there."""
        if origin_of(self._page.url().toString()) != self._origin:
            if then:
                then("")
            return
        script = _SCRIPT % (json.dumps(self._vendor.element), json.dumps(self._vendor.prefix), _MOST)
        world = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
        self._page.runJavaScript(script, world, lambda answer: self._take(answer, then))

    def _take(self, answer: object, then: Callable[[str], None] | None) -> None:
        try:
            said = json.loads(str(answer))
            # The page may have moved on while the script was on its way.
            text = str(said["text"]) if said["origin"].lower() == self._origin else ""
        except (ValueError, KeyError, TypeError, AttributeError):
            text = ""
        wanted = self._vendor.prefix if self._vendor.finds == "line" else self._vendor.words
        if wanted in text and self._timer.isActive():
            self.found.emit(text)
        if then:
            then(text)

"""Finding a vendor's line, or its words, on the vendor's own page: on its origin only, out of its reach."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript

from wizard.catalogue.schema import VendorPage

_LOOK_EVERY_MS = 600
_LONGEST_NAME = 120
_LONGEST_REASON = 200
_MOST = 20_000
"""Characters of a page that are looked through: a line is hundreds, a page of words some thousands."""

# A page that is still coming in could hold half a line.
# Runs in a script world of its own: the page's scripts can neither see nor change it.
_SCRIPT = """
(function (selector, prefix, most, organisation, failed) {
  const all = (s) => (s ? Array.from(document.querySelectorAll(s)) : []);
  const read = (e) => (typeof e.value === "string" ? e.value : e.innerText) || "";
  const seen = (s) => all(s).filter((e) => e.getClientRects().length).map((e) => read(e).slice(0, 400));
  const marked = all(selector);
  const whole = document.body ? read(document.body) : "";
  const texts = marked.map(read);
  if (!texts.some((t) => t.includes(prefix))) texts.push(whole);
  return JSON.stringify({
    origin: location.origin,
    text: document.readyState === "loading" ? "" : texts.join("\\n").slice(0, most),
    named: seen(organisation).slice(0, 10),
    failed: document.readyState === "loading" ? [] : seen(failed).slice(0, 10),
  });
})(%s, %s, %s, %s, %s)
"""


def origin_of(address: str) -> str:
    """Return an address' origin as browsers write it: scheme, host, and port unless it is the usual one."""
    parts = urlsplit(address)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}".lower()


@dataclass(frozen=True)
class Seen:
    """What stands on the vendor's page; all empty where another page stands there."""

    text: str = ""
    organisation: str = ""
    """The one that it names; empty where it names none, or several."""
    failed: str = ""
    """Why the sign-in failed, in the page's own words."""


class Finder(QObject):
    """Looks again and again while the page stands on the vendor's origin, until it is stopped."""

    found = Signal(object)
    """The `Seen` whose text holds the line or the words."""
    failed = Signal(str)
    """The page began to say that the sign-in failed, and why."""

    def __init__(self, page: QWebEnginePage, vendor: VendorPage, start: str, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._vendor, self._origin = page, vendor, origin_of(start)
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self, then: Callable[[Seen], None] | None = None) -> None:
        """Look once; `then` gets what stands on the vendor's page."""
        if origin_of(self._page.url().toString()) != self._origin:
            self._said = ""
            if then:
                then(Seen())
            return
        vendor = self._vendor
        parts = [vendor.element, vendor.prefix, _MOST, vendor.organisation, vendor.failed]
        script = _SCRIPT % tuple(map(json.dumps, parts))
        world = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
        self._page.runJavaScript(script, world, lambda answer: self._take(answer, then))

    def _take(self, answer: object, then: Callable[[Seen], None] | None) -> None:
        seen = self._seen(answer)
        wanted = self._vendor.prefix if self._vendor.finds == "line" else self._vendor.words
        if self._timer.isActive():
            if wanted in seen.text:
                self.found.emit(seen)
            elif seen.failed != self._said:
                self._said = seen.failed
                if seen.failed:
                    self.failed.emit(seen.failed)
        if then:
            then(seen)

    def _seen(self, answer: object) -> Seen:
        try:
            said = json.loads(str(answer))
            # The page may have moved on while the script was on its way.
            if said["origin"].lower() != self._origin:
                return Seen()
            named = {name for name in map(_one_line, said["named"]) if name}
            failed = " ".join(filter(None, map(_one_line, said["failed"])))[:_LONGEST_REASON]
            text = str(said["text"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return Seen()
        only = named.pop() if len(named) == 1 else ""
        return Seen(text, only if len(only) <= _LONGEST_NAME else "", failed)


def _one_line(text: object) -> str:
    return " ".join(str(text).split())

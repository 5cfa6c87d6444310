"""The embedded browser: address bar above, page below, pop-ups in windows of their own."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QSizePolicy, QVBoxLayout, QWidget

from wizard.gui.browser.address_bar import AddressBar
from wizard.gui.browser.guarded_page import GuardedPage, make_profile
from wizard.gui.theme import stands_close
from wizard.model.problem import Problem

_SLOW_MS = 25_000
"""How long a page may take before its user is offered another way."""
_LOWEST, _LOWEST_CLOSE, _LOWEST_BESIDE_PROBLEM = 300, 210, 150
"""How low a page may become, in pixels; a problem below it has to be in sight whole."""
_WANTED = 560
"""How high a sign-in's page would be, in pixels: in less it is shown smaller, not to be scrolled."""
_SMALLEST_BY_ITSELF = 0.75
_ZOOMS = (0.5, 0.67, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class _View(QWebEngineView):
    """As high as its page gives it: a web view's own wish is 600 pixels, whatever there is room for."""

    def sizeHint(self) -> QSize:
        return QSize(480, self.minimumHeight())

    def event(self, event: QEvent) -> bool:
        # Enter presses the page's button, Escape closes the page's list: they are not our window's here.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
        ):
            event.accept()
            return True
        return super().event(event)


class _Pane(QWidget):
    """An address bar over the view of one page."""

    def __init__(self, page: GuardedPage, owners: dict[str, str]) -> None:
        super().__init__()
        self.page = page
        self._untrusted: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.bar = AddressBar(owners)
        self.view = _View()
        self.view.setPage(page)
        # In a layout a web view has no height of its own.
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view.setMinimumHeight(_LOWEST_CLOSE if stands_close() else _LOWEST)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        page.urlChanged.connect(self._show_address)
        page.certificateError.connect(lambda error: self._untrusted.add(error.url().host()))
        self.bar.back_pressed.connect(lambda: page.triggerAction(QWebEnginePage.WebAction.Back))
        self.bar.reload_pressed.connect(lambda: page.triggerAction(QWebEnginePage.WebAction.Reload))
        self.bar.zoom_pressed.connect(self._zoom)
        self._is_zoomed = False
        """Whether its user chose how large it is."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the page as large as there is room for a form."""
        super().resizeEvent(event)
        if not self._is_zoomed:
            fits = [zoom for zoom in _ZOOMS if zoom * _WANTED <= self.view.height() and zoom <= 1.0]
            self.page.setZoomFactor(max([_SMALLEST_BY_ITSELF, *fits]))

    def _show_menu(self, at: QPoint) -> None:
        """Offer what a sign-in needs: the engine's own menu would save pages and show their source."""
        action = QWebEnginePage.WebAction
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for offered in (action.Cut, action.Copy, action.Paste, action.SelectAll, action.Back, action.Reload):
            menu.addAction(self.page.action(offered))
        menu.popup(self.view.mapToGlobal(at))

    def _show_address(self, url: QUrl) -> None:
        self.bar.show_address(url.toString(), trusted=url.host() not in self._untrusted)

    def _zoom(self, direction: int) -> None:
        self._is_zoomed = True
        now = min(range(len(_ZOOMS)), key=lambda i: abs(_ZOOMS[i] - self.page.zoomFactor()))
        self.page.setZoomFactor(_ZOOMS[max(0, min(len(_ZOOMS) - 1, now + direction))])


class _PopUp(QDialog):
    """A pop-up of the page, as identity providers open them; it has an address bar as well."""

    def __init__(self, page: GuardedPage, owners: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sign in")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 640)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        self.pane = _Pane(page, owners)
        column.addWidget(self.pane)
        page.windowCloseRequested.connect(self.close)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the page with the window."""
        self.pane.page.deleteLater()
        super().closeEvent(event)


class EmbeddedBrowser(QWidget):
    """Shows one sign-in. Nothing of it is kept; `answered` brings the address it ended at."""

    answered = Signal(str)
    trouble = Signal(object)

    def __init__(self, is_answer: Callable[[str], bool], owners: dict[str, str] | None = None) -> None:
        super().__init__()
        self._owners = owners or {}
        # A child of the application: it must outlive its pages, which go with this widget.
        self._profile = make_profile(QApplication.instance())
        self._pop_ups: list[_PopUp] = []
        self.page = GuardedPage(self._profile, is_answer, self)
        self.pane = _Pane(self.page, self._owners)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self.page.redirected.connect(self._on_redirected)
        self.page.trouble.connect(self.trouble)
        self.page.popped_up.connect(self._show_pop_up)
        self.is_loaded = False
        """Whether a page stands there whole."""
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self._say_slow)
        self.page.loadStarted.connect(lambda: self._note(loaded=False))
        self.page.loadFinished.connect(lambda _ok: self._note(loaded=True))
        profile = self._profile
        self.page.destroyed.connect(profile.deleteLater)

    @property
    def view(self) -> QWebEngineView:
        """The view of the page itself."""
        return self.pane.view

    @property
    def tab_stops(self) -> list[QWidget]:
        """What Tab comes to, in the order of work."""
        bar = self.pane.bar
        return [bar.back, bar.reload, bar.smaller, bar.larger, self.view]

    def open(self, address: str) -> None:
        """Load an address."""
        self.page.load(QUrl(address))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def make_room(self, *, for_problem: bool) -> None:
        """Let the page be low while a problem stands below it."""
        usual = _LOWEST_CLOSE if stands_close() else _LOWEST
        self.view.setMinimumHeight(_LOWEST_BESIDE_PROBLEM if for_problem else usual)
        self.view.updateGeometry()

    def _note(self, *, loaded: bool) -> None:
        self.is_loaded = loaded
        if loaded:
            self._slow.stop()
        else:
            self._slow.start()

    def _say_slow(self) -> None:
        self.trouble.emit(self.slow_problem())

    def slow_problem(self) -> Problem:
        """The problem that the page asked for does not come."""
        return Problem("XERO-PAGE-SLOW", {"host": self.page.requestedUrl().host()})

    def _on_redirected(self, address: str) -> None:
        for pop_up in self._pop_ups:
            pop_up.close()
        self._pop_ups.clear()
        self.answered.emit(address)

    def _show_pop_up(self, page: GuardedPage) -> None:
        pop_up = _PopUp(page, self._owners, self)
        self._pop_ups.append(pop_up)
        pop_up.destroyed.connect(lambda: self._pop_ups.remove(pop_up) if pop_up in self._pop_ups else None)
        pop_up.show()

"""The scrolling ground of a page: scrolls only when the content really is higher."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from wizard.gui.after_paint import FirstPaint
from wizard.gui.widgets.low_window import BETWEEN, is_low

if TYPE_CHECKING:
    from wizard.gui.widgets.more_below import MoreBelow

_AS_NEEDED, _ALWAYS_OFF, _NO_FOCUS = 0, 1, 0
"""Qt.ScrollBarPolicy and Qt.FocusPolicy for setProperty(); loading `Qt` itself costs start-up time."""


class PageArea(QScrollArea):
    """A scroll area whose content is as high as its width makes it, and as wide with a scroll bar as without.

    WORKAROUND: QScrollArea knows no height-for-width, and would scroll for the height
    that wrapping labels need at their narrowest.
    """

    def __init__(self, *, stands_close: bool = True) -> None:
        """Without `stands_close`, whoever has it sees to the room in it."""
        super().__init__()
        self._may_stand_close = stands_close
        self.setObjectName("pageArea")
        self.setWidgetResizable(True)
        self.setProperty("horizontalScrollBarPolicy", _ALWAYS_OFF)
        self.setProperty("verticalScrollBarPolicy", _ALWAYS_OFF)  # until it is known how high the content is
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("focusPolicy", _NO_FOCUS)
        self._width = 0
        self._right: int | None = None
        self._held = 0
        self._is_close = self._is_low = self._is_settled = False
        self.ends = False
        """Whether it is a last page: no press makes it higher, so it stands closer in any window."""
        self._spacing: int | None = None
        self._window = QSize()
        content = QWidget()
        content.setObjectName("scrollBody")
        self.body = QVBoxLayout(content)
        self.setWidget(content)
        self._is_watched = self._hears = False
        self.fold_more: Callable[..., object] | None = None
        """What folds parts of the page where they have no room; it is told `anew` when the window changed."""
        self.folds_late = False
        """Whether that is asked whenever the page has become higher, not only for another size."""
        self._more: MoreBelow | None = None

    def _begin_to_watch(self) -> None:
        """Hear of what the content asks for, too: in a window that comes up, from its first paint on."""
        window = self.window()
        self._is_watched = True
        if isinstance(window, FirstPaint) and not window.was_painted:
            window.leave_until_painted(self, self._watch)
        else:
            self._watch()

    def _watch(self) -> None:
        content = self.widget()
        if content is not None:
            self._hears = True
            _Requests(content, self._laid_out)
            self._laid_out()

    def _laid_out(self) -> None:
        """Measure again when the content asks for another layout."""
        if self._is_close or not self._is_settled:
            self._close_up()  # also what has come since
        if self.folds_late and not self._is_settled and self.fold_more is not None and self.overflows:
            self.fold_more(anew=False)
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again for the new width."""
        super().resizeEvent(event)
        self._width = event.size().width()  # the viewport's, as Qt has it for scroll areas
        self._make_room()
        window = self.window().size()
        is_another = window != self._window
        if is_another:  # by what is docked below it the area becomes lower, too
            self._window, self._is_settled = window, False
        if not self._is_settled:
            self._is_low = self.ends or is_low(self)
            self.fit()
            if self.fold_more is not None:
                self.fold_more(anew=is_another)
        self._measure()
        self.setProperty("verticalScrollBarPolicy", _AS_NEEDED)
        if not self._is_watched:
            self._begin_to_watch()

    def fit(self) -> None:
        """Find out anew whether what is on the page has to stand closer."""
        if self._may_stand_close and (self._is_low or self._is_close):
            self._stand_close(wanted=False)
            self._close_up()

    def settle(self) -> None:
        """Stay as close as it is, whatever comes: nothing moves under a hand until the window is resized."""
        self._is_settled = True

    def _close_up(self) -> None:
        """Let everything stand closer where a low window would have to be scrolled otherwise."""
        if self._may_stand_close and self._is_low and (self._is_close or self.overflows):
            self._stand_close(wanted=True)

    def set_spacing(self, pixels: int) -> None:
        """Keep so much between the parts of the page, as long as there is room."""
        self._spacing = pixels
        self.body.setSpacing(min(pixels, BETWEEN) if self._is_close else pixels)

    def _make_room(self) -> None:
        """Take the scroll bar's room from the margin: nothing moves when it comes or goes."""
        margins = self.body.contentsMargins()
        if self._right is None:
            self._right = margins.right()
        right = max(0, self._right - (self.width() - self._width))
        if margins.right() != right:
            margins.setRight(right)
            self.body.setContentsMargins(margins)
            self.body.activate()

    def set_margins(self, left: int, top: int, right: int, bottom: int) -> None:
        """Keep this room around the content; a scroll bar takes its own from the right."""
        self._right = right
        self.body.setContentsMargins(left, top, right, bottom)
        if self._width:
            self._make_room()

    def _stand_close(self, *, wanted: bool) -> None:
        content = self.widget()
        if content is not None and (wanted or self._is_close):
            from wizard.gui.widgets.closeness import stand_closer  # noqa: PLC0415 - loads layouts that home has not

            if wanted != self._is_close and self._spacing is not None:
                self.body.setSpacing(min(self._spacing, BETWEEN) if wanted else self._spacing)
            self._is_close = wanted
            stand_closer(content, self.body, wanted=wanted)
            _activate(content)

    def hold(self) -> None:
        """Keep the content as high as it is, however low the area becomes: nothing in it moves."""
        content = self.widget()
        self._held = max(self._held, content.height() if content is not None else 0)

    def let_go(self) -> None:
        """Let the content be as high as there is room again."""
        self._held = 0
        self._measure()

    @property
    def overflows(self) -> bool:
        """Whether there is more on the page than can be seen at once; False before it has a size."""
        return self._width > 0 and self._needed() > self.viewport().height()

    def overflows_now(self) -> bool:
        """Whether there is, once what was shown or hidden just now is laid out."""
        content = self.widget()
        if content is not None:
            for layout in content.findChildren(QLayout):
                layout.invalidate()  # one within another keeps what it said of its height before
            _activate(content)
            self.body.activate()
        return self.overflows

    def _needed(self) -> int:
        height = self.body.totalHeightForWidth(self._width)
        return height if height >= 0 else self.body.totalMinimumSize().height()

    def _measure(self) -> None:
        if not self._width:
            return
        height = max(self._needed(), self._held)
        content = self.widget()
        if content is not None and content.minimumHeight() != height:
            content.setMinimumHeight(height)
        if self._hears:  # before the first paint nobody scrolls, and to ask for the bar costs start-up time
            self._say_more(height)

    def _say_more(self, height: int) -> None:
        """Say at the lower edge that there is more below, where there is."""
        if self._more is None and height > self.viewport().height():
            from wizard.gui.widgets.more_below import MoreBelow  # noqa: PLC0415 - most pages have no more

            self._more = MoreBelow(self)
        if self._more is not None:
            self._more.follow()


class _Requests(QObject):
    """Tells when a widget asks for another layout."""

    def __init__(self, content: QWidget, tell: Callable[[], None]) -> None:
        super().__init__(content)
        self._tell = tell
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._tell()
        return super().eventFilter(watched, event)


def _activate(content: QWidget) -> None:
    """Let every layout know at once how high it is: the innermost first."""
    for part in reversed(content.findChildren(QWidget)):
        inside = part.layout()
        if inside is not None:
            inside.activate()

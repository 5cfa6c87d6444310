"""Labels and buttons of the few kinds there are."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from wizard.catalogue.words import words_of
from wizard.gui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QPaintEvent

_words = words_of(__name__)

CAPTION, SUBTITLE, TITLE = 12 / 14, 20 / 14, 28 / 14
"""The type ramp of Windows 11 by its body of 14 pixels at 96 dpi."""
PLAIN_TEXT, RICH_TEXT = 0, 1
"""Qt.TextFormat for setProperty(): loading the `Qt` namespace costs an eighth of a bare window's start."""


_ENDLESS, _LONG = r"[^\s\u200b<>/\\._@:=&;,-]{44,}", 44
"""A word that no line can break, and how long it is at least."""
_SIGN = 14
"""Pixels of a drawn sign, beside letters of 14."""
_BEGINNING, _END = 24, 6
_JOINS = "\u200d\ufe0f"
"""What makes one sign of several is not cut off from them."""


def shortened(text: str) -> str:
    """Return a text whose endless words keep only their ends; what is written elsewhere stays whole."""
    if all(len(word) < _LONG for word in text.split()):
        return text
    return re.sub(_ENDLESS, lambda found: _ends(found[0]), text)


def _ends(word: str) -> str:
    begin, end = _BEGINNING, len(word) - _END
    while begin > 1 and (word[begin] in _JOINS or word[begin - 1] in _JOINS):
        begin -= 1
    while end < len(word) - 1 and (word[end] in _JOINS or word[end - 1] in _JOINS):
        end += 1
    return f"{word[:begin]}…{word[end:]}"


class _Label(QLabel):
    """A label that shows an endless word by its ends, the whole in its tooltip."""

    def setText(self, text: str) -> None:
        short = shortened(text)
        super().setText(short)
        if short != text or self.toolTip():
            self.setToolTip(text if short != text else "")


class SignLabel(_Label):
    """A label with a tick or a cross drawn before its first line, where it has something to say."""

    def __init__(self, text: str = "", *, is_well: bool, scale: float = 1.0) -> None:
        super().__init__()
        self._is_well = is_well
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setWordWrap(True)
        self.setObjectName("good" if is_well else "fault")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setContentsMargins(_SIGN + 6, 0, 0, 0)
        if scale != 1.0:
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * scale)
            self.setFont(font)
        self.setText(text)

    def paintEvent(self, event: "QPaintEvent") -> None:
        """Draw the words, and the sign as high as their first line."""
        super().paintEvent(event)
        if self.text():
            from wizard.gui.widgets.mark import draw_sign  # noqa: PLC0415 - home has none

            line = self.fontMetrics().height()
            draw_sign(self, (line - _SIGN) // 2, _SIGN, is_well=self._is_well)


class SignButton(QPushButton):
    """A button that can have a drawn sign before its text, in the colour of the scheme that is on."""

    _sign, _follows = "", False

    def show_sign(self, sign: str) -> None:
        """Show a sign: `done`, `fold-open` or `fold-closed`; none for an empty one."""
        if sign != self._sign:
            self._sign = sign
            self._draw_sign()
        if sign and not self._follows:  # buttons that have none hear of no events: that costs start-up time
            self._follows = True
            self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw it anew where the scheme changes."""
        if self._sign and event.type() is QEvent.Type.StyleChange:
            self._draw_sign()
        return super().eventFilter(watched, event)

    def _draw_sign(self) -> None:
        from PySide6.QtGui import QIcon  # noqa: PLC0415 - what is shown first has no signs

        self.setIconSize(QSize(_SIGN, _SIGN))
        self.setIcon(QIcon(theme.icon_path(self._sign)) if self._sign else QIcon())


class LineLabel(_Label):
    """A label that wraps only where its line is full; Qt's own would like to wrap before."""

    def sizeHint(self) -> QSize:
        """All in one line."""
        line = self.fontMetrics()
        return QSize(line.horizontalAdvance(self.text()) + 2, line.height())


class _Link(SignButton):
    def enterEvent(self, event: "QEnterEvent") -> None:
        from PySide6.QtCore import Qt  # noqa: PLC0415 - nothing is pointed at before the first paint

        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)


def label(
    text: str, *, name: str = "", bold: bool = False, scale: float = 1.0, in_line: bool = False
) -> QLabel:
    """Return a plain-text label that wraps; `name` picks its style, `scale` its size.

    With `in_line` it wants to be one line, whatever stands beside it, as long as there is room.
    """
    made = LineLabel() if in_line else _Label()
    made.setProperty("textFormat", PLAIN_TEXT)
    made.setText(text)
    made.setWordWrap(True)
    made.setObjectName(name)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if bold or scale != 1.0:
        font = QFont(made.font())
        font.setBold(bold)
        font.setPointSizeF(font.pointSizeF() * scale)
        made.setFont(font)
    return made


def keep_words_whole(made: QLabel) -> QLabel:
    """Let a label be no narrower than its longest word, such as a server's name with a hyphen in it."""
    font = QFontMetrics(made.font())
    made.setMinimumWidth(max((font.horizontalAdvance(word) for word in made.text().split()), default=0) + 2)
    return made


def characters(count: int) -> str:
    """Return so many characters in words."""
    return _words.counted("characters", count)


def show_fold(opener: QPushButton, title: str, *, is_open: bool) -> None:
    """Say on the link of a fold whether it is open: by a sign to the eye, in words to the ear."""
    opener.setText(title.replace("&", "&&"))
    if isinstance(opener, SignButton):
        opener.show_sign("fold-open" if is_open else "fold-closed")
    opener.setAccessibleName(_words("fold-open" if is_open else "fold-closed", title=title))


class SteadyButton(SignButton):
    """A button that says something else once it was pressed, and keeps its place and width all the same."""

    def __init__(self, text: str, later: str, *, has_tick: bool = False) -> None:
        """It says `later` once it was pressed; with `has_tick` behind a drawn tick."""
        super().__init__(text)
        self._text, self._later, self._has_tick = text, later, has_tick
        self._around: dict[str, int] = {}
        """By letters: the width of what stands around a text."""
        self.setAutoDefault(False)

    def sizeHint(self) -> QSize:
        """As wide as the longest of its texts wants it."""
        hint, metrics, letters = super().sizeHint(), self.fontMetrics(), self.font().key()
        if letters not in self._around:  # once: the style rounds each text's width in its own way
            self._around[letters] = hint.width() - metrics.horizontalAdvance(self.text())
        later = metrics.horizontalAdvance(self._later) + (_SIGN + 4 if self._has_tick else 0)
        widest = max(later, *(metrics.horizontalAdvance(text) for text in (self.text(), self._text)))
        return QSize(self._around[letters] + widest, hint.height())

    def say_later(self) -> None:
        """Say what it says once it was pressed."""
        self.setText(self._later)
        self.show_sign("done" if self._has_tick else "")

    def say_again(self) -> None:
        """Say what it said first."""
        self.setText(self._text)
        self.show_sign("")

    def minimumSizeHint(self) -> QSize:
        """No less."""
        return self.sizeHint()


def restyle(made: QWidget, name: str) -> None:
    """Give a widget the style of another name, whether it is shown or is about to be for the first time."""
    if made.objectName() != name:
        made.setObjectName(name)
        # What was never shown is given its style when it is; asking for it loads all of QStyle and `Qt`.
        if made.isVisible():
            made.style().polish(made)


def button(text: str, *, primary: bool = False, later: str = "") -> QPushButton:
    """Return a push button; the primary one is the verb of the screen, `later` what it says afterwards."""
    short = shortened(text)
    shown = short.replace("&", "&&")
    made = SteadyButton(shown, later, has_tick=True) if later else QPushButton(shown)
    if short != text:
        made.setToolTip(text)
    made.setAutoDefault(False)
    if primary:
        made.setObjectName("primary")
    return made


def link(text: str) -> SignButton:
    """Return a button that looks like a link: help questions and side pages."""
    made = _Link(text.replace("&", "&&"))
    made.setAutoDefault(False)
    made.setObjectName("link")
    return made

"""The row of buttons below every screen: each has its place, whatever the others say."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton

from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import button, link, restyle

_words = words_of(__name__)

_LEFT, _RIGHT, _ABOVE, _ABOVE_CLOSE, _BETWEEN = 16, 18, 11, 4, 7
"""Pixels of room around the buttons, also where the window is low, and between them."""
_NEXT, _LONGER = 7, 13
"""How wide the two places of a verb are, in heights of a line of text."""
_NEAR, _FAR, _BEFORE = "beside Back", "beside Close", "before Back"
_LEADS_ON, _COMMITS, _SECOND = (_NEAR,), (_FAR, _NEAR, _BEFORE), (_BEFORE, _FAR, _NEAR)
"""The places of a verb, the best first."""


class Foot(QFrame):
    """Help at the left; at the right Back, two places for the verb, and Close.

    A verb that leads on stands beside Back, one that commits beside Close, so that it never comes to stand
    where "Next" was pressed on the screen before. Where the last press was in its own place, it takes
    another one. The second verb stands before Back. Back and Close stay where they are, and so does a verb
    that says once more what it said when it was pressed: a press there means the same as the one before.
    Where one line has no room for all of them, help stands in a line of its own above, and the second verb
    beside it if need be.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bottom")
        self.help_link = link("")
        self.again = button("")
        self.back = button(_words("back"))
        self.verb = button(_words("next"), primary=True)
        self.close_button = button(_words("close"))
        for made in (self.help_link, self.again, self.back, self.verb, self.close_button):
            made.setParent(self)
        self._verb_at, self._again_at = _NEAR, _BEFORE
        self._lines = 1
        self._above = _ABOVE
        self.commits_near = False
        """Whether a verb that commits stands beside Back where that can be: another one led here."""
        self._stood: dict[tuple[QPushButton, str], str] = {}
        """Where each verb of this page stands, with what it says, when it can be pressed."""

    def stand_close(self, *, wanted: bool) -> None:
        """Take less height, because the window has little."""
        above = _ABOVE_CLOSE if wanted else _ABOVE
        if above != self._above:
            self._above = above
            self.updateGeometry()

    def begin_page(self) -> None:
        """Another page is shown: what its verbs say means something else."""
        self._stood.clear()

    def arrange(self, commits: Sequence[QPushButton], pressed: QPoint | None) -> None:
        """Give each verb a place for what it is; one that commits none that was pressed last."""
        at = self.mapFromGlobal(pressed) if pressed is not None else QPoint(-1, -1)

        def choose(made: QPushButton, names: Sequence[str], taken: QRect) -> str:
            before = self._stood.get((made, made.text()), "")
            if before in names and not self._rect(made, before).intersects(taken):
                return before
            for name in names:
                place = self._rect(made, name)
                if not place.intersects(taken) and not (made in commits and place.contains(at)):
                    return name
            return names[0]

        commits_at = (_NEAR, _FAR, _BEFORE) if self.commits_near else _COMMITS
        self._verb_at = choose(self.verb, commits_at if self.verb in commits else _LEADS_ON, QRect())
        taken = QRect() if self.verb.isHidden() else self._rect(self.verb, self._verb_at)
        self._again_at = choose(self.again, _SECOND, taken)
        places = ((self.verb, self._verb_at), (self.again, self._again_at))
        self._stood = {(made, made.text()): place for made, place in places if not made.isHidden()}
        self.place()

    def place(self) -> None:
        """Put every button into its place: what they say may have become longer."""
        self._find_lines()
        self.help_link.setGeometry(self._sized(self.help_link, _LEFT, above=self._lines > 1))
        self.close_button.setGeometry(self._sized(self.close_button, self._far + _BETWEEN))
        self.back.setGeometry(self._sized(self.back, self._back))
        self.verb.setGeometry(self._rect(self.verb, self._verb_at))
        if self._again_is_above:
            left = self.width() - _RIGHT - self.again.sizeHint().width()
            self.again.setGeometry(self._sized(self.again, left, above=True))
        else:
            self.again.setGeometry(self._rect(self.again, self._again_at))

    def _find_lines(self) -> None:
        """Take a second line where there is need for one."""
        shown = (self.help_link, self.again, self.back, self.verb, self.close_button)
        widths = [_width(made) + _BETWEEN for made in shown if not made.isHidden()]
        before, self._lines = self._lines, 1 if _LEFT + sum(widths) + _RIGHT <= self.width() else 2
        if self._lines == 1 and self._covers_help:
            self._lines = 2
        if self._lines != before:
            self.updateGeometry()

    @property
    def _covers_help(self) -> bool:
        """Whether a verb stands over the help, in the place that it has."""
        ends = _LEFT + _width(self.help_link)
        places = ((self.verb, self._verb_at), (self.again, self._again_at))
        return any(self._rect(made, at).left() < ends for made, at in places if not made.isHidden())

    @property
    def _again_is_above(self) -> bool:
        rest = sum(_width(made) + _BETWEEN for made in (self.again, self.back, self.verb, self.close_button))
        return self._lines > 1 and _LEFT + rest + _RIGHT > self.width()

    def set_main(self, *, main: bool) -> None:
        """Show the verb as the screen's main button, or as one among others."""
        restyle(self.verb, "primary" if main else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep to the right edge."""
        super().resizeEvent(event)
        self.place()

    def sizeHint(self) -> QSize:
        """As high as a button and the room around it; the window has a least width of its own."""
        return QSize(0, self._lines * self._line + self._above + 1)

    def minimumSizeHint(self) -> QSize:
        """No less."""
        return self.sizeHint()

    # --- places ---

    @property
    def _line(self) -> int:
        """How high a line of buttons is with the room above it."""
        return self.back.sizeHint().height() + self._above

    @property
    def _far(self) -> int:
        """The right edge of the place beside Close."""
        return self.width() - _RIGHT - self.close_button.sizeHint().width() - _BETWEEN

    @property
    def _near(self) -> int:
        """The left edge of the place beside Back; nearer to Close in a narrow window."""
        line, verb = self.fontMetrics().lineSpacing(), _width(self.verb)
        in_line = [*(() if self._lines > 1 else (self.help_link,))]
        in_line += [] if self._again_is_above else [self.again]
        left = (*(_width(made) for made in in_line), self.back.sizeHint().width())
        least = _LEFT + sum(left) + _BETWEEN * len(left)
        return min(self._far - verb, max(least, self._far - (_NEXT + _LONGER) * line - _BETWEEN))

    @property
    def _back(self) -> int:
        return self._near - _BETWEEN - self.back.sizeHint().width()

    def _rect(self, made: QPushButton, name: str) -> QRect:
        width = made.sizeHint().width()
        lefts = {_NEAR: self._near, _FAR: self._far - width, _BEFORE: self._back - _BETWEEN - width}
        return self._sized(made, lefts[name])

    def _sized(self, made: QPushButton, left: int, *, above: bool = False) -> QRect:
        hint = made.sizeHint()
        below = self.height() - (self._lines if above else 1) * self._line
        top = below + (self._line - self._above - hint.height()) // 2
        return QRect(left, top, min(hint.width(), self.width() - left), hint.height())


def _width(made: QPushButton) -> int:
    return made.sizeHint().width() if not made.isHidden() else 0

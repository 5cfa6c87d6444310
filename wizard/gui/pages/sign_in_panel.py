"""One sign-in that is waited for, by the way that is chosen: here, in the own browser, or pasted."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.catalogue.wording import wording
from wizard.catalogue.words import words_of
from wizard.gui.browser.available import why_not
from wizard.gui.pages.embedded_room import EmbeddedRoom
from wizard.gui.pages.sheet import Sheet
from wizard.gui.widgets.way_bar import WayBar
from wizard.model.problem import Problem
from wizard.model.sender import SignInPage

_words = words_of(__name__)

WINDOW, BROWSER, PASTE = "window", "browser", "paste"


def switched_off() -> str:
    """Why a way is not offered that a policy forbids."""
    return _words("switched-off")


class SignInPanel(QObject):
    """The ways, and for each the part of the page that belongs to it while a sign-in is waited for.

    The same sign-in goes on when the way is switched: whichever brings its answer first ends it.
    """

    way_shown = Signal(str)
    """The part of this way is shown now."""

    def __init__(self, page: Sheet) -> None:
        super().__init__(page)
        self._page = page
        spec = next(f for f in page.session.screen.fields if f.id == "way")
        self.ways = WayBar(spec, "A")
        session = page.session
        self.ways.choose(session.signs_in_by or session.answers.text("way") or str(spec.default))
        if reason := why_not():
            self.ways.grey(WINDOW, reason)
        allows = page.session.tools.world.policies.allows
        for option in spec.options:
            if not allows(option.value):
                self.ways.forbid(option.value, switched_off())
        self.ways.chosen.connect(self._remember)
        self.ways.chosen.connect(self.show_way)
        self.room = EmbeddedRoom()
        self.room.answered.connect(self._take)
        self.room.trouble.connect(self._on_trouble)
        self.attempt: SignInPage | None = None
        """The sign-in that is waited for."""
        self._parts: dict[str, QWidget] = {}
        self._resting: QWidget | None = None
        self._came_forward = False

    def _remember(self, way: str) -> None:
        """What was switched to amid a sign-in is where the next one begins."""
        self._page.session.signs_in_by = way

    # --- its parts ---

    def add_part(self, way: str, part: QWidget, layout: QVBoxLayout) -> None:
        """Give a way its part; one of them is shown at a time."""
        # Not a QStackedWidget: that is as high as its highest part, whichever is shown.
        layout.addWidget(part, 1)
        part.hide()
        self._parts[way] = part

    def add_resting(self, part: QWidget, layout: QVBoxLayout) -> None:
        """Give the page what it shows while nothing is waited for."""
        layout.addWidget(part, 1)
        self._resting = part

    def _show(self, shown: QWidget | None) -> None:
        for part in [*self._parts.values(), *([self._resting] if self._resting is not None else [])]:
            part.setVisible(part is shown)

    # --- the attempt ---

    def begin(self, attempt: SignInPage) -> None:
        """A sign-in has begun: open its address in the chosen way."""
        self.attempt, self._came_forward = attempt, False
        if not attempt.heard:
            self.ways.grey(BROWSER, _words("other-programs-hold-ports"))
        self.show_way(self.ways.value)

    def end(self) -> None:
        """It is over, or was stopped."""
        self.attempt = None
        self.room.close_page()
        self._show(self._resting)

    def come_forward(self) -> None:
        """Once its answer is in: call its user back from where they signed in."""
        if self.attempt is not None and not self._came_forward:
            self._came_forward = True
            if self.ways.value != WINDOW:
                self._page.tools.come_forward()

    # --- the ways ---

    def choose_way(self, way: str) -> None:
        """Choose a way, as a problem's button does; where it is chosen already, open it again."""
        if reason := self.ways.why_not(way):
            self._page.say(reason)
            return
        if self.ways.value != way:
            self.ways.choose(way)
            return
        if way == WINDOW and self.room.browser is not None and self.attempt is not None:
            self.room.browser.open(self.attempt.address)
        self.show_way(way)

    def show_way(self, way: str) -> None:
        """Go on in another way: same sign-in, same answer waited for."""
        if self.attempt is None or way not in self._parts:
            return
        self._page.clear_problem()
        if way == WINDOW and self.room.browser is None:
            self.room.open(self.attempt.address, self.attempt.is_answer)
        elif way == BROWSER:
            self.open_browser()
        self._show(self._parts[way])
        self.way_shown.emit(way)

    def open_browser(self) -> None:
        """Open the sign-in's page in the user's own browser."""
        if self.attempt is not None and not self._page.tools.open_address(self.attempt.address):
            self._page.show_problem(Problem("XERO-NO-BROWSER"))

    def copy_address(self) -> bool:
        """Copy the sign-in's address; False when there is none."""
        if self.attempt is not None:
            self._page.tools.clipboard.copy(self.attempt.address)
        return self.attempt is not None

    def offer(self, pasted: str) -> str:
        """Take an address that a person brought; return what is wrong with it."""
        problem = self.attempt.offer(pasted) if self.attempt is not None else None
        if problem is None:
            return ""
        words = wording(problem)
        return f"{words.what} {words.do}"

    def _take(self, address: str) -> None:
        if self.attempt is not None:
            self.attempt.hand_in(address)

    def _on_trouble(self, problem: Problem) -> None:
        self._page.show_problem(problem)
        self.room.make_room(for_problem=True)

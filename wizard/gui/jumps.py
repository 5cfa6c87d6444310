"""Going to a screen by its number, as support says it on the phone."""

from collections.abc import Callable

from wizard.app.standings import said_now
from wizard.catalogue.listing import listed
from wizard.catalogue.load import hidden_procedures, procedures, screen
from wizard.catalogue.schema import Procedure, Step
from wizard.catalogue.wording import matches
from wizard.catalogue.words import words_of
from wizard.gui.doors import Doors
from wizard.gui.frame import Frame
from wizard.gui.quick_jump import QuickJump
from wizard.gui.run.run import Run
from wizard.session.run import Session

_words = words_of(__name__)

_OF_HOME: "dict[int, Callable[[Doors], Callable[[], None]]]" = {
    2: lambda doors: doors.helping,
    3: lambda doors: doors.support_file,
    5: lambda doors: doors.set_up_file,
    6: lambda doors: lambda: doors.trouble("mail"),
    7: lambda doors: lambda: doors.trouble("xero"),
    8: lambda doors: doors.papers,
}
"""The home page's own pages that can be asked for, by number."""
_MOST = 3
"""So many screens and problems are read at a glance."""


class Jumps:
    """Finds the screen of a number, and says why where it cannot be shown."""

    def __init__(
        self,
        frame: Frame,
        doors: Doors,
        now: Callable[[], Run | None],
        session_of: Callable[[str], Session],
        show: Callable[[Session], Run],
        hold_again: Callable[[Session], None],
    ) -> None:
        """`now` is the run that is shown; `show` shows the one of a procedure's session.

        `hold_again` gives a session what stands in this window's memory alone.
        """
        self._frame, self._doors = frame, doors
        self._now, self._session_of, self._show = now, session_of, show
        self._hold_again = hold_again
        self._box: QuickJump | None = None

    def ask(self) -> None:
        """Open the quick jump."""
        if self._box is None:
            self._box = QuickJump(self.go, meaning_of, self._frame.shell)
        self._box.ask()
        self._frame.shell.presses.watch(self._box)

    def go(self, letter: str, number: int) -> str:
        """Go to a screen by number; return why not, or nothing."""
        run = self._now()
        if run is not None and run.busy:
            return _words("check-is-running")
        if run is not None:
            run.autosave()
        if (letter, number) == ("H", 1):
            self._doors.home()
            return ""
        if letter == "H" and number in _OF_HOME:
            _OF_HOME[number](self._doors)()
            return ""
        if letter == "H":
            return self._go_to_connection(number)
        wanted = next((p for p in procedures() if p.letter == letter), None)
        if wanted is None:
            return _words("no-such-letter", letter=letter)
        step = next((s for s in wanted.steps if s.number == number), None)
        later = next((s for s in wanted.later if s.number == number), None)
        if step is None:
            gone = _words("no-such-screen", letter=letter, number=number)
            return f"{letter}{number}: {later.why}" if later else gone
        if step.side and screen(step.screen).hands_over:
            return self._open_side(wanted.id, step.id)
        return self._go_to_step(wanted, step)

    def _go_to_step(self, wanted: Procedure, step: Step) -> str:
        """Go to one of a procedure's screens; return why not, or nothing."""
        run, letter, number = self._now(), wanted.letter, step.number
        session = self._session_of(wanted.id)
        if step.takes_back and step.id not in session.navigator.reached:
            self._doors.side_page(wanted.id, step.id, True)
            return ""
        if step.side and step.id in session.screen.links and matches(step.offered_when, session.facts()):
            self._show(session).open_side(step.id)
            return ""
        if step.id not in session.navigator.reached:
            is_free = run is None or run.session is not session or session.only_looks
            if (is_free or _copies(wanted, step.id)) and self.look_over(wanted, step.id):
                return ""
            if is_free and step.side and self._open_from_last_run(wanted, step.id):
                return ""
            title = step.title or screen(step.screen).title
            where = _words("you-are-at", number=run.session.number) if run is not None else ""
            said = _words("comes-later", letter=letter, number=number, title=title, where=where).rstrip()
            from_where = _opened_from(wanted, step.id)
            return f"{said} {_words('opened-from', numbers=from_where)}" if from_where else said
        shown = self._show(session)
        if not shown.busy:
            shown.move(lambda: session.go_to(step.id))
        return ""

    def look_over(self, procedure: Procedure, step: str) -> bool:
        """Show a step of a procedure's last finished run; False where there is none.

        Where something was begun since, only what is copied once more is shown: the rest may be of the past.
        """
        over, is_to_copy = self._frame.program.session(procedure.id), _copies(procedure, step)
        if not over.look_over(step, over_draft=is_to_copy):
            return False
        self._hold_again(over)
        page = self._show(over).page
        if is_to_copy:
            page.show_to_copy()
        else:
            page.show_as_it_was(self._stands(procedure.id))
        return True

    def _open_from_last_run(self, procedure: Procedure, side: str) -> bool:
        """Open a side page from a screen of the last finished run that leads to it; False without one."""
        for step in reversed(procedure.steps):
            if side in screen(step.screen).links and self.look_over(procedure, step.id):
                run = self._now()
                return run is not None and run.open_side(side)
        return False

    def _stands(self, name: str) -> str:
        """Return what home says now of a procedure that was finished once."""
        said = said_now(self._frame.program.site)[name]
        return _words("home-says", word=said.word, under=said.under).rstrip(" .") + "."

    def _open_side(self, procedure: str, step: str) -> str:
        """Open a page for somebody else, which needs nothing that comes before it."""
        run = self._now()
        if run is not None and run.session.procedure.id == procedure:
            run.open_side(step)
        else:
            self._doors.side_page(procedure, step, False)
        return ""

    def _go_to_connection(self, number: int) -> str:
        step = next((s for p in hidden_procedures() for s in p.steps if s.number == number), None)
        if step is None:
            return _words("no-such-connection-screen", number=number)
        if not self._frame.program.site.record().xero.client_id:
            return _words("once-connected", number=number)
        self._doors.connection(step.id)
        return ""


def _opened_from(procedure: Procedure, side: str) -> str:
    """Return the screens from which a side page is opened; empty where no screen names it."""
    steps = (step for step in procedure.steps if side in screen(step.screen).links)
    return listed(f"{procedure.letter}{step.number}" for step in steps)


def _copies(procedure: Procedure, step: str) -> bool:
    """Whether a step's values are copied once more from home, whatever was begun since."""
    return procedure.copies is not None and procedure.copies.step == step


def meaning_of(text: str) -> tuple[bool, str]:
    """Return whether a code or a caller's words are known, and what they mean; starts nothing."""
    from wizard.support.answers import answer  # noqa: PLC0415 - reads every text there is
    from wizard.support.asked import parse  # noqa: PLC0415

    if not any(map(str.isalpha, text)):
        return False, _words("nothing-about-that")
    found = answer(parse(text))
    lines = [
        _words("problem-means", code=one.code, what=one.what, why=one.why, do=one.do, ask=one.ask)
        for one in found.problems[:1]
    ]
    lines += [
        _words("screen-means", number=one.number, title=one.title, ask=one.ask[0])
        for one in found.screens[:1]
    ]
    others = [_words("or-else", name=one.code, what=one.what) for one in found.problems[1:_MOST]]
    others += [_words("or-else", name=one.number, what=one.title) for one in found.screens[1:_MOST]]
    if others:
        lines.append("\n".join(others))
    if not lines and found.unknown:
        return False, _words("none-of-these", names=_words("and-no").join(found.unknown))
    if not lines:
        return False, _words("nothing-about-that")
    return True, "\n\n".join(lines)

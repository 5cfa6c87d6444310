"""Brings window and session together: which page is shown, what the buttons do, what problems' buttons do."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from wizard.app.loopback import is_loopback_host
from wizard.app.program import Program
from wizard.catalogue.load import procedures
from wizard.gui.clipboard import Clipboard
from wizard.gui.collector import Collector
from wizard.gui.connection_pages import ConnectionPages
from wizard.gui.job_bridge import JobBridge
from wizard.gui.job_runs import JobRuns
from wizard.gui.jumps import Jumps
from wizard.gui.pages.home import HomePage
from wizard.gui.pages.registry import page_class
from wizard.gui.pc_check import PcCheck
from wizard.gui.problem_actions import ProblemActions
from wizard.gui.shell import Shell
from wizard.gui.standings import deadlines_of, standing
from wizard.model.problem import Problem, ProblemFound
from wizard.model.unexpected import unexpected

if TYPE_CHECKING:
    from types import TracebackType

    from wizard.gui.pages.page import Page
    from wizard.session import Session

_SAVE_AFTER_MS = 400


class Controller(QObject):
    """Runs the window over one Program."""

    def __init__(self, shell: Shell, program: Program, switch_world: Callable[[], None]) -> None:
        super().__init__(shell)
        self.shell, self.program = shell, program
        self.session: Session | None = None
        self.page: Page | None = None
        self.home: HomePage | None = None
        self.bridge, self.clipboard = JobBridge(self), Clipboard(self)
        self.runs = JobRuns(self)
        self._collector = Collector(self)
        self._former_hook = sys.excepthook
        sys.excepthook = self._on_unexpected
        self.pc = PcCheck(self)
        self._actions = ProblemActions(self)
        self.jumps, self.connection = Jumps(self), ConnectionPages(self)
        self._switch_world = switch_world
        self._saver = QTimer(self)
        self._saver.setSingleShot(True)
        self._saver.setInterval(_SAVE_AFTER_MS)
        self._saver.timeout.connect(self.autosave)
        world = program.world
        shell.show_banner(world.banner, practice=world.is_practice)
        shell.back_pressed.connect(self.back)
        shell.verb_pressed.connect(self.press_verb)
        shell.again_pressed.connect(self.runs.again)
        shell.close_pressed.connect(self.close)
        shell.leave_pressed.connect(switch_world)
        shell.jump_asked.connect(self.jumps.ask)
        shell.side.step_chosen.connect(self.go_to)
        shell.closing.connect(self._on_closing)

    # --- home ---

    def show_home(self) -> None:
        """Show H1."""
        self.autosave()
        self.session, self.page = None, None
        home = HomePage(practice=self.program.world.is_practice)
        home.procedure_chosen.connect(self.open_procedure)
        home.fresh_chosen.connect(lambda name: self.open_procedure(name, fresh=True))
        home.check_chosen.connect(lambda name: self.open_procedure(name, check=True))
        home.side_chosen.connect(self.open_side_of)
        home.practice_chosen.connect(self._switch_world)
        home.number_asked.connect(self.jumps.ask)
        known = self.program.site.known()
        store = str(known.get("store_name") or known.get("organisation_name") or "")
        connection = None
        if known.get("xero_client_id") and known.get("organisation_name"):
            from wizard.gui.connection_card import ConnectionCard  # noqa: PLC0415 - only where there is one

            connection = ConnectionCard(self, str(known["organisation_name"]))
        home.show_standings([standing(self.program.site, p) for p in procedures()], store, connection)
        home.show_deadlines(deadlines_of(self.program.site))
        self.home = home
        self.shell.show_page(home)
        self.shell.side.show_steps("Tillbridge", store, "H1", [])
        self.shell.set_help(
            "Who can help me?",
            "Imagatec's support for the values of your mail and Warehouse; your accountant for Xero. "
            "Tell them the screen number in the corner: they see the same screen in their guide.",
        )
        self.shell.set_buttons(back=False, verb="")
        home.first_button.setFocus()
        self.pc.show_on(home)

    # --- a procedure ---

    def open_procedure(self, name: str, *, fresh: bool = False, check: bool = False) -> None:
        """Go on where a procedure was left; `fresh` begins again, `check` goes straight to its check."""
        self.bridge.let_go()
        try:
            self.session = self.program.session(name)
            if fresh:
                self.session.start_again()
            if check:
                self.session.go_to_check()
        except ProblemFound as found:
            self._show_on_home(found.problem)
            return
        self.show_step()

    def open_side_of(self, name: str, step: str) -> None:
        """Open one of a procedure's side pages from the home page."""
        self.bridge.let_go()
        # Without a draft: looking from the home page leaves nothing to continue.
        self.session = self.program.session(name, drafts=False)
        self.session.open_alone(step)
        self.show_step()

    def _show_on_home(self, problem: Problem) -> None:
        if self.home is not None:
            self.home.show_problems([problem], self.pc.act)

    def show_step(self) -> None:
        """Show the page of the session's step."""
        session = self.session
        assert session is not None
        values = None
        if self.program.world.is_practice:
            values = lambda: practice_values(session.procedure.id)  # noqa: E731
        from wizard.app.practice_values import practice_values  # noqa: PLC0415 - not needed at first
        from wizard.gui.pages.page_tools import PageTools  # noqa: PLC0415

        tools = PageTools(
            bridge=self.bridge,
            clipboard=self.clipboard,
            act=self._actions.act,
            open_side=self.open_side,
            open_address=self.open_address,
            ask=self.runs.ask,
            run=self.runs.start,
            run_on=self.runs.run_on,
            take_back=self.runs.take_back,
            focus_verb=self.shell.verb.setFocus,
            come_forward=self.shell.come_forward,
            practice_values=values,
        )
        self.page = page_class(session.screen.kind)(session, tools)
        self.page.edited.connect(self._on_edited)
        self.page.rebuilt.connect(self.shell.order_tabs)
        self.page.verb_changed.connect(self.show_buttons)
        self.page.progress.stop_pressed.connect(self.runs.stop)
        self.shell.show_page(self.page)
        self.shell.set_help(session.screen.help.question, session.screen.help.answer)
        self.show_side()
        self.show_buttons()
        if self.page.begins_now:
            self.runs.start()
        elif not self.page.focus_first():
            self.shell.verb.setFocus()

    def show_side(self) -> None:
        """Show where we are in the list of steps."""
        session, page = self.session, self.page
        assert session is not None
        assert page is not None
        store = session.answers.text("store_name") or str(self.program.site.known().get("store_name", ""))
        under = session.procedure.vendor + (f" · {store}" if store else "")
        from wizard.gui.side_steps import side_steps  # noqa: PLC0415

        alone = session.step.side and not session.navigator.can_go_back and session.procedure.total
        steps = [] if alone else side_steps(session, page.done_mark)
        self.shell.side.show_steps(session.procedure.title, under, session.number, steps)

    def show_buttons(self, *, busy: bool = False) -> None:
        """Show the buttons this step has now."""
        session, page = self.session, self.page
        assert session is not None
        assert page is not None
        back = session.navigator.can_go_back
        self.shell.set_buttons(back=back, verb=page.verb, again=page.again, busy=busy, close=not page.ends)

    # --- the buttons ---

    def press_verb(self) -> None:
        """The screen's verb: take the boxes, run the jobs if they are to run, go on."""
        session, page = self.session, self.page
        if session is None or page is None or self.bridge.busy:
            return
        if not self.take_boxes() or page.press():
            return
        if session.needs_run:
            self.runs.start()
        else:
            self.advance()

    def take_boxes(self) -> bool:
        """Take what stands in the boxes; False when some of it is wrong, which is said there."""
        session, page = self.session, self.page
        assert session is not None
        assert page is not None
        faults = [*session.fill(page.values()), *page.missing()]
        if faults:
            page.show_faults(faults)
        return not faults

    def advance(self) -> None:
        """Go to the next screen, or home after the last."""
        assert self.session is not None
        if not self.move(self.session.advance) and self.page is not None and self.page.problem is None:
            self.show_home()

    def move(self, move: Callable[[], bool]) -> bool:
        """Move in the procedure and show where we are; a draft that cannot be saved is a problem."""
        assert self.page is not None
        try:
            moved = move()
        except ProblemFound as found:
            self.page.show_problem(found.problem)
            return False
        if moved:
            self.show_step()
        return moved

    def back(self) -> None:
        """Go back one step; what stands in the boxes is kept where it is good."""
        if self.session is None or self.page is None or self.bridge.busy:
            return
        self.session.fill(self.page.values())
        self.move(self.session.back)

    def go_to(self, step: str) -> None:
        """Go to a step that was reached before."""
        if self.session is None or self.page is None or self.bridge.busy:
            return
        session = self.session
        session.fill(self.page.values())
        self.move(lambda: session.go_to(step))

    def open_side(self, step: str) -> None:
        """Open a side page."""
        session = self.session
        assert session is not None
        assert self.page is not None
        session.fill(self.page.values())
        self.move(lambda: session.open_side(step))

    def open_address(self, url: str) -> bool:
        """Open an address in the user's own browser; in practice a public one is copied instead.

        False when this PC has no browser that we may start.
        """
        if (
            self.program.world.is_live
            or url.startswith("file:")
            or is_loopback_host(urlsplit(url).hostname or "")
        ):
            return QDesktopServices.openUrl(QUrl(url))
        self.clipboard.copy(url)
        if self.page is not None:
            self.page.say("In practice no page is opened. The address is copied ✓")
        return True

    def close(self) -> None:
        """Close: from a procedure to the home page, from there the program."""
        if self.bridge.busy:
            self.runs.stop()
        if self.session is not None:
            self.show_home()
        else:
            self.shell.close()

    def _on_unexpected(
        self, kind: type[BaseException], error: BaseException, trace: "TracebackType | None"
    ) -> None:
        """An error of our own: say so where the eye is, and leave the page usable."""
        self._former_hook(kind, error, trace)
        problem = unexpected(error)
        if self.page is not None:
            self.page.progress.hide()
            self.show_buttons()
            self.page.show_problem(problem)
        elif self.home is not None:
            self.home.show_problems([problem], self.pc.act)

    def show_session(self, session: "Session") -> None:
        """Show another run's step, if it is another one."""
        if session is not self.session:
            self.bridge.let_go()
            self.session = session
            self.show_step()

    # --- keeping ---

    def _on_edited(self) -> None:
        self._saver.start()

    def autosave(self) -> None:
        """Keep what stands in the boxes, so that a killed window loses nothing."""
        self._saver.stop()
        if self.session is None or self.page is None or self.bridge.busy:
            return
        if self.page.ends:
            return
        try:
            self.session.fill(self.page.values())
            self.session.save()
        except ProblemFound as found:
            self.page.show_problem(found.problem)

    def _on_closing(self) -> None:
        self.autosave()
        sys.excepthook = self._former_hook
        self.bridge.cancel()
        self.clipboard.clear_secret()

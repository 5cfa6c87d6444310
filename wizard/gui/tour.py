"""The tour: walks procedures in practice through the real window and leaves a picture of each screen."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from wizard.app.options import Options
from wizard.app.practice_pc import change_practice_mail
from wizard.app.practice_values import practice_values
from wizard.app.program import open_program
from wizard.catalogue.practice import ONCE_MORE
from wizard.catalogue.resources import path_of
from wizard.catalogue.words import words_of
from wizard.gui.browser.available import why_not
from wizard.gui.controller import Controller
from wizard.gui.doors import From
from wizard.gui.main import make_application
from wizard.gui.pages.mail_undo import MailUndoPage
from wizard.gui.pages.page import Begins, Page
from wizard.gui.pages.plan_records import PlanRecordsPage
from wizard.gui.pages.send_records import SendRecordsPage
from wizard.gui.pages.sign_in_panel import PASTE, WINDOW, SignInPanel
from wizard.gui.run.run import Run
from wizard.gui.shell import Shell
from wizard.gui.tour_person import act_in, visit
from wizard.model.secret import Secret
from wizard.session.run import Session

_words = words_of(__name__)

_STEP_SECONDS = 60.0


@dataclass(frozen=True)
class Stop:
    """One picture of the tour."""

    screen: str
    state: str
    title: str
    outcome: str
    picture: str


@contextmanager
def _own_home(options: Options) -> Iterator[Options]:
    """Yield the options for practice; without --home the tour leaves nothing behind."""
    options = options._replace(practice=True, services=None)
    if options.home is not None:
        yield options
        return
    with tempfile.TemporaryDirectory(prefix="tillbridge-tour-") as folder:
        yield options._replace(home=Path(folder))


def take_tour(options: Options, names: Sequence[str], out: Path, say: Callable[[str], None]) -> list[Stop]:
    """Walk the procedures, write `M4.png`, `M4-<state>.png` into `out`, and return what was seen."""
    out.mkdir(parents=True, exist_ok=True)
    if getattr(os, "geteuid", lambda: -1)() == 0:
        # The tour visits loopback pages of its own only: it may go without Chromium's sandbox as root.
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    app = make_application()
    with _own_home(options) as own, open_program(own) as program:
        shell = Shell()
        controller = Controller(shell, program, lambda: None)
        shell.show()
        tour = Tour(app, shell, controller, out, say)
        try:
            controller.show_home()
            tour.rest()
            # It has fitted itself to the screen by now, and the one that offscreen has is 800 by 800.
            shell.resize(1080, 760)
            tour.picture("H1", "", _words("arrived"))
            for name in names:
                tour.walk(name)
                if again := practice_values(f"{name}{ONCE_MORE}"):
                    tour.walk(name, again)
            controller.show_home()
            tour.rest()
            tour.picture("H1", "after", _words("arrived"))
            if program.site.record().organisation is not None:
                controller.open_connection("disconnect")
                tour.picture("H13", "", _words("from-home"))
        finally:
            shell.close()
            shell.deleteLater()
            app.processEvents()
    return tour.stops


class Tour:
    """One tour through one window."""

    def __init__(
        self, app: QApplication, shell: Shell, controller: Controller, out: Path, say: Callable[[str], None]
    ) -> None:
        self._app, self._shell, self._controller, self._out, self._say = app, shell, controller, out, say
        shell.first_second.milliseconds = 0  # what is pressed here is pressed by the program
        self.stops: list[Stop] = []
        self._again = False

    def walk(self, name: str, instead: dict[str, Any] | None = None) -> None:
        """Walk one procedure from its first screen to its last; RuntimeError where it gets stuck.

        `instead` are other answers of a second walk, which brings pictures of the screens it alone has.
        """
        self._again = bool(instead)
        self._controller.open_procedure(name, From.START if self._again else From.LEFT)
        values = {**practice_values(name), **(instead or {})}
        for _ in range(40):
            self._come_to_rest()
            session = self._session()
            number = session.number
            self._mistake_first(number, values)
            self._fill(values)
            page = self._page()
            if page.ends:
                self._settle(lambda: not self._controller.frame.runner.busy)
                self.picture(number, "", self._outcome())
                self._check_no_problem(number)
                if "mail-by-hand" in session.screen.links and "mail-by-hand" not in session.navigator.trail:
                    self._run.open_side("mail-by-hand")
                    self._poses("M11")
                    self._go_back()
                if session.facts().get("mail_route") == "write":
                    self._changed_since()
                self._run.press_verb()
                return
            self._side_pages(number)
            if page.signs_in:
                self._sign_in(number)
                self._check_moved(session, number)
                continue
            self._poses(number)
            is_left_alone = number == "R7"  # nothing is posted in practice
            has_own_result = page.stays and page.begins is Begins.NEVER and not is_left_alone
            self.picture(number, "start" if has_own_result else "", _words("filled-in"))
            if is_left_alone:
                self._run.press_again()
                continue
            if isinstance(page, PlanRecordsPage) and self._again:  # Xero takes so many calls a minute
                page.finish_without_sending()
                continue
            if number == "W8":
                self._send()
                continue
            self._press()
            if has_own_result:
                self.picture(number, "", self._outcome())
                self._check_no_problem(number)
                self._press()
            self._check_moved(session, number)
        raise RuntimeError(f"{name} does not end")

    def _send(self) -> None:
        """Send, and take a picture while it is held back."""
        self._run.press_verb()
        page = self._page()
        assert isinstance(page, SendRecordsPage), self._outcome()
        self._settle(lambda: page.has_counts or not self._controller.frame.runner.busy)
        page.pause_button.click()
        self.picture("W9", "", _words("paused"))
        page.pause_button.click()
        self._settle(lambda: not self._controller.frame.runner.busy)
        self._check_no_problem("W9")

    def _come_to_rest(self) -> None:
        """Wait for what a page asks for by itself as soon as it is shown, and for its widgets."""
        for _ in range(2):
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()
            self._settle(lambda: not self._controller.frame.runner.busy)
        self._rest()

    def _go_to(self, step: str) -> None:
        """Go as a person does, who sees one page before asking for the next."""
        self._run.go_to(step)
        self._come_to_rest()

    def _go_back(self) -> None:
        self._run.back()
        self._come_to_rest()

    def _check_moved(self, session: Session, number: str) -> None:
        run = self._controller.run
        if run is not None and run.session is session and session.number == number:
            raise RuntimeError(f"{number}: {self._outcome()}")

    def _sign_in(self, number: str) -> None:
        """Sign in as a person does: in the window where there is an embedded browser, else outside of it."""
        page = self._page()
        self.picture(number, "", _words("shown"))
        if page.verb == page.leads_on:
            self._press()  # signed in already, or the line is typed in at R3, from the practice values
        elif page.panel is not None:
            self._sign_in_ourselves(number, page, page.panel)
        else:
            self._run.press_verb()
            self._walk_pages(page, lambda: page.verb == page.leads_on, number)
            self.picture(number, "found", _words("line-found"))
            self._press()

    def _sign_in_ourselves(self, number: str, page: Page, panel: SignInPanel) -> None:
        embedded = not why_not()
        panel.choose_way(WINDOW if embedded else PASTE)
        self._run.press_verb()
        self._settle(lambda: panel.attempt is not None)
        attempt = panel.attempt
        assert attempt is not None
        panel.choose_way(PASTE)
        self.picture(number, "paste", _words("address-by-hand"))
        if embedded:
            panel.choose_way(WINDOW)
            self._walk_pages(page, lambda: attempt.answered, number)
        else:
            browser = self._controller.frame.program.tools().http.session()
            attempt.offer(visit(attempt.address, browser))
        self._settle(lambda: not self._controller.frame.runner.busy)
        self._settle(lambda: self._run.page is not page and not self._controller.frame.runner.busy)

    def _walk_pages(self, page: Page, done: Callable[[], bool], number: str) -> None:
        """Act on each page that loads until the sign-in is over."""
        deadline = time.monotonic() + _STEP_SECONDS
        pictured = False
        while not done():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{number}: the sign-in does not end")
            browser = page.room.browser if page.room is not None else None
            if browser is not None and browser.is_loaded:
                if not pictured:
                    self._let_draw(page)
                    self.picture(number, "page", _words("page-in-window"))
                    pictured = True
                act_in(browser.page)
            loop = QEventLoop()
            QTimer.singleShot(300, loop.quit)
            loop.exec()

    def _open_in_window(self, number: str, begin: Callable[[], object]) -> None:
        """Show a sign-in's page in the window, and leave it unanswered."""
        page = self._page()
        if why_not() or page.panel is None:
            return
        page.panel.choose_way(WINDOW)
        begin()
        self._let_draw(page)
        self.picture(number, "page", _words("page-in-window"))
        self._run.jobs.stop()
        self._settle(lambda: not self._controller.frame.runner.busy)

    def _let_draw(self, page: Page) -> None:
        """Wait until the page in the window has drawn itself, at its last size."""
        self._settle(lambda: _is_painted(page))
        loop = QEventLoop()
        QTimer.singleShot(400, loop.quit)
        loop.exec()

    def rest(self) -> None:
        """Let what the home page looks up come in."""
        self._settle(lambda: not self._controller.frame.runner.busy)
        loop = QEventLoop()
        QTimer.singleShot(600, loop.quit)
        loop.exec()

    @property
    def _run(self) -> Run:
        assert self._controller.run is not None
        return self._controller.run

    def _page(self) -> Page:
        return self._run.page

    def _session(self) -> Session:
        return self._run.session

    def _mistake_first(self, number: str, values: dict[str, Any]) -> None:
        """Show what a wrong entry looks like before putting it right."""
        page = self._page()
        if number == "M3":
            self._press()
            self.picture(number, "missing", _words("what-is-missing"))
            page.focus_on("incoming_port")
            self._fill(values)
            self.picture(number, "other-settings", _words("technician-fold"))
            page.boxes["password"].put("wrong-password")
            self._press()
            self._press()
            self.picture("M4", "problem", self._outcome())
            self._go_to("mail-server")
        elif number == "T2":
            for provider in ("gmail", "office365"):
                page.boxes["provider"].put(provider)
                page.boxes["login_kind"].put("password")
                self.picture(number, provider, _words("other-provider"))
        elif number == "T3":
            self._fill({**values, "password": Secret("wrong-password")})
            self._press()
            self._press()
            self.picture("T6", "problem", self._outcome())
            self._go_to("password-login")
        elif number == "K4":
            self._fill({**values, "api_secret": Secret("x" * 48)})
            self._press()
            self.picture(number, "problem", self._outcome())
            page.clear_problem()
        elif number == "T5":
            self._open_in_window(number, self._run.press_verb)
        elif number == "R4" and "xero-sign-in" not in self._session().navigator.trail:
            # Where a procedure before signed in already, nobody comes by its page.
            self._run.open_side("xero-sign-in")
            self._open_in_window("R13", self._page().tools.run)
            self._run.back()
            self._come_to_rest()
        elif number == "W3" and not self._again:
            self._unknown_file(number)
        elif number in {"W5", "W6"}:
            self._press()
            self.picture(number, "left", self._outcome())
        elif number == "W1":
            self._run.open_side("own-xero-app")
            self.picture("W11", "", _words("side-page-of", number="W1"))
            self._run.back()
        elif number == "K2":
            self._shell.help_link.click()
            self.picture(number, "help", _words("help-answered"))
            self._shell.help_link.click()

    def _unknown_file(self, number: str) -> None:
        """Show a file whose columns nobody has said yet, and where they are said."""
        folder = Path(path_of("practice/weeks/other-till"))
        self._fill({"folder": str(folder)})
        self.picture(number, "unknown", _words("unknown-file"))
        self._session().answering.put("columns_of", str(next(folder.iterdir())))
        self._run.open_side("choose-columns")
        self._come_to_rest()
        self._come_to_rest()
        self.picture("W14", "", _words("side-page-of", number=number))
        self._go_back()

    def _side_pages(self, number: str) -> None:
        session = self._session()
        for target in session.screen.links:
            # A screen that procedures share names the side pages of all of them.
            step = next((s for s in session.procedure.steps if s.id == target), None)
            if step is None:
                continue
            self._run.open_side(target)
            self._come_to_rest()
            self.picture(
                f"{session.procedure.letter}{step.number}", "", _words("side-page-of", number=number)
            )
            self._go_back()

    def _poses(self, number: str) -> None:
        """Take a picture of each state that the page itself offers."""
        self._rest()
        for state, outcome in self._page().poses():
            self._rest()
            self.picture(number, state, outcome)

    def _changed_since(self) -> None:
        """Show how it looks when somebody changed a line since, after it is put right, and a second plan."""
        server = practice_values(self._run.session.procedure.id)["incoming_server"]
        change_practice_mail(self._controller.frame.program.world, server)
        self._run.open_side("mail-undo")
        self._come_to_rest()
        self.picture("M14", "changed", _words("changed-since"))
        page = self._page()
        assert isinstance(page, MailUndoPage)
        page.write_again()
        self._come_to_rest()
        self.picture("M14", "again", _words("written-again"))
        self._go_to("mail-plan")
        self.picture("M6", "right", _words("nothing-left"))
        self._press()
        self._come_to_rest()
        self._press()
        self._come_to_rest()

    def _rest(self) -> None:
        """Let what was shown find its place."""
        for _ in range(3):
            self._app.processEvents()

    def _fill(self, values: dict[str, Any]) -> None:
        self._page().fill_in(values)
        self._settle(lambda: not self._controller.frame.runner.busy)

    def _press(self) -> None:
        self._run.press_verb()
        self._settle(lambda: not self._controller.frame.runner.busy)

    def _outcome(self) -> str:
        page = self._page()
        if page.problem is not None:
            return page.problem.accessibleName()
        result = self._session().result
        return _words("done") if result is not None and result.ok else _words("shown")

    def _check_no_problem(self, number: str) -> None:
        page = self._page()
        if page.problem is not None:
            raise RuntimeError(f"{number}: {page.problem.accessibleName()}")

    def _settle(self, done: Callable[[], bool]) -> None:
        """Let the window live until something is done; RuntimeError when it takes too long."""
        deadline = time.monotonic() + _STEP_SECONDS
        while not done():
            if time.monotonic() > deadline:
                raise RuntimeError("the window did not come to rest")
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()

    def picture(self, number: str, state: str, outcome: str) -> None:
        """Take a picture of the window as it stands."""
        if self._again and any((stop.screen, stop.state) == (number, state) for stop in self.stops):
            return
        self._app.sendPostedEvents()
        self._app.processEvents()
        self._app.processEvents()
        name = f"{number}-{state}.png" if state else f"{number}.png"
        path = self._out / name
        if not self._shell.grab().save(str(path)):
            raise RuntimeError(f"cannot write {path}")
        run = self._controller.run
        title = run.page.title.text() if run is not None else _words("home")
        self.stops.append(Stop(number, state, title, outcome, str(path)))
        self._say(f"{number:4} {state:15} {title}: {outcome}")


def _is_painted(page: Page) -> bool:
    """Whether the embedded browser shows something: it says that it has loaded before it has drawn."""
    browser = page.room.browser if page.room is not None else None
    if browser is None or not browser.is_loaded:
        return False
    image = browser.view.grab().toImage()
    across, down = (range(4, size, max(size // 16, 1)) for size in (image.width(), image.height()))
    return len({image.pixel(x, y) for x in across for y in down}) > 1

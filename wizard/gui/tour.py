"""The tour: walks procedures in practice through the real window and leaves a picture of each screen."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from wizard.app.practice_values import practice_values
from wizard.app.program import Options, open_program
from wizard.gui.controller import Controller
from wizard.gui.main import make_application
from wizard.gui.shell import Shell
from wizard.model.secret import Secret
from wizard.session import Session

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
    options = replace(options, practice=True, services=None)
    if options.home is not None:
        yield options
        return
    with tempfile.TemporaryDirectory(prefix="tillbridge-tour-") as folder:
        yield replace(options, home=Path(folder))


def take_tour(options: Options, names: Sequence[str], out: Path, say: Callable[[str], None]) -> list[Stop]:
    """Walk the procedures, write `M4.png`, `M4-<state>.png` into `out`, and return what was seen."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    with _own_home(options) as own, open_program(own) as program:
        shell = Shell()
        controller = Controller(shell, program, lambda: None)
        shell.resize(1080, 760)
        shell.show()
        tour = Tour(app, shell, controller, out, say)
        try:
            controller.show_home()
            tour.picture("H1", "", "arrived")
            for name in names:
                tour.walk(name)
                if again := practice_values(f"{name}-again"):
                    tour.walk(name, again)
            controller.show_home()
            tour.picture("H1", "after", "arrived")
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
        self.stops: list[Stop] = []
        self._again = False

    def walk(self, name: str, instead: dict[str, Any] | None = None) -> None:
        """Walk one procedure from its first screen to its last; RuntimeError where it gets stuck.

        `instead` are other answers of a second walk, which brings pictures of the screens it alone has.
        """
        self._again = bool(instead)
        self._controller.open_procedure(name, fresh=self._again)
        values = {**practice_values(name), **(instead or {})}
        for _ in range(40):
            session = self._session()
            number = session.number
            self._mistake_first(number, values)
            self._fill(values)
            if session.screen.kind == "finish":
                self._settle(lambda: not self._controller.bridge.busy)
                self.picture(number, "", self._outcome())
                self._check_no_problem(number)
                self._controller.press_verb()
                return
            self._side_pages(number)
            has_own_result = session.screen.kind in {"mail-check", "sender-connect", "sender-test"}
            self.picture(number, "start" if has_own_result else "", "filled in")
            self._press()
            if has_own_result:
                self.picture(number, "", self._outcome())
                self._check_no_problem(number)
                self._press()
            if self._controller.session is session and session.number == number:
                raise RuntimeError(f"{number}: {self._outcome()}")
        raise RuntimeError(f"{name} does not end")

    def _session(self) -> Session:
        assert self._controller.session is not None
        return self._controller.session

    def _mistake_first(self, number: str, values: dict[str, Any]) -> None:
        """Show what a wrong entry looks like before putting it right."""
        page = self._controller.page
        assert page is not None
        if number == "M3":
            self._press()
            self.picture(number, "missing", "says what is missing")
            page.focus_on("incoming_port")
            self._fill(values)
            self.picture(number, "other-settings", "the technician's fold")
            page.boxes["password"].put("wrong-password")
            self._press()
            self._press()
            self.picture("M4", "problem", self._outcome())
            self._controller.go_to("mail-server")
        elif number == "T3":
            self._fill({**values, "password": Secret("wrong-password")})
            self._press()
            self._press()
            self.picture("T6", "problem", self._outcome())
            self._controller.go_to("password-login")
        elif number == "K4":
            self._fill({**values, "api_secret": Secret("x" * 48)})
            self._press()
            self.picture(number, "problem", self._outcome())
        elif number == "K2":
            self._shell.help_link.click()
            self.picture(number, "help", "the help question answered")
            self._shell.help_link.click()

    def _side_pages(self, number: str) -> None:
        session = self._session()
        for target in session.screen.links:
            step = next(s for s in session.procedure.steps if s.id == target)
            self._controller.open_side(target)
            self.picture(f"{session.procedure.letter}{step.number}", "", f"side page of {number}")
            self._controller.back()

    def _fill(self, values: dict[str, Any]) -> None:
        page = self._controller.page
        assert page is not None
        for name, box in page.boxes.items():
            if name in values:
                value = values[name]
                box.put(value.reveal() if isinstance(value, Secret) else value)

    def _press(self) -> None:
        self._controller.press_verb()
        self._settle(lambda: not self._controller.bridge.busy)

    def _outcome(self) -> str:
        page = self._controller.page
        if page is not None and page.problem is not None:
            return page.problem.accessibleName()
        result = self._session().result
        return "done" if result is not None and result.ok else "shown"

    def _check_no_problem(self, number: str) -> None:
        page = self._controller.page
        if page is not None and page.problem is not None:
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
        page = self._controller.page
        title = page.title.text() if page is not None else "Home"
        self.stops.append(Stop(number, state, title, outcome, str(path)))
        self._say(f"{number:4} {state:15} {title}: {outcome}")

"""The pages for whoever helps, each in the place of home or a run."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from wizard.catalogue.calls import call_file
from wizard.catalogue.wording import fill, wording
from wizard.gui.frame import Frame
from wizard.gui.support.file_page import FilePage
from wizard.gui.support.helping_page import HelpingPage
from wizard.gui.support.replay_page import ReplayPage
from wizard.model.problem import FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.support.file import Item
from wizard.support.search import read_texts

if TYPE_CHECKING:
    from wizard.support.replay import Past


class SupportDesk:
    """Shows them; what takes a moment runs in a lane of its own."""

    def __init__(self, frame: Frame, leave_all: Callable[[], None]) -> None:
        """`leave_all` makes room for another page."""
        self._frame, self._leave_all = frame, leave_all
        self._lane = frame.runner.lane("support")
        self.page: HelpingPage | FilePage | ReplayPage | None = None

    def help_somebody(self) -> None:
        """Show the page that a caller's words are typed into."""
        page = HelpingPage(self.open_file)
        page.rebuilt.connect(self._frame.shell.order_tabs)
        self._show(page, call_file().window.helping)
        page.edit.setFocus()
        self._lane.let_go()
        self._lane.start(lambda *_: read_texts(), lambda _: None)

    def make_file(self) -> None:
        """Show what a file for support would hold, line by line."""
        page = FilePage(self._save)
        page.ready_changed.connect(lambda: self._show_buttons(page))
        self._show(page, call_file().window.make)
        self._lane.let_go()
        self._lane.start(self._gather, lambda found: page.show_lines(*found) if self.page is page else None)

    def open_file(self) -> None:
        """Let its user choose a file, and step through it."""
        words = call_file().window
        name, _ = QFileDialog.getOpenFileName(
            self._frame.shell, words.open, str(Path.home()), words.file_kind
        )
        if name:
            self._lane.start(lambda *_: _read(Path(name)), self._opened)

    def press(self) -> None:
        """The verb of the page that is shown."""
        if isinstance(self.page, HelpingPage | FilePage):
            self.page.press()

    def show_problem(self, problem: Problem) -> None:
        """Say what went wrong, where the eye is."""
        said = wording(problem)
        if isinstance(self.page, HelpingPage | FilePage):
            self.page.say(f"{said.what} {said.why} {said.do}")

    def _show(self, page: HelpingPage | FilePage | ReplayPage, title: str) -> None:
        self._leave_all()
        self.page = page
        shell = self._frame.shell
        shell.show_page(page)
        shell.side.show_steps("Tillbridge", title, page.number, [])
        shell.set_help("", "")
        self._show_buttons(page)

    def _show_buttons(self, page: HelpingPage | FilePage | ReplayPage) -> None:
        if self.page is page:
            self._frame.shell.set_buttons(back=True, verb=page.verb, ready=page.ready)

    def _opened(self, found: "Past | str") -> None:
        if isinstance(found, str):
            if isinstance(self.page, HelpingPage):
                self.page.say(found)
            return
        self._show(ReplayPage(found), call_file().window.open_title)

    def _gather(self, progress: Progress, cancel: Cancel) -> tuple[list[Item], dict[str, str]]:
        from wizard.app.support import collected  # noqa: PLC0415 - reads much
        from wizard.jobs.pc.check_pc import CheckPc  # noqa: PLC0415

        program = self._frame.program
        done: Any = CheckPc().run(program.tools(), progress, cancel)
        return collected(program, done.value)

    def _save(self, items: Iterable[Item], names: dict[str, str]) -> str:
        """Ask where, write the lines there, and return what is to be said; nothing where none is chosen."""
        from wizard.app.support import keep_key, save  # noqa: PLC0415 - loaded by now
        from wizard.support.file import encode  # noqa: PLC0415

        words = call_file().window
        begin = str(Path.home() / words.file_name)
        name, _ = QFileDialog.getSaveFileName(self._frame.shell, words.save, begin, words.file_kind)
        if not name:
            return ""
        try:
            save(Path(name), encode(items))
            key = keep_key(self._frame.program, names)
        except ProblemFound as found:
            self.show_problem(found.problem)
            return ""
        return fill(words.saved, {"file": name, "key": str(key)})


def _read(path: Path) -> "Past | str":
    """Return what a file tells, or a sentence that says why it is none."""
    from wizard.support.file import read  # noqa: PLC0415 - only where one is opened
    from wizard.support.replay import replay  # noqa: PLC0415

    try:
        return replay(read(path))
    except FaultyInput as faulty:
        return "\n".join(fault.message for fault in faulty.faults[:3])

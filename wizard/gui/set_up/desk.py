"""A set-up file in the place of home: read off the interface thread, shown, and begun with."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from wizard.catalogue.set_up import set_up_words
from wizard.catalogue.wording import fill, wording
from wizard.gui.frame import Frame
from wizard.gui.set_up.page import NUMBER, Opened, SetUpPage
from wizard.jobs.set_up.take_set_up import TakeSetUp
from wizard.model.problem import Fault, FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.procedure.answers import Plain
from wizard.procedure.shared import fields_of
from wizard.session.set_up_file import Filled, SetUpFile, load, read_for_person

Begin = Callable[[str, Mapping[str, Plain]], None]
"""Begins a procedure with answers."""


class SetUpDesk:
    """Shows what a file says; its verb begins with it."""

    def __init__(self, frame: Frame, leave_all: Callable[[], None], begin: Begin) -> None:
        """`leave_all` makes room for another page."""
        self._frame, self._leave_all, self._begin = frame, leave_all, begin
        self._lane = frame.runner.lane("set-up")
        self.page: SetUpPage | None = None

    def choose(self) -> None:
        """Ask for a file and show it."""
        words = set_up_words().open
        begin = str(Path.home())
        name, _ = QFileDialog.getOpenFileName(self._frame.shell, words.choose, begin, words.file_kind)
        if name:
            self._lane.let_go()
            self._lane.start(lambda *_: self._read(Path(name)), self._show)

    def press(self) -> None:
        """Take over what it says of files, and begin its procedure with its answers."""
        opened = self.page.opened if self.page is not None else None
        if opened is None or opened.file is None or opened.filled is None or self._lane.busy:
            return
        name, answers = opened.file.procedure.id, dict(opened.filled.answers)
        plain = {box: value for box, value in answers.items() if not isinstance(value, Secret)}
        plain |= opened.stays
        job, tools = TakeSetUp(opened.file.layouts), self._frame.program.tools()

        def work(progress: Progress, cancel: Cancel) -> Problem | None:
            try:
                job.run(tools, progress, cancel)
            except ProblemFound as found:
                return found.problem
            return None

        def done(problem: Problem | None) -> None:
            if problem is not None:
                self.show_problem(problem)
            else:
                self._begin(name, plain)

        self._lane.start(work, done)

    def show_problem(self, problem: Problem) -> None:
        """Say what went wrong, where the eye is."""
        said = wording(problem)
        if self.page is not None:
            self.page.say(f"{said.what} {said.why} {said.do}")

    def _read(self, path: Path) -> Opened:
        program = self._frame.program
        try:
            file = load(path)
            if not program.world.policies.shows(file.procedure.id):
                words = fill(set_up_words().open.not_shown, {"title": file.procedure.title})
                raise FaultyInput([Fault("procedure", "NOT-SHOWN", words)])
            filled = read_for_person(file, practice=not program.world.is_live)
        except FaultyInput as faulty:
            return Opened(path.name, None, None, tuple(faulty.faults))
        begun = program.site.load_draft(file.procedure.id) is not None
        return Opened(path.name, file, filled, begun=begun, stays=self._own(file, filled))

    def _own(self, file: SetUpFile, filled: Filled) -> dict[str, Plain]:
        """Return what the file would fill in and this store was told of its own already."""
        record = self._frame.program.site.record()
        specs = [spec for spec in fields_of(file.procedure) if spec.own and spec.id in filled.answers]
        told = {spec.id: record.shared_answer(spec.known_as or spec.id) for spec in specs}
        return {name: value for name, value in told.items() if value is not None}

    def _show(self, opened: Opened) -> None:
        self._leave_all()
        self.page = SetUpPage(opened)
        shell = self._frame.shell
        shell.show_page(self.page)
        shell.side.show_steps("Tillbridge", set_up_words().open.title, NUMBER, [])
        shell.set_help("", "")
        shell.set_buttons(back=True, verb=self.page.verb)
        if self.page.verb:
            shell.first_second.give_keys(shell.verb)

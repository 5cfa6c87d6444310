"""The window: home or a run, and the ways between them."""

from collections.abc import Callable, Mapping
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wizard.app.program import Program
from wizard.catalogue.words import words_of
from wizard.gui.asides import Asides
from wizard.gui.doors import Doors, From
from wizard.gui.frame import Frame
from wizard.gui.held import Held
from wizard.gui.home.home import Home
from wizard.gui.shell import Shell
from wizard.model.problem import Problem, ProblemFound

_words = words_of(__name__)

if TYPE_CHECKING:
    from wizard.catalogue.schema import Action
    from wizard.gui.asides import Desk
    from wizard.gui.jumps import Jumps
    from wizard.gui.run.run import Run
    from wizard.jobs.job import Done
    from wizard.model.secret import Secret
    from wizard.procedure.answers import Plain
    from wizard.session.run import Session

_CONNECTION = "xero-connection"


class Controller(QObject):
    """Runs the window over one Program: home is shown, or one run."""

    def __init__(
        self,
        shell: Shell,
        program: Program,
        switch_world: Callable[[], None],
        switch_store: Callable[[str], None] = lambda site: None,  # noqa: ARG005 - a tour stays in its store
    ) -> None:
        super().__init__(shell)
        self.frame = Frame(shell, program)
        self._held = Held(program)
        self.asides = Asides(self.frame, lambda: self._doors, self._make_room, self._begin_with, self._mend)
        self._doors = Doors(
            home=self.show_home,
            procedure=self.open_procedure,
            side_page=self.open_side_page,
            connection=self.open_connection,
            other_world=switch_world,
            jump=self._ask_jump,
            helping=self.asides.help_somebody,
            set_up_file=self.asides.open_set_up_file,
            support_file=self._make_support_file,
            trouble=self.asides.find_trouble,
            other_store=switch_store,
            papers=self.asides.show_papers,
            holds=self._held.has,
        )
        self.home = Home(self.frame, self._doors)
        self.run: Run | None = None
        """The run that is shown; None while home is."""
        self._going: dict[str, Run] = {}
        """Runs that were left while their jobs go on, by procedure."""
        self._typed: dict[str, Mapping[str, Secret]] = {}
        """Secrets of runs that were left, kept nowhere else: this window does not ask for them again."""
        self._back_to = ""
        """The procedure that leads on once a page for support is closed; empty: home does."""
        self._told_of_closing: Run | None = None
        """The run whose jobs the window was not closed over the first time."""
        self._told_at = 0.0
        self._connect(shell, switch_world)

    def _connect(self, shell: Shell, switch_world: Callable[[], None]) -> None:
        shell.back_pressed.connect(self.back)
        shell.verb_pressed.connect(self._press_verb)
        shell.again_pressed.connect(lambda: self._to_run(lambda run: run.press_again()))
        shell.side.step_chosen.connect(lambda step: self._to_run(lambda run: run.go_to(step)))
        shell.close_pressed.connect(self.close)
        shell.escape_pressed.connect(self.escape)
        shell.leave_pressed.connect(switch_world)
        shell.jump_asked.connect(self._doors.jump)
        shell.closing.connect(self._on_closing)
        self.frame.said.connect(self._say)
        shell.may_close = self._may_close
        self.frame.failed.connect(self._on_failed)

    def _ask_jump(self) -> None:
        self.jumps.ask()

    def _to_run(self, do: "Callable[[Run], object]") -> None:
        if self.run is not None:
            do(self.run)

    @cached_property
    def jumps(self) -> "Jumps":
        """The way to a screen by its number."""
        from wizard.gui.jumps import Jumps  # noqa: PLC0415 - not needed for the first paint

        return Jumps(
            self.frame,
            self._doors,
            lambda: self.run,
            self._session_of,
            self._show_session,
            self._held.give_back,
        )

    def _begin_with(self, name: str, answers: "Mapping[str, Plain]") -> None:
        """Begin a procedure with what a set-up file answers; one whose jobs go on is shown as it is."""
        going = self._going.pop(name, None)
        if going is not None and going.busy:
            self._enter(going)
            return

        def session() -> "Session":
            made = self.frame.program.session(name)
            made.begin_with(answers)
            return made

        self._open(session)

    def _make_support_file(self) -> None:
        name = self.run.session.procedure.id if self.run is not None else ""
        self.asides.support.make_file()
        self._back_to = name

    def _mend(self, name: str, outcome: "Done", problem: Problem, action: "Action") -> None:
        """Open a procedure at its check with what was found just now, and press that problem's button."""

        def session() -> "Session":
            made = self.frame.program.session(name)
            made.go_to_check()
            made.meet(outcome.facts, outcome.value, problem)
            return made

        self._open(session)
        if self.run is not None and not self.run.busy:
            self.run.act(action)

    def _press_verb(self) -> None:
        if self.run is not None:
            self.run.press_verb()
        elif self._aside is not None:
            self._aside.press()

    @property
    def _aside(self) -> "Desk | None":
        """Whose page is shown where neither home nor a run is."""
        return self.asides.shown if self.home.page is None and self.run is None else None

    def _make_room(self) -> None:
        """Leave what is shown: what comes is neither home nor a run."""
        self._back_to = ""
        if self.run is not None:
            self.run.settle()
            self._leave_run()
        self.home.leave()

    def back(self) -> None:
        """Back: a step in a run; from a page for support to where it was asked for."""
        if self.run is not None:
            self.run.back()
        elif self._back_to:
            self.open_procedure(self._back_to)
        else:
            self.show_home()

    # --- home ---

    def show_home(self) -> None:
        """Show H1; jobs that are to go on meanwhile go on."""
        comes_from = self.run is not None or self._aside is not None
        if self.run is not None:
            self.run.settle()
            self._leave_run()
        self.home.show()
        if comes_from:  # Close ends the program here, and led here where it stood before
            self.frame.shell.first_second.begin(self.frame.shell.close_button)
        for name, run in self._going.items():
            if run.busy:
                self.home.follow(name, is_paused=run.page.is_paused)

    def close(self) -> None:
        """Close: from a procedure to the home page, from there the program."""
        if self.run is not None or self.home.page is None:
            self.show_home()
        else:
            self.frame.shell.close()

    def escape(self) -> None:
        """Escape: from a side page back to where it was opened, else home; never out of the program."""
        if self.run is not None and self.run.is_aside and not self.run.busy:
            self.run.back()
        elif self.home.page is None:
            self.close()

    # --- runs ---

    def open_procedure(self, name: str, at: From = From.LEFT) -> None:
        """Enter a procedure; one whose jobs go on is shown where it is."""
        going = self._going.pop(name, None)
        if going is not None and (going.busy or at in {From.LEFT, From.SEND}):
            self._enter(going)
            return
        if at is From.COPY:
            self._copy_again(name)
            return

        def session() -> "Session":
            made = self.frame.program.session(name)
            if at is From.START:
                made.start_again()
            if at is From.LEFT:
                made.type_again(self._typed.get(name, {}))
            if at in {From.CHECK, From.OPEN}:
                made.go_to_check()
            if at is From.ANEW:
                made.go_through_again()
            if at is From.SEND:
                made.go_to_send()
            return made

        self._open(session)
        if self.run is None or self.run.busy or not self.run.session.step.check:
            return
        if at is From.CHECK:
            self.run.check_now()
        elif at is From.OPEN and self.run.session.needs_run:
            self.run.page.say(_words("nothing-checked", verb=self.run.page.verb))

    def _copy_again(self, name: str) -> None:
        """Show the step of the last run at which its values are copied."""
        from wizard.catalogue.load import procedure  # noqa: PLC0415 - not needed for the first paint

        found = procedure(name)
        if found.copies is not None:
            self.jumps.look_over(found, found.copies.step)

    def open_for_second_start(self, name: str) -> None:
        """Show the procedure that a second start named, if it is none that is shown."""
        if self.run is None or self.run.session.procedure.id != name:
            self.open_procedure(name)

    def open_side_page(self, name: str, step: str, to_look: bool) -> None:
        """Open one of a procedure's side pages from the home page, perhaps only to look at what is."""
        going = self._going.pop(name, None)
        if going is not None and going.busy:
            self._enter(going)
            return

        def session() -> "Session":
            # Without a draft: looking from the home page leaves nothing to continue.
            made = self.frame.program.session(name, drafts=False)
            made.open_alone(step, to_look=to_look)
            return made

        self._open(session)

    def open_connection(self, step: str) -> None:
        """Open one of the Xero connection's pages (H11 sign in, H13 disconnect), from the start."""

        def session() -> "Session":
            made = self.frame.program.session(_CONNECTION)
            made.start_again()
            if made.step.id != step:
                made.open_alone(step)  # Back and Escape lead to home, where it was opened
            return made

        self._open(session)

    def _session_of(self, name: str) -> "Session":
        """Return the session of a procedure that is being gone through, else where it was left."""
        runs = [*self._going.values(), *([self.run] if self.run is not None else [])]
        same = (run.session for run in runs if run.session.procedure.id == name)
        return next(same, None) or self.frame.program.session(name)

    def _show_session(self, session: "Session") -> "Run":
        """Show a session's run, if it is not the one that is shown."""
        going = self._going.get(session.procedure.id)
        if going is not None and going.session is session:
            self._enter(self._going.pop(session.procedure.id))
        elif self.run is None or self.run.session is not session:
            self._enter(self._run_of(session))
        assert self.run is not None
        return self.run

    def _open(self, make: Callable[[], "Session"]) -> None:
        """Show the run of a session; where that cannot be begun, say so where the eye is."""
        if self.run is not None:
            self.run.settle()
        try:
            session = make()
        except ProblemFound as found:
            self._show_problem(found.problem)
            return
        self._enter(self._run_of(session))

    def _run_of(self, session: "Session") -> "Run":
        from wizard.gui.run.problem_actions import ProblemActions  # noqa: PLC0415 - home needs none of it
        from wizard.gui.run.run import Run  # noqa: PLC0415

        run = Run(self.frame, session, self._doors)
        run.act = ProblemActions(self.frame, run, self._doors).act
        return run

    def _enter(self, run: "Run") -> None:
        self._leave_run()
        self.home.leave()
        self.run = run
        run.show()

    def _leave_run(self) -> None:
        run, self.run = self.run, None
        if run is None:
            return
        name, session = run.session.procedure.id, run.session
        if session.keeps_draft and not session.only_looks:
            self._typed[name] = session.answering.typed_secrets() if session.is_begun else {}
        self._held.take(session)
        if run.leave():
            self._going[name] = run
            run.jobs.told = lambda text: self._tell_home(name, text)
        else:
            run.deleteLater()

    def _tell_home(self, name: str, text: str) -> None:
        """Say on home how far the jobs of a run are that was left; once they ended, how things stand then."""
        if self.home.page is None:
            return
        if text:
            run = self._going.get(name)
            self.home.say_going(name, text, is_paused=run is not None and run.page.is_paused)
        else:
            self.home.show()

    # --- what went wrong, and the end ---

    def _show_problem(self, problem: Problem) -> None:
        if self.run is not None:
            self.run.page.show_problem(problem)
        elif self.home.page is not None:
            self.home.show_problems([problem])
        elif self._aside is not None:
            self._aside.show_problem(problem)

    def _on_failed(self, problem: Problem) -> None:
        """An error of our own: say so where the eye is, and leave the page usable."""
        if self.run is not None:
            self.run.page.progress.hide()
            self.run.show_buttons()
        self._show_problem(problem)

    def _say(self, text: str) -> None:
        """Say something small where the eye is."""
        if self.run is not None:
            self.run.page.say(text)
        elif self.home.page is not None:
            self.home.page.say(text)

    def _may_close(self) -> bool:
        """Whether the window may go: what is being sent is shown first, and stopped the second time."""
        runs = [*self._going.values(), *([self.run] if self.run is not None else [])]
        going = next((run for run in runs if run.busy and run.page.ends_in_order), None)
        if going is None:
            return True
        if going is self._told_of_closing:  # the second click of a double click answers nothing
            return (monotonic() - self._told_at) * 1000 > self.frame.shell.first_second.milliseconds
        self._told_of_closing = going
        self._told_at = monotonic()
        self._show_session(going.session)
        going.page.say(_words("close-again"))
        return False

    def _on_closing(self) -> None:
        if self.run is not None:
            self.run.autosave()
        self.frame.close()

"""Something stopped: looks at what is known, says what is wrong, leads to what mends it."""

from collections.abc import Callable
from typing import Any, Protocol

from wizard.catalogue.load import procedure
from wizard.catalogue.schema import Action
from wizard.catalogue.trouble import What, trouble_file
from wizard.gui.doors import Doors, From
from wizard.gui.frame import Frame
from wizard.gui.home.trouble_page import TroublePage
from wizard.jobs.job import Done, Job
from wizard.jobs.trouble.find_mail_trouble import FindMailTrouble
from wizard.jobs.trouble.find_xero_trouble import FindXeroTrouble
from wizard.jobs.trouble.looked import Looked
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

NUMBERS: dict[What, str] = {"mail": "H6", "xero": "H7"}
_JOBS: dict[What, Callable[[], Job]] = {"mail": FindMailTrouble, "xero": FindXeroTrouble}


class Mend(Protocol):
    """Opens a card at its check, with what was found there, and presses a button of that problem."""

    def __call__(self, card: str, outcome: Done, problem: Problem, action: Action, /) -> None:
        """Do it, in the place of what is shown."""


class TroubleDesk:
    """Shows the page of one thing that stopped, in the place of home."""

    def __init__(self, frame: Frame, doors: Doors, leave_all: Callable[[], None], mend: Mend) -> None:
        """`leave_all` makes room for another page."""
        self._frame, self._doors, self._leave_all, self._mend = frame, doors, leave_all, mend
        self._lane = frame.runner.lane("trouble")
        self._what: What = "mail"
        self.page: TroublePage | None = None

    def show(self, what: What) -> None:
        """Show the page, and look at once."""
        self._what = what
        shell, words = self._frame.shell, trouble_file().trouble[what]
        page = TroublePage(NUMBERS[what], words, shell.first_second)
        page.verb_changed.connect(lambda: self._show_buttons(page))
        page.action_chosen.connect(self._act)
        page.anew_chosen.connect(lambda card: self._doors.procedure(card, From.ANEW))
        page.progress.stop_pressed.connect(self._stop)
        page.left.connect(lambda: self._leave(page))
        self._leave_all()
        self.page = page
        shell.show_page(page)
        shell.side.show_steps("Tillbridge", words.title, NUMBERS[what], [])
        shell.set_help(words.question, words.answer)
        self._look()

    def press(self) -> None:
        """The verb: look again, or lead on to where it is set up."""
        if self.page is None:
            return
        begins = trouble_file().trouble[self._what].begins
        if not self.page.found_nothing:
            self._look()
        elif begins:
            self._doors.procedure(begins, From.LEFT)
        else:
            self._doors.home()

    def show_problem(self, problem: Problem) -> None:
        """Say what went wrong with looking itself."""
        if self.page is not None:
            self.page.show_all((Looked("mail" if self._what == "mail" else "sign-in", problem),))

    # --- looking ---

    def _look(self) -> None:
        page, job, tools = self.page, _JOBS[self._what](), self._frame.program.tools()
        assert page is not None

        def work(progress: Progress, cancel: Cancel) -> Done | Problem:
            try:
                return job.run(tools, progress, cancel)
            except ProblemFound as found:
                return found.problem

        page.begin()
        self._lane.start(work, self._take, hears=self)
        page.progress.stop.setFocus()

    def advance(self, fraction: float, text: str) -> None:
        """So much was looked at."""
        if self.page is not None:
            self.page.progress.advance(fraction, text)

    def take_item(self, item: object) -> None:
        """One thing was looked at."""
        if self.page is not None and isinstance(item, Looked):
            self.page.add(item)

    def _take(self, outcome: Any) -> None:
        if isinstance(outcome, Problem):
            self.show_problem(outcome)
        elif self.page is not None:
            self.page.show_all(outcome.value)
            if self.page.verb:
                self._frame.shell.first_second.give_keys(self._frame.shell.verb)

    def _stop(self) -> None:
        self._lane.let_go()
        if self.page is not None:
            self.page.show_stopped()

    def _leave(self, page: TroublePage) -> None:
        if self.page is page:
            self.page = None
            self._lane.let_go()

    def _show_buttons(self, page: TroublePage) -> None:
        if self.page is page:
            busy = not page.is_over
            self._frame.shell.set_buttons(back=True, verb=page.verb, busy=busy, main=not page.panels)

    # --- mending ---

    def _act(self, wrong: Looked, action: Action) -> None:
        """Do here what can be done here; whatever mends it is done where it was set up."""
        here: dict[str, Callable[[], object]] = {
            "copy": lambda: self._frame.clipboard.copy(action.text),
            "open": lambda: self._frame.open_address(action.text),
            "support-file": self._doors.support_file,
            "retry": self._look,
            "close": self._doors.home,
            "reconnect": lambda: self._doors.connection("xero-sign-in"),
        }
        if wrong.about == "sending" and action.does in {"retry", "goto"}:
            self._doors.procedure(wrong.card, From.SEND)  # only Xero can say more than what was written down
        elif action.does in here:
            here[action.does]()
        elif wrong.about == "mail-programs" and action.does == "goto":
            # Of a mail program that holds nothing of ours there is nothing to show: what was typed is.
            begins = action.step == procedure(wrong.card).steps[0].id
            self._doors.procedure(wrong.card, From.ANEW if begins else From.CHECK)
        elif action.does == "side":
            self._doors.side_page(wrong.card, action.step, True)
        elif wrong.card and wrong.problem is not None:
            self._mend(wrong.card, wrong.outcome or Done(), wrong.problem, action)
        else:  # a box of the connection's own pages is the one for another organisation's name
            self._doors.connection("xero-organisation" if action.does == "edit" else "xero-sign-in")

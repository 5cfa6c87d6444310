"""What a page is: one screen, which says how it behaves; it does no work, it fills the session."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from wizard.catalogue.schema import Action
from wizard.catalogue.words import words_of
from wizard.gui.pages.boxes import Boxes
from wizard.gui.pages.embedded_room import EmbeddedRoom
from wizard.gui.pages.items import Item
from wizard.gui.pages.page_tools import PageTools
from wizard.gui.pages.sheet import Sheet
from wizard.gui.pages.sign_in_panel import SignInPanel
from wizard.gui.widgets.copy_row import CopyButton
from wizard.gui.widgets.labels import link
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.jobs.job import Job
from wizard.model.problem import Fault
from wizard.session.results import StepResult
from wizard.session.run import Session

_words = words_of(__name__)
_OF_THE_STORE = ("store_name",)
"""Boxes that tell a store from another."""


class Begins(Enum):
    """When a page's jobs begin by themselves."""

    NEVER = "never"
    """Its verb begins them."""
    ONCE = "once"
    """When it is first shown: its verb was pressed on the screen before."""
    EACH_TIME = "each time"
    """Whenever it is shown: they only look, at what may have changed since."""


class Page(Sheet):
    """One screen of a procedure; what differs from screen to screen is declared or overridden here."""

    begins: ClassVar[Begins] = Begins.NEVER
    stays: ClassVar[bool] = False
    """Whether it stays when its jobs are done, to be read."""
    goes_on: ClassVar[bool] = False
    """Whether its jobs go on while home is shown; any others stop when it is left."""
    ends_in_order: ClassVar[bool] = False
    """Whether a stop is waited for, because how far the jobs came has to be told."""
    ends: ClassVar[bool] = False
    """Whether its verb closes the procedure; it has no Close beside it, and nothing more to keep."""
    done_mark: Mark = Mark.NOW
    """How the side list marks it, while it is shown, once its jobs are done."""
    signs_in: ClassVar[bool] = False
    """Whether somebody has to sign in elsewhere before it goes on."""
    fills: ClassVar[bool] = False
    """Whether something on the page takes all the height there is, as an embedded browser does."""
    names_organisation: ClassVar[bool] = True
    """Whether the organisation that was chosen before is named below it."""

    panel: SignInPanel | None = None
    """Where the page is one that signs in by several ways."""
    room: EmbeddedRoom | None = None
    """Where the page can show another's page in this window."""

    edited = Signal()
    rebuilt = Signal()
    """Its widgets were made anew: their places in the order of Tab are still to be found."""
    verb_changed = Signal()

    def __init__(self, session: Session, tools: PageTools) -> None:
        super().__init__(session, tools)
        self.boxes = Boxes(self, session, self.area, self.edited.emit)
        self.build(self.body)
        self.add_foot(self._organisation(), stretch=not self.fills)

    @classmethod
    def read_ahead(cls) -> None:
        """Read the files it will want, on a thread of its own while a screen before it is shown."""

    def build(self, body: QVBoxLayout) -> None:
        """Put the page's own widgets below the heading."""
        raise NotImplementedError

    # --- its verbs ---

    @property
    def verb(self) -> str:
        """What the verb says now."""
        screen, ran = self.session.screen, self._ran()
        if ran is None or not screen.again:
            return screen.button
        return self.leads_on if ran.ok else screen.again

    @property
    def leads_on(self) -> str:
        """What the verb says where it only leads to the next screen."""
        return _words("next")

    @property
    def verb_ready(self) -> bool:
        """Whether there is something that the verb could do now."""
        return True

    @property
    def again(self) -> str:
        """What the second verb says now; nothing where there is none."""
        ran = self._ran()
        return self.session.screen.again if ran is not None and ran.ok else ""

    def _ran(self) -> StepResult | None:
        return self.session.result if self.session.has_jobs else None

    @property
    def only_leads(self) -> bool:
        """Whether the verb does nothing but lead to another screen now, whatever the step's jobs do."""
        return False

    @property
    def only_checks(self) -> bool:
        """Whether nothing will be changed by what the verb begins outside, though it would be elsewhere."""
        return False

    @property
    def commits(self) -> bool:
        """Whether the verb sends something now because the page itself chooses the way on."""
        return False

    @property
    def is_paused(self) -> bool:
        """Whether somebody holds back what it has begun."""
        return False

    @property
    def leads_back(self) -> bool:
        """Whether the verb is the way back now: then there is no other beside it."""
        return False

    def press(self) -> bool:
        """Do what the verb means on this page alone; False where the step is to go on as usual."""
        return False

    def press_again(self) -> bool:
        """Do what the second verb means on this page alone; False where the jobs are to run again."""
        return False

    def take_action(self, action: Action) -> bool:  # noqa: ARG002
        """Carry out a problem's button that this page understands in its own way; False where it does not."""
        return False

    # --- its jobs ---

    def looks_first(self) -> bool:
        """Whether, asked to check, it first looks something up, and then begins by itself."""
        return False

    @property
    def begins_now(self) -> bool:
        """Whether the jobs begin by themselves, now that it is shown."""
        wanted = self.begins is Begins.EACH_TIME or (self.begins is Begins.ONCE and self.session.needs_run)
        return wanted and not self.session.missing_secrets()

    @property
    def looks_now(self) -> bool:
        """Whether what it shows is looked at anew as soon as it is shown."""
        return self.begins_now

    def own_job(self) -> Job | None:
        """Return a job to run in the step's place; None where the step's own are meant."""
        return None

    def take_up(self, job: Job | None) -> None:
        """The page was left while its jobs ran and is made anew; `job` runs in their place, if one does."""

    def begin(self) -> None:
        """The job starts: take down what the last one said."""
        self.clear_problem()
        self.unsay()
        self.done_before.hide()
        self.progress.begin()

    def show_as_it_was(self, stands: str) -> None:
        """Show a run that was finished before as it ended then; `stands` says how home has it now."""
        stands = _words("looked-now" if self.looks_now else "not-looked", stands=stands)
        self._mark_as_earlier()
        if self.ends:
            self.say_heading(_words("as-it-was", moment=self.session.facts()["ended"]), stands)
        else:
            self.say(stands)

    def show_to_copy(self) -> None:
        """Show a step of a finished run for what is copied there once more: its Copy button has the keys."""
        self._mark_as_earlier()
        self.say(_words("to-copy"))
        button = next((made for made in self.findChildren(CopyButton) if made.isEnabled()), None)
        if button is not None:
            # Once the page is shown: its own first focus comes before.
            QTimer.singleShot(0, button, lambda: self.tools.first_second.give_keys(button))

    def _mark_as_earlier(self) -> None:
        for mark in self.findChildren(StateMark):
            if mark.mark in {Mark.DONE, Mark.PASSED}:
                mark.set(Mark.EARLIER)

    def take_item(self, item: Item) -> None:
        """Show a finished part of the running job."""

    def show_result(self, result: StepResult) -> None:
        """Show how the step's jobs ended; the base shows the problem."""
        if result.problem is not None:
            self.show_problem(result.problem)

    def heard_at_the_end(self, result: StepResult) -> str:
        """Return what is said to whoever does not see that its jobs are done, and the page stays."""
        if said := str(result.facts.get("said", "")):
            return said
        did_something = self.session.step.changes_outside
        title = self.title.text()
        return _words("done", title=title) if did_something else _words("looked", title=title)

    def refresh(self) -> None:
        """Something outside the boxes changed, or the job was stopped: show the answers anew."""
        self.boxes.refresh()

    # --- its answers ---

    def values(self) -> dict[str, Any]:
        """Return what was answered here, raw."""
        return self.boxes.raw()

    def fill_in(self, values: Mapping[str, Any]) -> None:
        """Put values where they are answered here, as the practice button does."""
        self.boxes.put(values)

    def missing(self) -> list[Fault]:
        """Return what is still missing besides what the boxes say."""
        return []

    def show_faults(self, faults: list[Fault]) -> None:
        """Say at each box what is wrong, and go to the first."""
        self.boxes.show_faults(faults)

    def focus_first(self) -> bool:
        """Put the cursor where the work begins; False when that is the verb."""
        return self.boxes.focus_first()

    def focus_on(self, name: str) -> bool:
        """Put the cursor to where an answer is given; False when that is not on this page."""
        return self.boxes.focus_on(name)

    def add_practice_button(self) -> None:
        """In practice, offer to fill the boxes with the practice values."""
        values = self.tools.practice_values()
        if self.boxes.keys() & values.keys():
            fill_in = link(_words("fill-in-practice"))
            fill_in.setProperty("comesLast", True)
            # The values as they are when it is pressed: a password may be pretended to be changed meanwhile.
            fill_in.clicked.connect(
                lambda _checked=False: self.fill_in(self._not_given(self.tools.practice_values()))
            )
            self.head.addWidget(fill_in)

    def _not_given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return practice values without the store's name where that was given: it tells stores apart."""
        given = {name for name in _OF_THE_STORE if name in self.boxes and self.boxes[name].value}
        return {name: value for name, value in values.items() if name not in given}

    def poses(self) -> Iterator[tuple[str, str]]:
        """Take each state that is worth a picture in turn; yield its name and what it shows."""
        yield from ()

    def make_room(self, *, is_low: bool) -> None:
        """Fold away what is said about the boxes where there is no room for it."""
        if self.room is not None:
            self.room.make_room(for_problem=bool(self.panels))
        self.boxes.fold_help(when_low=is_low)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the cursor in the first box."""
        super().showEvent(event)
        if self._is_low:
            self.make_room(is_low=True)
        self.focus_first()

    @property
    def _is_about_xero(self) -> bool:
        """Whether Tillbridge's own sign-in is reached: what a vendor's page picks before may be another's."""
        steps = [step.id for step in self.session.procedure.steps]
        return "xero-sign-in" in steps and self.session.step.id not in steps[: steps.index("xero-sign-in")]

    def _organisation(self) -> str:
        """Name, country, short code and last four of the organisation that this page is about."""
        facts = self.session.facts()
        if "organisation_name" not in facts and self._is_about_xero and self.names_organisation:
            before = self.session.tools.site.record().organisation
            return _words("organisation", name=before.in_full) if before is not None and before.name else ""
        if not facts.get("organisation_name"):
            return ""
        names = ("organisation_name", "organisation_country", "organisation_short_code")
        parts = [facts.get(name) for name in names]
        last_four = f"…{facts.get('organisation_last_four', '')}"
        return " · ".join(filter(None, [_words("organisation", name=parts[0]), *parts[1:], last_four]))

"""The base of all pages: heading, boxes, problem panel; no page does work, it fills the session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wizard.catalogue.load import screen as load_screen
from wizard.catalogue.schema import FieldSpec
from wizard.catalogue.wording import fill, matches, wording
from wizard.gui.clipboard import Clipboard
from wizard.gui.job_bridge import JobBridge
from wizard.gui.widgets.field_box import FieldBox
from wizard.gui.widgets.labels import button, label, link
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.page_area import PageArea
from wizard.gui.widgets.panels import ProblemPanel, ProgressPanel
from wizard.jobs.job import Job
from wizard.model.problem import Fault, Problem
from wizard.model.secret import Secret
from wizard.session import Session, StepResult

_PLACED_MS = 50
"""After so long what was just shown has its place, in large type and on slow PCs too."""


@dataclass(frozen=True)
class PageTools:
    """What a page may use besides its session."""

    bridge: JobBridge
    clipboard: Clipboard
    act: Callable[[Any], None]
    """Carries out a problem's action."""
    open_side: Callable[[str], None]
    open_address: Callable[[str], bool]
    """Opens an address in the user's own browser; False when there is none to open it in."""
    ask: Callable[[Callable[[Any, Any], Any], Callable[[Any], None]], None]
    """Runs work of the page's own off the interface thread, with the progress bar, and gives its value."""
    run: Callable[[], None]
    """Runs the step's jobs, also where they need not."""
    focus_verb: Callable[[], None]
    """Puts the cursor onto the verb."""
    come_forward: Callable[[], None]
    """Asks the system to bring our window to the front, once."""
    practice_values: Callable[[], dict[str, Any]] | None
    """The practice logins for this procedure, in practice only."""


def letters(count: int) -> list[str]:
    """Return the letters of the boxes, A to Z."""
    return [chr(ord("A") + index) for index in range(count)]


class Page(QWidget):
    """One screen of a procedure."""

    fills = False
    """Whether something on the page takes all the height there is, as an embedded browser does."""
    edited = Signal()
    rebuilt = Signal()
    """Its widgets were made anew: their places in the order of Tab are still to be found."""
    verb_changed = Signal()

    def __init__(self, session: Session, tools: PageTools) -> None:
        super().__init__()
        self.setObjectName("page")
        self.session, self.tools = session, tools
        self.boxes: dict[str, FieldBox] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.area = PageArea()
        outer.addWidget(self.area, 1)
        self.body = self.area.body
        self.body.setContentsMargins(34, 22, 34, 14)
        self.body.setSpacing(9)
        # build() may already have a result to show: what it shows it in stands before.
        self.problem_slot = QVBoxLayout()
        self.progress = ProgressPanel()
        self.progress.setContentsMargins(34, 0, 34, 6)
        self._panel: ProblemPanel | None = None
        self._heading()
        self.build(self.body)
        if self.problem_slot.parent() is None:  # build() may have given problems a place of their own
            self.body.addLayout(self.problem_slot)
        if not self.fills:
            self.body.addStretch(1)
        outer.addWidget(self.progress)
        self._said = label("", name="verdict")
        self._said.setContentsMargins(34, 0, 34, 6)
        outer.addWidget(self._said)
        self._said.hide()
        self.context = label("", name="muted")
        self.context.setContentsMargins(34, 0, 34, 10)
        outer.addWidget(self.context)
        self._show_context()

    # --- for pages to override ---

    @property
    def verb(self) -> str:
        """What the verb says now, where it is not the screen's own; pages override it."""
        return ""

    def press(self) -> bool:
        """Do what the verb means on this page alone; False where the step is to go on as usual."""
        return False

    def build(self, body: QVBoxLayout) -> None:
        """Put the page's own widgets below the heading."""
        raise NotImplementedError

    def show_result(self, result: StepResult) -> None:
        """Show how the step's jobs ended; the base shows the problem."""
        if result.problem is not None:
            self.show_problem(result.problem)

    def retry(self) -> bool:
        """Look again for what the page itself looks up; False where the step's jobs are meant."""
        return False

    @property
    def mail_profile(self) -> tuple[str, str]:
        """The mail program and profile that a problem's "Close" means."""
        facts = self.session.facts()
        return str(facts.get("mail_client", "")), str(facts.get("mail_profile", ""))

    @property
    def may_begin(self) -> bool:
        """Whether a page whose jobs begin by themselves may begin now."""
        return True

    def missing(self) -> list[Fault]:
        """Return what is still missing besides what the boxes say."""
        return []

    def own_job(self) -> Job | None:
        """Return a job to run in the step's place; None where the step's own are meant."""
        return None

    def undo_job(self) -> Job | None:
        """Return the job behind the second button, where that takes back what the first did."""
        return None

    def take_item(self, item: Any) -> None:
        """Show a finished part of the running job."""

    def begin(self) -> None:
        """The job starts: take down what the last one said."""
        self.clear_problem()
        self._said.hide()
        self.progress.begin()

    def refresh(self) -> None:
        """Something outside the boxes changed: show the answers anew."""
        facts = self.session.facts()
        for name, box in self.boxes.items():
            if name in facts and box.spec.kind != "secret":
                box.put(facts[name])
            secret = self.session.answers.secret(name)
            if box.spec.kind == "secret" and secret is not None:
                box.put(secret.reveal())

    # --- parts ---

    def _heading(self) -> None:
        step, procedure = self.session.step, self.session.procedure
        head = QHBoxLayout()
        head.setSpacing(10)
        pill = QLabel(self.session.number)
        pill.setObjectName("pill")
        pill.setAccessibleName(f"Screen {self.session.number}")
        head.addWidget(pill)
        where = f"Step {step.number} of {procedure.total}" if procedure.total else "From the home page"
        if step.side and procedure.total:
            trail = self.session.navigator.trail
            opener = next((s for s in procedure.steps if len(trail) > 1 and s.id == trail[-2]), None)
            alone = "Side page, from the home page" if len(trail) == 1 else "Side page"
            where = f"Side page of step {opener.number} of {procedure.total}" if opener else alone
        words = label(where, name="muted")
        words.setWordWrap(False)
        head.addWidget(words)
        head.addStretch(1)
        self.head = head
        self.body.addLayout(head)
        facts = self.session.facts()
        self.title = label(self.session.screen.title, bold=True, scale=1.55)
        self.body.addWidget(self.title)
        self.instruction = label(fill(self.session.screen.instruction, facts), name="muted")
        self.body.addWidget(self.instruction)
        before = self.session.results.get(step.id)
        if step.changes_outside and before is not None and before.ok and self.session.result is None:
            self.body.addWidget(label("This was done before. Going back did not undo it.", name="muted"))
        self.body.addSpacing(4)

    def _show_context(self) -> None:
        facts = self.session.facts()
        if "organisation_name" not in facts and self._is_for_connection():
            known = self.session.tools.site.known()
            facts = {**known, "organisation_last_four": str(known.get("organisation_tenant", ""))[-4:]}
        name = facts.get("organisation_name")
        if name:
            more = (facts.get(key) for key in ("organisation_country", "organisation_short_code"))
            last_four = f"…{facts.get('organisation_last_four', '')}"
            self.context.setText(" · ".join(filter(None, [f"Organisation: {name}", *more, last_four])))
        self.context.setVisible(bool(name))

    def _is_for_connection(self) -> bool:
        """Whether this screen is about the organisation that was chosen before."""
        signs_in = any(step.id == "xero-sign-in" for step in self.session.procedure.steps)
        return signs_in and self.session.screen.kind != "choose-organisation"

    def add_box(self, spec: FieldSpec, letter: str, layout: QVBoxLayout) -> FieldBox:
        """Add a box filled with its answer or default."""
        box = FieldBox(spec, letter)
        secret = self.session.answers.secret(spec.id)
        if secret is not None:
            box.put(secret.reveal())
        elif spec.id in self.session.raw:
            box.put(self.session.raw[spec.id])
        elif spec.id in self.session.answers:
            box.put(self.session.answers[spec.id])
        elif spec.id in self.session.kept:
            box.say_kept()
        elif spec.default is not None:
            box.put(spec.default)
        box.changed.connect(self.edited)
        self.boxes[spec.id] = box
        layout.addWidget(box)
        return box

    def add_boxes(self, specs: list[FieldSpec], layout: QVBoxLayout) -> None:
        """Add boxes lettered from A, top to bottom."""
        for spec, letter in zip(specs, letters(len(specs)), strict=True):
            self.add_box(spec, letter, layout)

    def add_side_links(self, layout: QBoxLayout) -> None:
        """Offer the screen's side pages that this procedure has."""
        procedure = self.session.procedure
        for step in procedure.steps:
            if step.id in self.session.screen.links and matches(step.offered_when, self.session.facts()):
                side = link(f"{load_screen(step.screen).title} ({procedure.letter}{step.number})")
                side.clicked.connect(lambda _checked=False, name=step.id: self.tools.open_side(name))
                layout.addWidget(side)

    def add_missing_secrets(self, layout: QVBoxLayout) -> None:
        """Ask again, in place, for secrets that a restart forgot."""
        missing = self.session.missing_secrets()
        if missing:
            layout.addWidget(
                label("Passwords are not kept before they are proven, so please type it once more.")
            )
        for spec in missing:
            self.add_box(spec, "", layout)

    def add_practice_button(self) -> None:
        """In practice, offer to fill the boxes with the practice values."""
        values = self.tools.practice_values() if self.tools.practice_values is not None else {}
        if not self.boxes.keys() & values.keys():
            return
        fill_in = link("Fill in the practice values")
        fill_in.clicked.connect(self.fill_for_practice)
        self.head.addWidget(fill_in)

    def fill_for_practice(self) -> None:
        """Fill every box that practice has a value for."""
        assert self.tools.practice_values is not None
        values = self.tools.practice_values()
        for name, box in self.boxes.items():
            if name in values:
                value = values[name]
                box.put(value.reveal() if isinstance(value, Secret) else value)

    def say(self, text: str) -> None:
        """Say something small below the page, such as that an address was copied."""
        self._said.setText(text)
        self._said.show()

    def unsay(self) -> None:
        """Take down what was said below the page."""
        self._said.hide()

    # --- answers ---

    def values(self) -> dict[str, Any]:
        """Return what stands in every box, raw."""
        return {name: box.value for name, box in self.boxes.items()}

    def show_faults(self, faults: list[Fault]) -> None:
        """Say at each box what is wrong, and go to the first."""
        first: FieldBox | None = None
        for fault in faults:
            box = self.boxes.get(fault.where)
            if box is None:
                continue
            self.reveal(box)
            box.show_fault(fault.message)
            first = first or box
        if first is not None:
            first.focus()
            self.area.ensureWidgetVisible(first)

    def reveal(self, box: FieldBox) -> None:
        """Make a box visible, wherever it stands."""

    def focus_first(self) -> bool:
        """Put the cursor where the work begins; False when the page has no box."""
        for box in self.boxes.values():
            if box.isVisibleTo(self):
                box.focus()
                return True
        return False

    def focus_on(self, name: str) -> bool:
        """Put the cursor into a box of this page."""
        box = self.boxes.get(name)
        if box is None:
            return False
        self.reveal(box)
        box.focus()
        self.area.ensureWidgetVisible(box)
        return True

    # --- problems ---

    def show_problem(self, problem: Problem) -> None:
        """Show a problem where the eye is."""
        self.clear_problem()
        panel = ProblemPanel(wording(problem))
        panel.action_chosen.connect(self.tools.act)
        self.problem_slot.addWidget(panel)
        self._panel = panel
        panel.announce()
        if panel.buttons:
            panel.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        # Once it has its place, so that its buttons are in sight as well.
        QTimer.singleShot(_PLACED_MS, panel, lambda: self.area.ensureWidgetVisible(panel, 0, 8))

    def show_notice(self, problem: Problem) -> None:
        """Show a notice below what is there."""
        panel = ProblemPanel(wording(problem))
        panel.action_chosen.connect(self.tools.act)
        self.problem_slot.addWidget(panel)

    def clear_problem(self) -> None:
        """Take every panel down."""
        self._panel = None
        empty(self.problem_slot)

    @property
    def problem(self) -> ProblemPanel | None:
        """The problem panel shown, if any."""
        return self._panel

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the cursor in the first box."""
        super().showEvent(event)
        self.focus_first()


def line_button(text: str, press: Callable[[], object]) -> QWidget:
    """Return a small button of a line."""
    made = button(text)
    made.clicked.connect(lambda _checked=False: press())
    return made

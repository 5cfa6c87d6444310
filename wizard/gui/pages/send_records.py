"""W9: records go to Xero: one bar, counts, Pause, Stop; what was not taken, and where each is put right."""

from typing import ClassVar

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from wizard.catalogue.export import export_words, sentences, window_words
from wizard.catalogue.schema import Action
from wizard.catalogue.words import number
from wizard.export.gate import Pause
from wizard.export.said import Said
from wizard.export.tally import equal_ones
from wizard.gui.pages.check_records import tiles
from wizard.gui.pages.items import Item
from wizard.gui.pages.outcome_rows import Ways, address_in, outcome_card
from wizard.gui.pages.page import Begins, Page
from wizard.gui.widgets.labels import button, label, restyle
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.spoken_fold import SpokenFold
from wizard.gui.widgets.upload_card import UploadCard
from wizard.jobs.export.given import wanted_by
from wizard.jobs.export.review_records import RecordsReviewed, Reviewed
from wizard.jobs.export.send_and_prove import Finished, SendAndProve
from wizard.jobs.job import Job
from wizard.model.export import Counts, Plan
from wizard.session.results import StepResult

_SHOW_PLAN = Action(label="", does="goto", step="check-records")
_LOOK_AGAIN = {"POST-CHANGED", "POST-SOME", "POST-OTHER"}
"""Ends after which what goes is to be seen anew, before anything more does."""
_XERO_AWAY = {"XERO-DOWN", "XERO-UNREACHABLE"}
"""Ends after which it may be long before anything goes."""
_ROWS = 2
"""Reasons in sight at once."""
_TILES = ("sent", "already-there", "failed", "held", "excluded")
_STYLES = {"failed": "fault", "held": "warn"}


class SendRecordsPage(Page):
    """Begins only where the plan was agreed to a moment ago, at W8; goes on while home is shown.

    Who comes here after a restart is led through W8: what was sent meanwhile is not sent again.
    """

    begins: ClassVar[Begins] = Begins.ONCE
    goes_on: ClassVar[bool] = True
    ends_in_order: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """The counts, Pause, and room for what was not taken."""
        self.pause, self._talk = Pause(), Said()
        self._runs = False
        self._figures: dict[str, QLabel] = {}
        """By the heading of its tile."""
        self.fixes: list[QPushButton] = []
        words = export_words().states
        heads = {name: words[name].capitalize().replace("xero", "Xero") for name in _TILES}
        self._counts, row = QWidget(), tiles([(head, "0", "", "") for head in heads.values()], self._figures)
        row.setContentsMargins(0, 0, 0, 0)
        self._counts.setLayout(row)
        body.addWidget(self._counts)
        self._sentence = label("", name="muted")
        body.addWidget(self._sentence)
        self.pause_button = button(window_words("pause"))
        self.pause_button.clicked.connect(self._press_pause)
        self.progress.add(self.pause_button)
        self._list = QVBoxLayout()
        body.addLayout(self._list)
        screen = self.session.screen
        self.spoken = SpokenFold(screen.fold_title, screen.fold_lines, self.tools.clipboard.copy)
        body.addWidget(self.spoken)
        self.progress.stop.setText(window_words("stop"))
        if self.session.result is not None:
            self.show_result(self.session.result)
        else:
            self._say_not_begun()

    # --- when it begins, and with what ---

    @property
    def _plan(self) -> Plan | None:
        """The plan that was seen in this run; None after a restart."""
        kept = self.session.results.values()
        return next((one.value.plan for one in kept if isinstance(one.value, Reviewed)), None)

    @property
    def begins_now(self) -> bool:
        """Only where Send was pressed on the screen before, and that was not used up yet."""
        agreed = self.session.answers.tick("send", default=False)
        return super().begins_now and agreed and self._plan is not None

    def own_job(self) -> Job:
        """Send what was planned, with a pause that this page has in hand."""
        session = self.session
        planned = session.results.given(RecordsReviewed)
        stamp = planned.stamp if planned is not None else ""
        wanted = wanted_by(session.procedure, session.answers)
        return SendAndProve(wanted, stamp, pause=self.pause, said=self._talk)

    def take_up(self, job: Job | None) -> None:
        """Take the running job's own pause in hand."""
        if isinstance(job, SendAndProve):
            self.pause, self._talk = job.pause, job.said
        self._say_pause()

    def begin(self) -> None:
        """It begins: the consent is used up."""
        self.session.answering.put("send", False)
        self._runs, self.pause, self._talk = True, Pause(), Said()
        self.spoken.show_lines(())
        super().begin()
        shown = self.session.shown
        self.say_heading(shown.title, shown.instruction)
        self.progress.stays()
        empty(self._list)
        self.fixes.clear()
        self._show_counts(Counts())
        plan = self._plan
        self._sentence.setText(
            window_words("to_do", count=number(plan.counts.read)) if plan is not None else ""
        )
        self._say_pause()

    # --- its verbs ---

    @property
    def verb(self) -> str:
        """On, where all went; else see what is left, or send it again; nothing while it goes on."""
        if self._runs:
            return ""
        result = self.session.result
        if result is not None and result.ok:
            return self.leads_on
        if result is None:
            return window_words("show_plan")
        return window_words("check_again" if self._looks_again else "send_again")

    @property
    def _looks_again(self) -> bool:
        result = self.session.result
        if result is None or self._plan is None:
            return True
        return result.problem is not None and result.problem.code in _LOOK_AGAIN

    @property
    def only_leads(self) -> bool:
        """Where what is left is to be seen first, the verb leads there."""
        result = self.session.result
        return (result is None or not result.ok) and self._looks_again

    def press(self) -> bool:
        """Show the plan, where it is to be seen first."""
        if not self.only_leads:
            return False
        self.tools.act(_SHOW_PLAN)
        return True

    @property
    def again(self) -> str:
        """What arrived is proven on the next screen; what did not is named there."""
        result = self.session.result
        if self._runs:
            return ""
        is_left = result is not None and not result.ok and bool(result.facts.get("sending"))
        return window_words("without") if is_left else ""

    def press_again(self) -> bool:
        """Go on with what is in Xero."""
        self.tools.go_on()
        return True

    # --- while it runs ---

    @property
    def has_counts(self) -> bool:
        """Whether something came to anything yet."""
        return any(made.text() != "0" for made in self._figures.values())

    @property
    def is_paused(self) -> bool:
        """Whether nothing more goes until somebody says so."""
        return self.pause.is_on

    def _press_pause(self) -> None:
        if self.pause.is_on:
            self.pause.end()
        else:
            self.pause.begin()
        self._say_pause()

    def _say_pause(self) -> None:
        paused = self.pause.is_on
        self.pause_button.setText(window_words("go_on" if paused else "pause"))
        self.progress.hold(on=paused)
        if paused:
            self.say(window_words("paused"))
        else:
            self.unsay()

    def take_item(self, item: Item) -> None:
        """Show how many came to what so far."""
        if isinstance(item, Counts):
            self._show_counts(item)

    def refresh(self) -> None:
        """It was stopped before it had anything to tell."""
        was_stopped, self._runs = self._runs, False
        super().refresh()
        self.unsay()
        self._say_not_begun("stopped" if was_stopped else "not_begun")

    # --- how it ended ---

    def show_result(self, result: StepResult) -> None:
        """Show the counts, why what stayed here did, and where it is put right."""
        if self._runs:
            self.unsay()
        self._runs = False
        super().show_result(result)
        self.say_heading(window_words("over"), "" if result.ok else window_words("over_more"))
        self._sentence.setText(str(result.facts.get("said", "")))
        self._show_counts(
            Counts(**{name: int(result.facts.get(name, 0)) for name in Counts.__struct_fields__})
        )
        empty(self._list)
        self.fixes.clear()
        self._offer_files(result)
        finished = result.value
        kept = finished.said if isinstance(finished, Finished) else self._talk
        self.spoken.show_lines(kept.spoken(self.session.tools.clean))
        if not isinstance(finished, Finished):
            return
        groups = equal_ones((*finished.sent.outcomes, *finished.sent.remarks))
        if groups:
            ways = Ways(address_in(self.session), self.tools.act, self.fixes)
            self._list.addWidget(label(window_words("reason"), bold=True))
            self._list.addWidget(outcome_card(groups, _ROWS, ways))
        self.rebuilt.emit()

    def _offer_files(self, result: StepResult) -> None:
        """While Xero cannot be reached, a person may upload what was to go; and may think better of it."""
        sent = result.value.sent if isinstance(result.value, Finished) else None
        ends = (result.problem, sent.problem if sent is not None else None)
        is_away = bool({one.code for one in ends if one is not None} & _XERO_AWAY)
        outcomes = sent.outcomes if sent is not None else ()
        is_written = any(one.why is not None and one.why.code == "manual" for one in outcomes)
        if not is_away and not is_written:
            return
        session = self.session
        wanted = wanted_by(session.procedure, session.answers)
        opener = self.tools.open_address
        card = UploadCard(lambda: session.tools, wanted, opener, is_written=is_written)
        card.rebuilt.connect(self.rebuilt)
        self._list.addWidget(card)

    def _say_not_begun(self, why: str = "not_begun") -> None:
        """No figures: they would be of nothing; the last sending that ended is told, where there was one."""
        self._counts.hide()
        self.say_heading(window_words("idle"), window_words(why))
        record = self.session.tools.site.record()
        own = record.organisation
        sendings = record.books.sent_to(own.tenant_id if own is not None else "")
        self._sentence.setText(window_words("ended_before", said=sentences(sendings)) if sendings else "")

    def _show_counts(self, counts: Counts) -> None:
        self._counts.show()
        facts = counts.as_facts()
        for name, (head, made) in zip(_TILES, self._figures.items(), strict=True):
            figure = facts[name.replace("-", "_")]
            made.setText(number(figure))
            made.setAccessibleName(f"{head}: {number(figure)}")
            restyle(made, _STYLES.get(name, "") if figure else "")

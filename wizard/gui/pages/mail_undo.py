"""M14: what we wrote, as it was, as we wrote it, and as it is now; put back, or write ours again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wizard.catalogue.moments import in_words
from wizard.catalogue.schema import Action
from wizard.catalogue.standings import lately
from wizard.catalogue.wording import fill, shown_as, wording
from wizard.catalogue.words import words_of
from wizard.gui.actions import BACK
from wizard.gui.pages.closes_mail_program import ClosesMailProgram
from wizard.gui.pages.looking import LookingPage
from wizard.gui.pages.sheet import line_button
from wizard.gui.widgets.ask_first import AskFirst
from wizard.gui.widgets.labels import SignLabel, label, link
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.versions_table import VersionsTable
from wizard.jobs.job import Done, Job, Tools
from wizard.jobs.programs.mail_program import MailProgramChosen, receipts_to_undo
from wizard.jobs.programs.put_back_written import PutBackWritten
from wizard.jobs.programs.receipts import MailReceipt, ReceiptState
from wizard.jobs.programs.watch_mail_clients import Watched, WatchMailClients
from wizard.model.mail_clients import Versions
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.session.results import StepResult

_words = words_of(__name__)

_LOOKS_AGAIN = {"UNDO-CHANGED", "UNDO-NONE", "RECEIPT-NONE"}
"""Problems whose button shows what is there now; after any other, the same is tried again."""

_Pair = tuple[Watched, MailReceipt]
"""An account as it is now, and the receipt that an undo of it would take."""


class MailUndoPage(LookingPage, ClosesMailProgram):
    """Looks at the mail program when it is shown, days later as well.

    From the home page it may be asked "Has anything changed?": then its verb only leads back, so that
    nobody undoes a working set-up by pressing Enter.
    """

    stays: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """The receipt and its lines come when they were looked at."""
        session = self.session
        self._only_asked = session.to_look
        self._say_heading()
        self._receipt = session.answers.text("undo_receipt")
        self._shown: MailReceipt | None = None
        self._again: Callable[[], object] = self.look
        self._is_own_changed = False
        """Whether somebody changed what the write that would be undone wrote, and not one before it."""
        self._found_none = False
        """Whether it was looked, and nothing is left that could be undone."""
        self._first: QPushButton | None = None
        self._slot = QVBoxLayout()
        self._slot.setSpacing(8)
        body.addLayout(self._slot)
        self._overwrite = self.boxes.add(session.screen.fields[0], "A", body)
        self._overwrite.hide()
        if session.result is not None and session.result.ok:
            self.show_result(session.result)
        else:
            self.look_soon()

    def _say_heading(self) -> None:
        """Say what it is about: to look, to undo, or that it was undone."""
        screen = self.session.screen
        found = self.session.result.facts if self.session.result is not None else {}
        said = shown_as(screen, {"identical": self._is_put_back, "earlier": found.get("earlier", "")})
        looks = self._only_asked and not self._is_put_back
        self.say_heading(screen.words["looks"] if looks else said.title, said.instruction)

    # --- verb and keys ---

    @property
    def verb(self) -> str:
        """Once it is put back, and where it was only asked, there is only the way back."""
        return _words("go-back") if self.leads_back else super().verb

    @property
    def has_main(self) -> bool:
        """What undoes is never the one to press: who only came to look goes back."""
        return super().has_main or not self.leads_back

    @property
    def leads_back(self) -> bool:
        """Nothing else is left to do here."""
        return self._only_asked or self._is_put_back or self._found_none

    @property
    def only_leads(self) -> bool:
        """Where it was only asked, or nothing is left, the verb only leads back."""
        return self._only_asked or self._found_none

    @property
    def _is_put_back(self) -> bool:
        result = self.session.result
        return result is not None and result.ok

    def press(self) -> bool:
        """Go back; everything else is the step's own job."""
        if self.leads_back:
            self.tools.act(BACK)
        else:
            self._ask()
        return True

    def values(self) -> dict[str, Any]:
        """Return the tick, and which receipt is meant."""
        return {**super().values(), "undo_receipt": self._receipt}

    def focus_first(self) -> bool:
        """Put the cursor where nothing is undone by a careless Enter."""
        if self._first is not None and self._first.isVisibleTo(self):
            self.tools.first_second.give_keys(self._first)
            return True
        return False

    def take_action(self, action: Action) -> bool:
        """Show all versions, or do once more what did not work."""
        if action.does != "retry":
            return super().take_action(action)
        self.clear_problem()
        self._again()
        return True

    @property
    def mail_profile(self) -> tuple[str, str]:
        """The program and profile of the receipt that is shown."""
        if self._shown is None:
            return super().mail_profile
        return self._shown.image.client, self._shown.image.profile

    def show_problem(self, problem: Problem) -> None:
        """What changed meanwhile is looked at; what else went wrong is tried again."""
        if problem.code in _LOOKS_AGAIN:
            self._again = self.look
        # The clicks that other screens offer then lead to the new values, not to the old ones.
        super().show_problem(Problem(problem.code, {**problem.facts, "undo": "True"}))

    # --- looking ---

    def job_that_looks(self) -> Job:
        """Look at what was written, as it is now."""
        chosen = self.session.results.given(MailProgramChosen)
        return _LookAtWritten(chosen.mail_target if chosen is not None else "")

    def look(self) -> None:
        """Look at what stands there now."""
        self._again = self.look
        super().look()

    def take_down(self) -> None:
        """Take the versions down."""
        empty(self._slot)
        self._shown, self._first = None, None
        self._found_none = False
        self._overwrite.hide()

    def show_found(self, found: Done) -> None:
        """Show the account that is meant with all its versions, the others in a line each."""
        watched: tuple[Watched, ...]
        receipts: list[MailReceipt]
        watched, receipts = found.value
        newest = {_account(r): r for r in reversed(receipts)}
        pairs = [
            (each, newest[_account(each.receipt)]) for each in watched if _account(each.receipt) in newest
        ]
        chosen = self._choose(pairs, receipts)
        if chosen is None:
            self._show_none()
            return
        self._shown = chosen[1]
        self._receipt = chosen[1].id
        self._show_one(*chosen)
        for pair in pairs:
            if pair is not chosen:
                self._slot.addWidget(self._other(*pair))
        self.rebuilt.emit()
        # Once it is shown: what was just made takes no keys.
        QTimer.singleShot(0, self, self.focus_first)

    def _choose(self, pairs: list[_Pair], receipts: list[MailReceipt]) -> _Pair | None:
        """The one asked for; on the way through the steps that step's; where it is asked, what changed."""
        by_id = {pair[1].id: pair for pair in pairs}
        if self._receipt in by_id:
            return by_id[self._receipt]
        if self._only_asked:
            changed = next((pair for pair in pairs if pair[0].changed), None)
            if changed is not None:
                return changed
        return next((by_id[r.id] for r in receipts if r.id in by_id), None)

    def _show_none(self) -> None:
        """Say that nothing is left to undo: whoever undid it once did nothing wrong."""
        self._found_none = True
        proof = self.session.tools.site.record().proofs.get(self.session.procedure.id)
        at = proof.put_back if proof is not None else None
        text = _words("nothing-left", when=in_words(at)) if at is not None else _words("nothing-written")
        self._slot.addWidget(label(text))
        self.verb_changed.emit()
        self.tools.focus_verb()

    def _show_one(self, one: Watched, receipt: MailReceipt) -> None:
        image = receipt.image
        self._slot.addWidget(label(f"{receipt.client_name}, {image.account_name}", bold=True))
        when = in_words(datetime.fromisoformat(receipt.made_at))
        begun = receipt.state is ReceiptState.BEGUN
        text = _words.one_of("receipt", "begun" if begun else "written", when=when, receipt=receipt.id)
        self._slot.addWidget(label(text, name="muted"))
        if one.problem is not None:
            words = wording(one.problem)
            self._slot.addWidget(label(f"{words.what} {words.do}", name="fault"))
            leads = [each for each in words.actions if each.does == "goto"]
            ways: list[tuple[str, Callable[[], object]]] = [
                *((each.label, partial(self.tools.act, each)) for each in leads),
                (_words("look-again"), self.look),
            ]
            self._slot.addWidget(self._buttons(ways, rest=False))
            return
        rows = one.changed or tuple(
            Versions(c.setting, c.label, c.old_words or None, c.new_words, c.new_words) for c in image.changes
        )
        again = [(_words("write-again"), self.write_again)] if one.changed else []
        undo = [(self.session.screen.button, self._ask)] if self._only_asked else []
        if begun:
            text = _words("cut-short")
            again = []
        elif one.other is not None:
            since, again_words = in_words(one.other.at), _words("write-again")
            text = _words("of-another-store", store=one.other.name, since=since, again=again_words)
        elif one.changed:
            text = _words.counted("lines-changed", len(one.changed), again=_words("write-again"))
        else:
            text = self._unchanged(one)
        self._slot.addWidget(label(text, name="fault" if one.changed else "good"))
        self._slot.addWidget(self._table(rows, changed=bool(one.changed)))
        own = {change.setting for change in image.changes}
        self._is_own_changed = any(row.changed_since and row.setting in own for row in one.changed)
        # Where its problem stands here, its buttons are the choice.
        self._overwrite.setVisible(self.problem is None and any(row.changed_since for row in one.changed))
        if again or undo:
            self._slot.addWidget(self._buttons([*again, *undo], first=bool(again)))

    @staticmethod
    def _unchanged(one: Watched) -> str:
        """Say when it was seen to be as it was written, and whether that was written a second time."""
        when = lately(datetime.now().astimezone())
        if not one.receipt.again:
            return _words("unchanged", when=when)
        again = in_words(datetime.fromisoformat(one.receipt.made_at))
        return _words("unchanged-again", when=when, again=again)

    def _buttons(
        self, wanted: list[tuple[str, Callable[[], object]]], *, first: bool = True, rest: bool = True
    ) -> QWidget:
        """Return a row of buttons; `first` gives the cursor to the first, `rest` lets them rest at first."""
        holder, row = _row()
        for text, press in wanted:
            made = line_button(text, press)
            if rest:
                self.tools.first_second.begin(made)
            row.addWidget(made)
            if first:
                self._first, first = made, False
        row.addStretch(1)
        return holder

    def _other(self, other: Watched, receipt: MailReceipt) -> QWidget:
        count = len(other.changed)
        state = _words("as-written")
        if other.problem is not None:
            state = _words("cannot-be-read")
        elif count:
            state = _words.counted("lines-since", count)
        name = f"{receipt.client_name}, {receipt.image.account_name}"
        holder, row = _row()
        show = link(_words("show"))
        show.setAccessibleName(_words("show-what", what=name))
        show.clicked.connect(lambda _checked=False: self._show_another(receipt.id))
        said = _words("also-set-up", name=name, state=state)
        row.addWidget(label(said, name="fault" if count else "muted"), 1)
        row.addWidget(show)
        return holder

    def _show_another(self, receipt: str) -> None:
        self._receipt = receipt
        self.clear_problem()
        self.look()

    @staticmethod
    def _table(rows: tuple[Versions, ...], *, changed: bool) -> VersionsTable:
        nothing = _words("nothing")
        heads = [_words("before-us"), _words("as-we-wrote-it"), *([_words("now")] if changed else [])]
        versions = [(row, (row.old, row.ours, *([row.now] if changed else []))) for row in rows]
        return VersionsTable(heads, [(row.label, [one or nothing for one in all_]) for row, all_ in versions])

    # --- doing ---

    def _ask(self) -> None:
        """Ask before what works is taken away; not what was only begun, nor where the job itself will ask."""
        asks_anyway = self._is_own_changed and not self._overwrite.value
        if self._shown is None or asks_anyway or self._shown.state is ReceiptState.BEGUN:
            self._undo()
            return
        words, image = self.session.screen.words, self._shown.image
        facts = {"program": self._shown.client_name, "account": image.account_name}
        question, what = fill(words["ask"], facts), fill(words["ask_what"], facts)
        asks = AskFirst(question, (what,), words["ask_yes"], words["ask_no"], self.window())
        asks.accepted.connect(self._undo)
        asks.open()
        self.tools.first_second.begin(asks.yes)

    def _undo(self) -> None:
        self._again = self.tools.run
        self.session.fill(self.values())
        self.tools.run()

    def write_again(self) -> None:
        """Have what we wrote written once more where somebody changed it."""
        tools, receipt = self.session.tools, self._receipt

        def done(outcome: Done | Problem) -> None:
            self._again = self.write_again
            if isinstance(outcome, Problem):
                self.show_problem(outcome)
                return
            self.look()
            self.say(_words("stands-again"))

        self.clear_problem()
        self.unsay()
        self.tools.ask(lambda progress, cancel: PutBackWritten(receipt).run(tools, progress, cancel), done)

    def show_result(self, result: StepResult) -> None:
        """Say that it is as it was."""
        self.unsay()
        super().show_result(result)
        if result.problem is None and result.facts.get("receipt"):
            empty(self._slot)
            self._first = None
            name, account = result.facts.get("client_name", ""), result.facts.get("account_name", "")
            earlier = str(result.facts.get("earlier", ""))
            text = _words("put-back", name=name, account=account)
            if earlier:
                when = in_words(datetime.fromisoformat(earlier))
                text = _words("put-back-last", name=name, account=account, when=when)
            self._slot.addWidget(SignLabel(text, is_well=not earlier))
            self._say_heading()
            if self.session.navigator.can_go_back:
                text = _words("go-back-leads")
                self._slot.addWidget(label(text, name="muted"))
            self._overwrite.hide()
        elif result.problem is not None and result.problem.code == "UNDO-CHANGED":
            self.look()  # what stands above it was seen before the change


@dataclass(frozen=True)
class _LookAtWritten:
    """What was written as it is now, and the receipts that an undo would take."""

    gives: ClassVar = WatchMailClients.gives
    target: str

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        outcome = WatchMailClients().run(tools, progress, cancel)
        if isinstance(outcome, Problem):
            return outcome
        return replace(outcome, value=(outcome.value, receipts_to_undo(tools, self.target)))


def _account(receipt: MailReceipt) -> tuple[str, str, str]:
    image = receipt.image
    return image.client, image.profile, image.account


def _row() -> tuple[QWidget, QHBoxLayout]:
    """Return a widget that holds a row: as one, it is taken out of a page again."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    return holder, row

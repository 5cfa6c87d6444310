"""W5, W6, R5: what each of the store's codes is in Xero, one row a code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from msgspec.structs import replace
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from wizard.books.match_table import MatchTable
from wizard.catalogue.schema import Action
from wizard.catalogue.words import words_of
from wizard.gui.actions import XERO
from wizard.gui.matching.age import age_in_words
from wizard.gui.matching.desk import MatchDesk
from wizard.gui.matching.exchange import Exchange
from wizard.gui.matching.keeper import Keeper
from wizard.gui.matching.named_file import NamedFile
from wizard.gui.pages.choose_columns import COLUMNS
from wizard.gui.pages.looking import LookingPage
from wizard.jobs.books.given_matches import problem_of_file
from wizard.jobs.books.keep_matches import KeepMatches
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.suggest_matches import Matching, SuggestMatches
from wizard.jobs.books.who_posts import Whose, whose_in
from wizard.jobs.job import Done, Job
from wizard.model.mapping import NOT_USED, SLOTS, Choice, Mapping, Slot
from wizard.model.problem import FaultyInput, Problem, ProblemFound

_words = words_of(__name__)


class MatchCodesPage(LookingPage):
    """Reads files and accounts when it is shown; every choice is kept as it is made."""

    fills: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """The table with its bars; empty until both sides were read."""
        self._wanted = ""
        self._fills_rows = self._suggests = False
        self._keeper = Keeper(self._own, self.show_problem, self)
        self.desk = MatchDesk(self._slots, self.session.screen.types, self)
        self.desk.edited.connect(self._edited)
        self.desk.counted.connect(self._show_main)
        self.desk.copied.connect(self._copy)
        self.desk.opens_xero.connect(lambda: self.tools.open_address(XERO))
        self.desk.problem_room.addLayout(self.problem_slot)
        self.problems_changed.connect(self._show_main)
        self.exchange = Exchange(self, self)
        self.exchange.setEnabled(False)
        self.head.addWidget(self.exchange)
        self._add_file(body)
        body.addLayout(self.desk.column, 1)
        self.look_soon()

    @property
    def whose(self) -> Whose:
        """Whose files and matches it is about."""
        return whose_in(self.session.procedure)

    @property
    def _own(self) -> StoreMatches:
        return StoreMatches(self.session.tools.site, self.whose)

    @property
    def _slots(self) -> list[Slot]:
        return self.session.screen.slots

    @property
    def table(self) -> MatchTable | None:
        """What is shown; None while it is still read."""
        return self.desk.table

    # --- a file of the screen's own ---

    def _add_file(self, body: QVBoxLayout) -> None:
        """Where the screen has a file of its own: its box; beside it what codes are typed into."""
        own = [f for f in self.session.screen.fields if f.kind == "file" and not f.fold]
        beside = QHBoxLayout()
        beside.setSpacing(24)
        ours = QVBoxLayout()
        beside.addLayout(ours, 3)
        self.boxes.add_all(own, ours)
        if self.desk.typed_words is not None:
            beside.addWidget(self.desk.typed_words, 2)
        body.addLayout(beside)
        box = next(iter(self.boxes.values()), None)
        self.file = NamedFile(box, self, self._read_file, self.progress.isHidden)

    def _read_file(self) -> None:
        """Read the file that is named now; what is no file is said at its box."""
        faults = self.session.fill(self.values())
        if faults:
            self.show_faults(faults)
            return
        self._keeper.write_now()
        self.clear_problem()
        self.look()

    # --- reading both sides ---

    def job_that_looks(self) -> Job:
        """Read the store's files and Xero's accounts, and compare them."""
        return SuggestMatches.in_run(self.session.procedure, self.session.answers)

    def show_found(self, found: Done) -> None:
        """Show a row for each code, and go to the first that is left."""
        matching: Matching = found.value
        self.found_something = True
        chart = matching.chart
        self.desk.show_table(
            MatchTable(self._slots, matching.codes, matching.suggestions, chart, matching.mapping)
        )
        self.exchange.setEnabled(True)
        if chart.read_at is not None:
            age = age_in_words(chart.read_at)
            self.context.setText(_words("accounts-read", organisation=self._organisation(), age=age))
            self.context.show()
        if not self.desk.go_to(self._wanted):
            self.desk.go_to_first()
        if not self.desk.has_rows and not self.file.has_cursor:
            self.focus_first()
        self._fill_rows()
        self.file.read_if_new()  # it may have been named while something else was read
        self.verb_changed.emit()

    def show_problem(self, problem: Problem) -> None:
        """Show it; what it offers is the main thing then."""
        super().show_problem(problem)
        self.desk.show_counts()

    def _show_main(self) -> None:
        """While there is something to accept, that is the next thing to do; Next comes after it."""
        changed, self._suggests = self._suggests != self.desk.suggests, self.desk.suggests
        self.desk.bar.set_main(main=self._suggests and not super().has_main)
        if changed:
            self.verb_changed.emit()

    @property
    def has_main(self) -> bool:
        """The problem's first button, or the one that accepts what is suggested."""
        return super().has_main or self._suggests

    # --- what is changed ---

    def _edited(self) -> None:
        if self.table is not None:
            self._keeper.keep(self.table.matches)
        self.clear_problem()
        self.unsay()

    def _copy(self, text: str) -> None:
        self.tools.clipboard.copy(text)
        self.say(_words("copied"))

    def hideEvent(self, event: QHideEvent) -> None:
        """What was chosen last is written before another screen reads it."""
        super().hideEvent(event)
        self._keeper.write_now()

    # --- out and in ---

    @property
    def documents(self) -> Path | None:
        """The files that were named in this run."""
        return SuggestMatches.in_run(self.session.procedure, self.session.answers).documents

    def ask(self, job: Job, done: Callable[[Done], None]) -> None:
        """Run a job of the page's own; what is wrong is shown here."""
        tools, own = self.session.tools, self._own
        self.clear_problem()

        def outcome(value: Done | Problem) -> None:
            if isinstance(value, Problem):
                self.show_problem(value)
            else:
                done(value)

        def work(progress: Any, cancel: Any) -> Done | Problem:
            try:
                return job.run(tools, progress, cancel)
            except ProblemFound as found:
                return found.problem
            except FaultyInput as faulty:
                return problem_of_file(own.path, faulty)

        self.tools.ask(work, outcome)

    def matches(self) -> Mapping | None:
        """Return the matches as they stand, written down; None while there is no table."""
        if self.table is None:
            return None
        self._keeper.write_now()
        return self.table.matches

    def take(self, before: Mapping, after: Mapping, words: str) -> None:
        """Put other matches into the table, so that it can be undone."""
        self.desk.changes.take(self._put_all, before, after, words)

    def _put_all(self, matches: Mapping) -> None:
        every = {slot: matches.choices.get(slot, {}) for slot in SLOTS}  # a kind that is not named would stay
        self._keeper.keep(replace(matches, choices=every))
        self._keeper.write_now()
        self.clear_problem()
        self.look()

    # --- going on ---

    @property
    def verb_ready(self) -> bool:
        """There is something to go on with."""
        return self.table is not None

    def press(self) -> bool:
        """What is matched now is kept, whatever was kept before; a file just named is read and seen first."""
        if self.file.is_new:
            self.file.read_if_new()
        elif self.table is not None:
            self.tools.run()
        return True

    def own_job(self) -> Job | None:
        """Keep the matches, or say which is not good enough."""
        table = self.table
        if table is None:
            return None
        self._keeper.drop()
        left = tuple(table.codes[at].word for at in table.left)
        count = sum(1 for row in table.rows if row.counts)
        return KeepMatches(table.matches, count, left, table.problem, self.whose)

    # --- going to a row ---

    def focus_on(self, name: str) -> bool:
        """Go to a code's row, now or as soon as it is there."""
        if name.partition(":")[0] not in self._slots:
            return super().focus_on(name)
        self._wanted = name
        self.desk.go_to(name)
        return True

    def focus_first(self) -> bool:
        """The table, once it is there; where it is empty, what a code is typed into."""
        if self.table is None:
            return False
        if not self.desk.has_rows and self.desk.typed_words is not None:
            self.desk.typed_words.edit.setFocus()
        else:
            self.desk.view.setFocus()
        return True

    def take_action(self, action: Action) -> bool:
        """A problem's button: opens the list of a row, or says the columns of a file that asks."""
        if action.does == "side" and action.step == COLUMNS and self.boxes:
            self.session.answering.put("columns_of", next(iter(self.boxes.values())).value)
            return self.tools.open_side(COLUMNS)
        if action.does == "set" and action.field == "accept_suggestions":
            self.desk.accept_every()
            return True
        if action.does == "edit" and self.focus_on(action.field) and self.table is not None:
            self.clear_problem()
            if self.table.problem is not None and self.table.problem.code != "MATCH-LEFT":
                self.desk.open_list()
            return True
        return super().take_action(action)

    def fill_in(self, values: dict[str, Any]) -> None:  # type: ignore[override]
        """As the practice does it: read the file, accept every suggestion, leave out what has none."""
        super().fill_in(values)
        self._fills_rows = bool(values.get("accept_suggestions"))
        if self.file.is_new:
            self.file.read_if_new()
        else:
            self._fill_rows()

    def _fill_rows(self) -> None:
        if self._fills_rows and self.table is not None:
            changes = self.desk.changes
            changes.put(self.table.accepting(range(len(self.table.rows))), _words("accept-all"))
            changes.put(dict.fromkeys(self.table.left, Choice(NOT_USED)), _words("leave-out"))

"""W5, W6, R5: what each of the store's codes is in Xero, one row a code."""

from typing import Any, ClassVar

from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from wizard.books.match_table import Choices, MatchTable
from wizard.catalogue.matching import match_words
from wizard.catalogue.schema import Action
from wizard.gui.actions import XERO
from wizard.gui.matching.age import age_in_words
from wizard.gui.matching.bars import FilterBar, RowPanel, SectionBar
from wizard.gui.matching.edits import Edits
from wizard.gui.matching.keeper import Keeper
from wizard.gui.matching.model import Column, MatchModel
from wizard.gui.matching.picker import Picker
from wizard.gui.matching.target_list import TargetList, near_offers
from wizard.gui.matching.view import MatchView
from wizard.gui.pages.choose_columns import COLUMNS
from wizard.gui.pages.looking import LookingPage
from wizard.gui.widgets.place_entry import when_named
from wizard.jobs.books.keep_matches import KeepMatches
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.suggest_matches import Matching, SuggestMatches
from wizard.jobs.job import Done, Job
from wizard.model.mapping import DO_NOT_PAY, NOT_USED, Choice, Slot
from wizard.model.problem import Problem


class MatchCodesPage(LookingPage):
    """Reads files and accounts when it is shown; every choice is kept as it is made."""

    fills: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """The table with its bars; empty until both sides were read."""
        self._model: MatchModel | None = None
        self._wanted = ""
        self._fills_rows = self._suggests = False
        self._edits = Edits(self)
        self._keeper = Keeper(StoreMatches(self.session.tools.site), self.show_problem, self)
        self._sections = SectionBar(self._slots)
        self._sections.hide()
        self._sections.chosen.connect(self._show_slot)
        self.bar = FilterBar()
        self.bar.search.textChanged.connect(self._filter)
        self.bar.accept_all.connect(self._accept_all)
        self.problems_changed.connect(lambda: self._show_main(self._suggests))
        self.view = MatchView()
        self.view.setMinimumHeight(96)
        self.view.moved.connect(self._show_rows)
        self.view.pick_wanted.connect(self._pick)
        self.view.accept_wanted.connect(self._accept)
        self.view.take_back_wanted.connect(self._take_back)
        self.row_panel = RowPanel()
        self._connect_panel(self.row_panel)
        self._add_file(body)
        body.addWidget(self._sections)
        body.addWidget(self.bar)
        body.addWidget(self.view, 1)
        # The table gives the room for what is wrong: nothing that can be pressed moves.
        body.addLayout(self.problem_slot)
        body.addWidget(self.row_panel)
        for keys, do in (
            (QKeySequence.StandardKey.Undo, self._undo),
            (QKeySequence.StandardKey.Redo, self._redo),
            (QKeySequence.StandardKey.Find, self.bar.search.setFocus),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        self._ready(on=False)
        self.look_soon()

    def _add_file(self, body: QVBoxLayout) -> None:
        """Where the screen has files of its own: the box; another file is read as soon as it is named."""
        own = [f for f in self.session.screen.fields if f.kind == "file" and not f.fold]
        self.boxes.add_all(own, body)
        self._read_of = self._named
        for box in self.boxes.values():
            edit = box.focus_target
            assert isinstance(edit, QLineEdit)
            when_named(edit, self, self._read_named)

    @property
    def _named(self) -> str:
        """The file that the screen's box names; nothing where it has none."""
        return next((str(box.value) for box in self.boxes.values()), "")

    def _read_named(self) -> None:
        """Read another file as soon as it is typed or chosen."""
        if self._named != self._read_of:
            self._read_again()

    def _read_again(self) -> None:
        """Read the file that is named now; what is no file is said at its box."""
        self._read_of = self._named
        faults = self.session.fill(self.values())
        if faults:
            self.show_faults(faults)
            return
        self._keeper.write_now()
        self.clear_problem()
        self.look()

    def _connect_panel(self, panel: RowPanel) -> None:
        panel.choose.connect(lambda: self._pick(""))
        panel.accept.connect(self._accept)
        panel.aside.connect(lambda to: self._choose(Choice(to)))
        panel.take_back.connect(self._take_back)
        panel.undo.connect(self._undo)
        panel.redo.connect(self._redo)
        panel.copy_line.connect(self._copy_line)
        panel.open_xero.connect(lambda: self.tools.open_address(XERO))

    @property
    def _slots(self) -> list[Slot]:
        return self.session.screen.slots

    # --- reading both sides ---

    def job_that_looks(self) -> Job:
        """Read the store's files and Xero's accounts, and compare them."""
        return SuggestMatches.in_run(self.session.procedure, self.session.answers)

    def show_found(self, found: Done) -> None:
        """Show a row for each code, and go to the first that is left."""
        matching: Matching = found.value
        self.found_something = True
        table = MatchTable(
            self._slots, matching.suggestions, matching.suggestions, matching.chart, matching.mapping
        )
        self._model = MatchModel(table)
        self._model.edited.connect(self._edited)
        self.view.show_matches(self._model)
        used = [slot for slot in self._slots if any(code.slot == slot for code in table.codes)]
        self._sections.show_slots(used)
        self._ready(on=True)
        self._say_age(matching)
        self._show_state()
        if not self.go_to(self._wanted):
            self._go_to_first()
        self._fill_rows()
        self.verb_changed.emit()

    def _ready(self, *, on: bool) -> None:
        for part in (self._sections, self.bar, self.view, self.row_panel):
            part.setEnabled(on)

    def _say_age(self, matching: Matching) -> None:
        read_at = matching.chart.read_at
        if read_at is not None:
            age = age_in_words(read_at)
            self.context.setText(f"{self._organisation()}     Accounts read from Xero {age}")
            self.context.show()

    @property
    def table(self) -> MatchTable | None:
        """What is shown; None while it is still read."""
        return self._model.table if self._model is not None else None

    def show_problem(self, problem: Problem) -> None:
        """Show it; what it offers is the main thing then."""
        super().show_problem(problem)
        self._show_counts()

    @property
    def verb_ready(self) -> bool:
        """There is something to go on with."""
        return self._model is not None

    # --- what is shown ---

    def _filter(self, text: str) -> None:
        if self._model is not None:
            self._model.filter(text)
            self._after_filter()

    def _show_slot(self, slot: Slot | None) -> None:
        if self._model is not None:
            self._model.show_slot(slot)
            self._after_filter()

    def _after_filter(self) -> None:
        assert self._model is not None
        if self._model.shown:
            self.view.setCurrentIndex(self._model.index(0, Column.TARGET))
        self._show_rows()
        self._show_counts()

    def _show_state(self) -> None:
        self._show_counts()
        self._show_rows()
        self.row_panel.show_history(self._edits.undoText(), self._edits.redoText())

    def _show_counts(self) -> None:
        table, model = self.table, self._model
        if table is None or model is None:
            return
        shown = set(model.shown)
        suggested = [at for at in table.suggested if at in shown]
        count = sum(1 for row in table.rows if row.counts)
        filtered = len(shown) < len(table.rows)
        self.bar.show_state(len(table.left), count, len(suggested), filtered=filtered)
        self._show_main(bool(suggested))
        self._sections.show_state(table)

    def _show_main(self, suggested: bool) -> None:
        """While there is something to accept, that is the next thing to do; Next comes after it."""
        changed, self._suggests = self._suggests != suggested, suggested
        self.bar.set_main(main=suggested and not super().has_main)
        if changed:
            self.verb_changed.emit()

    @property
    def has_main(self) -> bool:
        """The problem's first button, or the one that accepts what is suggested."""
        return super().has_main or self._suggests

    def _show_rows(self) -> None:
        if self.table is not None:
            self.row_panel.show_rows(self.table, self.view.places)

    # --- changing ---

    def _put(self, choices: Choices, words: str) -> None:
        if self._model is not None:
            self._edits.put(self._model, choices, words)
            self._show_state()

    def _undo(self) -> None:
        self._edits.undo()
        self._show_state()

    def _redo(self) -> None:
        self._edits.redo()
        self._show_state()

    def _choose(self, choice: Choice) -> None:
        """Choose for every selected row."""
        places = self.view.places
        if choice.to == DO_NOT_PAY and self.table is not None:
            places = [at for at in places if self.table.codes[at].slot == "payment"]
        self._put(dict.fromkeys(places, choice), f"Choose {choice.name or choice.to}")
        self.view.setFocus()

    def _accept(self) -> None:
        if self.table is not None:
            self._put(self.table.accepting(self.view.places), "Accept")
            self.view.setFocus()

    def _accept_all(self) -> None:
        if self.table is not None and self._model is not None:
            choices = self.table.accepting(self._model.shown)
            self._put(choices, f"Accept {len(choices)} suggestions")
            self._go_to_first()

    def _take_back(self) -> None:
        if self.table is not None:
            places = [at for at in self.view.places if self.table.chosen(at) is not None]
            self._put(dict.fromkeys(places, None), "Take back")
            self.view.setFocus()

    def _pick(self, typed: str) -> None:
        """Open the list for the selected rows, which are of one kind."""
        table, places = self.table, self.view.places
        if table is None or not places or len({table.codes[at].slot for at in places}) > 1:
            return
        codes = [table.codes[at] for at in places]
        slot = codes[0].slot
        words = match_words()
        aside = {to: text for to, text in words.aside.items() if to != DO_NOT_PAY or slot == "payment"}
        suggested = table.suggestions.get(codes[0], ()) if len(codes) == 1 else ()
        near = near_offers(table.targets[slot], suggested)
        what = codes[0].word if len(codes) == 1 else f"{len(codes)} codes"
        title = f"{what}: which {words.slots[slot].to} in Xero?"
        self.picker = Picker(title, TargetList.of(table.targets[slot].all, near), aside, self.view)
        self.picker.picked.connect(self._choose)
        cell = self.view.visualRect(self.view.currentIndex().siblingAtColumn(Column.TARGET))
        self.picker.open_below(self.view.viewport().mapToGlobal(cell.bottomLeft()), typed)

    def _copy_line(self) -> None:
        """Copy what an accountant has to know to make the account that is missing."""
        if self.table is None:
            return
        lines = []
        for at in self.view.places:
            code = self.table.codes[at]
            kind = match_words().slots[code.slot]
            used = f"used {code.count} times, {code.total} in all"
            lines.append(f"{kind.one} “{code.word}”: {used}. Which {kind.to} is it, or please make one.")
        self.tools.clipboard.copy("\n".join(lines))
        self.say("Copied. Send it to your accountant; once it is in Xero, come back to this screen.")

    # --- keeping ---

    def _edited(self) -> None:
        if self.table is not None:
            self._keeper.keep(self.table.matches)
        self.clear_problem()
        self.unsay()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was chosen last is written before another screen reads it."""
        super().hideEvent(event)
        self._keeper.write_now()

    # --- going on ---

    def press(self) -> bool:
        """What is matched now is kept, whatever was kept before; a file just named is read and seen first."""
        if self._named != self._read_of:
            self._read_again()
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
        return KeepMatches(table.matches, count, left, table.problem)

    # --- going to a row ---

    def _go_to_first(self) -> None:
        if self.table is not None and self.table.rows:
            left = self.table.left
            self._go_to_place(left[0] if left else 0)

    def _go_to_place(self, at: int) -> None:
        if not self.view.go_to(at):
            self.bar.search.clear()
            self._sections.choose(None)
            self.view.go_to(at)
        self.view.setFocus()

    def go_to(self, name: str) -> bool:
        """Go to the row of a code, named by its slot and word; False where there is none."""
        slot, _, word = name.partition(":")
        if self.table is None or not word:
            return False
        codes = self.table.codes
        at = next((at for at, code in enumerate(codes) if (code.slot, code.word) == (slot, word)), None)
        if at is None:
            return False
        self._go_to_place(at)
        return True

    def focus_on(self, name: str) -> bool:
        """Go to a code's row, now or as soon as it is there."""
        if name.partition(":")[0] not in self._slots:
            return super().focus_on(name)
        self._wanted = name
        if self.table is not None:
            self.go_to(name)
        return True

    def focus_first(self) -> bool:
        """The table, once it is there."""
        if self.table is None:
            return False
        self.view.setFocus()
        return True

    def take_action(self, action: Action) -> bool:
        """A problem's button: opens the list of a row, or says the columns of a file that asks."""
        if action.does == "side" and action.step == COLUMNS and self.boxes:
            self.session.answering.put("columns_of", next(iter(self.boxes.values())).value)
            return self.tools.open_side(COLUMNS)
        if action.does == "edit" and self.focus_on(action.field) and self.table is not None:
            self.clear_problem()
            if self.table.problem is not None and self.table.problem.code != "MATCH-LEFT":
                self._pick("")
            return True
        return super().take_action(action)

    def fill_in(self, values: dict[str, Any]) -> None:  # type: ignore[override]
        """As the practice does it: read the file, accept every suggestion, leave out what has none."""
        super().fill_in(values)
        self._fills_rows = bool(values.get("accept_suggestions"))
        if self._named != self._read_of:
            self._read_again()
        else:
            self._fill_rows()

    def _fill_rows(self) -> None:
        if self._fills_rows and self.table is not None:
            self._put(self.table.accepting(range(len(self.table.rows))), "Accept all")
            self._put(dict.fromkeys(self.table.left, Choice(NOT_USED)), "Leave out")

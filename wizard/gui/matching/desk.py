"""The table of matches with everything around it: sections, filter, list to pick from, the row in full."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.books.match_table import MatchTable
from wizard.catalogue.matching import match_words
from wizard.catalogue.words import words_of
from wizard.gui.matching.bars import FilterBar, RowPanel, SectionBar
from wizard.gui.matching.changes import Changes
from wizard.gui.matching.model import Column, MatchModel
from wizard.gui.matching.picker import Picker
from wizard.gui.matching.target_list import TargetList, near_offers
from wizard.gui.matching.typed_words import TypedWords
from wizard.gui.matching.view import MatchView
from wizard.model.mapping import DO_NOT_PAY, SLOTS, Choice, Slot

_words = words_of(__name__)


class MatchDesk(QObject):
    """Shows a table and lets a person change it; knows neither where it is from nor where it goes.

    It is no widget: what stands in `column` shares the page's height with the page's own parts.
    """

    edited = Signal()
    """What the rows mean was changed."""
    counted = Signal()
    """Something else is left, or suggested, than before."""
    copied = Signal(str)
    """A text for the accountant is wanted on the clipboard."""
    opens_xero = Signal()

    def __init__(self, slots: Sequence[Slot], types: Slot | None, page: QWidget) -> None:
        """`types`: the kind of code that can be typed."""
        super().__init__(page)
        self._slots, self._types = slots, types
        self._model: MatchModel | None = None
        self.changes = Changes(self)
        self.changes.made.connect(self.show_state)
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        self.typed_words = TypedWords() if types is not None else None
        """Has its place where the page wants it."""
        if self.typed_words is not None:
            self.typed_words.typed.connect(self._type_in)
        self._sections = SectionBar(slots)
        self._sections.hide()
        self._sections.chosen.connect(self._show_slot)
        self.bar = FilterBar()
        self.bar.search.textChanged.connect(self._filter)
        self.bar.accept_all.connect(self._accept_all)
        self.view = self._made_view()
        self.problem_room = QVBoxLayout()
        self.row_panel = self._made_panel()
        for part in (self._sections, self.bar):
            self.column.addWidget(part)
        self.column.addWidget(self.view, 1)
        # The table gives the room for what is wrong: nothing that can be pressed moves.
        self.column.addLayout(self.problem_room)
        self.column.addWidget(self.row_panel)
        for keys, do in (
            (QKeySequence.StandardKey.Undo, self.changes.undo),
            (QKeySequence.StandardKey.Redo, self.changes.redo),
            (QKeySequence.StandardKey.Find, self.bar.search.setFocus),
        ):
            QShortcut(QKeySequence(keys), page).activated.connect(do)
        self.let_work(on=False)

    def _made_view(self) -> MatchView:
        view = MatchView()
        view.setMinimumHeight(80)
        view.moved.connect(self._show_rows)
        view.pick_wanted.connect(self._pick)
        view.accept_wanted.connect(self._accept)
        view.take_back_wanted.connect(self._take_back)
        return view

    def _made_panel(self) -> RowPanel:
        panel = RowPanel()
        panel.choose.connect(lambda: self._pick(""))
        panel.accept.connect(self._accept)
        panel.aside.connect(lambda to: self._choose(Choice(to)))
        panel.take_back.connect(self._take_back)
        panel.undo.connect(self.changes.undo)
        panel.redo.connect(self.changes.redo)
        panel.copy_line.connect(self._copy_line)
        panel.open_xero.connect(self.opens_xero)
        return panel

    # --- what is shown ---

    @property
    def table(self) -> MatchTable | None:
        """What is shown; None while it is still read."""
        return self._model.table if self._model is not None else None

    @property
    def has_rows(self) -> bool:
        """Whether there is a row at all, filtered out or not."""
        return self._model is not None and bool(self._model.listed)

    def show_table(self, table: MatchTable) -> None:
        """Show a row for each code."""
        self._model = MatchModel(table)
        self._model.edited.connect(self.edited)
        self.changes.begin(self._model)
        self.view.show_matches(self._model)
        used = [slot for slot in self._slots if any(code.slot == slot for code in table.codes)]
        self._sections.show_slots(used)
        self._model.filter(self.bar.search.text())
        self.let_work(on=True)
        self.show_state()

    def let_work(self, *, on: bool) -> None:
        """Let everything be used, or nothing while both sides are read."""
        for part in (self.typed_words, self._sections, self.bar, self.view, self.row_panel):
            if part is not None:
                part.setEnabled(on)

    def show_state(self) -> None:
        """Say anew what is left and what is selected."""
        self.show_counts()
        self._show_rows()
        self.row_panel.show_history(self.changes.undo_text, self.changes.redo_text)

    def show_counts(self) -> None:
        """Say anew what is left."""
        table, model = self.table, self._model
        if table is None or model is None:
            return
        suggested = len(self._suggested)
        count = sum(1 for row in table.rows if row.counts)
        filtered = len(model.shown) < len(model.listed)
        self.bar.show_state(len(table.left), count, suggested, filtered=filtered)
        self._sections.show_state(table)
        self.counted.emit()

    @property
    def _suggested(self) -> list[int]:
        """The rows in sight whose suggestion nobody accepted yet."""
        if self._model is None:
            return []
        shown = set(self._model.shown)
        return [at for at in self._model.table.suggested if at in shown]

    @property
    def suggests(self) -> bool:
        """Whether there is something to accept."""
        return bool(self._suggested)

    def _show_rows(self) -> None:
        if self.table is not None:
            self.row_panel.show_rows(self.table, self.view.places)

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
        self.show_counts()

    # --- changing ---

    def _choose(self, choice: Choice) -> None:
        self.changes.choose(self.view.places, choice)
        self.view.setFocus()

    def _accept(self) -> None:
        self.changes.accept(self.view.places)
        self.view.setFocus()

    def _accept_all(self) -> None:
        if self._model is not None:
            self.changes.accept(self._model.shown)
            self.go_to_first()

    def accept_every(self) -> None:
        """Accept every suggestion, whatever is filtered out."""
        if self._model is not None:
            self.changes.accept(range(len(self._model.table.rows)))
            self.go_to_first()

    def _take_back(self) -> None:
        self.changes.take_back(self.view.places)
        self.view.setFocus()

    def _type_in(self, words: Sequence[str]) -> None:
        """Put typed words into the table and show the last; the cursor stays for the next."""
        if self.table is not None and self._types is not None:
            at = self.changes.type_in(self._types, words)
            self.bar.search.clear()
            self._sections.show_slots({code.slot for code in self.table.codes})
            self.view.go_to(at)

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
        what = codes[0].word if len(codes) == 1 else _words("codes", count=len(codes))
        title = _words("which-in-xero", what=what, kind=words.slots[slot].to)
        self.picker = Picker(title, TargetList.of(table.targets[slot].all, near), aside, self.view)
        self.picker.picked.connect(self._choose)
        cell = self.view.visualRect(self.view.currentIndex().siblingAtColumn(Column.TARGET))
        self.picker.open_below(self.view.viewport().mapToGlobal(cell.bottomLeft()), typed, cell.height())

    def open_list(self) -> None:
        """Open the list for the selected rows."""
        self._pick("")

    def _copy_line(self) -> None:
        """Tell what an accountant has to know to make the account that is missing."""
        if self.table is None:
            return
        lines = []
        for at in self.view.places:
            code = self.table.codes[at]
            kind = match_words().slots[code.slot]
            used = _words("used-in-till")
            if code.count:
                used = _words.counted("used", code.count, total=code.total)
            lines.append(_words("ask-accountant", one=kind.one, word=code.word, used=used, kind=kind.to))
        self.copied.emit("\n".join(lines))

    # --- going to a row ---

    def go_to_first(self) -> None:
        """Go to the first row that is left, else to the first."""
        if self.table is not None and self.table.rows:
            left = self.table.left
            self.go_to_place(left[0] if left else 0)

    def go_to_place(self, at: int) -> None:
        """Go to a row, whatever is filtered out."""
        if not self.view.go_to(at):
            self.bar.search.clear()
            self._sections.choose(None)
            self.view.go_to(at)
        self.view.setFocus()

    def go_to(self, name: str) -> bool:
        """Go to the row of a code, named by its slot and word; False where there is none."""
        said, _, word = name.partition(":")
        slot = next((one for one in SLOTS if one == said), None)
        if self.table is None or slot is None:
            return False
        at = self.table.place(slot, word)
        if at is None:
            return False
        self.go_to_place(at)
        return True

"""What stands around the table: filter and count above it, the selected row and what can be done below it."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from wizard.books.match_table import MatchTable, State
from wizard.catalogue.matching import match_words
from wizard.catalogue.words import words_of
from wizard.gui.matching.model import total_of
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import SteadyButton, button, label, link
from wizard.gui.widgets.mark import Mark, mark_icon
from wizard.model.mapping import DO_NOT_PAY, NOT_USED, Slot

_words = words_of(__name__)


class SectionBar(QWidget):
    """One button a slot, with its state by shape and word; a press shows that slot alone."""

    chosen = Signal(object)
    """A slot, or None for all."""

    def __init__(self, slots: Iterable[Slot]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        group = QButtonGroup(self)
        self._buttons: dict[Slot | None, QPushButton] = {}
        for slot in (None, *slots):
            made = button("")
            made.setCheckable(True)
            made.setObjectName("section")
            made.setChecked(slot is None)
            made.clicked.connect(lambda _checked=False, slot=slot: self.chosen.emit(slot))
            group.addButton(made)
            row.addWidget(made)
            self._buttons[slot] = made
        row.addStretch(1)

    def show_slots(self, used: Iterable[Slot]) -> None:
        """Show the buttons of the slots that have codes; of one alone none."""
        shown = set(used)
        for slot, made in self._buttons.items():
            made.setVisible(slot is None or slot in shown)
        self.setVisible(len(shown) > 1)

    def choose(self, slot: Slot | None) -> None:
        """Show a slot, as a press does."""
        self._buttons[slot].setChecked(True)
        self.chosen.emit(slot)

    def show_state(self, table: MatchTable) -> None:
        """Say of each slot how far it is."""
        for slot, made in self._buttons.items():
            mine = [row for row in table.rows if slot in {None, row.code.slot}]
            left = sum(1 for row in mine if row.counts and not row.state.is_done)
            name = _words("everything") if slot is None else match_words().slots[slot].many
            faulty = any(row.counts and row.state.is_fault for row in mine)
            mark = Mark.FAILED if faulty else Mark.TODO if left else Mark.DONE
            made.setIcon(mark_icon(mark))
            said = _words("with-left", name=name, left=left) if left else name
            made.setText(said)
            made.setAccessibleName(f"{said}, {mark.words}")


class FilterBar(QWidget):
    """The filter, the button that accepts every suggestion in sight, and how many codes are left."""

    accept_all = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_words("find"))
        self.search.setAccessibleName(_words("find"))
        self.search.setClearButtonEnabled(True)
        self.accept = SteadyButton(_words("none-suggested"), _words("longest-accept"))
        self.accept.clicked.connect(self.accept_all)
        self.left = label("", bold=True)
        self.left.setWordWrap(False)
        row.addWidget(self.search, 1)
        row.addWidget(self.accept)
        row.addWidget(self.left)

    def set_main(self, *, main: bool) -> None:
        """Show the button as the screen's main one, or as one among others."""
        name = "primary" if main else ""
        if self.accept.objectName() != name:
            self.accept.setObjectName(name)
            self.accept.style().polish(self.accept)

    def show_state(self, left: int, count: int, suggested: int, *, filtered: bool) -> None:
        """Say what is left of how many, and how many suggestions can be accepted at once."""
        self.left.setText(_words("left-of", left=left, count=count))
        text = _words.counted("accept-shown" if filtered else "accept-suggested", suggested)
        self.accept.setText(text if suggested else _words("none-suggested"))
        self.accept.setEnabled(bool(suggested))


class RowPanel(QFrame):
    """The selected row in full, and what can be done with it; keeps its height whatever is selected."""

    choose = Signal()
    accept = Signal()
    aside = Signal(str)
    take_back = Signal()
    undo = Signal()
    redo = Signal()
    copy_line = Signal()
    open_xero = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        self._what = label("", bold=True)
        self._missing = link(_words("not-in-xero"))
        self._missing.clicked.connect(self.copy_line)
        opens = link(_words("open-xero"))
        opens.clicked.connect(self.open_xero)
        head.addWidget(self._what, 1)
        head.addWidget(self._missing)
        head.addWidget(opens)
        column.addLayout(head)
        self._why = label("", name="muted")
        self._why.setMinimumHeight(self._why.fontMetrics().lineSpacing())
        column.addWidget(self._why)
        row = FlowLayout(spacing=6)
        self.buttons: dict[str, QPushButton] = {}
        words = match_words().aside
        for name, text, do in (
            ("choose", _words("choose"), self.choose.emit),
            ("accept", _words("accept"), self.accept.emit),
            ("not-used", words[NOT_USED], lambda: self.aside.emit(NOT_USED)),
            ("do-not-pay", words[DO_NOT_PAY], lambda: self.aside.emit(DO_NOT_PAY)),
            ("take-back", _words("take-back"), self.take_back.emit),
            ("undo", _words("undo"), self.undo.emit),
            ("redo", _words("redo"), self.redo.emit),
        ):
            made = button(text)
            made.clicked.connect(lambda _checked=False, do=do: do())
            self.buttons[name] = made
            row.addWidget(made)
        column.addLayout(row)

    def show_rows(self, table: MatchTable, places: list[int]) -> None:
        """Show one row in full; of several, how many they are."""
        rows = [table.rows[at] for at in places]
        payments = bool(rows) and all(row.code.slot == "payment" for row in rows)
        one_kind = len({row.code.slot for row in rows}) == 1
        if not rows:
            what, why = _words("nothing-selected"), _words("choose-a-row")
            if all(row.state is State.REMOVED for row in table.rows):
                what, why = match_words().typing.nothing_yet, ""
        elif len(rows) == 1:
            what, why = in_full(table, places[0])
        else:
            used = sum(row.code.count for row in rows)
            what = _words("rows-selected", count=len(rows), used=used)
            why = _words("chosen-for-all")
            if not one_kind:
                why = _words("different-kinds")
        self._what.setText(what)
        self._why.setText(why)
        can = {
            "choose": one_kind,
            "accept": any(row.state is State.SUGGESTED for row in rows),
            "not-used": bool(rows),
            "take-back": any(table.chosen(at) is not None for at in places),
        }
        for name, on in can.items():
            self.buttons[name].setEnabled(on)
        self.buttons["do-not-pay"].setVisible(payments)
        self._missing.setEnabled(bool(rows))

    def show_history(self, undo: str, redo: str) -> None:
        """Say whether something can be undone or done again, and what."""
        for name, words in (("undo", undo), ("redo", redo)):
            made = self.buttons[name]
            made.setEnabled(bool(words))
            made.setToolTip(words)
            made.setAccessibleDescription(words)


def in_full(table: MatchTable, at: int) -> tuple[str, str]:
    """Return what a row's code is and how far it is, each in a sentence."""
    row = table.rows[at]
    code = row.code
    first = _words("first-in", file=code.first.file, line=code.first.line) if code.first.file else ""
    used = _words.counted("used", code.count, total=total_of(code), first=first) if code.count else ""
    state = match_words().states[row.state]
    means = f" {row.label}," if row.label and row.state is not State.ASIDE else ""
    return f"{at + 1}   {code.word}{used}", f"{state[:1].upper()}{state[1:]}:{means} {row.why}"

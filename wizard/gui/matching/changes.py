"""What a person changes in a table of matches: chosen, accepted, typed, taken back; all can be undone."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from wizard.books.match_table import Choices, MatchTable
from wizard.catalogue.words import words_of
from wizard.gui.matching.model import MatchModel
from wizard.model.mapping import DO_NOT_PAY, Choice, Slot
from wizard.model.mapping import Mapping as Matches

_words = words_of(__name__)

Named = Mapping[tuple[Slot, str], Choice | None]
"""What words are to mean, by slot and word: a table that is read anew has them in other places."""


class _Put(QUndoCommand):
    """One change of one or many rows."""

    def __init__(self, put: Callable[[Named], Named], choices: Named, words: str) -> None:
        super().__init__(words)
        self._put, self._choices = put, choices
        self._before: Named = {}

    def redo(self) -> None:
        """Make the choices."""
        self._before = self._put(self._choices)

    def undo(self) -> None:
        """Put back what was chosen before."""
        self._put(self._before)


class _Take(QUndoCommand):
    """All matches in the place of all others, as a file says them."""

    def __init__(self, put: Callable[[Matches], None], before: Matches, after: Matches, words: str) -> None:
        super().__init__(words)
        self._put, self._before, self._after = put, before, after

    def redo(self) -> None:
        """Take those of the file."""
        self._put(self._after)

    def undo(self) -> None:
        """Take those that were here."""
        self._put(self._before)


class Changes(QObject):
    """The changes of one visit to a table; `made` after each, undone ones included."""

    made = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = QUndoStack(self)
        self._model: MatchModel | None = None

    def begin(self, model: MatchModel) -> None:
        """Change this table from here on; what was changed before can still be undone."""
        self._model = model

    @property
    def table(self) -> MatchTable | None:
        """What is changed; None while it is still read."""
        return self._model.table if self._model is not None else None

    # --- history ---

    @property
    def undo_text(self) -> str:
        """What an undo takes back; blank where there is nothing."""
        return self._history.undoText()

    @property
    def redo_text(self) -> str:
        """What can be done again."""
        return self._history.redoText()

    def undo(self) -> None:
        """Take the last change back."""
        self._history.undo()
        self.made.emit()

    def redo(self) -> None:
        """Make it again."""
        self._history.redo()
        self.made.emit()

    def put(self, choices: Choices, words: str) -> None:
        """Make choices; `words` say what was done."""
        if self.table is None or not choices:
            return
        codes = self.table.codes
        named = {(codes[at].slot, codes[at].word): choice for at, choice in choices.items()}
        self._history.push(_Put(self._put_named, named, words))
        self.made.emit()

    def take(self, put: Callable[[Matches], None], before: Matches, after: Matches, words: str) -> None:
        """Put other matches in the place of all: `put` reads the table anew with them."""
        self._history.push(_Take(put, before, after, words))
        self.made.emit()

    def _put_named(self, named: Named) -> Named:
        if self._model is None:
            return {}
        table = self._model.table
        places = {table.type_in(slot, word): choice for (slot, word), choice in named.items()}
        before = self._model.put(places)
        return {(table.codes[at].slot, table.codes[at].word): choice for at, choice in before.items()}

    # --- what a person does ---

    def choose(self, places: Iterable[int], choice: Choice) -> None:
        """Choose for rows; that a sale is not paid can be said of payments alone."""
        table = self.table
        if table is None:
            return
        if choice.to == DO_NOT_PAY:
            places = [at for at in places if table.codes[at].slot == "payment"]
        self.put(dict.fromkeys(places, choice), _words("choose", what=choice.name or choice.to))

    def accept(self, places: Iterable[int]) -> None:
        """Accept what is suggested for rows."""
        if self.table is not None:
            choices = self.table.accepting(places)
            self.put(choices, _words.counted("accept", len(choices)))

    def take_back(self, places: Iterable[int]) -> None:
        """Take back what was chosen for rows."""
        if self.table is not None:
            self.put(self.table.taking_back(places), _words("take-back"))

    def type_in(self, slot: Slot, words: Iterable[str]) -> int:
        """Put typed words into the table, matched where it is sure, and return the place of the last."""
        table = self.table
        assert table is not None
        places = [table.type_in(slot, word) for word in words]
        choices: dict[int, Choice | None] = {}
        for at in places:
            choices |= table.typed_in(at)
        self.put(choices, _words("add-several", count=len(choices)) if len(choices) > 1 else _words("add"))
        return places[-1]

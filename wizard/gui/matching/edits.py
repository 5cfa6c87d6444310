"""Changes to matches that can be undone and done again, one press at a time."""

from PySide6.QtGui import QUndoCommand, QUndoStack

from wizard.books.match_table import Choices
from wizard.gui.matching.model import MatchModel


class _Put(QUndoCommand):
    """One change of one or many rows."""

    def __init__(self, model: MatchModel, choices: Choices, words: str) -> None:
        super().__init__(words)
        self._model, self._choices = model, choices
        self._before: Choices = {}

    def redo(self) -> None:
        """Make the choices."""
        self._before = self._model.put(self._choices)

    def undo(self) -> None:
        """Put back what was chosen before."""
        self._model.put(self._before)


class Edits(QUndoStack):
    """The changes of one visit."""

    def put(self, model: MatchModel, choices: Choices, words: str) -> None:
        """Make choices; `words` say what was done."""
        if choices:
            self.push(_Put(model, choices, words))

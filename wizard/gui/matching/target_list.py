"""What a code may be matched to, as a list that is filtered while somebody types."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from wizard.books.targets import Target, Targets
from wizard.catalogue.matching import match_words
from wizard.catalogue.trades import trades
from wizard.model.mapping import Choice, Suggestion

Index = QModelIndex | QPersistentModelIndex
NOTE = Qt.ItemDataRole.UserRole
"""The role under which a line tells what stands at its right."""


class Offer(Struct, frozen=True):
    """One line of the list: what it is, and why it is suggested or cannot stand there."""

    target: Target
    note: str = ""
    suggested: bool = False

    @property
    def choice(self) -> Choice:
        """What picking it means."""
        return Choice(self.target.to, self.target.name, self.target.id)


class TargetList(QAbstractListModel):
    """Suggestions first, then all that can stand there, then the others with the reason, which rest."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._all = list(offers)
        self._searched = [offer.target.searched for offer in self._all]
        self._shown = self._all

    @classmethod
    def of(cls, targets: Iterable[Target], near: Sequence[Offer] = ()) -> "TargetList":
        """Return the list of all of them, `near` first."""
        why = trades().unsuitable
        first = {id(offer.target) for offer in near}
        rest = [Offer(t, why.get(t.unfit, "")) for t in targets if id(t) not in first]
        return cls([*near, *rest])

    def filter(self, text: str) -> None:
        """Show what has every word of a text in it."""
        self.beginResetModel()
        found = range(len(self._all))
        for word in text.casefold().split():
            found = [at for at in found if word in self._searched[at]]  # type: ignore[assignment]
        self._shown = [self._all[at] for at in found]
        self.endResetModel()

    def offer(self, index: Index) -> Offer | None:
        """Return the line at an index."""
        return self._shown[index.row()] if index.isValid() else None

    @property
    def first_fit(self) -> QModelIndex:
        """The first line that can be picked; an invalid index where there is none."""
        at = next((i for i, offer in enumerate(self._shown) if not offer.target.unfit), None)
        return QModelIndex() if at is None else self.index(at, 0)

    def rowCount(self, parent: Index | None = None) -> int:
        """So many lines are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What cannot stand there can be read, not picked."""
        offer = self.offer(index)
        if offer is not None and offer.target.unfit:
            return Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A line's label, its note, or both as they are read aloud."""
        offer = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.target.label
        if role == NOTE:
            return offer.note
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return f"{offer.target.label}, {offer.note}" if offer.note else offer.target.label
        return None


def near_offers(targets: Targets, suggestions: Iterable[Suggestion]) -> list[Offer]:
    """Return the suggestions that can stand there, each with its confidence and reason."""
    words, near = match_words(), []
    for one in suggestions:
        found = targets.find(Choice(one.to, one.name, one.id), by_id=True)
        if found is not None and not found.unfit:
            near.append(Offer(found, f"{words.confidence[one.confidence]}: {one.reason}", suggested=True))
    return near

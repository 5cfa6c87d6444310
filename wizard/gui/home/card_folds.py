"""How much of home's cards is in sight: where the page would scroll, what is quiet folds its details."""

from collections.abc import Callable, Iterable

from wizard.gui.widgets.low_window import is_low
from wizard.gui.widgets.page_area import PageArea
from wizard.gui.widgets.state_card import StateCard

_Folds = Callable[[StateCard], bool]
_LEVELS: tuple[_Folds, ...] = (
    lambda _card: False,
    lambda card: card.is_unused,
    lambda card: not card.is_loud,
    lambda card: not card.is_faulty,
)
"""What is folded, least first: nothing, what nobody set up, what needs nothing, all but faults."""
_IN_ANY_WINDOW = 2
"""So many of them come into question where the window is not low: what is in use stays in sight there."""


class CardFolds:
    """Folds as many cards as there is no room for; a fold that somebody opened is left alone."""

    def __init__(self, area: PageArea, cards: Callable[[], Iterable[StateCard]]) -> None:
        self._area, self._cards, self._level = area, cards, 0
        area.fold_more = self.fit

    def fit(self, *, anew: bool = False) -> None:
        """Fold more where there is no room for it; `anew`: also unfold, for the window has another size."""
        self._level = 0 if anew else self._level
        levels = _LEVELS if is_low(self._area) else _LEVELS[:_IN_ANY_WINDOW]
        if any(card.was_opened for card in self._cards()) and not anew:
            return  # nothing moves under the hand of whoever reads
        for level in range(self._level, len(levels)):
            self._level = level
            for card in self._cards():
                card.fold(wanted=levels[level](card))
            if not self._area.overflows_now():
                return

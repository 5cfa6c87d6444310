"""How much of home's cards is in sight: where the page would scroll, what is quiet folds its details."""

from collections.abc import Callable, Iterable

from wizard.gui.widgets.low_window import is_low
from wizard.gui.widgets.page_area import PageArea
from wizard.gui.widgets.state_card import StateCard

_UNUSED, _QUIET, _LOUD, _FAULTY = range(4)


def _rank(card: StateCard) -> int:
    """Return how much a card has to say: what says least is folded first, a fault never."""
    if card.is_unused:
        return _UNUSED
    if not card.is_loud:
        return _QUIET
    return _FAULTY if card.is_faulty else _LOUD


class CardFolds:
    """Folds as many cards as there is no room for; a fold that somebody opened is left alone.

    What nobody set up folds together; of the others one after the other, from the last up, until all fits.
    What wants something of its user folds in a low window alone.
    """

    def __init__(self, area: PageArea, cards: Callable[[], Iterable[StateCard]]) -> None:
        self._area, self._cards = area, cards
        self._width = 0
        """How wide the cards were when it was found out what there is room for."""
        area.fold_more = self.fit

    def fit(self, *, anew: bool = False) -> None:
        """Fold more where there is no room for it; `anew`: also unfold, for the window has another size."""
        cards = list(self._cards())
        wide = max((card.width() for card in cards), default=0)
        # Before they have their place they are narrower than they will be, and would all be folded for good.
        is_placed = wide != self._width and not is_low(self._area)
        anew, self._width = anew or is_placed, wide
        if any(card.was_opened for card in cards) and not anew:
            return  # nothing moves under the hand of whoever reads
        for card in cards:
            if card.is_folded and (anew or _rank(card) is _FAULTY):
                card.fold(wanted=False)
        if not self._area.overflows_now():
            return
        for card in cards:
            if _rank(card) == _UNUSED:
                card.fold(wanted=True)
        for rank in (_QUIET, _LOUD) if is_low(self._area) else (_QUIET,):
            for card in reversed(cards):
                if not self._area.overflows_now():
                    return
                if _rank(card) == rank:
                    card.fold(wanted=True)

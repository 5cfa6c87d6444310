"""The buttons of home's cards: what each state lets its user do."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from wizard.catalogue.standings import said_of
from wizard.catalogue.words import words_of

if TYPE_CHECKING:
    from wizard.app.standings import Card
    from wizard.gui.widgets.state_card import StateCard

_words = words_of(__name__)


class CardOffers:
    """Gives a card its buttons, where they are others than those it has."""

    def __init__(self, presses: Mapping[str, Callable[..., object]], holds: Callable[[str], bool]) -> None:
        """`presses` are what a press can ask for, by name; they are told the procedure, `side` which page.

        `holds`: whether what a procedure's last run has to copy is still to be had.
        """
        self._ask, self._holds = presses, holds

    def give(self, card: "Card", made: "StateCard") -> None:
        """Give a card the buttons that its state allows; the last is what the card as a whole does."""
        ask, name, said = self._ask, card.procedure.id, said_of(card.standing)
        is_connection = _checks_the_connection(card)
        check_words = _words("check-connection" if is_connection else "check-again")
        verb = check_words if is_connection and said.row.does == "check" else said.verb
        verb = _words("continue-at", screen=card.at) if card.at else verb
        copies = card.procedure.copies if self._may_copy(card) else None
        offers = (verb, said.row.weight, said.row.anew, card.undo, card.standing.at is not None, copies)
        if made.offers == offers:
            return
        made.drop_buttons()
        made.offers = offers
        look = partial(ask["side"], name, card.undo, True)
        if card.undo and not card.at and said.row.does != "look":
            made.offer(_words("changed"), look)
        if card.undo:
            made.offer(_words("undo"), partial(ask["side"], name, card.undo, False))
        if card.at and said.row.does == "look":
            made.offer(said.verb, look)
        check = partial(ask["check"], name)
        anew = partial(ask["anew"], name)
        leads_anew = said.row.does in {"anew", "set-up"}
        if card.procedure.anew and card.standing.at is not None and not card.at and not leads_anew:
            made.offer(card.procedure.anew, anew)
        copy = partial(ask["copy"], name)
        waits_for_copy = copies is not None and said.row.does == "anew"
        if copies is not None and not waits_for_copy:
            made.offer(copies.verb, copy)
        if card.at:
            if card.standing.at is not None:
                made.offer(check_words, check)
            if said.row.anew:
                made.offer(_words("start-again"), partial(ask["fresh"], name))
            made.offer(verb, partial(ask["go-on"], name))
            return
        press: dict[str, Callable[[], object]] = {
            "check": check,
            "open": partial(ask["open"], name),
            # Over what was set up once nothing is begun before somebody goes on there.
            "set-up": partial(ask["anew" if card.standing.at else "go-on"], name),
            "anew": anew,
            "reconnect": ask["reconnect"],
            "send": partial(ask["send"], name),
            "look": look,
        }
        if said.row.does in {"send", "look"}:
            made.offer(check_words, check)
        made.offer(verb, press[said.row.does])
        if copies is not None and waits_for_copy:  # what is still to be done comes before another one
            made.offer(copies.verb, copy)
        # A card is wide: what is hit by the way shows what would be checked, and begins nothing.
        made.opens = press["open"] if said.row.does == "check" else None

    def _may_copy(self, card: "Card") -> bool:
        """Whether what its last run has to copy is there, and nothing says that it is the wrong one."""
        if card.procedure.copies is None or card.standing.at is None:
            return False
        waits = card.standing.facts.get("what") == "to-copy"
        is_well = said_of(card.standing).row.weight in {"works", "open", "demo", "none"}
        return (waits or is_well) and self._holds(card.procedure.id)


def _checks_the_connection(card: "Card") -> bool:
    """Whether what is checked is which organisation its sign-in opens, and nothing of what went."""
    return any(step.check and "use_tenant" in step.jobs for step in card.procedure.steps)

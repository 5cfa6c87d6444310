"""The words of a store that mean something in Xero, each once, with how often and for how much it is used."""

from collections.abc import Iterable
from decimal import Decimal

from wizard.books.amounts import text_of
from wizard.model.books import Place
from wizard.model.documents import (
    Contact,
    CreditNote,
    Document,
    Held,
    Invoice,
    Journal,
    Overpayment,
    Payment,
)
from wizard.model.mapping import SLOTS, Code, Slot

ROUNDING = "rounding"
"""What a store chooses an account for where documents come to a cent more or less than their lines."""


class _Words:
    """Counts words by slot."""

    def __init__(self) -> None:
        self._seen: dict[tuple[Slot, str], tuple[int, Decimal, Place]] = {}

    def see(self, slot: Slot, word: str, amount: Decimal, place: Place) -> None:
        if word:
            count, total, first = self._seen.get((slot, word), (0, Decimal(0), place))
            self._seen[slot, word] = (count + 1, total + amount, first)

    def codes(self, *, perhaps: bool = False) -> tuple[Code, ...]:
        found = [
            Code(slot, word, count, text_of(total), first, perhaps=perhaps)
            for (slot, word), (count, total, first) in self._seen.items()
        ]
        return tuple(sorted(found, key=lambda code: (SLOTS.index(code.slot), -code.count, code.word)))


def codes(documents: Iterable[Document | Held]) -> tuple[Code, ...]:
    """Return every code once, by slot, the most used first; last what may be several ways to pay."""
    words, perhaps = _Words(), _Words()
    for document in documents:
        match document:
            case Invoice() | CreditNote():
                for line in document.lines:
                    words.see("account", line.account_word, line.amount, line.place)
                    words.see("tax", line.tax_word, line.amount, line.place)
                    for option in line.tracking:
                        words.see("tracking", option, line.amount, line.place)
                words.see("group", document.contact.group, document.total, document.place)
                if document.rounding:
                    words.see("money", ROUNDING, abs(document.rounding), document.place)
            case Payment() | Overpayment():
                words.see("payment", document.payment_word, document.amount, document.place)
            case Journal():
                for posting in document.postings:
                    words.see("account", posting.account_word, abs(posting.amount), posting.place)
                    words.see("tax", posting.tax_word, abs(posting.amount), posting.place)
                    for option in posting.tracking:
                        words.see("tracking", option, abs(posting.amount), posting.place)
            case Contact():
                words.see("group", document.party.group, Decimal(0), document.place)
            case Held():
                perhaps.see("payment", document.way, document.amount, document.place)
    return (*words.codes(), *perhaps.codes(perhaps=True))

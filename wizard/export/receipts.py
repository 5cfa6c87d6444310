"""A day's takings as a set of receipts: each in one journal, and late ones in the next day's, by name."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from msgspec.structs import replace

from wizard.books.assemble import fingerprint
from wizard.catalogue.export import export_words
from wizard.ledger.ledger import ARRIVED, Ledger
from wizard.model.documents import Identity, Journal

_GONE = {*ARRIVED, "sending", "manual"}
"""States of a journal that keeps its receipts: it is in Xero, or may be."""


class Receipts:
    """Splits the journals of files whose lines name receipts by what the ledger says of each receipt."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def split(self, journal: Journal) -> Iterator[Journal]:
        """Yield a journal with the receipts that are its own, and one more with those that came late.

        A receipt that stands in another day's journal is in neither: a sale is in one closing alone.
        """
        named = receipts_of(journal)
        if not named:
            yield journal
            return
        me = journal_identity(journal.identity)
        owners = self._ledger.journals_of(named)
        entry = self._ledger.entry("journal", me)
        has_gone = entry is not None and entry.state in _GONE
        if has_gone and not self._ledger.has_receipts(me):
            yield journal  # it went when nobody kept which receipts it is of: it is compared as a whole
            return
        late = _late(journal)
        mine = {receipt for receipt in named if owners.get(receipt) == me}
        free = {receipt for receipt in named if owners.get(receipt) is None}
        later = {receipt for receipt in named if owners.get(receipt, "").startswith(late.identity.key)}
        own = _with(journal, mine if has_gone else mine | free)
        if own.postings:
            yield own
        rest = _with(late, (free if has_gone else set()) | later)
        if rest.postings:
            yield from self.split(rest)


def receipts_of(journal: Journal) -> tuple[str, ...]:
    """Return the receipts that a journal's lines name, each once."""
    return tuple(dict.fromkeys(one.receipt for one in journal.postings if one.receipt))


def journal_identity(identity: Identity) -> str:
    """Return what a journal is called in the ledger."""
    return f"{identity.key}\x1f#{identity.nth}"


def _late(journal: Journal) -> Journal:
    """Return the journal of the next day for what came late, with every line that names a receipt."""
    identity = replace(journal.identity, key=f"{journal.identity.key}\x1flate")
    words = export_words().late.format(narration=journal.narration, day=f"{journal.day:%d/%m/%Y}")
    lines = tuple(one for one in journal.postings if one.receipt)
    day = journal.day + timedelta(days=1)
    return replace(journal, identity=identity, narration=words, day=day, postings=lines)


def _with(journal: Journal, receipts: set[str]) -> Journal:
    """Return a journal with the lines of some receipts, and those that name none; nothing without any."""
    lines = [one for one in journal.postings if one.receipt in receipts or not one.receipt]
    if not any(one.receipt for one in lines):
        lines = []
    place = lines[0].place if lines else journal.place
    debits = sum((one.amount for one in lines if one.amount > 0), Decimal(0))
    made = fingerprint(journal.identity, journal.day, journal.narration, debits)
    return replace(journal, postings=tuple(lines), place=place, fingerprint=made)

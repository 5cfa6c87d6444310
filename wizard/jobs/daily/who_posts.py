"""Who posts a store's books to Xero: Tillbridge, or the vendor's own program."""

from wizard.catalogue.load import procedures
from wizard.model.record import StoreRecord

_CHECKS = {"check_records", "review_records"}
"""The jobs of procedures that are about a store's books."""


def is_posted_by_others(record: StoreRecord) -> bool:
    """Whether the card that the books belong to is of a vendor who posts by itself."""
    cards = [each for each in procedures() if any(_CHECKS & set(step.jobs) for step in each.steps)]
    mine = [each for each in cards if each.id in record.proofs]
    return bool(mine) and all(each.only_reads for each in mine)


def sends_by_itself(record: StoreRecord) -> bool:
    """Whether a daily run may send: there are books, and no other program posts them."""
    return bool(record.books.folder) and not is_posted_by_others(record)

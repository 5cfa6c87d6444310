"""Who posts a store's books to Xero: Tillbridge, or the vendor's own program; never both."""

from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct

from wizard.catalogue.load import procedures
from wizard.catalogue.schema import Procedure
from wizard.model.problem import Problem
from wizard.model.record import StoreRecord
from wizard.model.schedule import Schedule
from wizard.model.standing import reads_xero

CHECKS = {"check_records", "review_records", "review_entries"}
"""The jobs of procedures that are about a store's books."""


Whose = Literal["shop", "journals"]
"""Whose files and matches are meant: a shop's, or those of a program that may post its entries itself."""


class OwnFiles(Struct, frozen=True):
    """A store's own files: the shop's, and the entries of a program that may post them itself."""

    shop: Path | None = None
    journals: Path | None = None
    vendor: str = ""
    """Whose program posts the entries; empty: we do, or there is no such program."""

    @property
    def to_send(self) -> tuple[Path, ...]:
        """What a sending takes, in order."""
        return tuple(path for path, _ in self.to_send_as)

    @property
    def to_send_as(self) -> tuple[tuple[Path, Whose], ...]:
        """What a sending takes, in order, and whose matches it goes by."""
        shop: tuple[tuple[Path, Whose], ...] = ((self.shop, "shop"),) if self.shop is not None else ()
        if self.journals is None or self.vendor:
            return shop
        return (*shop, (self.journals, "journals"))

    @property
    def to_look_at(self) -> Path | None:
        """What the vendor's program posts, to be looked for in Xero."""
        return self.journals if self.vendor else None

    @property
    def first(self) -> Path | None:
        """What is meant where nobody says more."""
        return self.shop or self.journals


def own_files(record: StoreRecord) -> OwnFiles:
    """Return them.

    An older record, of before anybody was asked who posts, has one place alone: it means the entries where
    only such a card was proven.
    """
    books, vendor = record.books, vendor_that_posts(record)
    shop = Path(books.folder) if books.folder else None
    journals = Path(books.journals) if books.journals else None
    if journals is None and not books.who_posts and is_journals_alone(record):
        return OwnFiles(None, shop, vendor)
    return OwnFiles(shop, journals, vendor)


def is_journals_alone(record: StoreRecord) -> bool:
    """Whether of the cards about books only such a program's was proven."""
    cards = _cards(record)
    return bool(cards) and all(each.only_reads for each in cards)


def has_journals_card(record: StoreRecord) -> bool:
    """Whether such a program's card was proven."""
    return any(each.only_reads for each in _cards(record))


def whose_in(procedure: Procedure) -> Whose:
    """Return whose files and matches a procedure is about; it never takes the other's."""
    return "journals" if procedure.only_reads else "shop"


def whose_of(record: StoreRecord, documents: Path | None = None) -> Whose:
    """Return whose these files are, or those that are meant where nobody says more."""
    own = own_files(record)
    if documents is not None and documents in {own.shop, own.journals}:
        return "shop" if documents == own.shop else "journals"
    is_rentals = own.journals is not None or is_journals_alone(record) or record.books.journals_revision > 0
    return "journals" if own.shop is None and is_rentals else "shop"


def vendor_that_posts(record: StoreRecord) -> str:
    """Return whose program posts the store's entries by itself, or may, as nobody said that it does not."""
    return "" if record.books.posts_here and record.books.vendor_off else vendor_of(record)


def vendor_of(record: StoreRecord) -> str:
    """Return whose program such entries come from; empty where the store has no such program."""
    every = procedures() if record.books.who_posts else _cards(record)
    return next((each.vendor for each in every if each.only_reads), "")


def may_both_post(record: StoreRecord) -> Problem | None:
    """Return POST-TWO where we are to post what nobody said that the other program does not."""
    if record.books.posts_here and not record.books.vendor_off:
        return Problem("POST-TWO", {"vendor": vendor_of(record)})
    return None


def sends_by_itself(record: StoreRecord) -> bool:
    """Whether a daily run may send: there are files, and no other program posts them."""
    return bool(own_files(record).to_send)


def is_allowed_to_send(record: StoreRecord) -> bool:
    """Whether the sign-in was given what the files that a sending takes need of it."""
    whose = {each for _, each in own_files(record).to_send_as}
    return record.xero.may_write if "shop" in whose else record.xero.sends_journals


WhyNotSent = Literal["", "no-files", "cannot", "reads-only"]


def why_nothing_is_sent(record: StoreRecord, schedule: Schedule | None, today: date) -> WhyNotSent:
    """Return the word in `schedule.toml` that says why a schedule that is to send can send nothing.

    Empty where it can, as far as the record knows, and where it is only to look.
    """
    if schedule is None or schedule.sends == "never":
        return ""
    by_key = _sends_by_key(record)
    if not by_key and not reads_xero(record, today):
        return "cannot"
    if not sends_by_itself(record):
        return "no-files"
    return "" if by_key or is_allowed_to_send(record) else "reads-only"


def _sends_by_key(record: StoreRecord) -> bool:
    """Whether the key of a custom connection sends, where there is no sign-in of the store's own."""
    own, key = record.organisation, record.key
    return not record.xero.was_used and own is not None and key is not None and key.tenant == own.tenant_id


def _cards(record: StoreRecord) -> list[Procedure]:
    """Return the procedures about books that the store has set up."""
    about = (each for each in procedures() if any(CHECKS & set(step.jobs) for step in each.steps))
    return [each for each in about if each.id in record.proofs]

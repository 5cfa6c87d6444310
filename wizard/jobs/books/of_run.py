"""What a run of a procedure says of the store's books: where its files are, and what of Xero is needed."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from wizard.catalogue.schema import Procedure
from wizard.jobs.books.who_posts import Whose, own_files, whose_in, whose_of
from wizard.model.record import StoreRecord
from wizard.procedure.answers import Answers
from wizard.xero.reads import PARTS, SETTINGS, Part


class OfRun(Struct, frozen=True):
    """The answers that say where a run's files are, and the parts of Xero that it needs."""

    named: Path | None
    """The file, or else the folder, that was named in this run."""
    parts: Sequence[Part] = PARTS
    whose: Whose | None = None
    """Whose files and matches it is about; None: nobody said, any of the store's own."""

    def documents(self, record: StoreRecord) -> Path | None:
        """Return where the store's files are: as named, else where they were before; None: nobody said."""
        if self.named is not None:
            return self.named
        own = own_files(record)
        match self.whose:
            case "shop":
                return own.shop
            case "journals":
                return own.journals
            case _:
                return own.first

    def whose_matches(self, record: StoreRecord) -> Whose:
        """Return whose matches go with these files."""
        return self.whose or whose_of(record, self.named)


def address_of(procedure: Procedure, answers: Answers, record: StoreRecord, file: str) -> str:
    """Return the address of one of the store's files on this PC."""
    named = of_run(procedure, answers).documents(record) or Path()
    return (named / file if named.is_dir() else named).absolute().as_uri()


def of_run(procedure: Procedure, answers: Answers) -> OfRun:
    """Return what a run says; one that is about journals reads nothing of customers and invoices."""
    named = answers.text("journal_file") or answers.text("folder")
    parts = SETTINGS if procedure.only_reads else PARTS
    return OfRun(Path(named) if named else None, parts, whose_in(procedure))

"""The good rows of each document together, and everything else as it is."""

from collections.abc import Iterator

from msgspec import Struct

from wizard.books.survey import Reading
from wizard.books.tally import count
from wizard.model.books import Excluded, Record, Row, RowFault, Skipped


class Bundle(Struct, frozen=True):
    """The rows of one good document, in the file's order."""

    key: str
    records: tuple[Record, ...]

    @property
    def first(self) -> Record:
        """Its first row, which is where it stands."""
        return self.records[0]


def bundles(reading: Reading, rows: Iterator[Row]) -> Iterator[Bundle | Excluded | RowFault | Skipped]:
    """Yield each document's rows once; a document with a fault is told by its faults alone."""
    for settled in count(reading, rows, keep=True):
        if isinstance(settled, Skipped):
            yield settled
        elif settled.excluded is not None:
            yield settled.excluded
        elif settled.faults:
            yield from settled.faults
        else:
            yield Bundle(settled.records[0].key, settled.records)

"""What has to be known of many documents at once, kept on disk: memory does not grow with a store's files."""

from array import array
from collections.abc import Iterator
from decimal import Decimal
from types import TracebackType

from msgspec import Struct

from wizard.model.books import Place
from wizard.model.scratch import Scratch, as_bytes, as_text

_FEWEST = 1024
_TABLES = """
CREATE TABLE number (is_credit, number, file, line, PRIMARY KEY (is_credit, number)) WITHOUT ROWID;
CREATE TABLE owed (number PRIMARY KEY, due, status, taken, contact) WITHOUT ROWID;
CREATE TABLE money (id INTEGER PRIMARY KEY, name, file, number, contact, line, amount, is_credit);
CREATE TABLE gone (number, amount);
"""


class Owed(Struct, frozen=True):
    """What an invoice comes to and what was paid or credited of it so far; `contact` blank: nobody asked."""

    due: Decimal
    status: str = "AUTHORISED"
    taken: Decimal = Decimal(0)
    contact: str = ""

    @property
    def left(self) -> Decimal:
        """What is still to be paid."""
        return self.due - self.taken


class Money(Struct, frozen=True):
    """A payment, or a credit note with a reference, as little of it as is needed at the end."""

    name: str
    place: Place
    number: str
    """Of the invoice that it is for."""
    amount: Decimal
    contact: str
    is_credit: bool


class Notes:
    """The notes of one look through a store's files; their file has no name and ends with them.

    ProblemFound STORE-WRITE where the PC has no room for it.
    """

    def __init__(self) -> None:
        self._scratch = Scratch(_TABLES)
        self._ask = self._scratch.ask

    def __enter__(self) -> "Notes":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scratch.close()

    # --- numbers ---

    def first_place(self, number: str, place: Place, *, is_credit: bool) -> Place:
        """Note where a number stands, and return where it stood first."""
        row = (is_credit, as_bytes(number), as_bytes(place.file), place.line)
        if self._ask("INSERT OR IGNORE INTO number VALUES (?, ?, ?, ?)", row).rowcount:
            return place
        said = "SELECT file, line FROM number WHERE is_credit = ? AND number = ?"
        file, line = self._ask(said, row[:2]).fetchone()
        return Place(as_text(file), line)

    # --- what is owed, and the money for it ---

    def owe(self, number: str, owed: Owed) -> None:
        """Note an invoice; of two by one number the first counts."""
        row = (as_bytes(number), str(owed.due), owed.status, str(owed.taken), as_bytes(owed.contact))
        self._ask("INSERT OR IGNORE INTO owed VALUES (?, ?, ?, ?, ?)", row)

    def owed(self, number: str) -> Owed | None:
        """Return an invoice that was noted."""
        said = "SELECT due, status, taken, contact FROM owed WHERE number = ?"
        row = self._ask(said, (as_bytes(number),)).fetchone()
        return None if row is None else Owed(Decimal(row[0]), row[1], Decimal(row[2]), as_text(row[3]))

    def take(self, number: str, owed: Owed, amount: Decimal) -> None:
        """Note that so much of an invoice is paid or credited."""
        taken = str(owed.taken + amount)
        row = (as_bytes(number), str(owed.due), owed.status, taken, as_bytes(owed.contact))
        self._ask("INSERT OR REPLACE INTO owed VALUES (?, ?, ?, ?, ?)", row)

    def add_money(self, one: Money) -> None:
        """Note money that waits for its invoice."""
        place = one.place
        texts = map(as_bytes, (one.name, place.file, one.number, one.contact))
        row = (*texts, place.line, str(one.amount), one.is_credit)
        self._ask("INSERT INTO money VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row)

    def money(self, *, is_credit: bool) -> Iterator[Money]:
        """Yield it as it came."""
        said = "SELECT name, file, number, contact, line, amount FROM money WHERE is_credit = ? ORDER BY id"
        for *texts, line, amount in self._ask(said, (is_credit,)):
            name, file, number, contact = map(as_text, texts)
            yield Money(name, Place(file, line), number, Decimal(amount), contact, is_credit)

    def add_gone(self, number: str, amount: Decimal) -> None:
        """Note what was taken of an invoice before."""
        self._ask("INSERT INTO gone VALUES (?, ?)", (as_bytes(number), str(amount)))

    def gone(self) -> Iterator[tuple[str, Decimal]]:
        """Yield it."""
        for number, amount in self._ask("SELECT number, amount FROM gone"):
            yield as_text(number), Decimal(amount)


class Seen:
    """Remembers which hashes were there: 12 to 24 bytes each, where a set takes ninety."""

    def __init__(self) -> None:
        self._slots, self._count = array("q", bytes(8 * _FEWEST)), 0

    def add(self, value: int) -> bool:
        """Note one; whether it is there for the first time."""
        if not self._put(value or 1):
            return False
        self._count += 1
        if 3 * self._count > 2 * len(self._slots):
            before, self._slots = self._slots, array("q", bytes(16 * len(self._slots)))
            for one in before:
                if one:
                    self._put(one)
        return True

    def _put(self, value: int) -> bool:
        slots, mask = self._slots, len(self._slots) - 1
        at = value & mask
        while (there := slots[at]) != 0:
            if there == value:
                return False
            at = (at + 1) & mask
        slots[at] = value
        return True


class Counted:
    """Counts equal things by their hashes; what is there once costs as little as in `Seen`."""

    def __init__(self) -> None:
        self._once, self._more = Seen(), dict[int, int]()

    def add(self, value: int) -> int:
        """Count one; how many there are by now."""
        if self._once.add(value):
            return 1
        found = self._more[value] = self._more.get(value, 1) + 1
        return found

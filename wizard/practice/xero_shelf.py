"""What the organisations of the practice Xero hold: contacts and documents, in a file that outlives us.

Several processes may use the file at once. Each keeps what it holds in memory and reads the file anew
when another one has written. A write is one transaction: it is there as a whole or not at all.
"""

import json
import os
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

Json = dict[str, Any]
"""A document as Xero's JSON has it; amounts are Decimal, days and moments ISO 8601 text."""

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Contacts": ("ContactID", "Name", "ContactNumber", "AccountNumber"),
        "Invoices": ("InvoiceID", "InvoiceNumber"),
        "CreditNotes": ("CreditNoteID", "CreditNoteNumber"),
        "Payments": ("PaymentID",),
        "BankTransactions": ("BankTransactionID",),
        "Overpayments": ("OverpaymentID",),
        "Prepayments": ("PrepaymentID",),
        "ManualJournals": ("ManualJournalID",),
    }
)
"""By kind: the key that names a document, then those that it can be found by as well."""

_FORGOTTEN = 3600.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    made INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT, kind TEXT, id TEXT, body TEXT,
    UNIQUE (tenant, kind, id)
);
CREATE TABLE IF NOT EXISTS replies (
    app TEXT, key TEXT, request TEXT, moment REAL, status INTEGER, headers TEXT, body BLOB,
    PRIMARY KEY (app, key)
) WITHOUT ROWID;
"""


def folded(text: str) -> str:
    """Return a name or number as it is compared: without regard to case and to how many spaces."""
    return " ".join(text.split()).casefold()


class ShelfError(Exception):
    """The file with the documents cannot be opened, or what it holds cannot be read."""


class Drawer:
    """All documents of one kind of one organisation, in the order in which they were made."""

    def __init__(self, kind: str) -> None:
        self._id, *self._names = KEYS[kind]
        self._rows: dict[str, Json] = {}
        self._found: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)

    def __iter__(self) -> Iterator[Json]:
        return iter(list(self._rows.values()))

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, id_: str) -> Json | None:
        """Return the document of that id."""
        return self._rows.get(id_.lower())

    def named(self, key: str, value: str) -> list[Json]:
        """Return the documents that have this name or number under `key`."""
        return [self._rows[id_] for id_ in self._found.get((key, folded(value)), ())] if value else []

    def put(self, document: Json) -> None:
        """Keep a document in place of the one that has its id."""
        id_ = str(document[self._id])
        before = self._rows.get(id_, {})
        self._rows[id_] = document
        for name in self._names:
            if before.get(name):
                self._found[name, folded(before[name])].pop(id_, None)
            if document.get(name):
                self._found[name, folded(document[name])][id_] = None

    def id_of(self, document: Json) -> str:
        """Return a document's id."""
        return str(document[self._id])


class Shelf:
    """What one organisation holds, one drawer a kind; written to within `Archive.writing` alone."""

    def __init__(self, contacts: Iterable[Json] = ()) -> None:
        self.drawers = {kind: Drawer(kind) for kind in KEYS}
        self.changed: dict[tuple[str, str], Json] = {}
        for contact in contacts:
            self.drawers["Contacts"].put(contact)

    def __getitem__(self, kind: str) -> Drawer:
        return self.drawers[kind]

    def put(self, kind: str, document: Json) -> None:
        """Keep a document; it is in the file when the write ends."""
        drawer = self.drawers[kind]
        drawer.put(document)
        self.changed[kind, drawer.id_of(document)] = document


class Archive:
    """The shelves of all organisations and the replies to idempotent requests, in one SQLite file.

    `contacts` holds by tenant id what an organisation has before anybody writes. The file is made in
    `folder` by the first write, for this user alone; without a `folder` all is forgotten at the end.
    ShelfError when the file cannot be used.
    """

    def __init__(self, folder: Path | None, contacts: Mapping[str, Iterable[Json]]) -> None:
        self._contacts = {tenant: list(rows) for tenant, rows in contacts.items()}
        self._lock = threading.RLock()
        self._seen, self._is_closed = -1, False
        self._shelves: dict[str, Shelf] = {}
        self._place = None if folder is None else folder / "xero.sqlite"
        self._file = _open(":memory:")
        self._read()
        self._is_kept = False
        self._find_file(make=False)

    def close(self) -> None:
        """Let go of the file; whoever comes later is hung up on."""
        with self._lock:
            self._is_closed = True
            self._file.close()

    def empty(self) -> None:
        """Forget every document: each organisation has what it had before anybody wrote."""
        with self._lock:
            self._heed_close()
            for table in ("documents", "replies"):
                self._file.execute(f"DELETE FROM {table}")  # noqa: S608 - two names of ours
            self._read()

    @contextmanager
    def reading(self, tenant: str) -> Iterator[Shelf]:
        """Lend an organisation's shelf to somebody who only looks."""
        with self._lock:
            self._heed_close()
            self._find_file(make=False)
            self._read_if_changed()
            yield self._shelves[tenant]

    @contextmanager
    def writing(self, tenant: str) -> Iterator[Shelf]:
        """Lend an organisation's shelf; what was put on it is kept at the end, nothing after an exception."""
        with self._lock:
            self._heed_close()
            self._find_file(make=True)
            self._file.execute("BEGIN IMMEDIATE")
            try:
                self._read_if_changed()
                shelf = self._shelves[tenant]
                yield shelf
                self._keep(tenant, shelf)
                self._file.execute("COMMIT")
            except BaseException:
                if self._file.in_transaction:
                    self._file.execute("ROLLBACK")
                self._read()
                raise

    def reply(self, app: str, key: str, since: float) -> tuple[str, int, dict[str, str], bytes] | None:
        """Return request, status, headers and body of an idempotency key's first reply since then."""
        row = self._file.execute(
            "SELECT request, status, headers, body FROM replies WHERE app = ? AND key = ? AND moment > ?",
            (app, key, since),
        ).fetchone()
        return None if row is None else (row[0], row[1], json.loads(row[2]), row[3])

    def keep_reply(
        self, app: str, key: str, request: str, moment: float, reply: tuple[int, Mapping[str, str], bytes]
    ) -> None:
        """Keep the first reply to an idempotency key, within the write that it belongs to."""
        status, headers, body = reply
        self._file.execute("DELETE FROM replies WHERE moment < ?", (moment - _FORGOTTEN,))
        self._file.execute(
            "INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?, ?, ?, ?)",
            (app, key, request, moment, status, json.dumps(dict(headers)), body),
        )

    def _heed_close(self) -> None:
        if self._is_closed:
            raise ConnectionAbortedError("the practice Xero has ended")

    def _find_file(self, *, make: bool) -> None:
        """Go over from memory to the file as soon as there is one."""
        if self._is_kept or self._place is None:
            return
        try:
            if make:
                _make_private(self._place)
            if self._place.exists():
                memory, self._file = self._file, _open(str(self._place))
                memory.close()
                self._is_kept = True
                self._read()
        except (OSError, sqlite3.Error, ValueError) as error:
            raise ShelfError(f"The practice Xero cannot use {self._place}: {error}.") from error

    def _keep(self, tenant: str, shelf: Shelf) -> None:
        self._file.executemany(
            "INSERT INTO documents (tenant, kind, id, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (tenant, kind, id) DO UPDATE SET body = excluded.body",
            [
                (tenant, kind, id_, json.dumps(document, default=float))
                for (kind, id_), document in shelf.changed.items()
            ],
        )
        shelf.changed.clear()

    def _read_if_changed(self) -> None:
        if self._version() != self._seen:
            self._read()

    def _version(self) -> int:
        return int(self._file.execute("PRAGMA data_version").fetchone()[0])

    def _read(self) -> None:
        self._seen = self._version()
        self._shelves = {tenant: Shelf(rows) for tenant, rows in self._contacts.items()}
        for tenant, kind, body in self._file.execute(
            "SELECT tenant, kind, body FROM documents ORDER BY made"
        ):
            if tenant in self._shelves and kind in KEYS:
                self._shelves[tenant][kind].put(json.loads(body, parse_float=Decimal))


def _open(place: str) -> sqlite3.Connection:
    file = sqlite3.connect(place, timeout=30, isolation_level=None, check_same_thread=False)
    try:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = NORMAL")
        file.executescript(_SCHEMA)
    except sqlite3.Error:
        file.close()
        raise
    return file


def _make_private(place: Path) -> None:
    """Make a file and the folders that it needs for this user alone; SQLite's own take after it."""
    for folder in reversed(place.parents):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(place, os.O_RDWR | os.O_CREAT, 0o600))

"""Each document in the ledger before it goes to Xero, with Xero's id after; one transaction a step."""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from wizard.ledger.file import LedgerFile
from wizard.ledger.runs import Runs
from wizard.model.books import Place

EntryState = Literal["sending", "sent", "there", "refused", "waiting", "manual"]
"""`sending`: it may have gone, only Xero knows; `sent`: by us; `there`: Xero had its equal before; `refused`:
Xero said no; `waiting`: it did not go; `manual`: a person has it in a file to upload, so it stays here.
"""
ARRIVED = ("sent", "there")
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Claim(Struct, frozen=True):
    """A document that is about to go: `sent` is the element as Xero gets it."""

    kind: str
    identity: str
    fingerprint: str
    name: str
    place: Place
    total: Decimal
    sent: Mapping[str, Any]
    receipts: tuple[str, ...] = ()
    """Of a journal: the sales that it is of, where they are named."""
    matched: Decimal | None = None
    """What of the total stands on words that were matched; None: all of it."""


class Entry(Struct, frozen=True):
    """What the ledger says of one document."""

    kind: str
    identity: str
    fingerprint: str
    name: str
    place: Place
    state: EntryState
    xero_id: str
    total: Decimal
    due: Decimal | None
    said: str
    packed: bytes
    """The element that was sent, as it is kept: most of those who look up a document do not want it."""
    batch: int
    run: int
    """The one that sent it."""
    matched: Decimal
    """What of the total stands on words that were matched."""

    @property
    def sent(self) -> Mapping[str, Any]:
        """The element that was sent; unpacked each time."""
        if not self.packed:
            return {}
        found: Mapping[str, Any] = json.loads(zlib.decompress(self.packed), parse_float=Decimal)
        return found


class Settled(Struct, frozen=True):
    """What became of one document."""

    identity: str
    state: EntryState
    xero_id: str = ""
    due: Decimal | None = None
    said: str = ""


class Batch(Struct, frozen=True):
    """A request of which nobody knows what came of it; `began` is by Xero's own clock (since 1970)."""

    id: int
    kind: str
    path: str
    key: str
    body: bytes
    began: float


_COLUMNS = (
    "kind, identity, fingerprint, name, file, line, state, xero_id, total, due, said, "
    "sent, batch, run, matched"
)

_AT_ONCE = 500
"""Rows that are in memory at once, and values of one question."""
_OF_RUN = "seen = ? AND kind = ? AND state IN ('sent', 'there')"
_JOURNALS_OF = """
SELECT receipt, receipt.identity FROM receipt
JOIN entry ON entry.tenant = receipt.tenant AND entry.kind = 'journal' AND entry.identity = receipt.identity
WHERE entry.state IN ('sending', 'sent', 'there', 'manual') AND receipt.tenant = ? AND receipt IN ({marks})
"""


class Ledger:
    """One organisation's part of a store's ledger; threads may share it, processes may read beside it."""

    def __init__(self, path: Path, tenant: str) -> None:
        self._tenant = tenant
        self._file = LedgerFile(path)
        self.runs = Runs(self._file, tenant)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    # --- documents ---

    def entry(self, kind: str, identity: str) -> Entry | None:
        """Return what is known of a document."""
        question = f"SELECT {_COLUMNS} FROM entry WHERE tenant = ? AND kind = ? AND identity = ?"  # noqa: S608
        return next(map(_entry, self._file.ask(question, (self._tenant, kind, identity))), None)

    def named(self, kind: str, name: str) -> Entry | None:
        """Return a document by the name that others call it by; one that arrived before one that did not."""
        found = sorted(self._few("kind = ? AND name = ?", (kind, name)), key=_has_not_arrived)
        return found[0] if found else None

    def in_state(self, *states: EntryState) -> Iterator[Entry]:
        """Yield the documents of these states, in the order in which they were claimed."""
        marks = ", ".join("?" * len(states))
        return self._entries(f"state IN ({marks})", states, by="entry_by_state")

    def of_run(self, run: int, kind: str) -> Iterator[Entry]:
        """Yield the documents of a kind that were among a run's files and arrived, by then or before."""
        return self._entries(_OF_RUN, (run, kind), by="entry_by_run")

    def of_run_by_id(self, run: int, kind: str, ids: Iterable[str]) -> dict[str, Entry]:
        """Return, by Xero's ids, those of a run's documents of a kind that have one of these."""
        found: dict[str, Entry] = {}
        for part in _parts(ids):
            marks = ", ".join("?" * len(part))
            rows = self._few(f"{_OF_RUN} AND xero_id IN ({marks})", (run, kind, *part), by="entry_by_id")
            found |= {one.xero_id: one for one in rows}
        return found

    def see(self, run: int, kind: str, identities: Iterable[str]) -> None:
        """Note which documents that arrived before are among a run's files."""
        with self._file.writing() as file:
            file.executemany(
                "UPDATE entry SET seen = ? WHERE tenant = ? AND kind = ? AND identity = ?",
                [(run, self._tenant, kind, identity) for identity in identities],
            )

    def known_ids(self, ids: Iterable[str]) -> set[str]:
        """Return which of these Xero ids stand in the ledger already."""
        return self._ids(ids, "")

    def sent_ids(self, ids: Iterable[str]) -> set[str]:
        """Return which of these Xero ids are of documents that went from here."""
        return self._ids(ids, " AND state = 'sent'")

    def _ids(self, ids: Iterable[str], more: str) -> set[str]:
        found: set[str] = set()
        for part in _parts(ids):
            marks = ", ".join("?" * len(part))
            rows = self._file.ask(
                f"SELECT xero_id FROM entry WHERE tenant = ? AND xero_id IN ({marks}){more}",  # noqa: S608 - ours
                (self._tenant, *part),
            )
            found |= {row[0] for row in rows}
        return found

    def journals_of(self, receipts: Iterable[str]) -> dict[str, str]:
        """Return, of receipts that stand in a journal that went, the identity of that."""
        found: dict[str, str] = {}
        for part in _parts(receipts):
            question = _JOURNALS_OF.format(marks=", ".join("?" * len(part)))
            found |= dict(self._file.ask(question, (self._tenant, *part)))
        return found

    def has_receipts(self, identity: str) -> bool:
        """Whether it was kept of which receipts a journal is."""
        question = "SELECT 1 FROM receipt WHERE tenant = ? AND identity = ? LIMIT 1"
        return bool(self._file.ask(question, (self._tenant, identity)))

    def is_empty(self) -> bool:
        """Whether nothing arrived yet."""
        asked = "SELECT 1 FROM entry WHERE tenant = ? AND state IN ('sent', 'there') LIMIT 1"
        return not self._file.ask(asked, (self._tenant,))

    def totals(self) -> dict[str, tuple[int, Decimal]]:
        """Return how many documents of each kind arrived, and what they come to."""
        found: dict[str, tuple[int, Decimal]] = {}
        for _, kind, total in self._paged("id, kind, total", "state IN ('sent', 'there')", (), by=""):
            count, summed = found.get(kind, (0, Decimal(0)))
            found[kind] = (count + 1, summed + Decimal(total))
        return found

    # --- sending ---

    def claim(self, run: int, kind: str, path: str, body: bytes, claims: Sequence[Claim], at: float) -> Batch:
        """Write down what is about to go, durably, and return the batch with its idempotency key.

        The key comes of the content and the tenant, and of how often that content got an answer before: an
        answer that was settled is not to be had again, a refusal that was put right since above all.
        """
        content = hashlib.sha256("\n".join((self._tenant, path, "")).encode() + body).hexdigest()
        with self._file.writing() as file:
            (before,) = file.execute(
                "SELECT count(*) FROM batch WHERE content = ? AND is_open = 0", (content,)
            ).fetchone()
            key = hashlib.sha256(f"{content}:{before}".encode()).hexdigest()
            made = file.execute(
                "INSERT INTO batch (tenant, kind, path, key, content, body, began, is_open) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
                (self._tenant, kind, path, key, content, zlib.compress(body), at),
            )
            batch = int(made.lastrowid or 0)
            for one in claims:
                self._put(file, run, one, "sending", batch)
        return Batch(batch, kind, path, key, body, at)

    def settle(self, kind: str, results: Iterable[Settled], batch: int | None = None) -> None:
        """Write down what became of documents; `batch` is over with that."""
        with self._file.writing() as file:
            for one in results:
                self._settle(file, kind, one)
            if batch is not None:
                file.execute("UPDATE batch SET is_open = 0, body = NULL WHERE id = ?", (batch,))

    def release(self, batch: int) -> None:
        """Write down that Xero refused to look at a batch: nothing of it went, and it got no answer."""
        with self._file.writing() as file:
            file.execute("UPDATE entry SET state = 'waiting' WHERE batch = ? AND state = 'sending'", (batch,))
            file.execute("DELETE FROM batch WHERE id = ?", (batch,))

    def note(self, run: int, there: Iterable[tuple[Claim, Settled]]) -> None:
        """Write down documents that need no sending: Xero had their equals before."""
        with self._file.writing() as file:
            for claim, settled in there:
                self._put(file, run, claim, settled.state, 0)
                self._settle(file, claim.kind, settled)

    def hand_over(self, claims: Iterable[Claim]) -> None:
        """Write down what a person was given to upload: it does not go by us, whether they do it or not."""
        with self._file.writing() as file:
            for claim in claims:
                self._put(file, 0, claim, "manual", 0)

    def take_back(self, identities: Iterable[str]) -> None:
        """Let what was given to a person go by us again."""
        with self._file.writing() as file:
            file.executemany(
                "UPDATE entry SET state = 'waiting' WHERE tenant = ? AND identity = ? AND state = 'manual'",
                [(self._tenant, identity) for identity in identities],
            )

    def open_batch(self, batch: int) -> Batch | None:
        """Return a batch of which nobody knows yet what came of it."""
        rows = self._file.ask(
            "SELECT id, kind, path, key, body, began FROM batch WHERE id = ? AND is_open = 1", (batch,)
        )
        for number, kind, path, key, body, began in rows:
            return Batch(number, kind, path, key, zlib.decompress(body), began)
        return None

    def _settle(self, file: sqlite3.Connection, kind: str, one: Settled) -> None:
        due = "" if one.due is None else str(one.due)
        file.execute(
            "UPDATE entry SET state = ?, xero_id = ?, due = ?, said = ? "
            "WHERE tenant = ? AND kind = ? AND identity = ?",
            (one.state, one.xero_id, due, one.said, self._tenant, kind, one.identity),
        )

    def _put(self, file: sqlite3.Connection, run: int, one: Claim, state: EntryState, batch: int) -> None:
        sent = zlib.compress(_ENCODER.encode(one.sent))
        file.execute(
            "INSERT INTO entry (tenant, kind, identity, fingerprint, name, file, line, state, total, sent, "
            "batch, run, seen, matched) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (tenant, kind, identity) "
            "DO UPDATE SET fingerprint = excluded.fingerprint, name = excluded.name, file = excluded.file, "
            "line = excluded.line, state = excluded.state, total = excluded.total, sent = excluded.sent, "
            "batch = excluded.batch, run = excluded.run, seen = excluded.seen, said = '', "
            "matched = excluded.matched",
            (
                self._tenant, one.kind, one.identity, one.fingerprint, one.name, one.place.file,
                one.place.line, state, str(one.total), sent, batch, run, run,
                "" if one.matched is None else str(one.matched),
            ),
        )  # fmt: skip
        for receipt in one.receipts:
            file.execute(
                "INSERT OR REPLACE INTO receipt (tenant, receipt, identity) VALUES (?, ?, ?)",
                (self._tenant, receipt, one.identity),
            )

    def _few(self, where: str, values: Sequence[object], by: str = "entry_by_name") -> Iterator[Entry]:
        """Return the documents that answer a question, where there are few; `by` is the index to look in."""
        rows = self._file.ask(
            f"SELECT {_COLUMNS} FROM entry INDEXED BY {by} WHERE tenant = ? AND {where} ORDER BY id",  # noqa: S608
            (self._tenant, *values),
        )
        return map(_entry, rows)

    def _entries(self, where: str, values: Sequence[object], by: str) -> Iterator[Entry]:
        """Yield all documents that answer a question, in the order in which they were claimed."""
        return (_entry(row[1:]) for row in self._paged(f"id, {_COLUMNS}", where, values, by))

    def _paged(
        self, columns: str, where: str, values: Sequence[object], by: str
    ) -> Iterator[tuple[Any, ...]]:
        """Yield rows, the id first, some hundred in memory at once; what changes meanwhile may be seen.

        `by` is the index that finds them in order; blank: all are looked through.
        """
        last = -1
        question = (
            f"SELECT {columns} FROM entry {f'INDEXED BY {by}' if by else 'NOT INDEXED'} "  # noqa: S608 - ours
            f"WHERE tenant = ? AND {where} AND id > ? ORDER BY id LIMIT {_AT_ONCE}"
        )
        while rows := self._file.ask(question, (self._tenant, *values, last)):
            yield from rows
            last = rows[-1][0]


def _parts(things: Iterable[str]) -> Iterator[list[str]]:
    """Yield them in parts that one question takes."""
    rest = iter(things)
    while part := list(islice(rest, _AT_ONCE)):
        yield part


def _entry(row: tuple[Any, ...]) -> Entry:
    (
        kind,
        identity,
        fingerprint,
        name,
        file,
        line,
        state,
        xero_id,
        total,
        due,
        said,
        sent,
        batch,
        run,
        matched,
    ) = row
    left = Decimal(due) if due else None
    place = Place(file, line)
    return Entry(
        kind, identity, fingerprint, name, place, state, xero_id, Decimal(total), left, said, sent or b"",
        batch or 0, run, Decimal(matched or total),
    )  # fmt: skip


def _has_not_arrived(entry: Entry) -> bool:
    return entry.state not in ARRIVED

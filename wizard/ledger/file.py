"""The ledger's file: SQLite, whole after any crash, written by one process at a time."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wizard.model.problem import Problem, ProblemFound

VERSION = 3
_SCHEMA = """
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, kind TEXT NOT NULL, identity TEXT NOT NULL,
    fingerprint TEXT NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
    state TEXT NOT NULL, xero_id TEXT NOT NULL DEFAULT '', total TEXT NOT NULL DEFAULT '0',
    due TEXT NOT NULL DEFAULT '', said TEXT NOT NULL DEFAULT '', sent BLOB, batch INTEGER,
    run INTEGER NOT NULL, seen INTEGER NOT NULL, UNIQUE (tenant, kind, identity)
);
CREATE INDEX entry_by_id ON entry (tenant, xero_id);
CREATE INDEX entry_by_run ON entry (seen);
CREATE INDEX entry_by_state ON entry (tenant, state);
CREATE INDEX entry_by_name ON entry (tenant, kind, name);
CREATE TABLE batch (
    id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL, key TEXT NOT NULL,
    content TEXT NOT NULL, body BLOB, began REAL NOT NULL, is_open INTEGER NOT NULL
);
CREATE INDEX batch_by_content ON batch (content);
CREATE TABLE run (
    id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, organisation TEXT NOT NULL, began TEXT NOT NULL,
    ended TEXT NOT NULL DEFAULT '', counts TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '',
    stamp TEXT NOT NULL DEFAULT '', proof TEXT NOT NULL DEFAULT '', sha256 TEXT NOT NULL DEFAULT ''
);
"""

_RECEIPTS = (
    "CREATE TABLE receipt (tenant TEXT NOT NULL, receipt TEXT NOT NULL, identity TEXT NOT NULL, "
    "PRIMARY KEY (tenant, receipt))",
    "CREATE INDEX receipt_by_journal ON receipt (tenant, identity)",
)
"""Since version 2: which journal has a receipt."""
_MATCHED = "ALTER TABLE entry ADD COLUMN matched TEXT NOT NULL DEFAULT ''"
"""Since version 3: what of a document's total stands on lines that were matched; blank: all of it."""


def open_file(path: Path) -> sqlite3.Connection:
    """Open the ledger, made for this user alone at first use.

    ProblemFound STORE-WRITE where there is no place for it, LEDGER-DAMAGED for what is none: it is never
    taken for an empty one, which would send everything again.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        facts = {"path": str(path), "said": error.strerror or str(error)}
        raise ProblemFound(Problem("STORE-WRITE", facts)) from None
    file = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    try:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = FULL")
        _make_tables(file)
    except sqlite3.Error as error:
        file.close()
        raise ProblemFound(trouble(error, path)) from None
    return file


def _make_tables(file: sqlite3.Connection) -> None:
    file.execute("BEGIN IMMEDIATE")
    version = int(file.execute("PRAGMA user_version").fetchone()[0])
    if not 0 <= version <= VERSION:
        raise sqlite3.DatabaseError("it is of another Tillbridge")
    if version == 0:
        for statement in _SCHEMA.split(";\n"):
            if statement.strip():
                file.execute(statement)
    for statement in _RECEIPTS if version < 2 else ():
        file.execute(statement)
    if version < VERSION:
        file.execute(_MATCHED)
        file.execute(f"PRAGMA user_version = {VERSION}")
    file.execute("COMMIT")


def trouble(error: sqlite3.Error, path: Path) -> Problem:
    """Return what a refusal of SQLite means: no room, or a file that is damaged."""
    facts = {"path": str(path), "said": str(error)}
    is_place = isinstance(error, sqlite3.OperationalError)
    return Problem("STORE-WRITE" if is_place else "LEDGER-DAMAGED", facts)


class LedgerFile:
    """The open file; threads may share it. Whatever SQLite refuses is ProblemFound, as `open_file`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._file = open_file(path)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()

    def ask(self, question: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """Return the rows that answer a question."""
        try:
            with self._lock:
                return self._file.execute(question, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise ProblemFound(trouble(error, self._path)) from None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the file for one transaction: all of it is kept, or nothing."""
        with self._lock:
            try:
                self._file.execute("BEGIN IMMEDIATE")
                yield self._file
                self._file.execute("COMMIT")
            except sqlite3.Error as error:
                self._undo()
                raise ProblemFound(trouble(error, self._path)) from None
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        if self._file.in_transaction:
            self._file.execute("ROLLBACK")

"""What is kept of a store in its `store.json`: read, and changed alone among all processes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from wizard.model.files import read_file
from wizard.model.problem import ProblemFound
from wizard.model.record import StoreRecord
from wizard.store.files import cannot_write, locked, set_aside, write_json
from wizard.store.proofs import MAIL_WRITES, proof_of, undone_accounts, vendor_sign_in_of
from wizard.store.record import SCHEMA, parse, to_data

_NO_CARD = (MAIL_WRITES, "xero-connection")
"""Receipts of schema 1 that are no card's: of writes into mail programs, and of Reconnect and Disconnect."""

_Receipts = Callable[[str], list[dict[str, Any]]]


class KeptRecord:
    """The record in a site's folder.

    `receipts` returns those of a procedure, `in_order` those whose file matches, the oldest first.
    """

    def __init__(self, folder: Path, receipts: _Receipts, in_order: _Receipts) -> None:
        self._folder, self._receipts, self._in_order = folder, receipts, in_order
        self._path = folder / "store.json"
        self._parsed: tuple[bytes, tuple[StoreRecord, int] | None] = (b"", None)
        """A file's content and what stands in it: a page asks several times for what hardly ever changes."""

    def read(self) -> StoreRecord:
        """Return the record; what cannot be read of it is left out."""
        try:
            found = self._read()
        except OSError:
            return StoreRecord()
        return found[0] if found is not None else StoreRecord()

    def change(self, by: Callable[[StoreRecord], StoreRecord]) -> StoreRecord:
        """Change the record in one step and return it; ProblemFound STORE-WRITE."""
        with locked(self._folder / "store.lock"):
            try:
                found = self._read()
            except OSError as error:
                # What is there may be whole: it is not written over because it cannot be read just now.
                raise ProblemFound(cannot_write(self._path, error)) from None
            before = found[0] if found is not None else StoreRecord()
            after = by(before)
            if found is not None and found[1] == SCHEMA and after == before:
                return after
            if found is None and self._path.exists():
                set_aside(self._path)  # nothing of it can be read: a person may still want it
            write_json(self._path, to_data(after))
            return after

    def _read(self) -> tuple[StoreRecord, int] | None:
        """Return the record and the schema of its file; None without one that is whole enough."""
        try:
            content = read_file(self._path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        known, found = self._parsed
        if content != known:
            found = parse(content)
            self._parsed = (content, found)
        if found is None or found[1] == SCHEMA:
            return found
        return self._with_receipts(found[0]), found[1]

    def _with_receipts(self, record: StoreRecord) -> StoreRecord:
        """Return a record of before proofs were kept, with those that the receipts tell of."""
        undone = undone_accounts(self._receipts(MAIL_WRITES))
        last = {str(data.get("procedure")): data for data in self._in_order("*.json")}
        for name in _NO_CARD:
            last.pop(name, None)
        proofs = {name: proof_of(data, undone) for name, data in last.items()}
        sign_ins = {name: vendor_sign_in_of(data) for name, data in last.items()}
        return replace(
            record,
            proofs={name: proof for name, proof in proofs.items() if proof is not None},
            vendor_sign_ins={name: found for name, found in sign_ins.items() if found is not None},
        )

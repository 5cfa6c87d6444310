"""What is due of the invoices that payments and credits are for, and what is left of credit notes."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from wizard.export.api import XeroApi
from wizard.export.look import amount_of, by_number, invoices_by_id, parts
from wizard.export.shelves import GONE, SHELVES
from wizard.ledger.ledger import ARRIVED, Entry, Ledger
from wizard.model.export import State, Why
from wizard.model.scratch import Scratch, as_bytes

_UNAPPROVED = {"DRAFT", "SUBMITTED"}
_TABLE = """
CREATE TABLE due (kind, number, id, left, payments, state, why, PRIMARY KEY (kind, number)) WITHOUT ROWID;
"""
Row = Mapping[str, Any]


class Due(Struct, frozen=True):
    """One document: its id, what was left of it when it was asked for, its payments; or why nothing goes."""

    id: str
    left: Decimal
    payments: tuple[Row, ...] = ()
    state: State = "failed"
    why: Why | None = None


class Dues:
    """Asks Xero for what this run did not make itself, fifty at once; what was answered is kept on disk."""

    def __init__(self, api: XeroApi, ledger: Ledger, run: int) -> None:
        self._api, self._ledger, self._run = api, ledger, run
        self._known = Scratch(_TABLE)

    def ask(self, kind: str, numbers: Iterable[str]) -> dict[str, Due]:
        """Return what is due by number (kind `invoice` or `credit-note`); a number without is not in Xero.

        ProblemFound where Xero could not be asked.
        """
        found: dict[str, Due] = {}
        ids: dict[str, str] = {}
        others: list[str] = []
        for number in dict.fromkeys(numbers):
            known = self._kept(kind, number)
            if known is not None:
                found[number] = known
                continue
            entry = self._ledger.named(kind, number)
            if entry is None or entry.state not in ARRIVED:
                others.append(number)
            elif kind == "invoice" and _is_fresh(entry, self._run):
                found[number] = self._keep(kind, number, Due(entry.xero_id, entry.due or Decimal(0)))
            else:
                ids[entry.xero_id] = number
        for number, row in self._asked(kind, ids, others).items():
            found[number] = self._keep(kind, number, _due(kind, number, row))
        return found

    def _asked(self, kind: str, ids: Mapping[str, str], others: list[str]) -> dict[str, Row]:
        if kind != "invoice":
            return by_number(self._api, kind, [*others, *ids.values()])
        rows = {ids[id_]: row for id_, row in invoices_by_id(self._api, ids).items() if id_ in ids}
        return rows | by_number(self._api, kind, others)

    def left(self, kind: str, number: str) -> Decimal:
        """Return what is left by now of a document that was asked for."""
        row = self._known.one("SELECT left FROM due WHERE kind = ? AND number = ?", _key(kind, number))
        return Decimal(row[0]) if row is not None else Decimal(0)

    def take(self, kind: str, number: str, wanted: Decimal, ceiling: Decimal) -> Decimal | None:
        """Return what of an amount can be put against a document, and keep it; None for far too much.

        Up to the ceiling of rounding, what is due counts.
        """
        left = self.left(kind, number)
        if wanted > left and (left <= 0 or wanted - left > ceiling):
            return None
        taken = min(wanted, left)
        self._set_left(kind, number, left - taken)
        return taken

    def give_back(self, kind: str, number: str, amount: Decimal) -> None:
        """Put back what was kept for something that Xero did not take."""
        self._set_left(kind, number, self.left(kind, number) + amount)

    def _set_left(self, kind: str, number: str, left: Decimal) -> None:
        said = "UPDATE due SET left = ? WHERE kind = ? AND number = ?"
        self._known.ask(said, (str(left), *_key(kind, number)))

    def _keep(self, kind: str, number: str, due: Due) -> Due:
        why = json.dumps(msgspec.to_builtins(due.why))
        row = (*_key(kind, number), due.id, str(due.left), _dumped(due.payments), due.state, why)
        self._known.ask("INSERT OR IGNORE INTO due VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return due

    def _kept(self, kind: str, number: str) -> Due | None:
        said = "SELECT id, left, payments, state, why FROM due WHERE kind = ? AND number = ?"
        row = self._known.one(said, _key(kind, number))
        if row is None:
            return None
        id_, left, payments, state, why = row
        told = msgspec.convert(json.loads(why), Why | None)
        return Due(id_, Decimal(left), tuple(json.loads(payments)), state, told)


def _dumped(rows: Iterable[Row]) -> str:
    """Return rows of an answer as they are kept: amounts as texts, to their last place."""
    return json.dumps(list(rows), default=str)


def _key(kind: str, number: str) -> tuple[str, bytes]:
    return kind, as_bytes(number)


def _is_fresh(entry: Entry, run: int) -> bool:
    """Whether this run made a document: nothing can have been put against it before."""
    return entry.state == "sent" and entry.run == run and entry.due is not None


def _due(kind: str, number: str, row: Row) -> Due:
    status = str(row.get("Status", ""))
    left = amount_of(row.get("AmountDue" if kind == "invoice" else "RemainingCredit"))
    id_, payments = str(row[SHELVES[kind].id]), tuple(parts(row, "Payments"))
    if status in GONE:
        why = Why("ended", f"{number} ({status.lower()})", "document-ended")
        return Due(id_, left, payments, "failed", why)
    if status in _UNAPPROVED:
        return Due(id_, left, payments, "held", Why("draft", number, "payment-of-draft"))
    return Due(id_, left, payments)

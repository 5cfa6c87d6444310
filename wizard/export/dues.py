"""What is due of the invoices that payments and credits are for, and what is left of credit notes."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from wizard.export.api import XeroApi
from wizard.export.look import amount_of, by_number, invoices_by_id, parts
from wizard.export.shelves import GONE, SHELVES
from wizard.ledger.ledger import ARRIVED, Entry, Ledger
from wizard.model.export import State, Why

_UNAPPROVED = {"DRAFT", "SUBMITTED"}
Row = Mapping[str, Any]


class Due(Struct):
    """One document: its id, what is left of it, its payments; or why nothing can be put against it."""

    id: str
    left: Decimal
    payments: tuple[Row, ...] = ()
    state: State = "failed"
    why: Why | None = None


class Dues:
    """Asks Xero for what this run did not make itself, fifty at once."""

    def __init__(self, api: XeroApi, ledger: Ledger, run: int) -> None:
        self._api, self._ledger, self._run = api, ledger, run
        self._known: dict[tuple[str, str], Due] = {}

    def ask(self, kind: str, numbers: Iterable[str]) -> dict[str, Due]:
        """Return what is due by number (kind `invoice` or `credit-note`); a number without is not in Xero.

        ProblemFound where Xero could not be asked.
        """
        wanted = list(dict.fromkeys(numbers))
        ids: dict[str, str] = {}
        others: list[str] = []
        for number in wanted:
            if (kind, number) in self._known:
                continue
            entry = self._ledger.named(kind, number)
            if entry is None or entry.state not in ARRIVED:
                others.append(number)
            elif kind == "invoice" and _is_fresh(entry, self._run):
                self._known[kind, number] = Due(entry.xero_id, entry.due or Decimal(0))
            else:
                ids[entry.xero_id] = number
        self._take_in(kind, ids, others)
        return {number: self._known[kind, number] for number in wanted if (kind, number) in self._known}

    def _take_in(self, kind: str, ids: Mapping[str, str], others: list[str]) -> None:
        if kind == "invoice":
            rows = {ids[id_]: row for id_, row in invoices_by_id(self._api, ids).items() if id_ in ids}
        else:
            others = [*others, *ids.values()]
            rows = {}
        rows |= by_number(self._api, kind, others)
        for number, row in rows.items():
            self._known[kind, number] = _due(kind, number, row)

    def take(self, kind: str, number: str, wanted: Decimal, ceiling: Decimal) -> Decimal | None:
        """Return what of an amount can be put against a document, and keep it; None for far too much.

        Up to the ceiling of rounding, what is due counts.
        """
        due = self._known[kind, number]
        if wanted > due.left and (due.left <= 0 or wanted - due.left > ceiling):
            return None
        taken = min(wanted, due.left)
        due.left -= taken
        return taken

    def give_back(self, kind: str, number: str, amount: Decimal) -> None:
        """Put back what was kept for something that Xero did not take."""
        self._known[kind, number].left += amount


def _is_fresh(entry: Entry, run: int) -> bool:
    """Whether this run made a document: nothing can have been put against it before."""
    return entry.state == "sent" and entry.run == run and entry.due is not None


def _due(kind: str, number: str, row: Row) -> Due:
    status = str(row.get("Status", ""))
    left = amount_of(row.get("AmountDue" if kind == "invoice" else "RemainingCredit"))
    due = Due(str(row[SHELVES[kind].id]), left, payments=tuple(parts(row, "Payments")))
    if status in GONE:
        due.why = Why("ended", f"{number} ({status.lower()})", "document-ended")
    elif status in _UNAPPROVED:
        due.state, due.why = "held", Why("draft", number, "payment-of-draft")
    return due

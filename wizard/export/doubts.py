"""What an earlier sending left in doubt, beside what the store's files and choices say of it by now."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from wizard.export.look import Row
from wizard.ledger.ledger import Entry, Ledger
from wizard.model.documents import Document
from wizard.model.export import Why

_GOES_AS: dict[str, str] = {"allocation": "credit-note", "membership": "contact"}
"""By kind, the kind that has to be ticked for what is no record of the files."""
ChosenOf = Callable[[str, date | None], Why | None]
"""Says why whatever is of a kind and a day stays here by what is chosen now."""


class _InFiles(Struct, frozen=True):
    """What the files say of a document in doubt: its fingerprint now, and whether it is to go."""

    fingerprint: str
    goes: bool


class Doubts:
    """Tells of each document in doubt whether it may go once more as it was, should Xero not have it.

    What an earlier sending cut off is not sent for that alone: what is left out, refused or changed since
    stays, and a record that is still to go goes with the others, as it is by now.
    """

    def __init__(self, ledger: Ledger, chosen_of: ChosenOf) -> None:
        self._chosen_of = chosen_of
        self._open: set[tuple[str, str]] = set()
        self._names: set[str] = set()
        for one in ledger.in_state("sending"):
            self._open.add((one.kind, one.identity))
            self._names.add(one.name)
        self._notes = {identity.partition("\x1f")[0] for kind, identity in self._open if kind == "allocation"}
        """Xero's ids of credit notes of which it is in doubt whether they were used."""
        self._in_files: dict[tuple[str, str], _InFiles] = {}
        self._not_used: set[str] = set()
        self._no_documents: set[str] = set()

    def is_about(self, kind: str, identity: str) -> bool:
        """Whether a document was in doubt when this sending began, whatever became of it since."""
        return (kind, identity) in self._open

    def see(self, document: Document, identity: str, *, goes: bool) -> None:
        """Take in what the files hold; `goes`: nothing that was chosen, and no rule, keeps it here."""
        key = (document.identity.kind, identity)
        if key in self._open:
            self._in_files[key] = _InFiles(document.fingerprint, goes)

    def see_no_document(self, name: str) -> None:
        """Take in a record that the files have and that makes no document: left out there, or faulty."""
        if name in self._names:
            self._no_documents.add(name)

    def see_note_kept_out(self, xero_id: str) -> None:
        """Take in that nothing more is to go of a credit note that Xero has."""
        if xero_id in self._notes:
            self._not_used.add(xero_id)

    @property
    def kinds(self) -> set[str]:
        """The kinds of documents that have to be seen in the files."""
        return {_GOES_AS.get(kind, kind) for kind, _ in self._open}

    def stays(self, entry: Entry) -> bool:
        """Whether a document is not to go as it went, by what the files and the choices say now."""
        known = self._in_files.get((entry.kind, entry.identity))
        if known is not None:
            return not known.goes or entry.fingerprint != known.fingerprint
        if entry.kind == "allocation":
            return entry.identity.partition("\x1f")[0] in self._not_used or self._is_kept_out(entry)
        if entry.kind == "contact" and not entry.fingerprint:
            return True  # made for other documents: it is made again where one of them still needs it
        return entry.name in self._no_documents or self._is_kept_out(entry)

    def _is_kept_out(self, entry: Entry) -> bool:
        """Whether what is in no file any more is kept out by its kind or its day."""
        return self._chosen_of(_GOES_AS.get(entry.kind, entry.kind), _day_of(entry.sent)) is not None


def _day_of(sent: Row) -> date | None:
    try:
        return date.fromisoformat(str(sent.get("Date", "")))
    except ValueError:
        return None

"""Takes each credit note from the invoice that it names, once, as far as that is due."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from wizard.export import payload
from wizard.export.courier import Result
from wizard.export.day import Judged, identity_of, outcome
from wizard.export.dues import Due, Dues
from wizard.export.post import grouped
from wizard.export.run import BATCH, Run, outcome_of
from wizard.ledger.ledger import ARRIVED, Claim
from wizard.model.documents import CreditNote
from wizard.model.export import Why
from wizard.model.problem import ProblemFound
from wizard.model.progress import Cancelled


class Credits:
    """The allocations of one run; each is a call of its own."""

    def __init__(self, run: Run, dues: Dues) -> None:
        self._run, self._dues = run, dues

    def send(self) -> None:
        """Send them; a credit that could not be used is a remark about a record that is counted already."""
        if not self._run.side.as_drafts:
            self._run.post.deliver("allocation", self._claims(), self._take, size=1, path_of=_path)

    def _claims(self) -> Iterator[Claim]:
        for group in grouped(self._run.day.documents("credit-note"), BATCH):
            wanted = list(self._wanted(group))
            try:
                if wanted and not self._run.post.is_over:
                    owed = self._dues.ask("invoice", [note.reference for note in wanted])
                    yield from self._taken_from(wanted, owed)
            except (ProblemFound, Cancelled) as error:
                self._run.post.end(error)

    def _wanted(self, group: Sequence[Judged]) -> Iterator[CreditNote]:
        """Yield the notes to be used; of one that is left out by now only what was used is seen."""
        for judged in group:
            note = judged.document
            if judged.verdict is not None or not isinstance(note, CreditNote):
                continue
            if self._run.day.is_kept_out(judged):
                self._see(note)
            elif self._is_for_invoice(note):
                yield note

    def _see(self, note: CreditNote) -> None:
        """Take in what was used of a note before: it is read back with it."""
        entry = self._run.ledger.entry("credit-note", identity_of(note))
        invoice = self._run.ledger.named("invoice", note.reference) if note.reference else None
        if entry is None or invoice is None:
            return
        identity = f"{entry.xero_id}\x1f{invoice.xero_id}"
        used = self._run.ledger.entry("allocation", identity)
        if used is not None and used.state in ARRIVED:
            self._run.saw("allocation", identity)

    def _is_for_invoice(self, note: CreditNote) -> bool:
        number = note.reference
        if not number or number in self._run.bad_numbers:
            return False
        entry = self._run.ledger.named("invoice", number)
        return number in self._run.side.sales or (entry is not None and entry.state in ARRIVED)

    def _taken_from(self, notes: Sequence[CreditNote], owed: dict[str, Due]) -> Iterator[Claim]:
        run = self._run
        for note in notes:
            entry = run.ledger.entry("credit-note", identity_of(note))
            due = owed.get(note.reference)
            if entry is None or entry.state != "sent" or due is None:
                continue
            identity = f"{entry.xero_id}\x1f{due.id}"
            before = run.ledger.entry("allocation", identity)
            if before is not None and before.state in ARRIVED:
                run.saw("allocation", identity)
                continue
            if due.why is not None or (before is not None and before.state == "sending"):
                continue
            left = self._dues.left("invoice", note.reference)
            amount = self._dues.take("invoice", note.reference, min(note.total, left), Decimal(0))
            if not amount:
                run.tally.remarks.append(outcome(note, "held", Why("nothing-due", note.reference)))
                continue
            name = f"{note.number} → {note.reference}"
            sent = payload.allocation(due.id, amount, note.day.isoformat())
            claim = Claim("allocation", identity, note.fingerprint, name, note.place, amount, sent)
            if entry.run == run.number or run.not_there_yet("allocation", [claim]):
                yield claim

    def _take(self, result: Result) -> None:
        if result.state in {"failed", "held"}:
            self._run.tally.remarks.append(outcome_of(result.claim, result.state, result.why))


def _path(claim: Claim) -> str:
    note, _, _ = claim.identity.partition("\x1f")
    return f"CreditNotes/{note}/Allocations"

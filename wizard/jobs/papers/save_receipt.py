"""Job: write down what was set up and proven."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from msgspec.structs import replace

from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.proven import not_checked, proven_by
from wizard.model.record import Proof, StoreRecord
from wizard.procedure.answers import Plain
from wizard.procedure.shared import emptied_answers, kept_answers, shared_answers
from wizard.store.proofs import proof_of, vendor_sign_in_of


class ReceiptSaved(Gives, frozen=True, kw_only=True):
    """The receipt's name, what it proves, and what nobody looked at."""

    receipt: str = ""
    proof_state: str = ""
    not_checked: tuple[str, ...] = ()


@dataclass(frozen=True)
class SaveReceipt:
    """Write the receipt of one procedure."""

    gives: ClassVar = ReceiptSaved
    procedure: str
    answers: Mapping[str, Plain]
    results: Mapping[str, Mapping[str, Any]]
    shared: Mapping[str, Plain]
    has_card: bool = True
    """Whether home has a card for this procedure, whose proof the receipt is."""
    emptied: frozenset[str] = frozenset()
    """Shared answers that were taken back."""
    checked: datetime | None = None
    """When what the receipt proves was seen to hold; None: as it is written."""

    @classmethod
    def asked(cls, asked: Asked) -> "SaveReceipt":
        """Build the input from a finished run."""
        kept = kept_answers(asked.procedure, asked.answers)
        shared = shared_answers(asked.procedure, asked.answers)
        has_card = not asked.procedure.hidden
        emptied = frozenset(emptied_answers(asked.procedure, asked.answers))
        return cls(asked.procedure.id, kept, dict(asked.results), shared, has_card, emptied, asked.checked)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Save the receipt, remember what other procedures need too, and forget the draft."""
        facts = {name: value for found in self.results.values() for name, value in found.items()}
        proof = {"proof_state": proven_by(facts).value, "not_checked": not_checked(facts, self.answers)}
        content = {
            "site": tools.world.site,
            "world": tools.world.kind.value,
            "store": tools.site.record().with_shared(self.shared, self.emptied).name,
            "answers": dict(self.answers),
            "results": {step: dict(facts) for step, facts in self.results.items()},
            **proof,
        }
        if self.checked is not None:
            content["checked"] = self.checked.isoformat(timespec="microseconds")
        name = tools.site.save_receipt(self.procedure, content)
        saved = tools.site.receipt(name)
        assert saved is not None, "it was written a moment ago"
        tools.site.change(lambda record: self._with_proof(record, saved))
        tools.site.drop_draft(self.procedure)
        return Done({"receipt": name, **proof})

    def _with_proof(self, record: StoreRecord, saved: Mapping[str, Any]) -> StoreRecord:
        record = record.with_shared(self.shared, self.emptied)
        if not self.has_card:
            return record
        proof, sign_in = proof_of(saved), vendor_sign_in_of(saved)
        if proof is not None:
            record = record.with_proof(self.procedure, self._with_missing(record, proof))
            if proof.rests_on:
                record = replace(record, written="")
        if sign_in is not None:
            record = record.with_vendor_sign_in(self.procedure, sign_in)
        return record

    def _with_missing(self, record: StoreRecord, proof: Proof) -> Proof:
        """Return it with the entries that were found missing before, where nobody looked for them again."""
        before = record.proofs.get(self.procedure)
        facts = {name: value for found in self.results.values() for name, value in found.items()}
        if before is None or facts.get("arrival") or facts.get("posted_by") != "vendor":
            return proof
        return replace(proof, missing=before.missing) if before.said == proof.said else proof

"""Job: read back from Xero what the last sending sent, and keep the proof as one sealed page."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

from msgspec.structs import replace

from wizard.catalogue.words import words_of
from wizard.export.gate import Clock
from wizard.export.prove import prove, proven
from wizard.export.said import Said
from wizard.jobs.export.desk import opened
from wizard.jobs.job import Done, Gives, Tools
from wizard.model.export import Counts
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.record import StoreRecord
from wizard.papers.proof import Page

_words = words_of(__name__)


class RecordsProven(Gives, frozen=True, kw_only=True):
    """Whether Xero holds all of it as it was sent, where the page is, and its seal."""

    sending: int = 0
    equal: bool = False
    differences: int = 0
    proof: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class ReadBackRecords:
    """Read it back. Value: the Proof."""

    gives: ClassVar = RecordsProven
    clock: Clock = field(default_factory=Clock)
    said: Said = field(default_factory=Said)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what was found, with PROOF-DIFFERS for differences; PROOF-NONE where nothing was sent."""
        progress.step(0.1, _words("reading-back"))
        try:
            with opened(tools, cancel, self.clock, said=self.said) as desk:
                last = desk.ledger.runs.last()
                if last is None:
                    return Problem("PROOF-NONE")
                at = datetime.now(UTC)
                proof = prove(desk.api, desk.ledger, last.id, desk.organisation, at)
                proof = replace(proof, counts=Counts.of(last.counts))
                page = Page(proof, proven(desk.ledger, last.id), tools.world.kind)
                tenant = desk.organisation.tenant_id
                path = tools.site.write_text(f"proof/{at:%Y%m%d-%H%M%S}-{last.id}.html", page)
                desk.ledger.runs.keep_proof(last.id, str(path), page.seal)
        except ProblemFound as found:
            return found.problem
        tools.site.change(lambda record: _noted(record, tenant, str(path), len(proof.differences)))
        facts = {
            "sending": last.id,
            "equal": proof.is_equal,
            "differences": len(proof.differences),
            "proof": str(path),
            "sha256": page.seal,
        }
        differs = Problem("PROOF-DIFFERS", {"count": len(proof.differences), "path": str(path)})
        return Done(facts, proof, None if proof.is_equal else differs)


def _noted(record: StoreRecord, tenant: str, path: str, differences: int) -> StoreRecord:
    """Note it of the last sending to this organisation; the last of all may have gone to another."""
    last = next(iter(record.books.sent_to(tenant)), None)
    if last is None:
        return record
    read = replace(last, proof=path, differences=differences)
    first, *earlier = (read if one is last else one for one in record.books.sendings)
    return replace(record, books=replace(record.books, last_run=first, earlier=tuple(earlier)))

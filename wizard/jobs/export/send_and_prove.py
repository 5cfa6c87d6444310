"""Job: send a store's records to Xero, then read back what is there and keep the proof."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from msgspec import Struct, to_builtins

from wizard.catalogue.export import link_in_xero, sentences
from wizard.export.gate import Clock, Pause
from wizard.export.said import Said
from wizard.export.tally import equal_ones
from wizard.jobs.books.of_run import OfRun
from wizard.jobs.books.who_posts import may_both_post
from wizard.jobs.export.given import Wanted, nothing_given, wanted_by
from wizard.jobs.export.read_back_records import ReadBackRecords
from wizard.jobs.export.review_records import RecordsReviewed
from wizard.jobs.export.send_records import RecordsSent, SendRecords
from wizard.jobs.job import Asked, Done, Tools
from wizard.model.export import Difference, Equals, Proof, ProvenRecord, Sent
from wizard.model.problem import FaultyInput, Problem
from wizard.model.progress import Cancel, Cancelled, Part, Progress

Ending = Literal["proven", "nothing-new", "partly", "differs", "unproven", "none"]
"""`proven`: all of it is in Xero as it was sent; `nothing-new`: and was there before; `partly`: what is there
is, the rest says why it is not; `differs`: Xero holds something else; `unproven`: not read back; `none`:
nothing of it is in Xero.
"""
_READING_BACK = 0.85
"""Where on the bar reading back begins."""
_LINKED = 4
"""Documents that can be opened from the last screen; the proof page has all of them."""
_GROUPS = 100
"""Groups of what is not in Xero that are kept; the command line names every record."""
_FIRST = {"invoice": 0, "credit-note": 1, "journal": 2}


class InXero(Struct, frozen=True):
    """A document in Xero: its name, and the address that opens it for whoever is signed in there."""

    name: str
    address: str


class RecordsProven(RecordsSent, frozen=True, kw_only=True):
    """What was sent, what was proven of it, and where the proof is; `revision` is that of the matches."""

    organisation_name: str = ""
    organisation_country: str = ""
    organisation_short_code: str = ""
    organisation_last_four: str = ""
    organisation_tenant: str = ""
    ending: Ending = "none"
    said: str = ""
    """The sentence of the last sending, as home and the command line say it."""
    revision: int = 0
    differences: int = 0
    proof_page: str = ""
    proof_seal: str = ""
    totals: tuple[Mapping[str, Any], ...] = ()
    """Of each kind: how many, and the totals in the files, matched, as sent, and in Xero."""
    left: tuple[Equals, ...] = ()
    """What is not in Xero, in groups, with the reason of each."""
    documents: tuple[InXero, ...] = ()
    """Some documents that can be opened in Xero, those that differ first."""


class Finished(Struct, frozen=True):
    """How a sending ended, and its proof where it was read back."""

    sent: Sent
    said: Said
    """What was said to Xero, and what it said."""
    proof: Proof | None = None


@dataclass(frozen=True)
class SendAndProve:
    """Send what was planned under `stamp`, then prove it. Value: a Finished."""

    gives: ClassVar = RecordsProven
    wanted: Wanted
    stamp: str = ""
    clock: Clock = field(default_factory=Clock)
    pause: Pause = field(default_factory=Pause)
    said: Said = field(default_factory=Said)

    @classmethod
    def asked(cls, asked: Asked) -> "SendAndProve":
        """Build the input from a run's answers and the plan that was shown."""
        planned = asked.given(RecordsReviewed)
        return cls(wanted_by(asked.procedure, asked.answers), planned.stamp if planned is not None else "")

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return counts and proof, with the problem that a record stayed here, or differs in Xero.

        POST-TWO, and nothing is sent, where another program may post the same.
        """
        twice = may_both_post(tools.site.record()) if self.wanted.posts else None
        if twice is not None:
            return twice
        sending = SendRecords(self.wanted, self.stamp, self.clock, self.pause, self.said)
        try:
            ended = sending.run(tools, Part(progress, 0.0, _READING_BACK), cancel)
        except FaultyInput as faulty:  # what was checked a moment ago is not there any more
            return nothing_given(faulty)
        if isinstance(ended, Problem):
            return ended
        sent: Sent = ended.value
        left = to_builtins(equal_ones((*sent.outcomes, *sent.remarks))[:_GROUPS])
        facts = {**ended.facts, **_noted(tools, self.wanted), "ending": "unproven", "left": left}
        if sent.problem is not None or sent.stopped:
            return Done(facts, Finished(sent, self.said), ended.problem)
        if not sent.counts.sent + sent.counts.already_there:
            return Done({**facts, "ending": "none"}, Finished(sent, self.said), ended.problem)
        try:
            read = ReadBackRecords(self.clock, self.said).run(
                tools, Part(progress, _READING_BACK, 1.0), cancel
            )
        except Cancelled:
            read = Problem("PROOF-STOPPED")
        if isinstance(read, Problem):
            return Done(facts, Finished(sent, self.said), ended.problem or read)
        proof: Proof = read.value
        facts |= _proven(proof, read.facts)
        problem = read.problem or ended.problem
        return Done({**facts, "ending": _ending(sent, proof)}, Finished(sent, self.said, proof), problem)


def _ending(sent: Sent, proof: Proof) -> Ending:
    if not proof.is_equal:
        return "differs"
    if not sent.is_clean:
        return "partly"
    return "proven" if sent.counts.sent else "nothing-new"


def _noted(tools: Tools, wanted: Wanted) -> dict[str, Any]:
    """Return what the sending left in the record, and to whom it went: that may have been chosen earlier."""
    record = tools.site.record()
    last, own = record.books.last_run, record.organisation
    whose = OfRun(wanted.documents, whose=wanted.whose).whose_matches(record)
    own_revision = record.books.journals_revision if whose == "journals" else record.books.revision
    assert last is not None, "the sending noted itself"
    assert own is not None, "nothing is sent without an organisation"
    return {
        "organisation_name": own.name,
        "organisation_country": own.country,
        "organisation_short_code": own.short_code,
        "organisation_last_four": own.last_four,
        "organisation_tenant": own.tenant_id,
        "said": sentences(record.books.sent_to(own.tenant_id)),
        "revision": own_revision,
    }


def _proven(proof: Proof, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "differences": len(proof.differences),
        "proof_page": facts["proof"],
        "proof_seal": facts["sha256"],
        "totals": tuple(one.as_facts() for one in proof.kinds),
        "documents": to_builtins(list(_to_open(proof))),
    }


def _to_open(proof: Proof) -> Iterator[InXero]:
    """Yield some documents to be opened in Xero, each once: those that differ first."""
    records = sorted(proof.records, key=lambda one: _FIRST.get(one.kind, len(_FIRST)))
    offered: list[Difference | ProvenRecord] = [*proof.differences, *records]
    found: dict[str, InXero] = {}
    for one in offered:
        address = link_in_xero(one.kind, one.xero_id, proof.short_code)
        if address and one.kind != "contact":
            found.setdefault(one.xero_id, InXero(one.name, address))
        if len(found) == _LINKED:
            break
    yield from found.values()

"""Job: say what was sent so far; asks nobody outside this PC."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from wizard.catalogue.export import export_words, never_to, sentence, sentences
from wizard.catalogue.moments import in_words
from wizard.jobs.books.own_ledger import ledger_if_any, own_organisation
from wizard.jobs.job import Done, Gives, Tools
from wizard.ledger.ledger import Ledger
from wizard.ledger.runs import Run
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.record import LastRun


class StatusRead(Gives, frozen=True, kw_only=True):
    """The last sending in a sentence and by counts, what is in Xero by kind, and how many are in doubt."""

    said: str = ""
    organisation: str = ""
    last_run: Mapping[str, Any] = {}
    in_xero: Mapping[str, Any] = {}
    in_doubt: int = 0
    again: str = ""
    """That today was sent already, in a sentence."""


@dataclass(frozen=True)
class ReadStatus:
    """Read it from the store's ledger."""

    gives: ClassVar = StatusRead

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return the facts, with POST-SOME where the last sending left something."""
        try:
            own = own_organisation(tools)
            with ledger_if_any(tools) as ledger:
                if ledger is None:
                    return Done({"said": never_to(own.name), "organisation": own.name})
                return _status(ledger, own.name, _earlier(tools, own.tenant_id))
        except ProblemFound as found:
            return found.problem


def _earlier(tools: Tools, tenant: str) -> tuple[LastRun, ...]:
    """Return what went to this organisation of other files, before the last sending that day."""
    return tools.site.record().books.sent_to(tenant)[1:]


def _status(ledger: Ledger, name: str, earlier: Sequence[LastRun]) -> Done:
    last = ledger.runs.last()
    doubts = sum(1 for _ in ledger.in_state("sending"))
    totals = ledger.totals()
    facts = {
        "said": _said(last, earlier) if last is not None else never_to(name),
        "organisation": name,
        "last_run": _run(last) if last is not None else {},
        "in_xero": {
            kind: {"count": count, "total": f"{total:.2f}"} for kind, (count, total) in totals.items()
        },
        "in_doubt": doubts,
        "again": said_today(last),
    }
    return Done(facts, problem=_problem(last, doubts))


def _said(last: Run, earlier: Sequence[LastRun]) -> str:
    """Return the sentences of the last sending, and of other files before it that day, as home says them."""
    at = datetime.fromisoformat(last.ended or last.began)
    return sentences((LastRun(at, last.counts), *earlier)) if last.ended else sentence(None, at)


def said_today(last: Run | None) -> str:
    """Return that today was sent already, in a sentence; blank where it was not.

    Whoever sends a second time on one day by hand is to know before (S3.26).
    """
    if last is None or not last.ended:
        return ""
    ended = datetime.fromisoformat(last.ended).astimezone()
    if ended.date() != datetime.now().astimezone().date():
        return ""
    return export_words().again.format(said=sentence(last.counts, ended))


def _run(last: Run) -> dict[str, Any]:
    return {
        "run": last.id, "began": last.began, "ended": last.ended, "state": last.state, **last.counts,
        "proof": last.proof, "sha256": last.sha256,
    }  # fmt: skip


def _problem(last: Run | None, doubts: int) -> Problem | None:
    if last is None or not (last.ended or doubts):
        return None
    counts = last.counts
    left = counts.get("failed", 0) + counts.get("held", 0) or doubts
    sent = counts.get("sent", 0) + counts.get("already_there", 0)
    if not left:
        return None
    at = datetime.fromisoformat(last.ended or last.began)
    return left_behind(sent, left, counts.get("excluded", 0), at)


def left_behind(sent: int, left: int, out: int, at: datetime) -> Problem:
    """Return POST-SOME as it was written down at a moment: Xero was not asked since."""
    facts: dict[str, Fact] = {"sent": sent, "left": left, "out": out, "read": sent + left + out}
    return Problem("POST-SOME", {**facts, "as_of": in_words(at)})

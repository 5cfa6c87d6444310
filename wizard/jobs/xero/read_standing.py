"""Job: say how long the connection to Xero is good if nobody uses it; asks nobody outside this PC."""

from dataclasses import dataclass
from typing import Any, ClassVar

from wizard.jobs.job import Done, Gives, Tools
from wizard.jobs.xero.connection import connection_of
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress


def standing_facts(tools: Tools) -> dict[str, Any]:
    """Return `connected`, and where it is: `good_until` (a date), `days_left`, `warn`."""
    found = connection_of(tools).standing()
    if found is None:
        return {"connected": False}
    return {
        "connected": True,
        "good_until": found.until.date().isoformat(),
        "days_left": found.days_left,
        "warn": found.warn,
    }


class StandingRead(Gives, frozen=True, kw_only=True):
    """Whether a connection is kept, until which day (ISO) it is good unused, and whether to warn."""

    connected: bool = False
    good_until: str = ""
    days_left: int = 0
    warn: bool = False


@dataclass(frozen=True)
class ReadStanding:
    """Read the kept connection. Value: the store's Organisation, None where there is none."""

    gives: ClassVar = StandingRead

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return the facts; the problem where there is none any more, or it lapsed."""
        facts = standing_facts(tools)
        if not facts["connected"]:
            return Done(facts, problem=Problem("CONN-NONE"))
        if facts["days_left"] < 0:
            return Done(facts, problem=Problem("CONN-LAPSED", {"days": 60 - facts["days_left"]}))
        return Done(facts, tools.site.record().organisation)

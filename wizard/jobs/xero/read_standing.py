"""Job: say how long the connection to Xero is good if nobody uses it; asks nobody outside this PC."""

from dataclasses import dataclass
from typing import Any, ClassVar

from wizard.jobs.job import Done, Gives, Tools
from wizard.jobs.xero.connection import connection_of, no_sign_in
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.xero import Organisation
from wizard.xero.settle import objection


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
        """Return the facts; the problem where there is none any more, it lapsed, or it opens another one."""
        facts = standing_facts(tools)
        if not facts["connected"]:
            return Done(facts, problem=no_sign_in(tools))
        if facts["days_left"] < 0:
            return Done(facts, problem=Problem("CONN-LAPSED", {"days": 60 - facts["days_left"]}))
        record = tools.site.record()
        own, opened = record.organisation, record.xero.opened
        if own is None or record.xero.opens(own):
            return Done(facts, own)
        if not opened:
            return Done(facts, own, Problem("ORG-NONE", {"by": "sign-in"}))
        found = Organisation(opened[0].tenant, opened[0].name)
        return Done(facts, own, objection(found, own, allow_demo=tools.world.is_practice, by="sign-in"))

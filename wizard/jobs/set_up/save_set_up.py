"""Job: save what was answered, matched and laid out as a file for the next store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from wizard.books.mapping_file import mapping_tables
from wizard.catalogue.practice import practice_answers
from wizard.catalogue.schema import Procedure
from wizard.catalogue.set_up import set_up_words
from wizard.jobs.books.given_matches import own_matches
from wizard.jobs.books.own_layouts import layout_tables
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.who_posts import whose_in
from wizard.jobs.daily.keep_schedule import schedule_answers
from wizard.jobs.job import Done, Nothing, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.schedule import parse
from wizard.papers.answer_sheet import filled, kept_as
from wizard.procedure.answers import Plain
from wizard.procedure.shared import fields_of
from wizard.store.files import write_atomic

_ANSWERED_AT_W4 = ("start_from", "default_customer", "walk_in")
"""Settings of the matches that are answers of their own."""


@dataclass(frozen=True)
class SaveSetUp:
    """Write the answers, with a reference in the place of each of these `secrets` (boxes) and no text of one.

    With the matches and layouts of the store where the procedure has any. Value: the path.
    """

    gives: ClassVar = Nothing
    procedure: Procedure
    answers: Mapping[str, Plain]
    secrets: Sequence[str]
    out: Path

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Write it; ProblemFound STORE-WRITE, MATCH-FILE."""
        boxes = {spec.id: spec for spec in fields_of(self.procedure)}
        given: dict[str, Any] = {name: _reference(self.procedure, name, tools) for name in self.secrets}
        given |= self.answers
        schedule = schedule_answers(parse(tools.site.record().books.schedule))
        if "schedule" in boxes and schedule.get("schedule") in [o.value for o in boxes["schedule"].options]:
            given |= schedule
        matches, layouts = {}, {}
        if any(spec.kind == "matches" for spec in boxes.values()):
            own = own_matches(StoreMatches(tools.site, whose_in(self.procedure)))
            matches = mapping_tables(own.with_settings(dict.fromkeys(_ANSWERED_AT_W4)))
            layouts = layout_tables(tools.site)
        store = tools.site.record().name or set_up_words().save.this_store
        write_atomic(self.out, filled(self.procedure, given, store, matches=matches, layouts=layouts))
        return Done(value=self.out)


def _reference(procedure: Procedure, box: str, tools: Tools) -> dict[str, str]:
    """Return where a run finds a secret: practice has its own logins, else whoever runs it puts it there."""
    known = practice_answers(procedure.id).get(box) if not tools.world.is_live else None
    return known if isinstance(known, dict) else {"keyring": kept_as(procedure, box)}

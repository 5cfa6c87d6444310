"""Matches that a run is given beside the store's own: by a file, and by tables of its answer file."""

import json
from collections.abc import Mapping as MappingType
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from wizard.books.mapping_file import parse_mapping, read_mapping
from wizard.jobs.books.store_matches import StoreMatches
from wizard.model.chart import Chart
from wizard.model.mapping import Mapping, Slot
from wizard.model.problem import Fact, Fault, FaultyInput, Problem, ProblemFound
from wizard.procedure.answers import Answers


def match_faults(tables: Any, where: str) -> list[Fault]:
    """Return what is wrong with tables of matches, `where` before each key."""
    try:
        parse_mapping(tables, where)
    except FaultyInput as faulty:
        return faulty.faults
    return []


def given_matches(own: Mapping, answers: Answers, chart: Chart) -> Mapping:
    """Return the store's own matches with those that a run's answers give; ProblemFound MATCH-FILE.

    The tables of an answer file go before its file of matches, and both before the store's own. A file that
    was made for another organisation is taken whole, instead of the store's own: all of it is only suggested.
    """
    made = own
    if file := answers.text("mapping"):
        made = _with_file(own, Path(file), chart)
    tables = _tables(answers)
    if tables is not None and tables.is_for(chart.tenant, chart.organisation):
        settings: MappingType[str, str | bool] = {**made.settings, **tables.settings}
        made = replace(with_choices(made, tables), settings=settings)
    return made


def hints_of(answers: Answers | None, chart: Chart) -> Mapping | None:
    """Return the matches of another store that a run's set-up file has: what they say is only suggested."""
    found = _tables(answers) if answers is not None else None
    return found if found is not None and not found.is_for(chart.tenant, chart.organisation) else None


def _tables(answers: Answers) -> Mapping | None:
    text = answers.text("match")
    return parse_mapping(json.loads(text), "match") if text else None


def own_matches(own: StoreMatches) -> Mapping:
    """Return the store's own matches; ProblemFound MATCH-FILE where somebody put faults into their file."""
    try:
        return own.read()
    except FaultyInput as faulty:
        raise ProblemFound(problem_of_file(own.path, faulty)) from None


def problem_of_file(path: Path, faulty: FaultyInput) -> Problem:
    """Return MATCH-FILE for a file of matches that has faults."""
    first = faulty.faults[0]
    facts: dict[str, Fact] = {"file": path.name, "count": len(faulty.faults), "key": first.where}
    return Problem("MATCH-FILE", {**facts, "reason": first.message})


def _with_file(own: Mapping, path: Path, chart: Chart) -> Mapping:
    try:
        found = read_mapping(path)
    except FaultyInput as faulty:
        raise ProblemFound(problem_of_file(path, faulty)) from None
    if not found.is_for(chart.tenant, chart.organisation):
        return replace(found, settings=own.settings, revision=own.revision)
    settings: MappingType[str, str | bool] = {**own.settings, **found.settings}
    return replace(with_choices(own, found), settings=settings)


def with_choices(own: Mapping, given: Mapping) -> Mapping:
    """Return matches with those that were given; what is open there changes nothing that is matched."""
    choices: dict[Slot, Any] = dict(own.choices)
    for slot, words in given.choices.items():
        before = choices.get(slot, {})
        choices[slot] = {**before, **{w: c for w, c in words.items() if not c.is_open or w not in before}}
    return replace(own, choices=choices)

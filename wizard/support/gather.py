"""What a support file says of a store: answers, steps, problems, proofs, PC, log; no secret, no name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wizard.catalogue.calls import call_file
from wizard.catalogue.load import procedures, screen
from wizard.catalogue.schema import FieldSpec, Procedure, Step
from wizard.model.pc import PcFinding
from wizard.model.problem import Problem
from wizard.model.record import StoreRecord
from wizard.procedure.shared import fields_of
from wizard.store.site import Draft, SiteFolder
from wizard.support.codes import Codes
from wizard.support.file import Item, Plain

_OPEN_KINDS = {"choice", "number", "tick", "date"}
_LINES_OF_LOG = 300
_LONGEST = 500


@dataclass(frozen=True)
class Surroundings:
    """What is not in the store's folder: versions by name, the PC check, the log's text."""

    versions: Mapping[str, str]
    findings: tuple[PcFinding, ...]
    log: str


class Gatherer:
    """Collects the items; every text goes through `clean` (secrets) and `codes` (names)."""

    def __init__(self, site: SiteFolder, codes: Codes, clean: Callable[[str], str]) -> None:
        self._site, self._codes, self._clean = site, codes, clean

    def items(self, around: Surroundings) -> list[Item]:
        """Return every line, in the order in which it is read."""
        record = self._site.record()
        drafts = [(one, self._site.load_draft(one.id)) for one in procedures()]
        self._codes.learn(_names(record))
        for found, draft in drafts:
            if draft is not None:
                self._codes.learn(_typed_names(found, draft.answers))
        return [
            *(Item(name, value, ("version", name)) for name, value in around.versions.items()),
            *self._of_record(record),
            *(item for found, draft in drafts if draft is not None for item in self._of_draft(found, draft)),
            *self._of_pc(around.findings),
            *self._of_log(around.log),
        ]

    def _text(self, value: object) -> Plain:
        if isinstance(value, bool | int | float):
            return value
        said = str(value)
        return self._clean(self._codes.hide(said if len(said) <= _LONGEST else f"{said[:_LONGEST]} …"))

    def _of_record(self, record: StoreRecord) -> Iterator[Item]:
        own = record.organisation
        if own is not None:
            yield Item("Organisation in Xero", self._codes.code(own.name), ("store", "organisation"))
            yield Item("Its country", own.country, ("store", "country"))
        for name, proof in record.proofs.items():
            at = ("proof", name)
            yield Item(f"{name}: set up", proof.state.value, (*at, "state"))
            yield Item(f"{name}: when", proof.at.isoformat(timespec="minutes"), (*at, "when"))
            for index, what in enumerate(proof.not_checked):
                yield Item(f"{name}: not checked", self._text(what), (*at, "not-checked", str(index)))
            if proof.failed:
                yield Item(f"{name}: the last look ended in", proof.failed, (*at, "failed"))
        books = record.books
        if books.revision:
            yield Item("Matches: revision", books.revision, ("books", "revision"))
        if books.journals_revision:
            where = ("books", "journals-revision")
            yield Item("Matches of entries: revision", books.journals_revision, where)
        if books.last_run is not None:
            for word, count in books.last_run.counts.items():
                yield Item(f"Last sending: {word}", count, ("books", "counts", word))
        if books.schedule:
            yield Item("Daily run", books.schedule, ("books", "schedule"))
        for index, code in enumerate(record.daily.problems):
            yield Item("Last daily run met", code, ("daily", str(index)))

    def _of_draft(self, found: Procedure, draft: Draft) -> Iterator[Item]:
        base = ("draft", found.id)
        yield Item(f"{found.title}: saved", draft.saved_at, (*base, "saved"))
        steps = {step.id: step for step in found.steps}
        for index, name in enumerate(draft.trail):
            if name in steps:
                yield Item(
                    f"{found.title}: screen", _number(found, steps[name]), (*base, "trail", str(index))
                )
        for step in found.steps:
            number = _number(found, step)
            for field in screen(step.screen).fields:
                if field.id in draft.answers and field.kind != "secret":
                    value = self._answer(field, draft.answers[field.id])
                    yield Item(f"{number} {field.label}", value, (*base, "answer", number, field.id))
            result = draft.results.get(step.id, {}).get("facts")
            if isinstance(result, dict):
                yield from self._facts(f"{number} found", _told(step, result), (*base, "result", number))
        if draft.setback is not None and draft.setback.step in steps:
            number = _number(found, steps[draft.setback.step])
            problem = draft.setback.problem
            yield Item(f"{number} problem", problem.code, (*base, "problem", number))
            told = _told(steps[draft.setback.step], problem.facts)
            yield from self._facts(problem.code, told, (*base, "fact", number))

    def _answer(self, field: FieldSpec, value: Plain) -> Plain:
        if field.kind in _OPEN_KINDS or field.check == "host" or not isinstance(value, str):
            return self._text(value)
        return self._codes.code(value)

    def _facts(self, about: str, facts: Mapping[str, Any], at: tuple[str, ...]) -> Iterator[Item]:
        for name, value in facts.items():
            if isinstance(value, Plain) and value != "":
                yield Item(f"{about}: {name}", self._text(value), (*at, name))

    def _of_pc(self, findings: Iterable[PcFinding]) -> Iterator[Item]:
        for finding in findings:
            said = finding.problem.code if finding.problem is not None else str(finding.seen)
            yield Item(f"This PC, {finding.id}", said, ("pc", finding.id, "state"))
            yield Item(
                f"This PC, {finding.id}: found", self._text(finding.found), ("pc", finding.id, "found")
            )
            if isinstance(finding.problem, Problem):
                yield from self._facts(
                    f"This PC, {finding.id}", finding.problem.facts, ("pc", finding.id, "fact")
                )

    def _of_log(self, text: str) -> Iterator[Item]:
        lines = [line for line in text.splitlines() if line.strip()][-_LINES_OF_LOG:]
        for index, line in enumerate(lines):
            yield Item("Log", self._text(line), ("log", f"{index:03}"))


def _told(step: Step, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what may be told of a step's facts: where customers are named in words, only what is counted."""
    if step.screen not in call_file().counts_only:
        return facts
    return {name: value for name, value in facts.items() if not isinstance(value, str)}


def _number(found: Procedure, step: Step) -> str:
    return f"{found.letter}{step.number}"


def _names(record: StoreRecord) -> Iterator[str]:
    own, sender = record.organisation, record.sender
    yield record.name
    if own is not None:
        yield from (own.name, own.tenant_id)
    yield from (opened.name for opened in record.xero.opened or ())
    yield from (sender.name, sender.address, sender.user)
    if sender.connected is not None:
        yield from (sender.connected.name, sender.connected.address)
    shared_as = {box.known_as or box.id: box for found in reversed(procedures()) for box in fields_of(found)}
    for name, value in record.shared.items():
        box = shared_as.get(name)
        if isinstance(value, str) and (box is None or _is_name(box)):
            yield value
    yield record.books.folder
    yield record.books.journals


def _typed_names(found: Procedure, answers: Mapping[str, Plain]) -> Iterator[str]:
    for box in fields_of(found):
        value = answers.get(box.id)
        if isinstance(value, str) and _is_name(box):
            yield value


def _is_name(field: FieldSpec) -> bool:
    return field.kind not in _OPEN_KINDS and field.check != "host"

"""What is kept of a procedure between runs: its draft, and what its last receipt proved."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from wizard.catalogue.moments import in_words
from wizard.catalogue.schema import Procedure
from wizard.jobs.registry import gives_of
from wizard.model.problem import Problem, ProblemFound
from wizard.model.setback import Setback
from wizard.procedure.answers import Answers, Plain
from wizard.procedure.shared import fields_of, kept_answers
from wizard.session.results import Results, StepResult
from wizard.store.site import Draft, SiteFolder


@dataclass(frozen=True)
class Resumed:
    """Where an earlier run was left."""

    answers: tuple[tuple[str, Plain], ...] = ()
    """In the order in which they count: a later one replaces an earlier one, if it is good."""
    kept: frozenset[str] = frozenset()
    """Boxes whose secrets the vault holds."""
    older: frozenset[str] = frozenset()
    """Boxes whose secret the vault holds, and into which another was typed that is nowhere any more."""
    trail: tuple[str, ...] = ()
    results: Results = field(default_factory=Results)
    setback: Setback | None = None
    checked: datetime | None = None
    emptied: tuple[str, ...] = ()
    """Boxes that were left empty, whatever `answers` or another procedure says of them."""


class Drafts:
    """One procedure's draft and receipts in a site's folder."""

    def __init__(self, procedure: Procedure, site: SiteFolder, run: str) -> None:
        """`run` tells this run of the program from every other."""
        self._procedure, self._site, self._run = procedure, site, run
        self._aside: Draft | None = None

    def set_aside(self) -> None:
        """Remember what was begun: the receipt of a mere look takes nothing of it away."""
        self._aside = self._site.load_draft(self._procedure.id)

    def put_back(self) -> None:
        """Leave it as it was."""
        if self._aside is not None:
            self._site.keep_draft(self._aside)

    def shared(self) -> list[tuple[str, Plain]]:
        """Return the answers that other procedures gave already."""
        record, specs = self._site.record(), fields_of(self._procedure)
        found = [(f.id, record.shared_answer(f.known_as or f.id)) for f in specs if f.shared]
        return [(name, value) for name, value in found if value is not None]

    def resume(self) -> Resumed:
        """Go on from the draft; without one, begin with what the last receipt says was proven."""
        draft, proven = self._site.load_draft(self._procedure.id), self.proven()
        if draft is None:
            return proven
        jobs = {step.id: step.jobs for step in self._procedure.steps}
        results = Results(
            {
                step: StepResult(
                    found["facts"],
                    given=_given(found, jobs.get(step, ())),
                    is_earlier=found.get("seen_in") != self._run,
                )
                for step, found in draft.results.items()
                if isinstance(found.get("facts"), dict)
            }
        )
        kept = proven.kept | _kept(result.facts for result in results.values())
        typed = set(draft.typed)
        older = kept & typed if draft.setback is None else frozenset()  # else it may be what was refused
        kept -= typed
        answers = (*proven.answers, *draft.answers.items())
        trail, failed = draft.trail, draft.setback
        return Resumed(answers, kept, older, trail, results, failed, draft.checked, draft.emptied)

    @property
    def is_begun(self) -> bool:
        """Whether something was left to be gone on with."""
        return self._site.load_draft(self._procedure.id) is not None

    def proven(self) -> Resumed:
        """Return what the last receipt says was proven, whatever was begun since."""
        receipt = self._site.last_receipt(self._procedure.id) or {}
        return Resumed(tuple(receipt.get("answers", {}).items()), _kept(receipt.get("results", {}).values()))

    def finished(self, *, over_draft: bool = False) -> Resumed | None:
        """Return the last finished run with what its steps found; None without one, or where a draft is.

        `over_draft`: also where something was begun since.
        """
        receipt = self._site.last_receipt(self._procedure.id)
        if receipt is None or (self.is_begun and not over_draft):
            return None
        found = receipt.get("results", {})
        results = Results(
            {step: StepResult(facts) for step, facts in found.items() if isinstance(facts, dict)}
        )
        ended = in_words(datetime.fromisoformat(str(receipt["made_at"])))
        last = StepResult({"receipt": receipt.get("id", ""), "ended": ended})
        results |= {step.id: last for step in self._procedure.steps if "save_receipt" in step.jobs}
        return replace(self.proven(), results=results)

    def save(
        self,
        trail: tuple[str, ...],
        answers: Answers,
        results: Results,
        setback: Setback | None,
        checked: datetime | None,
        typed: tuple[str, ...] = (),
    ) -> None:
        """Keep where a run is; ProblemFound STORE-WRITE.

        `typed`: boxes whose secret is asked for again, since it is kept nowhere.
        """
        good = {
            step: {
                "facts": dict(result.facts),
                "given": msgspec.to_builtins(dict(result.given)),
                "seen_in": "" if result.is_earlier else self._run,
            }
            for step, result in results.items()
            if result.ok
        }
        kept = kept_answers(self._procedure, answers)
        emptied = tuple(sorted(answers.emptied))
        self._site.save_draft(self._procedure.id, trail, kept, good, setback, checked, typed, emptied)

    def drop(self) -> None:
        """Forget the draft; ProblemFound STORE-WRITE."""
        try:
            self._site.drop_draft(self._procedure.id)
        except OSError as error:
            facts = {"path": str(self._site.folder / "drafts"), "said": error.strerror or str(error)}
            raise ProblemFound(Problem("STORE-WRITE", facts)) from None


def _given(found: Mapping[str, Any], jobs: Iterable[str]) -> dict[str, msgspec.Struct]:
    """Return what each job gave; a draft that does not say so has the facts of all jobs in one table."""
    by_job = found.get("given")
    given: dict[str, msgspec.Struct] = {}
    for name in jobs:
        kind = gives_of(name)
        own = by_job.get(name) if isinstance(by_job, dict) else _own(kind, found["facts"])
        # A draft of another version may hold other facts: what cannot be read is left out.
        with contextlib.suppress(msgspec.ValidationError):
            if own is not None:
                given[name] = msgspec.convert(own, kind)
    return given


def _own(kind: type[msgspec.Struct], facts: Mapping[str, Any]) -> dict[str, Any] | None:
    return {name: facts[name] for name in kind.__struct_fields__ if name in facts} or None


def _kept(results: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(name for facts in results for name in facts.get("kept_secrets", ()))

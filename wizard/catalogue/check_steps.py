"""Whether the steps of procedures name screens, jobs, boxes and secrets that exist, and forget none."""

from collections.abc import Iterator

from wizard.catalogue.load import screen
from wizard.catalogue.resources import CatalogueError, names_in
from wizard.catalogue.schema import Procedure, Step, placeholders
from wizard.catalogue.vocabulary import (
    Vocabulary,
    all_procedures,
    answers_in,
    facts_in,
    fields_in,
    unknown,
    when_faults,
)


def check_steps(known: Vocabulary) -> Iterator[CatalogueError]:
    """Yield what is wrong with the procedures."""
    for procedure in all_procedures():
        file = f"procedures/{procedure.id}.toml"
        missing = [s for s in procedure.steps if s.screen not in names_in("screens")]
        for step in missing:
            yield unknown(file, f"steps.{step.id}.screen", "screen", step.screen, names_in("screens"))
        if missing:
            continue
        for step in procedure.steps:
            key = f"steps.{step.id}"
            yield from _ways(procedure, step, known, file, key)
            yield from _jobs(procedure, step, known, file, key)
            if any(map(placeholders, (step.title, step.person))):
                yield CatalogueError(file, key, "its title and person are shown as they are, braces too")
        if not procedure.hidden and len([s for s in procedure.steps if s.check]) > 1:
            yield CatalogueError(file, "steps", "more than one of them is the check")


def _ways(
    procedure: Procedure, step: Step, known: Vocabulary, file: str, key: str
) -> Iterator[CatalogueError]:
    answers, facts = answers_in(procedure, known), facts_in(procedure, known)
    for branch in [] if isinstance(step.next, str) else step.next:
        yield from when_faults(branch.when, answers, "box or condition", file, f"{key}.next.when")
    own = {each.id for each in procedure.steps}
    others = {each.id for one in all_procedures() for each in one.steps} - own
    for name in step.stands_for:
        if name not in others:
            yield unknown(file, f"{key}.stands_for", "step of another procedure", name, others)
    yield from when_faults(step.done_when, answers, "box or condition", file, f"{key}.done_when")
    yield from when_faults(step.seen_when, facts, "box, condition or fact", file, f"{key}.seen_when")
    yield from when_faults(step.proven_when, facts, "box, condition or fact", file, f"{key}.proven_when")
    yield from when_faults(step.offered_when, facts, "box, condition or fact", file, f"{key}.offered_when")


def _jobs(
    procedure: Procedure, step: Step, known: Vocabulary, file: str, key: str
) -> Iterator[CatalogueError]:
    fields = fields_in(procedure)
    secret = {name for name, spec in fields.items() if spec.kind == "secret"}
    for job in step.jobs:
        if job not in known.jobs:
            yield unknown(file, f"{key}.jobs", "job", job, known.jobs)
    for name in step.secrets:
        if name not in secret:
            yield unknown(file, f"{key}.secrets", "box with a secret called", name, secret)
    shown = screen(step.screen)
    copied = {line.secret for line in shown.lines if line.secret}
    needed: dict[str, str] = {}
    for job in (name for name in step.jobs if name in known.jobs):
        words = known.jobs[job]
        names = words.secrets & secret | (copied if words.copied else set())
        needed |= dict.fromkeys(names, f"{job} needs it")
    here = {spec.id for spec in shown.fields}
    for name, why in sorted(needed.items()):
        if name not in {*step.secrets, *here}:
            yield CatalogueError(file, f"{key}.secrets", f"{name} is missing: {why}")
    for name in step.secrets:
        if name in secret and name not in needed:
            yield CatalogueError(file, f"{key}.secrets", f"no job of the step needs {name}")

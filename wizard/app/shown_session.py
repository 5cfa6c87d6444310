"""A session that is only looked at: it has values, keeps nothing, and reaches nothing."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from wizard.app.practice_values import practice_values
from wizard.catalogue.practice import practice_found
from wizard.catalogue.schema import Procedure, Step
from wizard.jobs.job import Tools
from wizard.mailclients.found import MailClients
from wizard.model.world import World, WorldKind
from wizard.procedure.navigator import Navigator
from wizard.session.results import StepResult, stamp_of
from wizard.session.run import Session
from wizard.store.site import SiteFolder
from wizard.vault.memory_store import InMemorySecretStore

_NOWHERE = Path(os.devnull) / "nowhere"
"""No folder can ever be there, so nothing can be read from it or written into it."""


class OnlyShownError(RuntimeError):
    """A screen that is only looked at asked for the outside."""


class _Nobody:
    """Stands for every service: whoever asks it has a fault."""

    def __getattr__(self, name: str) -> NoReturn:
        raise OnlyShownError(name)


def _no_places() -> NoReturn:
    raise OnlyShownError("the mail programs of this PC")


def shown_session(
    procedure: Procedure, step: Step, answers: Mapping[str, Any] | None, found: Mapping[str, Any]
) -> Session:
    """Return a run that stands at a step; `answers` are a caller's, None for the practice values.

    `found` are facts that the step's jobs gave.
    """
    world = World(WorldKind.PRACTICE, _NOWHERE, "store", None)
    nobody: Any = _Nobody()
    tools = Tools(
        world,
        nobody,
        nobody,
        InMemorySecretStore(),
        SiteFolder(_NOWHERE),
        lambda secret, names: None,  # noqa: ARG005
        str,
        MailClients(_no_places),
    )
    session = Session(procedure, tools, drafts=False)
    if answers is None:
        for name, value in practice_values(procedure.id).items():
            session.answers.put(name, value)
    else:
        _answer(session, answers)
    _go_to(session, step)
    if answers is None:
        _fill_in_found(session)
    if found:
        session.results[step.id] = StepResult(dict(found))
    return session


def end_step(session: Session, result: StepResult) -> None:
    """Have the step that is shown end as its jobs would with the answers there are."""
    stamp = stamp_of(session.procedure, session.navigator.trail, session.answers)
    session.results[session.step.id] = replace(result, stamp=stamp)


def _fill_in_found(session: Session) -> None:
    """Give the steps on the way what their jobs find in practice."""
    on_the_way = session.navigator.trail[:-1]
    for step in session.procedure.steps:
        if step.id in on_the_way and (facts := practice_found(step.screen)):
            session.results[step.id] = StepResult(facts)


def _answer(session: Session, answers: Mapping[str, Any]) -> None:
    """Put a caller's answers; a code in a name's place is shown, what no box could hold is left out."""
    for name, value in answers.items():
        spec = session.answering.specs.get(name)
        if spec is not None and spec.kind == "text" and isinstance(value, str):
            session.answers.put(name, value)
        else:
            session.answering.put(name, value)


def _go_to(session: Session, step: Step) -> None:
    while session.step.id != step.id and not step.side and session.advance():
        pass
    if session.step.id != step.id:
        first = session.procedure.steps[0].id
        session.navigator = Navigator(session.procedure, (first, step.id))

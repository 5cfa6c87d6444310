"""Whether the buttons of problems lead to boxes and steps that exist, and set values that can be set."""

from collections.abc import Iterable, Iterator, Mapping

from wizard.catalogue.load import problems
from wizard.catalogue.resources import CatalogueError
from wizard.catalogue.schema import Action, ProblemText, placeholders
from wizard.catalogue.vocabulary import Values, all_procedures, fields_in, unknown, values_of

_FILE = "problems.toml"
WAYS = frozenset({"window", "browser", "paste", "device"})
"""The ways to sign in that a button may switch to."""


def check_problems() -> Iterator[CatalogueError]:
    """Yield what is wrong with the problems' buttons."""
    boxes: dict[str, list[Values]] = {}
    for procedure in all_procedures():
        for name, spec in fields_in(procedure).items():
            boxes.setdefault(name, []).append(values_of(spec))
    steps = {step.id: step.side for procedure in all_procedures() for step in procedure.steps}
    for code, row in problems().items():
        for index, action in enumerate(row.all_actions()):
            key = f"{code}.actions[{index}]"
            yield from _target(action, boxes, steps, key)
            yield from _values(action, row, boxes, key)


def _target(
    action: Action, boxes: Iterable[str], steps: Mapping[str, bool], key: str
) -> Iterator[CatalogueError]:
    if (
        action.does in {"edit", "set", "swap"}
        and not placeholders(action.field)
        and action.field not in boxes
    ):
        yield unknown(_FILE, f"{key}.field", "box", action.field, boxes)
    if action.does == "swap" and action.value not in boxes:
        yield unknown(_FILE, f"{key}.value", "box", action.value, boxes)
    if action.does in {"goto", "side"} and action.step not in steps:
        yield unknown(_FILE, f"{key}.step", "step", action.step, steps)
    if action.does == "side" and not steps.get(action.step, True):
        yield CatalogueError(_FILE, f"{key}.step", f"{action.step} is not a side page")
    if action.does == "way" and action.value not in WAYS:
        yield unknown(_FILE, f"{key}.value", "way", action.value, WAYS)


def _values(
    action: Action, row: ProblemText, boxes: Mapping[str, list[Values]], key: str
) -> Iterator[CatalogueError]:
    """Yield a value that the box does not take; one out of a fact counts with all that it can be."""
    if action.does != "set":
        return
    for name, value in {action.field: action.value, **action.also}.items():
        if placeholders(name):
            continue
        if name not in boxes:
            yield unknown(_FILE, f"{key}.also", "box", name, boxes)
            continue
        allowed = boxes[name]
        facts = placeholders(value)
        for each in row.one_of.get(facts[0], []) if facts else [value]:
            if not any(values is None or each in values for values in allowed):
                choices = [one for values in allowed for one in values or ()]
                yield unknown(_FILE, f"{key}.{name}", f"{name} with the value", each, choices)

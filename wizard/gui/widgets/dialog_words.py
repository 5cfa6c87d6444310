"""A drawn dialog in words, for those who do not see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from wizard.catalogue.guides import Dialog, filled

_KINDS = {
    "field": "the box", "list": "the list", "tick": "the tick box", "radio": "the round button",
    "button": "the button", "slider": "the slider", "table": "the list of", "text": "the words",
}  # fmt: skip
_FRAMES = {
    "menu": "the menu", "item": "the menu line", "page": "the line at the left", "tab": "the tab",
    "button": "the button",
}  # fmt: skip


@dataclass(frozen=True)
class Touch:
    """An element that a line touches; `now` is the line being done."""

    element: str
    number: str
    now: bool = False


def describe(dialog: Dialog, values: Mapping[str, str], touches: Sequence[Touch]) -> str:
    """Return what the picture shows and which elements to touch, the present line's only."""
    shown = f"A window called “{filled(dialog.window, values)}”"
    for word, name in (("menu", dialog.menu), ("line at the left", dialog.page), ("tab", dialog.tab)):
        if name:
            shown += f", {word} “{name}” open"
    marked = [element_words(dialog, values, t.element) for t in touches if t.now]
    number = next((t.number for t in touches if t.now), "")
    return f"{shown}. Marked {number}: {'; '.join(marked)}." if marked else f"{shown}."


def element_words(dialog: Dialog, values: Mapping[str, str], element: str) -> str:
    """Return one element in words, e.g. the tick box “…”, ticked."""
    part = dialog.part(element)
    if part is None:
        kind, _, name = element.partition(":")
        return f"{_FRAMES[kind]} “{name}”"
    if part.kind == "row":
        inside = [filled(p.label or p.value, values) for p in part.parts]
        part = msgspec.structs.replace(part.parts[0], label=" ".join(inside))
    label = filled(part.label, values).rstrip(":")
    value = filled(part.value, values)
    if part.kind == "table":
        return f"{_KINDS['table']} {', '.join(part.columns)}"
    if part.kind == "slider":
        return f"{_KINDS['slider']} from {label} to {value}"
    words = f"{_KINDS[part.kind]} “{label}”" if label else _KINDS[part.kind]
    if part.kind in {"tick", "radio"}:
        on, off = ("ticked", "not ticked") if part.kind == "tick" else ("chosen", "not chosen")
        return f"{words}, {on if part.is_on(values) else off}"
    return f"{words} with {value}" if value and "•" not in value else words

"""A drawn dialog in words, for those who do not see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from wizard.catalogue.guides import Dialog, filled
from wizard.catalogue.listing import listed
from wizard.catalogue.words import words_of

_words = words_of(__name__)


@dataclass(frozen=True)
class Touch:
    """An element that a line touches; `now` is the line being done."""

    element: str
    number: str
    now: bool = False


def describe(dialog: Dialog, values: Mapping[str, str], touches: Sequence[Touch]) -> str:
    """Return what the picture shows and which elements to touch, the present line's only."""
    shown = _words("window", name=filled(dialog.window, values))
    for frame, name in (("menu", dialog.menu), ("page", dialog.page), ("tab", dialog.tab)):
        if name:
            shown += _words.one_of("opened", frame, name=name)
    marked = [element_words(dialog, values, t.element) for t in touches if t.now]
    number = next((t.number for t in touches if t.now), "")
    return _words("marked", shown=shown, number=number, marked="; ".join(marked)) if marked else f"{shown}."


def element_words(dialog: Dialog, values: Mapping[str, str], element: str) -> str:
    """Return one element in words, e.g. the tick box “…”, ticked."""
    part = dialog.part(element)
    if part is None:
        kind, _, name = element.partition(":")
        return _words("called", kind=_words.one_of("frames", kind), name=name)
    if part.kind == "row":
        inside = [filled(p.label or p.value, values) for p in part.parts]
        part = msgspec.structs.replace(part.parts[0], label=" ".join(inside))
    label = filled(part.label, values).rstrip(":")
    value = filled(part.value, values)
    kind = _words.one_of("kinds", part.kind)
    if part.kind == "table":
        return _words("called", kind=kind, name=listed(part.columns))
    if part.kind == "slider":
        return _words("from-to", kind=kind, first=label, last=value)
    words = _words("called", kind=kind, name=label) if label else kind
    if part.kind in {"tick", "radio"}:
        on, off = ("ticked", "not-ticked") if part.kind == "tick" else ("chosen", "not-chosen")
        return f"{words}, {_words.one_of('states', on if part.is_on(values) else off)}"
    return _words("with-value", element=words, value=value) if value and "•" not in value else words

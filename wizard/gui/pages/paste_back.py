"""Boxes that a copy is pasted back into: what was typed, and our own copy from our button, proves nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from wizard.catalogue.words import words_of
from wizard.gui.pages.boxes import Boxes
from wizard.gui.widgets.copy_row import CopyButton
from wizard.gui.widgets.field_box import FieldBox, TrimmingLineEdit

_words = words_of(__name__)


class PastedBack:
    """Knows which of a page's boxes hold what was elsewhere; the others count as left blank."""

    def __init__(
        self, boxes: Boxes, is_ours: Callable[[], bool], verdict: Callable[[FieldBox], str] = lambda _box: ""
    ) -> None:
        """`is_ours`: whether what is on the clipboard just now was copied by ourselves.

        `verdict`: what can be said at once of what was pasted from elsewhere.
        """
        self._boxes, self._is_ours, self._verdict = boxes, is_ours, verdict
        self._not_theirs: set[str] = set()
        for box in boxes.values():
            edit = box.focus_target
            if box.spec.own_copy and isinstance(edit, TrimmingLineEdit):
                # A paste edits the box first and is told of after that.
                edit.textEdited.connect(lambda _text, box=box: self._take_as_typed(box))
                edit.pasted.connect(lambda box=box: self._hear(box))
                box.may_say(_words("typed"), _words("practice"), box.spec.own_copy)

    def _take_as_typed(self, box: FieldBox) -> None:
        """Whatever stands there may have been read off our own screen."""
        typed = bool(box.value)
        (self._not_theirs.add if typed else self._not_theirs.discard)(box.spec.id)
        box.show_live(_words("typed") if typed else "")

    def _hear(self, box: FieldBox) -> None:
        ours = self._is_ours()
        (self._not_theirs.add if ours else self._not_theirs.discard)(box.spec.id)
        box.show_live(box.spec.own_copy if ours else self._verdict(box))

    def say_practice(self, values: Mapping[str, Any]) -> None:
        """Say of what the practice filled in that nobody pasted it."""
        for box in self._boxes.values():
            if box.spec.own_copy and values.get(box.spec.id):
                box.show_live(_words("practice"))

    def paste_anew(self, name: str, copied: CopyButton) -> None:
        """Copy once more for a box; what was refused in it goes, as something else is to be pasted there."""
        self._boxes[name].put("")
        copied.click()
        self._boxes.focus_on(name)

    def without_ours(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return what stands in the boxes; what did not come from elsewhere is left out."""
        return {name: "" if name in self._not_theirs else value for name, value in values.items()}

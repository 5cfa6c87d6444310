"""Boxes that a copy is pasted back into: our own copy, straight from our Copy button, proves nothing."""

from collections.abc import Callable
from typing import Any

from wizard.gui.pages.boxes import Boxes
from wizard.gui.widgets.field_box import FieldBox, TrimmingLineEdit


class PastedBack:
    """Knows which of a page's boxes hold our own copy; those count as left blank."""

    def __init__(self, boxes: Boxes, is_ours: Callable[[], bool]) -> None:
        """`is_ours`: whether what is on the clipboard just now was copied by ourselves."""
        self._is_ours = is_ours
        self._own: set[str] = set()
        for box in boxes.values():
            edit = box.focus_target
            if box.spec.own_copy and isinstance(edit, TrimmingLineEdit):
                edit.pasted.connect(lambda box=box: self._hear(box))
                box.changed.connect(lambda box=box: self._forget_if_empty(box))

    def _hear(self, box: FieldBox) -> None:
        ours = self._is_ours()
        (self._own.add if ours else self._own.discard)(box.spec.id)
        box.show_live(box.spec.own_copy if ours else "")

    def _forget_if_empty(self, box: FieldBox) -> None:
        if not box.value:
            self._own.discard(box.spec.id)
            box.show_live("")

    def without_ours(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return what stands in the boxes, our own copies left out."""
        return {name: "" if name in self._own else value for name, value in values.items()}

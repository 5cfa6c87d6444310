"""The box that names a screen's own file, and which file was read last."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from wizard.gui.widgets.field_box import FieldBox
from wizard.gui.widgets.place_entry import when_named


class NamedFile:
    """Has another file read as soon as it is typed or chosen; without a box there never is one."""

    def __init__(
        self, box: FieldBox | None, page: QWidget, read: Callable[[], None], can_read: Callable[[], bool]
    ) -> None:
        """`read` is asked for while `can_read`; what is named meanwhile is read by the next `read_if_new`."""
        self._box, self._read, self._can_read = box, read, can_read
        self._last = self.name
        if box is not None:
            edit = box.focus_target
            assert isinstance(edit, QLineEdit)
            when_named(edit, page, self.read_if_new)

    @property
    def name(self) -> str:
        """What the box says now."""
        return str(self._box.value) if self._box is not None else ""

    @property
    def is_new(self) -> bool:
        """Whether it is another file than the one that was read last."""
        return self.name != self._last

    @property
    def has_cursor(self) -> bool:
        """Whether somebody is naming it."""
        focused = QApplication.focusWidget()
        return self._box is not None and focused is not None and self._box.isAncestorOf(focused)

    def read_if_new(self) -> None:
        """Read it unless it was, or something else is read right now."""
        if self.is_new and self._can_read():
            self._last = self.name
            self._read()

"""What is amiss with the Alt letters of the screen shown."""

from PySide6.QtWidgets import QAbstractButton, QWidget

from tests.gui.window import Window
from wizard.gui.widgets.field_box import FieldBox
from wizard.gui.widgets.key_tips import _is_of_a_box

ALL = 25
"""Letters there are; a page with more buttons is gone through by Tab."""


def letters_amiss(window: Window) -> list[str]:
    """Boxes whose letter leads elsewhere, and buttons without one, where there are letters left."""
    letters = window.shell.key_tips.letters
    boxes = [box for box in window.visible(FieldBox) if box.letter and box.isEnabled()]
    found = [
        f"Alt+{box.letter} does not lead to its box" for box in boxes if letters.get(box.letter) is not box
    ]
    if len(letters) >= ALL:
        return found
    reached = set(letters.values())
    parts: list[QWidget] = [window.shell.pages, window.shell.side, window.shell.help_link.parentWidget()]
    return found + [
        f"no Alt letter: {button.text() or button.accessibleName()}"
        for part in parts
        for button in window.visible(QAbstractButton, part)
        if button.isEnabled() and button.window() is window.shell
        and not _is_of_a_box(button) and button not in reached
    ]  # fmt: skip

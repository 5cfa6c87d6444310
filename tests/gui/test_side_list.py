"""The list of steps: a red cross has its reason on the screen."""

import pytest
from PySide6.QtWidgets import QPushButton

from tests.gui.web import HARMLESS
from tests.gui.window import Window
from wizard.gui.widgets.mark import Mark, StateMark

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def mark_of(window: Window, step: int) -> Mark:
    """What the list of steps shows beside a step."""
    rows = [each.mark for each in window.visible(StateMark, window.shell.side)]
    return rows[step - 1]


def test_what_was_mended_on_the_screen_has_no_cross_any_more(window: Window) -> None:
    window.walk_to("W5")
    window.press_verb()
    assert window.problem is not None
    assert mark_of(window, 5) is Mark.FAILED
    accept = next(b for b in window.visible(QPushButton, window.page) if b.text().startswith("Accept all"))
    window.click(accept)
    window.come_to_rest()
    assert window.problem is None
    assert mark_of(window, 5) is Mark.NOW

"""What comes about by itself is said to whoever does not see it; nothing slides or fades."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QPushButton, QStyle

from tests.gui.window import Window
from wizard.gui.follow_system import follow

POLITE, AT_ONCE = (
    QAccessible.AnnouncementPoliteness.Polite,
    QAccessible.AnnouncementPoliteness.Assertive,
)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, QAccessible.AnnouncementPoliteness]]:
    """What assistive programs are told, and how."""
    told = list[tuple[str, QAccessible.AnnouncementPoliteness]]()
    tell = QAccessible.updateAccessibility

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            told.append((event.message(), event.politeness()))
        tell(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return told


def test_each_screen_says_which_it_is(
    window: Window, heard: list[tuple[str, QAccessible.AnnouncementPoliteness]]
) -> None:
    window.walk_to("M2")
    assert [
        text
        for text, how in heard
        if text.startswith("M2, Store and address. Step 2 of 8.") and how is POLITE
    ]


def test_a_result_is_said_and_a_problem_at_once(
    window: Window, heard: list[tuple[str, QAccessible.AnnouncementPoliteness]]
) -> None:
    window.walk_to("M4", {"password": "not the right one"})
    window.press_verb()
    panel = window.problem
    assert panel is not None
    assert (panel.accessibleName(), AT_ONCE) in heard
    assert "The server refused this name and password." in panel.accessibleName()


def test_that_everything_works_is_said(
    window: Window, heard: list[tuple[str, QAccessible.AnnouncementPoliteness]]
) -> None:
    window.walk_to("M4")
    window.press_verb()
    page = window.page
    assert [how for text, how in heard if text == page.heard_at_the_end(page.session.result)] == [POLITE]  # type: ignore[arg-type]
    assert page.heard_at_the_end(page.session.result) in window.texts()  # type: ignore[arg-type]


def test_nothing_slides_or_fades(window: Window) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    follow(app, window.shell)
    assert not app.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)
    assert not app.isEffectEnabled(Qt.UIEffect.UI_FadeTooltip)
    made = window.shell.findChild(QPushButton)
    assert made is not None
    assert made.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, made) == 0

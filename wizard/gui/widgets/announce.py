"""Saying something to whoever hears the window instead of seeing it: what came about by itself."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleEvent


def announce(where: QWidget, text: str, *, at_once: bool = False) -> None:
    """Have assistive programs say a text; `at_once` in place of what they are saying, as for a problem."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - costs start-up time

    if not text:
        return
    event = QAccessibleAnnouncementEvent(where, text)
    manners = QAccessible.AnnouncementPoliteness
    event.setPoliteness(manners.Assertive if at_once else manners.Polite)
    _tell(event)


def _tell(event: "QAccessibleEvent") -> None:
    from PySide6.QtGui import QAccessible  # noqa: PLC0415 - costs start-up time

    QAccessible.updateAccessibility(event)

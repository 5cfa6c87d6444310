"""Saying something to whoever hears the window instead of seeing it: what came about by itself."""

from PySide6.QtWidgets import QWidget


def announce(where: QWidget, text: str, *, at_once: bool = False) -> None:
    """Have assistive programs say a text; `at_once` in place of what they are saying, as for a problem."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - costs start-up time

    if not text:
        return
    event = QAccessibleAnnouncementEvent(where, text)
    manners = QAccessible.AnnouncementPoliteness
    event.setPoliteness(manners.Assertive if at_once else manners.Polite)
    QAccessible.updateAccessibility(event)

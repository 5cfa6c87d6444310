"""When a window is low, and how close things stand in it then."""

from PySide6.QtWidgets import QWidget

_LOW = 44
"""In heights of a line: a lower window has no room for a large heading, nor any to waste."""
BETWEEN = 2
"""Pixels between what stands below each other in such a window, where it would have to be scrolled."""


def is_low(part: QWidget) -> bool:
    """Whether the window that a part stands in is low for its letters."""
    return part.window().height() < _LOW * part.fontMetrics().lineSpacing()


def spare_lines(part: QWidget) -> int:
    """Return by how many lines of text its window is higher than a low one; below 0 where it is low."""
    return part.window().height() // part.fontMetrics().lineSpacing() - _LOW

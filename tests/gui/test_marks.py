"""The round marks: what is not begun does not look like something to choose."""

import math

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from wizard.gui.widgets.mark import Mark, StateMark


def drawn_around(mark: StateMark) -> list[bool]:
    """Whether the ring is drawn, all around it, degree by degree."""
    mark.resize(mark.sizeHint())
    image = mark.grab().toImage().scaled(220, 220)
    ground = QColor(image.pixel(110, 110))
    points = [
        (110 + 95 * math.cos(math.radians(at)), 110 + 95 * math.sin(math.radians(at))) for at in range(360)
    ]
    return [abs(image.pixelColor(int(x), int(y)).lightness() - ground.lightness()) > 25 for x, y in points]


@pytest.mark.usefixtures("dressed")
def test_what_is_not_begun_is_a_broken_ring_and_a_number_a_whole_one(qapp: QApplication) -> None:
    assert qapp is not None
    empty = drawn_around(StateMark(Mark.TODO))
    gaps = sum(1 for now, after in zip(empty, [*empty[1:], empty[0]], strict=True) if now and not after)
    assert gaps >= 6
    assert all(drawn_around(StateMark(Mark.TODO, "5")))

"""A list that is leafed through has as many rows as there is room for, and says once what they are of."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from tests.gui.web import HARMLESS
from wizard.gui.widgets.leaves import Leaves, Under
from wizard.gui.widgets.low_window import _LOW as LOW

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


@pytest.fixture
def window(dressed: QApplication) -> QWidget:
    """A window of so many rows: four that will not pass, three to know."""
    made = QWidget()
    rows = [Under("Will not pass" if at < 4 else "To know", QLabel(f"row {at}")) for at in range(7)]
    QVBoxLayout(made).addWidget(Leaves(rows, 2))
    made.resize(900, 500)
    made.show()
    QApplication.processEvents()
    return made


def seen(window: QWidget) -> list[str]:
    return [each.text() for each in window.findChildren(QLabel) if each.isVisible() and each.text()]


def resize(window: QWidget, lines: int) -> None:
    window.resize(900, lines * window.fontMetrics().lineSpacing())
    QApplication.processEvents()


def test_a_low_window_has_the_least(window: QWidget) -> None:
    resize(window, LOW - 1)
    assert seen(window) == ["1 to 2 of 7", "Will not pass", "row 0", "row 1"]


def test_a_high_one_has_more_and_a_lower_one_fewer_again(window: QWidget) -> None:
    resize(window, LOW + 19)
    assert seen(window) == [
        "1 to 5 of 7", "Will not pass", "row 0", "row 1", "row 2", "row 3", "To know", "row 4",
    ]  # fmt: skip
    resize(window, LOW + 6)
    assert seen(window)[0] == "1 to 3 of 7"


def test_where_all_have_room_nothing_is_leafed_through(window: QWidget) -> None:
    next(iter(window.findChildren(Leaves))).later.click()
    resize(window, LOW + 40)
    assert [text for text in seen(window) if text.startswith("row")] == [f"row {at}" for at in range(7)]
    assert not any(" of 7" in text for text in seen(window))

"""A small table of words and figures: the first column are words, the others stand right."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from wizard.gui.widgets.labels import CAPTION, label

_RIGHT = 0x82
"""Qt.AlignRight and AlignVCenter for setProperty(); loading `Qt` itself costs start-up time."""


def figures_table(
    holder: QWidget,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    marks: Sequence[QWidget] = (),
    spacing: int = 3,
) -> QGridLayout:
    """Lay a table out in `holder` and return its grid; `marks` stand before the rows, one each."""
    grid = QGridLayout(holder)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(spacing)
    first = 1 if marks else 0
    for column, text in enumerate(heads, first):
        grid.addWidget(label(text, name="muted", scale=CAPTION), 0, column)
    for at, mark in enumerate(marks, 1):
        grid.addWidget(mark, at, 0)
    columns = len(heads)
    for at, row in enumerate(rows, 1):
        columns = max(columns, len(row))
        for column, text in enumerate(row):
            cell = label(text)
            cell.setWordWrap(False)
            if column:
                cell.setProperty("alignment", _RIGHT)
            grid.addWidget(cell, at, first + column)
    grid.setColumnStretch(first + columns, 1)
    return grid

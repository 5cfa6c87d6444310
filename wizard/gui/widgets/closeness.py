"""How close things stand: where the window is low, with half the room between them."""

from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from wizard.gui.widgets.columns import ColumnsLayout
from wizard.gui.widgets.low_window import BETWEEN

_AROUND = 3
"""Pixels above and below what has an edge."""
_ROOMY = "roomy"


def _has_rows(layout: QLayout) -> bool:
    return isinstance(layout, QVBoxLayout | ColumnsLayout)


def _between(layout: QLayout) -> int:
    return layout.verticalSpacing() if isinstance(layout, QGridLayout) else layout.spacing()


def _space(layout: QLayout, between: int) -> None:
    if isinstance(layout, QGridLayout):
        layout.setVerticalSpacing(between)
    else:
        layout.setSpacing(between)


def stand_closer(content: QWidget, outer: QLayout, *, wanted: bool) -> None:
    """Let everything on a page stand closer, or as it was made; what came since it was last asked, too.

    The `outer` layout is the page's own, which knows by itself how much room it has.
    """
    for layout in content.findChildren(QLayout):
        before = layout.property(_ROOMY)
        if wanted == (before is not None) or layout is outer:
            continue
        margins = layout.contentsMargins()
        if before is not None:
            between, top, bottom = before
            layout.setProperty(_ROOMY, None)
        else:
            layout.setProperty(_ROOMY, (_between(layout), margins.top(), margins.bottom()))
            between = min(_between(layout), BETWEEN)
            top, bottom = min(margins.top(), _AROUND), min(margins.bottom(), _AROUND)
        if _has_rows(layout) or isinstance(layout, QGridLayout):
            _space(layout, between)
        if (margins.top(), margins.bottom()) != (top, bottom):
            layout.setContentsMargins(margins.left(), top, margins.right(), bottom)

"""Emptying a layout, for what is built anew when something changed."""

from PySide6.QtWidgets import QLayout


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout and of those within it; hidden at once, for deletion comes later."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (within := item.layout()) is not None:
            empty(within)

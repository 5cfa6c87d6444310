"""Lists that are leafed through: all that they say, and the leaf on which something stands."""

from collections.abc import Iterator

from PySide6.QtWidgets import QPushButton

from tests.gui.window import Window
from wizard.gui.widgets.leaves import Leaves


def each_leaf(window: Window) -> Iterator[None]:
    """Leaf through the lists of a page from their first rows on, leaf by leaf."""
    lists = list(window.visible(Leaves, window.page))
    for one in lists:
        while one.earlier.isEnabled():
            one.earlier.click()
    yield
    for one in lists:
        while one.later.isEnabled():
            one.later.click()
            yield


def all_said(window: Window) -> str:
    """All that a page says, its lists from end to end; their first rows are in sight afterwards."""
    said = [text for _ in each_leaf(window) for text in window.texts(window.page)]
    next(each_leaf(window))
    return "\n".join(dict.fromkeys(said))


def leaf_to(window: Window, button: str) -> None:
    """Come to the first leaf that has a button of this text."""
    for _ in each_leaf(window):
        if any(made.text() == button for made in window.visible(QPushButton, window.page)):
            return

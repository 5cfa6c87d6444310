"""The column of words beside a caller's screen: what to ask, what to say, what was found."""

from collections.abc import Iterable

from wizard.gui.widgets.labels import label
from wizard.gui.widgets.page_area import PageArea

_WIDTH = 330
_BETWEEN = 4


class PhoneWords(PageArea):
    """Headings with lines below them, as wide as a telephone note."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(_BETWEEN)

    def head(self, text: str) -> None:
        """Add a heading."""
        self.body.addSpacing(_BETWEEN)
        self.body.addWidget(label(text, name="muted", bold=True))

    def part(self, head: str, texts: Iterable[str], *, name: str = "") -> None:
        """Add a heading with its lines; nothing where there are none."""
        lines = [text for text in texts if text]
        if lines:
            self.head(head)
        for text in lines:
            self.body.addWidget(label(text, name=name))

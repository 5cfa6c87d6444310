"""The scrolling ground of a page: scrolls only when the content really is higher."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class PageArea(QScrollArea):
    """A scroll area whose content is as high as its width makes it.

    WORKAROUND: QScrollArea knows no height-for-width, and would scroll for the height
    that wrapping labels need at their narrowest.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageArea")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setObjectName("scrollBody")
        self.body = QVBoxLayout(content)
        self.setWidget(content)
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure again when the content asks for another layout."""
        if watched is self.widget() and event.type() is QEvent.Type.LayoutRequest:
            self._measure()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again for the new width."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        height = self.body.totalHeightForWidth(self.viewport().width())
        if height < 0:
            height = self.body.totalMinimumSize().height()
        content = self.widget()
        if content is not None and content.minimumHeight() != height:
            content.setMinimumHeight(height)

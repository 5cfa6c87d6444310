"""The picture of a caller's screen, as large as there is room for it, and what it shows in words."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from wizard.catalogue.calls import call_file
from wizard.gui.widgets.labels import CAPTION, label


class Picture(QWidget):
    """A picture and the line above it; where none can be drawn, the screen in words."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        self.said = label("", name="muted", scale=CAPTION)
        layout.addWidget(self.said)
        self.image = QLabel()
        self.image.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.image.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        layout.addWidget(self.image, 1)
        self._pixmap: QPixmap | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether a screen stands there as a picture."""
        return self._pixmap is not None

    def clear(self) -> None:
        """Show nothing."""
        self.show_pixmap(None, "", "")

    def show_pixmap(self, pixmap: QPixmap | None, said: str, text: str) -> None:
        """Show a picture with what is said above it; `text` says the same to who cannot see it."""
        self._pixmap = pixmap
        undrawn = pixmap is None and bool(text)
        self.said.setText(f"{call_file().window.not_drawn}\n{text}" if undrawn else said)
        self.image.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale the picture to its room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._pixmap is None:
            self.image.clear()
            return
        ratio = self.devicePixelRatioF()
        room = self.image.size() * ratio
        whole = self._pixmap.size()
        if room.width() < whole.width() or room.height() < whole.height():
            whole = whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        scaled = self._pixmap.scaled(
            whole,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self.image.setPixmap(scaled)

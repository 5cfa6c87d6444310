"""Copying: plain values, and secrets that stay out of the clipboard's history and leave it again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

CLEAR_SECONDS = 60
_MARK = "application/x-tillbridge-copy"
"""On everything that we copy: what is pasted with it was never anywhere else."""


class Clipboard(QObject):
    """Puts texts on the clipboard; a secret is taken off after a minute and at exit, if it is still ours."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digest = b""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CLEAR_SECONDS * 1000)
        self._timer.timeout.connect(self.clear_secret)

    def copy(self, text: str) -> None:
        """Copy an ordinary value."""
        self._digest = b""
        QGuiApplication.clipboard().setMimeData(_marked(text))

    def copy_secret(self, text: str) -> None:
        """Copy a secret, marked so that histories and cloud copies leave it alone."""
        data = _marked(text)
        # Windows: learn.microsoft.com/windows/win32/dataxchg/clipboard-formats (cloud clipboard section).
        for name in ("ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory",
                     "CanUploadToCloudClipboard"):  # fmt: skip
            data.setData(f'application/x-qt-windows-mime;value="{name}"', b"\0\0\0\0")
        data.setData("x-kde-passwordManagerHint", b"secret")
        QGuiApplication.clipboard().setMimeData(data)
        self._digest = _digest(text)
        self._timer.start()

    @staticmethod
    def holds_ours() -> bool:
        """Whether what is on the clipboard came from our own Copy buttons, and from nowhere else."""
        return QGuiApplication.clipboard().mimeData().hasFormat(_MARK)

    def clear_secret(self) -> None:
        """Take our secret off the clipboard, unless something else was copied since."""
        self._timer.stop()
        if self._digest and _digest(QGuiApplication.clipboard().text()) == self._digest:
            QGuiApplication.clipboard().clear()
        self._digest = b""


def _marked(text: str) -> "QMimeData":
    from PySide6.QtCore import QMimeData  # noqa: PLC0415 - nothing is copied before the first paint

    data = QMimeData()
    data.setText(text)
    data.setData(_MARK, b"1")
    return data


def _digest(text: str) -> bytes:
    import hashlib  # noqa: PLC0415 - costs start-up time, and most texts are no secrets

    return hashlib.sha256(text.encode()).digest()

"""Draws tillbridge.ico from the program's icon; to be run when that changes."""

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QIcon

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "resources" / "icons" / "tillbridge.svg"
TARGET = HERE / "tillbridge.ico"
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""What Windows asks for at 100 % to 200 %, in lists and on the desktop."""


def picture(icon: QIcon, size: int) -> bytes:
    """The icon in one size, as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    icon.pixmap(size, size).toImage().save(buffer, "PNG")
    return bytes(buffer.data().data())


def main() -> int:
    """Writes the .ico: a directory of pictures, then the pictures."""
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    pictures = [picture(QIcon(str(SOURCE)), size) for size in SIZES]
    at = 6 + 16 * len(SIZES)
    entries = b""
    for size, content in zip(SIZES, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(content), at)
        at += len(content)
    TARGET.write_bytes(struct.pack("<HHH", 0, 1, len(SIZES)) + entries + b"".join(pictures))
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())

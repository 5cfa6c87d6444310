"""A window that is used all day long."""

import os
import subprocess
import sys
from pathlib import Path

DAY = """
from wizard.gui.main import make_application

app = make_application()

from PySide6.QtCore import QObject, Signal
from wizard.catalogue.load import screen
from wizard.gui.widgets.field_box import FieldBox


class Page(QObject):
    edited = Signal()


page, box = Page(), FieldBox(screen("store-and-address").fields[0], "A")
box.changed.connect(lambda: page.edited.emit())
for number in range(20_000):
    box.put(str(number))
print("alive", flush=True)
"""


def test_the_window_survives_a_long_day_of_typing(tmp_path: Path) -> None:
    """PySide6 6.12 lets go of a reference of True at each emit: on Python 3.11 the process would die."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", DAY], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.stdout.split() == ["alive"], ended.stderr[-500:]
    assert ended.returncode == 0, ended.stderr[-500:]

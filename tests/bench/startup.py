"""Process start to first painted screen, as a ratio to a bare QWizard in the same run."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 15

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWizard, QWizardPage
class Page(QWizardPage):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time(), flush=True)
        import os; os._exit(0)
app = QApplication(sys.argv)
wizard = QWizard()
page = Page()
page.setTitle("Bare")
QVBoxLayout(page).addWidget(QLabel("bare"))
wizard.addPage(page)
wizard.show()
app.exec()
"""

OURS = """
import os, sys, time
from wizard.gui.home.home_page import HomePage
def paint(self, event):
    print(time.time(), flush=True)
    os._exit(0)
HomePage.paintEvent = paint
sys.argv = ["tillbridge", "--home", os.environ["BENCH_HOME"]]
from wizard.__main__ import main
main()
"""


def once(code: str, home: str) -> float:
    """Return the milliseconds from process start to first paint."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BENCH_HOME": home}
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False, timeout=60
    )
    return (float(done.stdout.split()[0]) - began) * 1000


def main() -> None:
    """Run both in turn and print medians and the ratio."""
    with tempfile.TemporaryDirectory() as home:
        once(BARE, home), once(OURS, home)  # warm the page cache for both
        pairs = [(once(BARE, home), once(OURS, home)) for _ in range(RUNS)]
    bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    sys.stdout.write(
        f"bare QWizard {bare:.0f} ms, Tillbridge {ours:.0f} ms, ratio {ours / bare:.2f} (medians of {RUNS})\n"
    )


if __name__ == "__main__":
    main()

"""Process start to first painted screen, and memory at first idle, as ratios to a bare QWizard in one run.

Both are timed when their first screen was painted, children and all; Tillbridge's has to show every card with
its words and state. Modules were compiled before, as those of an installed program are.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import time
from typing import NamedTuple

from wizard.catalogue.headings import procedure_headings

RUNS = 15
IDLE_MS, CHECKED_MS = 300, 3000
"""By then Tillbridge has read what belongs on its first screen; and has looked at this PC."""

WATCH = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = os.environ["BENCH_PLATFORM"]  # Wine hands on none that begins with QT_
from pathlib import Path

shown = []
def painted(page):
    if not shown:
        from PySide6.QtCore import QTimer
        QTimer.singleShot(0, lambda: after(page))
def after(page):
    if shown:
        return
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QLabel, QPushButton
    shown.extend((time.time(), time.process_time()))
    widgets = [*page.findChildren(QLabel), *page.findChildren(QPushButton)]
    shown.append([widget.text() for widget in widgets if widget.isVisible()])
    wait = int(os.environ["BENCH_REST"])
    QTimer.singleShot(wait, rest) if wait else rest()
def rest():
    status = Path("/proc/self/status")
    kilobytes = status.read_text().partition("VmRSS:")[2].split()[0] if status.exists() else "0"
    print(*shown[:2], kilobytes, "|".join(shown[2]), sep="\\n", flush=True)
    os._exit(0)
"""

BARE = """
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWizard, QWizardPage
class Page(QWizardPage):
    def paintEvent(self, event):
        super().paintEvent(event)
        painted(self)
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
class AtHome:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "wizard.gui.home.home":
            from wizard.gui.home.home_page import HomePage
            HomePage.paintEvent = lambda page, event: painted(page)
sys.meta_path.insert(0, AtHome)
sys.argv = ["tillbridge", "--home", os.environ["BENCH_HOME"]]
from wizard.__main__ import main
main()
"""


class Start(NamedTuple):
    """One start: milliseconds to the first paint by the clock and of processor time, MiB, words shown."""

    clock: float
    processor: float
    memory: float
    words: tuple[str, ...]


class Runs(NamedTuple):
    """What starts Python, where, and with which variables."""

    command: tuple[str, ...] = (sys.executable,)
    folder: Path | None = None
    environment: Mapping[str, str] = os.environ
    platform: str = "offscreen"


def once(code: str, home: str, rest_ms: int = 0, runs: Runs = Runs()) -> Start:  # noqa: B008 - never changed
    """Start one of the two and let it go after its first paint, or after a rest."""
    environment = {
        **runs.environment,
        "BENCH_PLATFORM": runs.platform,
        "BENCH_HOME": home,
        "BENCH_REST": str(rest_ms),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time()
    done = subprocess.run(
        [*runs.command, "-c", WATCH + code],
        capture_output=True,
        encoding="utf-8",
        cwd=runs.folder,
        env=environment,
        check=True,
        timeout=120,
    )
    at, processor, kilobytes, words = done.stdout.split("\n")[:4]
    return Start(
        (float(at) - began) * 1000, float(processor) * 1000, int(kilobytes) / 1024, tuple(words.split("|"))
    )


def look_at(start: Start) -> None:
    """Make sure that what was painted first is the whole home page."""
    for heading in procedure_headings():
        assert {heading.title, heading.card} <= set(start.words), heading.title
    assert start.words.count("Not set up") == len(procedure_headings())


def main() -> None:
    """Run both in turn and print medians and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        home = str(Path(folder) / "home")
        once(BARE, home), once(OURS, home)  # warm the page cache for both, and compile
        pairs = [(once(BARE, home), once(OURS, home)) for _ in range(RUNS)]
        idle = [(once(BARE, home, IDLE_MS), once(OURS, home, IDLE_MS)) for _ in range(5)]
        checked = [(once(BARE, home, CHECKED_MS), once(OURS, home, CHECKED_MS)) for _ in range(2)]
    for _bare, ours in pairs:
        look_at(ours)
    say("first paint", "ms", pairs, "clock")
    say("first paint", "ms of processor", pairs, "processor")
    say("first idle", "MiB", idle, "memory")
    say("this PC looked at", "MiB", checked, "memory")


def say(what: str, unit: str, pairs: list[tuple[Start, Start]], field: str) -> None:
    """Print one comparison."""
    bare, ours = (
        statistics.median(getattr(each, field) for each in column) for column in zip(*pairs, strict=True)
    )
    ratio = f"ratio {ours / bare:.2f}" if bare else "not measured here"
    sys.stdout.write(
        f"{what}: bare QWizard {bare:.0f} {unit}, Tillbridge {ours:.0f} {unit}, {ratio}"
        f" (medians of {len(pairs)})\n"
    )


if __name__ == "__main__":
    main()

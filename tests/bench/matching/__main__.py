"""How long the table takes for a keystroke with 10,000 accounts and 2,000 codes, until it is drawn.

Milliseconds are of the processor, so that what else runs here does not count.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.bench.matching.big import ACCOUNTS, CODES, big_table
from wizard.books.mapping_file import write_mapping
from wizard.books.suggest import suggest
from wizard.catalogue.trades import trades
from wizard.gui.main import make_application
from wizard.gui.matching.bars import FilterBar
from wizard.gui.matching.model import MatchModel
from wizard.gui.matching.picker import Picker
from wizard.gui.matching.target_list import TargetList
from wizard.gui.matching.view import MatchView

TYPED = ("sales 7", "clearing", "dept 19", "zzz", "199")
MOST_MS = 16.0


def keystrokes(edit: QLineEdit, text: str) -> list[float]:
    """Type a text and take it out again; return what each key took, its picture included, in ms."""
    took = []
    for key in [*text, *[""] * len(text)]:
        began = time.process_time()
        if key:
            QTest.keyClicks(edit, key)
        else:
            QTest.keyClick(edit, Qt.Key.Key_Backspace)
        QApplication.processEvents()
        took.append((time.process_time() - began) * 1000)
    return took


def say(name: str, took: list[float]) -> None:
    """Print the middle and the longest."""
    middle = statistics.median(took)
    sys.stdout.write(f"{name:44} median {middle:7.2f} ms, longest {max(took):7.2f} ms\n")


def timed(do: Callable[[], object]) -> float:
    """Return how long something took, in ms."""
    began = time.process_time()
    do()
    return (time.process_time() - began) * 1000


def main() -> None:
    """Measure and print."""
    app = make_application()
    sys.stdout.write(f"{ACCOUNTS:,} accounts, {CODES:,} codes; a keystroke is to take {MOST_MS:.0f} ms\n")
    table = big_table()
    window = QWidget()
    window.resize(1100, 700)
    bar, view, model = FilterBar(), MatchView(), MatchModel(table)
    view.setParent(window)
    view.resize(1100, 600)
    bar.setParent(window)
    bar.search.textChanged.connect(model.filter)
    view.show_matches(model)
    window.show()
    app.processEvents()
    say("a key in the filter of the table", [ms for t in TYPED for ms in keystrokes(bar.search, t)])
    targets = TargetList.of(table.targets["account"].all)
    picker = Picker("Which account?", targets, {}, view)
    picker.open_below(view.mapToGlobal(view.rect().center()))
    app.processEvents()
    say("a key in the list of accounts", [ms for t in TYPED for ms in keystrokes(picker.search, t)])
    picker.close()
    choices = table.accepting(range(len(table.rows)))
    say(f"accepting {len(choices):,} suggestions at once", [timed(lambda: model.put(choices))])
    code = {0: table.best(0)}
    say("one choice", [timed(lambda: model.put(code)) for _ in range(20)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mapping.toml"
        say(
            "writing the file of matches",
            [timed(lambda: write_mapping(path, table.matches)) for _ in range(3)],
        )
    few = table.codes[:100]
    took = timed(lambda: suggest(few, table.chart, trades()))
    sys.stdout.write(f"{'suggestions, for 100 codes':44} {took:14.2f} ms\n")
    window.close()


if __name__ == "__main__":
    main()

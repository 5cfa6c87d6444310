"""The longest time the interface was deaf during the whole tour, with services that answer slowly."""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer

from wizard.app.options import Options
from wizard.app.program import open_program
from wizard.gui.controller import Controller
from wizard.gui.main import make_application
from wizard.gui.shell import Shell
from wizard.gui.tour import Tour

FAULTS = ("xero-slow", "mail-slow-answers")
TICK_MS = 2


class Watch:
    """Notes the gaps between ticks of a timer; `skip` leaves one out, as for a grab."""

    def __init__(self) -> None:
        self.gaps: list[tuple[float, str]] = []
        self.where = "start"
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(((now - self._last) * 1000, self.where))
        self._last = now

    def skip(self) -> None:
        """Leave out what happened since the last tick."""
        self._last = time.perf_counter()


def main() -> None:
    """Take the tour and print the five longest gaps."""
    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        options = Options(home=Path(folder) / "home", practice=True)
        with open_program(options, FAULTS) as program:
            shell = Shell()
            controller = Controller(shell, program, lambda: None)
            shell.show()
            watch = Watch()

            class Watched(Tour):
                def picture(self, number: str, state: str, outcome: str) -> None:
                    watch._tick()
                    watch.where = f"{number} {state}"
                    super().picture(number, state, outcome)
                    watch.skip()

            tour = Watched(app, shell, controller, Path(folder), lambda line: None)
            controller.show_home()
            for name in ("imagatec-mail", "imagatec-xero"):
                tour.walk(name)
            shell.close()
    worst = sorted(watch.gaps, reverse=True)[:5]
    sys.stdout.write(f"{len(watch.gaps)} ticks, {len(tour.stops)} pictures; longest gaps:\n")
    for gap, where in worst:
        sys.stdout.write(f"{gap:7.1f} ms after {where}\n")


if __name__ == "__main__":
    main()

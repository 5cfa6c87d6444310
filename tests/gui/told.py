"""The real program, saying on standard output what its window is told: run by test_second_start.

It prints `painted`, `forward`, `open PROCEDURE` and `closed`; a line `close` or `minimise` on its standard
input does that to the window, `hang` stops it until there is another line.
"""

import os
import sys
from threading import Event, Thread

# Wine hands no variable that begins with QT_ to its programs.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent

from wizard.__main__ import main
from wizard.gui import second_start
from wizard.gui.controller import Controller
from wizard.gui.shell import Shell


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Hand(QObject):
    """What the test asks of the window, brought from the thread that reads to the window's own."""

    pressed = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell, self._go_on = shell, Event()
        self.pressed.connect(self._press)
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self._go_on.set()
            self.pressed.emit(line.strip())

    def _press(self, what: str) -> None:
        match what:
            case "close":
                self._shell.close()
            case "minimise":
                self._shell.showMinimized()
            case "hang":
                self._go_on.clear()
                say("hangs")
                self._go_on.wait()


def watch() -> None:
    forward, opened, listen, closed = (
        Shell.come_forward, Controller.open_procedure, second_start.SecondStart.listen, Shell.closeEvent,
    )  # fmt: skip

    def say_forward(shell: Shell) -> None:
        forward(shell)
        leave = os.environ.get("XDG_ACTIVATION_TOKEN", "")
        say(f"forward {leave}".strip() if not shell.isMinimized() and shell.isVisible() else "not seen")

    def say_opened(controller: Controller, name: str, *at: object) -> None:
        opened(controller, name, *at)  # type: ignore[arg-type]
        shown = controller.run
        say(f"open {shown.session.procedure.id if shown is not None else 'nothing'}")

    def say_painted(second: second_start.SecondStart) -> None:
        say("painted")
        listen(second)
        shell = second.parent()
        assert isinstance(shell, Shell)
        Hand(shell)

    def say_closed(shell: Shell, event: QCloseEvent) -> None:
        closed(shell, event)
        say("closed")

    Shell.come_forward = say_forward  # type: ignore[method-assign]
    Controller.open_procedure = say_opened  # type: ignore[method-assign]
    second_start.SecondStart.listen = say_painted  # type: ignore[method-assign]
    Shell.closeEvent = say_closed  # type: ignore[method-assign]


if __name__ == "__main__":
    watch()
    sys.exit(main())

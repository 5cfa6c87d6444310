"""A window that walks up to a screen, types what is asked there, and is killed: run by test_killed."""

import json
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from tests.gui.window import LETTERS, Window, plain_values, program_for, wait_for
from wizard.gui.main import make_application
from wizard.model.secret import Secret

SECRET_BOXES = {"password", "api_secret", "paste_back", "key_now", "line", "client_secret"}


class FileStore:
    """A password safe that outlives its process, for tests only."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _all(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text("utf-8"))) if self._path.exists() else {}

    def get(self, name: str) -> Secret | None:
        found = self._all().get(name)
        return Secret(found) if found is not None else None

    def set(self, name: str, secret: Secret) -> None:
        self._path.write_text(json.dumps({**self._all(), name: secret.reveal()}), "utf-8")

    def delete(self, name: str) -> None:
        self._path.write_text(json.dumps({k: v for k, v in self._all().items() if k != name}), "utf-8")

    def describe(self) -> dict[str, str]:
        return {"backend": "file", "state": "open"}


def main() -> None:
    """Arguments: home, services file, password safe, screen, further answers in JSON."""
    home, services, safe, screen, extra = sys.argv[1:6]
    make_application()
    window = Window(program_for(Path(home), Path(services), vault=FileStore(Path(safe))))
    window.shell.show()
    window.controller.show_home()
    window.walk_to(screen, json.loads(extra))
    procedure = next(name for name, letter in LETTERS.items() if letter == screen[0])
    if window.session.screen.kind != "mail-check":
        window.answer({**plain_values(procedure), **json.loads(extra)})
    # As long as it takes to look up from the keyboard: the draft is saved shortly after typing.
    soon = [timer for timer in window.run.findChildren(QTimer) if timer.isSingleShot()]
    assert all(timer.interval() < 800 for timer in soon if timer.isActive())
    wait_for(lambda: not any(timer.isActive() for timer in soon))
    sys.stdout.write("here\n")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    import tests.gui.conftest  # noqa: F401 - the same surroundings as the tests

    main()

"""A window that sends a store's week and goes on until somebody kills it: run by test_killed_sending."""

import sys
from pathlib import Path

from tests.gui.books import Books
from tests.gui.killed import FileStore
from tests.gui.window import Window, let_live, program_for, wait_for
from wizard.gui.main import make_application


def main() -> None:
    """Arguments: home, services file, password safe."""
    home, services, safe = sys.argv[1:4]
    make_application()
    window = Window(program_for(Path(home), Path(services), vault=FileStore(Path(safe))))
    window.shell.show()
    window.controller.show_home()
    Books(window).walk_to("W8")
    window.press_verb(rest=False)
    wait_for(lambda: window.number == "W9")
    sys.stdout.write("sending\n")
    sys.stdout.flush()
    while True:
        let_live(50)


if __name__ == "__main__":
    import tests.gui.conftest  # noqa: F401 - the same surroundings as the tests

    main()

"""A window on a real X11 display that walks up to a screen and waits; run by test_real_keys."""

import sys
from pathlib import Path

from tests.gui.window import Window, let_live, program_for, wait_for
from wizard.gui.main import make_application


def main() -> None:
    """Arguments: home, services file, screen. Says where Close stands; then, to milliseconds, the screen."""
    home, services, screen = sys.argv[1:4]
    make_application()
    window = Window(program_for(Path(home), Path(services)))
    window.shell.show()
    window.shell.activateWindow()
    wait_for(window.shell.isActiveWindow)
    window.controller.show_home()
    window.walk_to(screen)
    if window.session.screen.kind == "mail-check":
        window.press_verb()
    close = window.shell.close_button
    at = close.mapToGlobal(close.rect().center())
    _say(f"{at.x()} {at.y()}")
    for line in sys.stdin:
        let_live(int(line))
        _say(window.number)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

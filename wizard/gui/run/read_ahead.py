"""What the later screens of a run want is read while the first ones are looked at."""

import threading
from collections.abc import Iterable

from wizard.catalogue.load import screen
from wizard.catalogue.schema import Procedure
from wizard.gui.pages.registry import page_of


def read_ahead(procedure: Procedure) -> None:
    """Begin to read the screens of a procedure and to load their pages, off the interface thread.

    Nothing waits for it: a page that is wanted earlier is loaded then and there.
    """
    names = list(dict.fromkeys(step.screen for step in procedure.steps))
    threading.Thread(target=_read, args=[names], name="read-ahead", daemon=True).start()


def _read(screens: Iterable[str]) -> None:
    for name in screens:
        page_of(screen(name)).read_ahead()

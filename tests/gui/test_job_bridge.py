"""Work whose page is thrown away while it speaks: nobody is told, and nothing dies of it."""

from typing import Any

import shiboken6

from tests.gui.window import let_live
from wizard.gui.job_bridge import JobBridge
from wizard.model.progress import Cancel, Progress

ROUNDS = 400


def speaks(progress: Progress, cancel: Cancel) -> str:
    """Work that says without a pause how far it is."""
    for _ in range(400):
        cancel.check()
        progress.step(0.5, "still there")
    return "done"


def test_a_bridge_that_goes_while_its_work_speaks_ends_nothing(qapp: Any) -> None:
    heard: list[str] = []

    class Hears:
        def advance(self, fraction: float, text: str) -> None:
            heard.append(text)

        def take_item(self, item: object) -> None:
            """Hear of none."""

    for at in range(ROUNDS):
        bridge, before = JobBridge(), len(heard)
        bridge.start(speaks, heard.append, hears=Hears())
        let_live(at % 3)
        shiboken6.delete(bridge)
        before = len(heard)
        let_live(1)
        assert len(heard) == before, "it was told although nobody waits"

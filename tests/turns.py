"""Taking turns between the test processes of one machine: sign-ins share three fixed redirect ports.

Any three tests can sign in at the same time; one that takes all three ports waits until nobody else does.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = Path(tempfile.gettempdir())


@contextmanager
def turn(*, alone: bool) -> Iterator[None]:
    """Share the ports with the other processes, or have them alone."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with _file("gate").open("w") as gate, _file("room").open("w") as room:
        # Who waits to be alone holds the gate, so that the room empties.
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        yield


def _file(name: str) -> Path:
    return _FOLDER / f"tillbridge-tests-{name}.lock"

"""What the system says about running processes (Linux)."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path


def wait_until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Return once the condition holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


def children_of(process: int) -> list[int]:
    """Every running descendant of a process."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # the name before the last bracket may hold anything; behind it: state, parent
            state, parent = stat.read_text(errors="replace").rpartition(")")[2].split()[:2]
            if state not in {"Z", "X"}:
                parents[int(stat.parent.name)] = int(parent)
    found = [process]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def runs(process: int) -> bool:
    """Whether a process is there and not a zombie."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def told(process: int) -> bytes:
    """A process' command line and environment."""
    folder = Path(f"/proc/{process}")
    return (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()


def listening_ports(process: int) -> set[int]:
    """The TCP ports that a process listens on."""
    sockets = set()
    for handle in Path(f"/proc/{process}/fd").iterdir():
        with contextlib.suppress(OSError):
            sockets.add(str(handle.readlink()))
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            row = line.split()
            # 0A is LISTEN; the tenth column is the socket's inode
            if row[3] == "0A" and f"socket:[{row[9]}]" in sockets:
                found.add(int(row[1].rpartition(":")[2], 16))
    return found

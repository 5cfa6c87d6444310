"""How much memory a process of a benchmark had at most."""

from pathlib import Path


def most_memory() -> float:
    """Return the most that this process had, in MB.

    Not by `getrusage`: its figure is carried over from whoever started the process, where that had more.
    """
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("this system does not say how much memory a process had")

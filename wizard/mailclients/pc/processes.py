"""Which of a user's programs run: from /proc, or from Windows."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wizard.mailclients.contract import Process


class LiveProcesses:
    """The processes of this PC that belong to this user; none where there is no /proc."""

    def running(self, *programs: str) -> Sequence[Process]:
        """Return this user's processes of these programs."""
        if sys.platform == "win32":
            from wizard.mailclients.pc.windows_processes import running  # noqa: PLC0415 - only Windows has it

            return running(*programs)
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if folder.stat().st_uid != os.getuid() or _is_zombie(folder):
                    continue
                program = _program(folder)
                if program in programs:
                    found.append(Process(int(folder.name), program, _environment(folder)))
            except OSError:
                continue  # it ended meanwhile
        return found


def _program(folder: Path) -> str:
    """Return a process's program; `comm` is cut at 15 characters, so the command line is asked first."""
    first = (folder / "cmdline").read_bytes().split(b"\0")[0].decode("utf-8", "replace")
    return Path(first).name or (folder / "comm").read_text("utf-8", "replace").strip()


def _is_zombie(folder: Path) -> bool:
    return (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] == "Z"


def _environment(folder: Path) -> dict[str, str]:
    try:
        text = (folder / "environ").read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return {}
    return dict(pair.partition("=")[::2] for pair in text.split("\0") if "=" in pair)

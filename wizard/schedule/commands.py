"""Running the programs of this PC that keep schedules and show notices."""

import os
import subprocess
import sys
from collections.abc import Sequence

from wizard.schedule.contract import MISSING, Ran

_SECONDS = 30.0
_HIDDEN = 0x08000000
"""Windows' CREATE_NO_WINDOW."""


class PcCommands:
    """Runs real programs; none of them is ever given a secret."""

    def run(self, arguments: Sequence[str], text: str = "") -> Ran:
        """Run one with a text on its standard input; its words come back in English where it can."""
        try:
            done = subprocess.run(  # noqa: S603 - names from this package, no shell
                list(arguments), input=text.encode(), capture_output=True, timeout=_SECONDS, check=False,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                creationflags=_HIDDEN if sys.platform == "win32" else 0,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            return Ran(MISSING, "", str(error))
        return Ran(done.returncode, _text(done.stdout), _text(done.stderr))


def _text(content: bytes) -> str:
    """Return what a program printed: Windows' own print UTF-16 now and then."""
    if content[:2] in {b"\xff\xfe", b"<\x00"}:
        return content.decode("utf-16-le", "replace").removeprefix("\ufeff")
    return content.decode("utf-8", "replace")

"""Asking an open program to close, as the cross in its window does: it may ask back, and may refuse."""

import sys
from collections.abc import Sequence

CAN_ASK = sys.platform == "win32"
"""Whether programs can be asked here."""


def ask_to_close(pids: Sequence[int]) -> bool:
    """Ask every window of these processes to close; False where there was none to ask. Nothing is ended."""
    if sys.platform == "win32":
        from wizard.mailclients.pc.windows_closing import close_windows  # noqa: PLC0415 - only Windows has it

        return close_windows(pids)
    return False

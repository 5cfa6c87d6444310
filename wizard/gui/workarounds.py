"""What other people's bugs make necessary."""

import ctypes
import sys


def keep_constants_alive() -> None:
    """Give True, False and None more references than a day's signals can take away.

    WORKAROUND: PySide6 6.12.0 drops a reference of True at every Signal.emit(), and of None in slots; Python
    before 3.12, where they are not immortal yet, dies of it ("Fatal Python error: bool_dealloc").
    """
    if sys.version_info < (3, 12):
        for constant in (True, False, None):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40

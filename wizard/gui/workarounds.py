"""What other people's bugs make necessary."""

import ctypes
import sys


def keep_true_alive() -> None:
    """Give `True` more references than a day's signals can take away.

    WORKAROUND: PySide6 6.12.0 drops a reference of True at every Signal.emit(); Python before 3.12, where
    True is not immortal yet, dies of it after a thousand or two ("Fatal Python error: bool_dealloc").
    """
    if sys.version_info < (3, 12):
        ctypes.c_ssize_t.from_address(id(True)).value += 1 << 40

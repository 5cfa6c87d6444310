"""What other people's bugs make necessary."""

import contextlib
import sys


def keep_constants_alive() -> None:
    """Give True, False and None more references than a day's signals can take away.

    WORKAROUND: PySide6 6.12.0 drops a reference of True at every Signal.emit(), and of None in slots; Python
    before 3.12, where they are not immortal yet, dies of it ("Fatal Python error: bool_dealloc").
    """
    if sys.version_info < (3, 12):
        import ctypes  # noqa: PLC0415 - only here

        for constant in (True, False, None):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


def read_no_sources() -> None:
    """Keep PySide6 from reading the source of every module that is imported after it.

    WORKAROUND: PySide6 6.12.0 looks there for its name, to offer `__feature__` to modules that have it.
    Nothing here uses that, and on the way to the first screen it costs a tenth of a bare window's start.
    """
    with contextlib.suppress(ImportError):
        import PySide6.QtCore  # noqa: F401, PLC0415 - brings what is changed below
        from shibokensupport import feature  # type: ignore[import-not-found] # noqa: PLC0415

        feature._mod_uses_pyside = lambda _module: False

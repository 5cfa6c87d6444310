"""Saying in a box why no window came, where there is neither a window nor a console to say it in."""

import sys

_ERROR, _FOREGROUND = 0x10, 0x10000


def say_in_a_box(text: str) -> None:
    """Show Windows' own box and wait until it is closed; Qt may be what is missing, so it takes no part."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only where no window came

        ctypes.windll.user32.MessageBoxW(None, text, "Tillbridge", _ERROR | _FOREGROUND)

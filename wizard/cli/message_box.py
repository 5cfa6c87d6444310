"""Saying in a box why no window came, where there is neither a window nor a console to say it in."""

import os
import sys

_ERROR, _FOREGROUND = 0x10, 0x10000
_BY_DESKTOP = ("DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN")
"""What a desktop gives whatever it starts, so that its window comes forward."""


def from_an_icon() -> bool:
    """Whether a Linux desktop started this: what is printed then goes into a log that nobody opens."""
    if sys.platform == "win32" or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    clicked = os.environ.get("GIO_LAUNCHED_DESKTOP_FILE_PID") == str(os.getpid())
    if not clicked and not any(os.environ.get(name) for name in _BY_DESKTOP):
        return False
    streams = (sys.stdin, sys.stdout, sys.stderr)  # in a terminal that an icon started somebody reads
    return not any(stream is not None and stream.isatty() for stream in streams)


def say_in_a_box(text: str) -> None:
    """Show Windows' own box and wait until it is closed; Qt may be what is missing, so it takes no part."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only where no window came

        ctypes.windll.user32.MessageBoxW(None, text, "Tillbridge", _ERROR | _FOREGROUND)

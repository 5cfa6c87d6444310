"""Answers the window in which a mail program asks for a password, as a person would: once."""

import contextlib
import subprocess
from collections.abc import Mapping

from tests.servers.thunderbird import wait_until

GONE_SECONDS = 10.0


def give_password(title: str, password: str, screen: Mapping[str, str]) -> None:
    """Type the password into the window of this title, if it is there, and return when that is gone.

    A window that stays heard nothing, as happens before it has the focus: the next call tries again. `screen`
    is the environment that leads there.
    """
    window = _find(title, screen)
    if window is None:
        return
    for keys in (["windowfocus", window], ["type", "--window", window, password], ["key", "Return"]):
        subprocess.run(["xdotool", *keys], env=dict(screen), check=False)
    with contextlib.suppress(AssertionError):
        wait_until(lambda: _find(title, screen) != window, "the end of the window", GONE_SECONDS)


def _find(title: str, screen: Mapping[str, str]) -> str | None:
    """The number of the visible window of this title."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", title],
        env=dict(screen),
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.split()[0] if found.returncode == 0 else None

"""A real Evolution in a home of its own."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.servers.on_a_screen import on_a_screen


def environment_of(home: Path) -> dict[str, str]:
    """The variables of the user whose home it is, without a screen."""
    runtime = home / "run"
    runtime.mkdir(exist_ok=True, mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "LANG": "C.UTF-8",
        "GSETTINGS_BACKEND": "memory",
        # its preview pane would not start as root otherwise
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    }


@contextmanager
def running(environment: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Evolution on a screen; at the end it is asked to quit."""
    with on_a_screen(["evolution", "-c", "mail"], ["evolution", "--quit"], environment) as process:
        yield process

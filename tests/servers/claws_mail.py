"""A real Claws Mail in a home of its own."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.servers.on_a_screen import on_a_screen

FOLDERS = ("inbox", "sent", "queue", "trash", "draft")
KINDS = {"sent": "outbox"}


def make_profile(home: Path, accounts: str = "") -> Path:
    """Make a home whose Claws Mail was set up with a mailbox and these accounts, and return its folder."""
    rc = home / ".claws-mail"
    rc.mkdir(mode=0o700)
    for name in FOLDERS:
        (home / "Mail" / name).mkdir(parents=True)
    items = "".join(f'<folderitem type="{KINDS.get(n, n)}" name="{n}" path="{n}"/>\n' for n in FOLDERS)
    (rc / "folderlist.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<folderlist>\n'
        f'<folder type="mh" name="Mail" path="Mail" collapsed="0">\n{items}</folder>\n</folderlist>\n'
    )
    (rc / "clawsrc").write_text("[Common]\nconfig_version=1\nreceive_dialog_mode=0\n")
    (rc / "accountrc").write_text(accounts, "utf-8")
    return rc


def environment_of(home: Path, shown: Mapping[str, str]) -> dict[str, str]:
    """The variables of the user whose home it is."""
    runtime = home / "run"
    runtime.mkdir(exist_ok=True, mode=0o700)
    return {**os.environ, **shown, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "LANG": "C.UTF-8"}


@contextmanager
def running(environment: Mapping[str, str], *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Claws Mail on a screen; at the end it is asked to exit."""
    with on_a_screen(["claws-mail", *arguments], ["claws-mail", "--exit"], environment) as process:
        yield process

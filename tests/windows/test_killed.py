"""Ending the program while it writes into the real registry: old, new, or brought back by an undo."""

import random
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.mail_programs.hives import HEADING, installed, office_root, outlook_profile, pop3_account
from tests.windows.prepared import windows_path
from tests.windows.wine import Windows

KILLS = 25
"""Of each action; tests/faults/test_registry_writes_killed.py does 200 of each in a registry of its own."""
PROFILES = office_root("16.0")
TEXT = (
    HEADING + installed("16.0") + outlook_profile(PROFILES, "A", pop3_account(), pop3_account(Email="b@c.d"))
)


class Writer:
    """A Windows with a profile, and Tillbridges that are ended while they write into it."""

    def __init__(self, windows: Windows, folder: Path) -> None:
        self.windows, self.folder, self.count = windows, folder, 0

    @property
    def home(self) -> Path:
        return self.folder / f"home-{self.count}"

    def reset(self) -> str:
        """The profile as it was at first, and a home without receipts; returns the export."""
        self.count += 1
        self.windows.forget(r"HKCU\Software\Microsoft\Office")
        self.windows.load(TEXT)
        return self.export()

    def export(self) -> str:
        """The profile as it stands; it always exists, so that an empty export came too soon after a kill."""
        for _ in range(10):
            found = self.windows.export("HKCU\\" + PROFILES)
            if found:
                return found
            time.sleep(0.5)
        return ""

    def run(self, action: str, kill_after: float | None) -> float:
        """Runs an action, ended after so many seconds; returns how long it was at work."""
        child = self.windows.start(
            "-m", "tests.faults.mail_writer", windows_path(self.home), "winreg", "outlook", action
        )
        with child:
            assert child.stdin is not None
            assert child.stdout is not None
            assert child.stdout.readline().strip() == b"ready"
            began = time.monotonic()
            child.stdin.write(b"\n")
            child.stdin.flush()
            if kill_after is None:
                assert child.stdout.readline().strip() == b"done"
            else:
                time.sleep(kill_after)
                child.kill()
        return time.monotonic() - began

    def put_back(self) -> None:
        if list(self.home.glob("sites/store/receipts/*.json")):
            self.run("undo", None)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("action", ["write", "undo"])
def test_what_is_cut_short_is_brought_back(windows: Windows, tmp_path: Path, action: str) -> None:
    writer = Writer(windows, tmp_path)
    before = writer.reset()
    took = writer.run("write", None)
    new = writer.export()
    assert new != before
    if action == "undo":
        took = writer.run("undo", None)
        assert writer.export() == before
    chance, ends = random.Random(20261120), Counter[str]()
    for _ in range(KILLS):
        assert writer.reset() == before
        if action == "undo":
            writer.run("write", None)
        writer.run(action, chance.uniform(0, 1.1 * took))
        left = writer.export()
        ends["old" if left == before else "new" if left == new else "between"] += 1
        writer.put_back()
        assert writer.export() == before
    sys.stdout.write(f"{action} {dict(ends)}\n")
    assert ends["old"], "the kills all came at one moment"
    assert ends["new"] + ends["between"], "the kills all came at one moment"

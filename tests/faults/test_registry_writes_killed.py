"""SIGKILL at any moment of writing into a registry or undoing it: old, new, or brought back by an undo."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.mail_writer import tools_in, undo
from tests.mail_programs.hives import (
    HEADING,
    express,
    express_account,
    installed,
    office_root,
    outlook_profile,
    pop3_account,
)
from tests.mail_programs.registry import FileRegistry, InMemoryRegistry
from wizard.jobs.job import Done
from wizard.jobs.programs.receipts import mail_receipts

ROOT = Path(__file__).resolve().parents[2]
KILLS = 100
"""Of each action in each program: 200 of write and 200 of undo together."""
TEXTS = {
    "outlook": installed("16.0")
    + outlook_profile(office_root("16.0"), "A", pop3_account(), pop3_account(Email="b@c.d")),
    "outlook-express": express(express_account(), express_account(SMTP_Email_Address="b@c.d")),
}


class Pc:
    """A registry in a file and a home, and children that are killed while they write."""

    def __init__(self, folder: Path, client: str) -> None:
        self.folder, self.client = folder, client
        self.file = folder / "registry.txt"
        memory = InMemoryRegistry(HEADING + TEXTS[client])
        self.before = memory.export()
        self.reset()

    @property
    def home(self) -> Path:
        return self.folder / f"home-{self._count}"

    _count = 0

    def reset(self) -> None:
        """The registry as it was at first, and a home without receipts."""
        self._count += 1
        self.file.unlink(missing_ok=True)
        FileRegistry(self.file).load(HEADING + TEXTS[self.client])

    def export(self) -> str:
        return FileRegistry(self.file).export()

    def run(self, action: str, kill_after: float | None) -> float | None:
        """Runs an action, killed after so many seconds; returns how long it took where it was not."""
        command = [sys.executable, "-m", "tests.faults.mail_writer"]
        child = subprocess.Popen(
            [*command, str(self.home), str(self.file), self.client, action],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        with child:
            assert child.stdin is not None
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            began = time.monotonic()
            child.stdin.write(b"\n")
            child.stdin.flush()
            if kill_after is None:
                assert child.stdout.readline() == b"done\n"
                return time.monotonic() - began
            time.sleep(kill_after)
            child.kill()
        return None

    def put_back(self) -> None:
        """What `mail undo` does, in this process."""
        tools = tools_in(self.home, FileRegistry(self.file))
        outcome = undo(tools)
        assert isinstance(outcome, Done), outcome
        assert outcome.problem is None, outcome

    def has_receipts(self) -> bool:
        return bool(mail_receipts(tools_in(self.home, FileRegistry(self.file))))


@pytest.fixture(params=sorted(TEXTS))
def pc(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pc]:
    yield Pc(tmp_path, request.param)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_killed_write_is_old_new_or_brought_back(pc: Pc, record_property) -> None:
    took = pc.run("write", None)
    assert took is not None
    new = pc.export()
    chance, ends = random.Random(20261120), Counter[str]()
    for _ in range(KILLS):
        pc.reset()
        pc.run("write", chance.uniform(0, 1.1 * took))
        left = pc.export()
        ends["old" if left == pc.before else "new" if left == new else "between"] += 1
        if left != pc.before or pc.has_receipts():
            pc.put_back()
        assert pc.export() == pc.before
    record_property("ends", dict(ends))
    sys.stdout.write(f"{pc.client} write {dict(ends)}\n")
    assert ends["old"] and ends["between"] + ends["new"], "the kills all came at one moment"


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_killed_undo_is_done_by_the_next_one(pc: Pc, record_property) -> None:
    pc.run("write", None)
    new, receipts = pc.export(), pc.home
    took = pc.run("undo", None)
    assert took is not None
    assert pc.export() == pc.before
    chance, ends = random.Random(20261121), Counter[str]()
    assert receipts.exists()
    for _ in range(KILLS):
        pc.reset()
        pc.run("write", None)
        assert pc.export() == new
        pc.run("undo", chance.uniform(0, 1.1 * took))
        left = pc.export()
        ends["old" if left == pc.before else "new" if left == new else "between"] += 1
        pc.put_back()
        assert pc.export() == pc.before
    record_property("ends", dict(ends))
    sys.stdout.write(f"{pc.client} undo {dict(ends)}\n")
    assert ends["new"] and ends["between"] + ends["old"], "the kills all came at one moment"

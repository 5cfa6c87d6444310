"""SIGKILL at random moments of write and undo: a profile ends old or new, or an undo brings it back."""

import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mail_programs.specimens import SPECIMENS, Specimen, contents, places, settings
from tests.unit.doubles import tools_for
from wizard.jobs.job import Done, Job, Tools
from wizard.jobs.programs.receipts import ReceiptState, mail_receipts, settle
from wizard.jobs.programs.undo_mail_settings import UndoMailSettings
from wizard.jobs.programs.write_mail_settings import WriteMailSettings
from wizard.mailclients.choosing import choose
from wizard.mailclients.found import MailClients
from wizard.model.progress import Cancel, Silent

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has neither fork nor SIGKILL"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork.*:DeprecationWarning"),
]

IGNORED = (".parentlock", ".tillbridge-new", "registry.new")
"""Thunderbird's own empty lock file, and what the next run removes (registry.new is the test registry's)."""

every = pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.id)
kills = pytest.mark.parametrize(
    "count", [20, pytest.param(200, marks=[pytest.mark.long, pytest.mark.timeout(600)])]
)


class Shop:
    """A PC with a mail program, and Tillbridge's own home beside it."""

    def __init__(self, specimen: Specimen, folder: Path, *, creates: bool) -> None:
        self.user, self.home = folder / "user", folder / "home"
        self.specimen = specimen
        specimen.make(self.user, used=not creates)

    @property
    def tools(self) -> Tools:
        """What a program that was just started has."""
        found = tools_for(self.home)
        object.__setattr__(
            found, "mail_clients", MailClients(lambda: places(self.user), [self.specimen.client])
        )
        return found

    def writes(self) -> Job:
        listed = self.tools.mail_clients.list(self.specimen.id)
        wanted = settings()
        return WriteMailSettings(choose(listed, address=wanted.identity.address), wanted, check=False)

    def run(self, job: Job) -> Done:
        outcome = job.run(self.tools, Silent(), Cancel())
        assert isinstance(outcome, Done), outcome
        assert outcome.problem is None, outcome.problem
        return outcome

    def profile(self) -> dict[str, tuple[bytes, int]]:
        return {name: each for name, each in contents(self.user).items() if not name.endswith(IGNORED)}

    def forget(self) -> None:
        """Throw old receipts away, so that reading them does not take longer every time."""
        shutil.rmtree(self.tools.site.folder / "receipts", ignore_errors=True)

    def state(self, old: object) -> str:
        """How the profile is now: old, new (as one receipt says, which may seal a password anew), or half."""
        if self.profile() == old:
            return "old"
        settle(self.tools)
        return "new" if mail_receipts(self.tools)[0].state is ReceiptState.WRITTEN else "half"

    def newest(self) -> str:
        """The receipt of the last write that may have changed something."""
        settle(self.tools)
        found = [r for r in mail_receipts(self.tools) if r.state is not ReceiptState.NOT_WRITTEN]
        return found[0].id


def killed(work: Callable[[], object], after: float) -> bool:
    """Run something in a process of its own and kill it after some seconds; whether it was still at it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


class Moments:
    """Random moments within the time that the work takes, which is learned: machines are busy."""

    def __init__(self, took: float) -> None:
        self._took = took

    def next(self) -> float:
        return random.uniform(0, self._took)

    def learn(self, *, at_work: bool) -> None:
        self._took *= 1.03 if at_work else 0.9


def duration(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


@every
@kills
@pytest.mark.parametrize("creates", [False, True], ids=["modify", "create"])
def test_a_write_that_is_killed_leaves_old_or_new_or_is_undone(
    specimen: Specimen,
    tmp_path: Path,
    count: int,
    creates: bool,
) -> None:
    if creates and not specimen.makes:
        pytest.skip("makes its accounts itself")
    shop = Shop(specimen, tmp_path, creates=creates)
    old = shop.profile()
    job = shop.writes()
    took = duration(lambda: shop.run(job))
    new = shop.profile()
    assert new != old
    shop.run(UndoMailSettings(shop.newest()))
    assert shop.profile() == old
    tally: Counter[str] = Counter()
    moments = Moments(took)
    while tally["killed"] < count:
        at_work = killed(lambda: shop.run(job), moments.next())
        moments.learn(at_work=at_work)
        now = shop.profile()
        tally["killed" if at_work else "was done"] += 1
        tally[shop.state(old)] += 1
        if now != old:
            shop.run(UndoMailSettings(shop.newest()))
            assert shop.profile() == old
        shop.forget()
    print(specimen.id, "write", dict(tally))  # noqa: T201 - the figures for the note
    shop.run(job)
    assert shop.run(shop.writes()).facts["already_right"]
    assert not [name for name in contents(shop.user) if name.endswith(".tillbridge-new")]


@every
@kills
def test_an_undo_that_is_killed_leaves_old_or_new_and_can_be_repeated(
    specimen: Specimen, tmp_path: Path, count: int
) -> None:
    shop = Shop(specimen, tmp_path, creates=False)
    old = shop.profile()
    job = shop.writes()
    shop.run(job)
    receipt = shop.newest()
    took = duration(lambda: shop.run(UndoMailSettings(receipt)))
    tally: Counter[str] = Counter()
    moments = Moments(took)
    while tally["killed"] < count:
        shop.run(job)
        new, undo = shop.profile(), UndoMailSettings(shop.newest())
        at_work = killed(lambda undo=undo: shop.run(undo), moments.next())  # type: ignore[misc]
        moments.learn(at_work=at_work)
        now = shop.profile()
        tally["killed" if at_work else "was done"] += 1
        tally["old" if now == old else "new" if now == new else "half"] += 1
        shop.run(undo)
        assert shop.profile() == old
        shop.forget()
    print(specimen.id, "undo", dict(tally))  # noqa: T201

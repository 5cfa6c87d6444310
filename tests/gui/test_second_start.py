"""A second start brings the window forward that stands: real processes, closed, killed, hung ones too."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.gui.window import MAIL, XERO
from tests.journeys.children import wait_until
from wizard.store.site import SiteFolder

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    **os.environ,
    "QT_QPA_PLATFORM": "offscreen",
    "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    # The live world's home looks whether Xero can be reached: at nobody here.
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "localhost,127.0.0.1",
}
SAID = "Tillbridge is open already: its window comes forward.\n"


class Opened:
    """A window of a process of its own, and what that says of it."""

    def __init__(self, home: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.gui.told", "--home", str(home), *words],
            cwd=ROOT, env=ENVIRONMENT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def next_line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def says(self, line: str) -> None:
        """The next thing that happens to the window is this."""
        assert self.next_line() == line + "\n"

    def do(self, what: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


Open = Callable[..., Opened]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def begin(home: Path) -> Iterator[Open]:
    """Starts programs with this home."""
    with ExitStack() as stack:

        def begin(*words: str) -> Opened:
            made = Opened(home, *words)
            stack.callback(made.end)
            return made

        yield begin


@pytest.fixture
def opened(begin: Open) -> Open:
    """Starts programs, each of which has painted its window when it is returned."""

    def opened(*words: str) -> Opened:
        made = begin(*words)
        made.says("painted")
        return made

    return opened


def second(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start a second time, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "wizard", "--home", str(home), *words],
        cwd=ROOT, env={**ENVIRONMENT, **environment}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def left(home: Path) -> list[str]:
    """What second starts left lying."""
    return [path.name for path in home.glob("windows/*/*") if path.name != "open"]


def test_a_second_start_brings_the_window_forward_and_ends(opened: Open, home: Path) -> None:
    window = opened()
    window.do("minimise")
    ended = second(home)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, SAID, "")
    window.says("forward")
    assert json.loads(second(home, "--json").stdout) == {"ok": True, "already_open": True}
    window.says("forward")
    assert left(home) == []


def test_what_the_second_start_named_is_shown_in_the_window_that_stands(opened: Open, home: Path) -> None:
    window = opened("--practice")
    assert second(home, "--practice", "open", MAIL).returncode == 0
    window.says("forward")
    window.says(f"open {MAIL}")
    assert second(home, "--practice", "open", MAIL).returncode == 0
    window.says("forward")  # and is not entered a second time
    assert second(home, "--practice", "open", XERO).returncode == 0
    window.says("forward")
    window.says(f"open {XERO}")
    assert second(home, "--practice", "open", "misspelt").returncode == 2


@pytest.mark.parametrize("other", [("--practice",), ("--site", "harbour")])
def test_another_world_or_store_has_a_window_of_its_own(
    opened: Open, home: Path, other: tuple[str, ...]
) -> None:
    window = opened()
    beside = opened(*other)
    assert second(home, *other).stdout == SAID
    beside.says("forward")
    window.do("close")
    window.says("closed")  # nothing came to it before


def test_a_window_that_was_killed_is_not_believed(opened: Open, home: Path) -> None:
    window = opened()
    window.process.kill()
    window.process.wait()
    again = opened()
    assert second(home).stdout == SAID
    again.says("forward")


def test_a_start_while_the_window_closes_opens_its_own(opened: Open, home: Path) -> None:
    window = opened("--practice")
    window.do("close")
    window.says("closed")  # its services have not ended yet
    again = opened("--practice")
    assert again.process.poll() is None


def test_two_starts_at_once_are_one_window(begin: Open) -> None:
    both = [begin(), begin()]
    said = {window.next_line(): window for window in both}
    assert set(said) == {"painted\n", SAID}
    said["painted\n"].says("forward")


def test_a_window_that_hangs_is_waited_for_only_so_long(opened: Open, home: Path) -> None:
    window = opened()
    window.do("hang")
    window.says("hangs")
    began = time.monotonic()
    ended = second(home, "--json")
    assert 10 <= time.monotonic() - began < 20
    assert ended.returncode == 1
    (problem,) = json.loads(ended.stdout)["problems"]
    assert problem["code"] == "WINDOW-SILENT"
    assert problem["facts"] == {"process": str(window.process.pid)}
    assert left(home) == []
    window.do("go on")
    assert second(home).stdout == SAID
    window.says("forward")  # once: what nobody waits for is not done


def test_a_window_that_ends_while_it_is_asked_leaves_the_second_start_its_place(
    opened: Open, begin: Open, home: Path
) -> None:
    window = opened()
    window.do("hang")
    window.says("hangs")
    second_start = begin()
    wait_until(lambda: left(home))
    window.process.kill()
    second_start.says("painted")
    assert left(home) == []


def test_the_desktops_leave_to_come_forward_is_handed_over(opened: Open, home: Path) -> None:
    window = opened()
    assert second(home, XDG_ACTIVATION_TOKEN="token-of-the-click").returncode == 0
    window.says("forward token-of-the-click")


def test_where_nothing_can_be_kept_the_window_opens_all_the_same(opened: Open, home: Path) -> None:
    home.write_text("a file", "utf-8")
    opened()


def north_store(home: Path, world: str = "") -> Path:
    folder = home / world / "sites" / "north"
    SiteFolder(folder).change(lambda record: record.with_shared({"store_name": "North Store"}))
    return folder


def close(window: Opened) -> None:
    window.do("close")
    window.says("closed")
    window.process.wait(30)


def test_the_store_that_was_open_last_opens_again(opened: Open, home: Path) -> None:
    north_store(home)
    close(opened("--site", "north"))
    again = opened()
    assert second(home, "--site", "north").stdout == SAID
    again.says("forward")
    assert second(home).stdout == SAID, "whoever names none means that one"
    again.says("forward")
    close(again)
    close(opened("--site", "store"))
    opened()
    assert second(home, "--site", "store").stdout == SAID, "the last one counts"


def test_each_world_keeps_its_own(opened: Open, home: Path) -> None:
    north_store(home)
    close(opened("--site", "north"))
    opened("--practice")
    assert second(home, "--practice", "--site", "store").stdout == SAID


def test_a_store_that_is_not_there_any_more_is_not_opened(opened: Open, home: Path) -> None:
    folder = north_store(home)
    close(opened("--site", "north"))
    shutil.rmtree(folder)
    opened()
    assert second(home, "--site", "store").stdout == SAID
    assert not folder.exists()

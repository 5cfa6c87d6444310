"""The installer in Wine: installed, started from its link, used, updated, refused, uninstalled."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.packaging_parts import archives, folder, installer, parts, whole
from tests.servers.fixtures import unavailable
from tests.windows.prepared import NotPrepared, prepare, windows_path
from tests.windows.screen import Screen, own_screen
from tests.windows.wine import Windows, running_windows

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

APPS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Tillbridge"
STILL_OPEN, NEWER_IS_HERE = 3, 4
LATER = "9.0.0"
# Whatever asks for something outside this machine is refused at once.
NOWHERE = {
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "localhost,127.0.0.1",
}


@dataclass(frozen=True)
class Built:
    """What was built: the folder, its installer, and that of a later version with other files."""

    folder: Path
    setup: Path
    later_folder: Path
    later: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    try:
        installer.makensis()
    except installer.SetupError as reason:
        unavailable(str(reason))
    out = tmp_path_factory.mktemp("dist")
    setup, *_ = whole.build(whole.Wanted(out, quick=True))
    kept, later_folder = out / "Tillbridge", out / "later"
    shutil.copytree(whole.WORK / "Tillbridge", kept)
    shutil.copytree(kept, later_folder)
    shutil.rmtree(later_folder / "licences")
    folder.write(later_folder / "lib" / "only_in_the_later.txt", b"later")
    later = out / "later.exe"
    installer.make_installer(installer.Installer(later_folder, later, LATER, "", quick=True))
    return Built(kept, setup, later_folder, later)


@dataclass
class Pc:
    """A Windows PC with a screen, whose user is about to install Tillbridge."""

    windows: Windows
    screen: Screen

    @property
    def local(self) -> Path:
        (found,) = (self.windows.drive / "users").glob("*/AppData/Local")
        return found

    @property
    def folder(self) -> Path:
        return self.local / "Programs" / "Tillbridge"

    @property
    def inside(self) -> str:
        """Where it is installed, as Windows has it."""
        return self.registered()["InstallLocation"].replace("\\\\", "\\")

    @property
    def data(self) -> Path:
        return self.local / "Tillbridge"

    @property
    def link(self) -> Path:
        return self.local.parent / "Roaming/Microsoft/Windows/Start Menu/Programs/Tillbridge.lnk"

    def run(self, *command: str, seconds: float = 300.0) -> int:
        """Run a program of Windows to its end; it gets no pipes, which Wine's services would keep."""
        return subprocess.run(
            ["wine", *command], env={**self.windows.environment, **NOWHERE}, cwd=self.windows.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=seconds, check=False,
        ).returncode  # fmt: skip

    def installed(self, *words: str, **changes: str) -> dict[str, object]:
        """What the installed program's command line answers."""
        command = ["wine", str(self.folder / "python.exe"), "-m", "wizard", *words, "--json"]
        ended = self.windows.run(command, seconds=300, changes={**NOWHERE, **changes})
        return dict(json.loads(ended.output))

    def registered(self) -> dict[str, str]:
        """What Windows' list of programs knows of it."""
        text = self.windows.export(APPS)
        return dict(re.findall(r'^"(\w+)"="?(.*?)"?\r?$', text, re.MULTILINE))

    def open_from_the_start_menu(self) -> None:
        assert self.run("start", "/unix", str(self.link)) == 0
        self.screen.wait_for(lambda: self.is_open, 60, "no window came")

    @property
    def is_open(self) -> bool:
        return bool(self.windows_open)

    @property
    def windows_open(self) -> list[Path]:
        return sorted((self.data / "log").glob("running-*.txt"))

    def window(self, do: str) -> str:
        """What a line of Python says of the program's window `w`, given Windows' own functions as `user`."""
        found = "import ctypes; user = ctypes.windll.user32; w = user.FindWindowW(None, 'Tillbridge'); "
        ended = self.windows.python("-c", f"{found}print({do})")
        assert ended.status == 0, ended
        return ended.output.strip()

    def tasks(self) -> dict[str, bytes]:
        """The tasks of the Task Scheduler, by name, with what it keeps of them."""
        folder = self.windows.drive / "windows"
        return {file.name: file.read_bytes() for file in folder.glob("[Ss]ystem32/[Tt]asks/tillbridge-*")}


@pytest.fixture(scope="module")
def pc(built: Built) -> Iterator[Pc]:
    try:
        prepared = prepare()
    except NotPrepared as reason:
        unavailable(f"no Windows Python: {reason}")
    with own_screen() as screen, running_windows(prepared, screen.display) as windows:
        made = Pc(windows, screen)
        assert made.run(str(built.setup), "/S") == 0
        yield made


def is_whole(pc: Pc, expected: Path) -> None:
    """The installed files are those of the folder, and the uninstaller."""
    found = archives.contents(pc.folder)
    assert found.pop("uninstall.exe")
    assert found == archives.contents(expected)


def kept(pc: Pc) -> dict[str, object]:
    """What is kept of the store: a draft by what it says, without when it was saved; logs left out."""
    found: dict[str, object] = {}
    for name, digest in archives.contents(pc.data).items():
        if "/drafts/" in name:
            draft = json.loads((pc.data / name).read_text("utf-8"))
            found[name] = {key: value for key, value in draft.items() if key != "saved_at"}
        elif not name.startswith("log/"):
            found[name] = digest
    return found


def holding(folder: Path, text: str) -> list[Path]:
    """The files that hold a text."""
    return [file for file in folder.glob("*.json") if text in file.read_text("utf-8")]


def test_two_builds_of_the_same_inputs_hold_the_same_files(built: Built, tmp_path: Path) -> None:
    again = tmp_path / "again"
    folder.lay_out(again, whole.WORK / "fetched", parts.read_parts())
    first = {n: d for n, d in archives.contents(built.folder).items() if not n.startswith("licences/")}
    second = {n: d for n, d in archives.contents(again).items() if not n.startswith("licences/")}
    assert second == first


def test_silently_installed_for_one_user_it_is_whole_and_in_the_list_of_programs(
    pc: Pc, built: Built
) -> None:
    is_whole(pc, built.folder)
    assert pc.link.exists()
    said = pc.registered()
    assert (said["DisplayName"], said["DisplayVersion"], said["Publisher"]) == (
        "Tillbridge", whole.version(), "Tillbridge",
    )  # fmt: skip
    assert int(said["EstimatedSize"].removeprefix("dword:"), 16) > 50_000
    assert not pc.windows.export(APPS.replace("HKCU", "HKLM")), "nothing of it is all users'"


def test_the_installed_program_finds_what_it_needs(pc: Pc) -> None:
    checks = {row["id"]: row for row in pc.installed("doctor")["checks"]}  # type: ignore[attr-defined]
    assert checks["password-safe"]["found"] == "keyring.backends.Windows.WinVaultKeyring"
    assert checks["window"]["found"] == "installed"
    assert checks["home"]["state"] == "passed"


def test_the_installed_window_walks_both_procedures(pc: Pc, tmp_path: Path) -> None:
    home, out = windows_path(tmp_path / "home"), tmp_path / "tour"
    words = ("tour", "imagatec-mail", "ipages-xero", "--out", windows_path(out), "--home", home)
    answer = pc.installed(*words, WINEQT_QPA_PLATFORM="offscreen")  # Wine drops what begins with QT_
    assert answer["ok"], answer
    screens = {row["screen"] for row in answer["screens"]}  # type: ignore[attr-defined]
    assert {"M1", "M4", "M8", "W1", "W6", "W10"} <= screens
    assert (out / "M8.png").stat().st_size > 5_000


def test_started_from_the_start_menu_a_second_time_its_window_comes_forward(pc: Pc) -> None:
    pc.open_from_the_start_menu()
    pc.screen.wait_for(lambda: pc.window("user.IsWindowVisible(w)") == "1", 60, "no window")
    opened = pc.windows_open
    assert pc.window("user.ShowWindow(w, 6) and 0 or user.IsIconic(w)") == "1", "it was minimised"
    assert pc.run("start", "/wait", "/unix", str(pc.link)) == 0, "the second start ends by itself"
    pc.screen.wait_for(lambda: pc.window("user.IsIconic(w)") == "0", 30, "it stayed minimised")
    assert pc.window("user.GetForegroundWindow() == w") == "True"
    assert pc.windows_open == opened
    pc.window("user.PostMessageW(w, 0x10, 0, 0)")
    pc.screen.wait_for(lambda: not pc.is_open, 30, "it did not close")


def test_started_from_the_start_menu_and_updated_while_open_over_a_draft_and_a_schedule(
    pc: Pc, built: Built, tmp_path: Path
) -> None:
    pc.open_from_the_start_menu()
    pc.screen.press_main()  # Set up, of the store's mail
    pc.screen.press_main()  # M1
    drafts = pc.data / "sites" / "store" / "drafts"
    pc.screen.type("Corner Store")
    pc.screen.wait_for(
        lambda: [f for f in drafts.glob("*") if "Corner Store" in f.read_text("utf-8")], 30, "not kept"
    )
    pc.screen.picture(tmp_path / "m2.png")
    asked = pc.installed("schedule", "--daily", "18:30")
    assert (asked["ok"], asked["schedule"], asked["scheduler"]) == (True, "18:30", "task-scheduler")
    tasks = pc.tasks()
    assert list(tasks) == [str(asked["place"])]
    given = (pc.data / "schedule" / f"{asked['place']}.xml").read_text("utf-16")
    assert f"<Command>{pc.inside}\\pythonw.exe</Command>" in given
    before = kept(pc)
    assert pc.is_open
    assert pc.run(str(built.later), "/S") == 0
    assert not pc.is_open, "the window was asked to close"
    is_whole(pc, built.later_folder)
    assert pc.registered()["DisplayVersion"] == LATER
    assert kept(pc) == before
    assert pc.tasks() == tasks
    assert pc.installed("schedule")["schedule"] == "18:30"
    pc.open_from_the_start_menu()
    pc.screen.press_main()  # Continue at M2
    pc.screen.key("End")
    pc.screen.type("!")
    pc.screen.wait_for(
        lambda: [f for f in drafts.glob("*") if "Corner Store!" in f.read_text("utf-8")], 30, "lost"
    )


def test_an_earlier_version_is_refused_and_changes_nothing(pc: Pc, built: Built) -> None:
    assert pc.run(str(built.setup), "/S") == NEWER_IS_HERE
    is_whole(pc, built.later_folder)


def test_a_program_that_does_not_close_stops_the_update(pc: Pc, built: Built) -> None:
    with subprocess.Popen(
        ["wine", str(pc.folder / "python.exe"), "-c", "input()"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=pc.windows.environment,
    ) as sending:  # fmt: skip
        assert pc.run(str(built.later), "/S") == STILL_OPEN
        is_whole(pc, built.later_folder)
        sending.communicate(b"\n", timeout=60)


def test_uninstalled_it_leaves_the_stores_data_and_nothing_else(pc: Pc) -> None:
    before, tasks = kept(pc), pc.tasks()
    assert before
    assert len(tasks) == 1, "the daily run that was asked for is still to come"
    assert pc.run(str(pc.folder / "uninstall.exe"), "/S", f"_?={pc.inside}") == 0
    left = archives.contents(pc.folder) if pc.folder.exists() else {}
    assert set(left) <= {"uninstall.exe"}, "an uninstaller that runs from its place cannot delete itself"
    assert not pc.link.exists()
    assert pc.registered() == {}
    assert pc.windows.export(r"HKCU\Software\Tillbridge") == ""
    assert pc.tasks() == {}, "nothing would be there to be started"
    after = kept(pc)
    store = "sites/store/store.json"
    assert "18:30" not in (pc.data / store).read_text("utf-8"), "it says that no daily run is set any more"
    of_schedule = {store, *(name for name in before if name.startswith("schedule/"))}
    assert {n: v for n, v in after.items() if n != store} == {
        n: v for n, v in before.items() if n not in of_schedule
    }

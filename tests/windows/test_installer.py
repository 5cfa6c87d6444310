"""The installer in Wine: installed, started from its link, used, updated, refused, uninstalled."""

import ast
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import wizard
from tests.packaging_parts import archives, folder, installer, parts, whole
from tests.servers.fixtures import unavailable
from tests.windows.installed import LATER, Built, Pc, build, is_whole, kept, running_pc
from tests.windows.prepared import ROOT, NotPrepared, prepare, windows_path
from tests.windows.walks import send_records, set_up_mail

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

STILL_OPEN, NEWER_IS_HERE, NEEDS_ADMINISTRATOR, NOT_HERE = 3, 4, 5, 6


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    try:
        installer.makensis()
    except installer.SetupError as reason:
        unavailable(str(reason))
    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def pc(built: Built) -> Iterator[Pc]:
    try:
        prepared = prepare()
    except NotPrepared as reason:
        unavailable(f"no Windows Python: {reason}")
    with running_pc(prepared) as made:
        assert made.run(str(built.setup), "/S") == 0
        yield made


@pytest.fixture(autouse=True)
def no_window_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that failed leaves its window open: the next one is not to meet it."""
    yield
    if "pc" in request.fixturenames:
        request.getfixturevalue("pc").end_windows()


def test_two_builds_of_the_same_inputs_hold_the_same_files(built: Built, tmp_path: Path) -> None:
    again = tmp_path / "again"
    folder.lay_out(again, whole.WORK / "fetched", parts.read_parts())
    folder.compiled_copy(again, tmp_path / "compiled")
    for first, second in ((built.packed, again), (built.folder, tmp_path / "compiled")):
        one, other = (
            {n: d for n, d in archives.contents(made).items() if not n.startswith("licences/")}
            for made in (first, second)
        )
        assert other == one


def test_silently_installed_for_one_user_it_is_whole_and_in_the_list_of_programs(
    pc: Pc, built: Built
) -> None:
    is_whole(pc.folder, built.folder)
    assert pc.link.exists()
    said = pc.registered()
    assert (said["DisplayName"], said["DisplayVersion"], said["Publisher"]) == (
        "Tillbridge", whole.version(), "Tillbridge",
    )  # fmt: skip
    assert int(said["EstimatedSize"].removeprefix("dword:"), 16) > 50_000
    assert not pc.registered("HKLM"), "nothing of it is all users'"


def test_the_installed_program_finds_what_it_needs(pc: Pc) -> None:
    checks = {row["id"]: row for row in pc.installed("doctor")["checks"]}  # type: ignore[attr-defined]
    assert checks["password-safe"]["found"] == "keyring.backends.Windows.WinVaultKeyring"
    assert checks["window"]["found"] == "installed"
    assert checks["home"]["state"] == "passed"


def test_whatever_the_program_imports_is_installed(pc: Pc) -> None:
    """Much of it is imported late, in what few stores do."""
    asked: set[str] = set()
    for file in Path(wizard.__file__).parent.rglob("*.py"):
        for part in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(part, ast.ImportFrom) and part.module:
                asked.add(part.module)
            elif isinstance(part, ast.Import):
                asked |= {name.name for name in part.names}
    later = {name for name in asked if "WebEngine" in name}
    ours = {name for name in asked if name.split(".")[0] in {"wizard", *sys.stdlib_module_names}}
    code = "import sys, importlib; [importlib.import_module(name) for name in sys.argv[1:]]; "
    code += "from rapidfuzz import fuzz, process; "
    code += "print(process.extractOne('Sals', ['Rent', 'Sales'], scorer=fuzz.WRatio)[0], fuzz.ratio)"
    command = ["wine", str(pc.folder / "python.exe"), "-c", code, *sorted(asked - later - ours)]
    ended = pc.windows.run(command)
    assert (ended.status, ended.output.split(" ")[0]) == (0, "Sales"), ended
    assert "cyfunction" in ended.output, "it measures in C++"


def test_the_stores_mail_is_set_up_by_mouse_and_keys(pc: Pc, tmp_path: Path) -> None:
    with pc.practising("imagatec-mail") as practice:
        set_up_mail(pc.screen)
        pc.screen.picture(tmp_path / "M8.png")
    receipts = [path.name for path in practice.glob("sites/store/receipts/*")]
    assert [name for name in receipts if "imagatec-mail" in name], receipts
    (prefs,) = (practice / "pc").rglob("prefs.js")
    assert "mail.practice.example" in prefs.read_text("utf-8")


def test_a_shops_records_are_sent_to_xero_by_mouse_and_keys(pc: Pc, tmp_path: Path) -> None:
    script = tmp_path / "browser"  # what Windows opens pages with
    script.write_text(f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" -m tests.windows.browser "$1"\n')
    script.chmod(0o700)
    pc.windows.load(
        "Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software\\Wine\\WineBrowser]\n"
        f'"Browsers"="{script}"\n'
    )
    with pc.practising("ipages-xero") as practice:
        send_records(pc.screen)
        # W9 has no main button while it sends and reads back; W10's closes
        pc.screen.wait_for(pc.screen.main_button, 240, "it did not come to W10")
        pc.screen.picture(tmp_path / "W10.png")
    receipts = practice / "sites" / "store" / "receipts"
    said = [path.read_text("utf-8") for path in receipts.glob("*ipages-xero*.json")]
    assert any('"sent": 105' in text for text in said), said


def test_started_from_the_start_menu_a_second_time_its_window_comes_forward(pc: Pc) -> None:
    pc.open_from_the_start_menu()
    opened = pc.windows_open
    assert pc.window("user.ShowWindow(w, 6) and 0 or user.IsIconic(w)") == "1", "it was minimised"
    assert pc.run("start", "/wait", "/unix", str(pc.link)) == 0, "the second start ends by itself"
    in_front = "not user.IsIconic(w) and user.GetForegroundWindow() == w"
    pc.screen.wait_for(lambda: pc.window(in_front) == "True", 60, "it did not come forward")
    assert pc.windows_open == opened
    scale = "user.GetAwarenessFromDpiAwarenessContext(user.GetWindowDpiAwarenessContext(w))"
    assert pc.window(scale) == "2", "each monitor's own scale is its window's"
    pc.close()
    pc.screen.wait_for(lambda: not pc.is_open, 60, "it did not close")


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
    # it is kept; nothing could be sent yet: there is no sign-in to Xero
    assert (asked["ok"], asked["schedule"], asked["scheduler"]) == (False, "18:30", "task-scheduler")
    tasks = pc.tasks()
    assert list(tasks) == [str(asked["place"])]
    given = (pc.data / "schedule" / f"{asked['place']}.xml").read_text("utf-16")
    assert f"<Command>{pc.inside}\\pythonw.exe</Command>" in given
    before = kept(pc)
    assert pc.is_open
    assert pc.run(str(built.later), "/S") == 0
    assert not pc.is_open, "the window was asked to close"
    is_whole(pc.folder, built.later_folder)
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
    is_whole(pc.folder, built.later_folder)


def test_a_program_that_does_not_close_stops_the_update(pc: Pc, built: Built) -> None:
    with subprocess.Popen(
        ["wine", str(pc.folder / "python.exe"), "-c", "input()"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=pc.windows.environment,
    ) as sending:  # fmt: skip
        assert pc.run(str(built.later), "/S") == STILL_OPEN
        is_whole(pc.folder, built.later_folder)
        sending.communicate(b"\n", timeout=60)


def test_for_all_users_it_asks_for_an_administrator_and_without_one_changes_nothing(
    pc: Pc, tmp_path: Path
) -> None:
    """Everybody is one under Wine: this installer takes itself to be an ordinary user's."""
    folder.write(tmp_path / "Tillbridge" / "python.exe", b"another")
    asked = installer.Installer(
        tmp_path / "Tillbridge", tmp_path / "setup.exe", "9.1.0", "", quick=True, account="User"
    )
    installer.make_installer(asked)
    before = archives.contents(pc.folder)
    assert pc.run(str(asked.target), "/S", "/AllUsers") == NEEDS_ADMINISTRATOR
    assert archives.contents(pc.folder) == before
    assert (pc.registered()["DisplayVersion"], pc.registered("HKLM")) == (LATER, {})


def browser_of(version: str, out: Path) -> Path:
    """An installer of the browser's component for one version, with little in it."""
    folder.write(out / version / "lib" / "PySide6" / "QtWebEngineCore.pyd", b"the browser")
    made = installer.Installer(out / version, out / f"{version}.exe", version, "", "browser.nsi", quick=True)
    installer.make_installer(made)
    return Path(made.target)


def test_the_browser_is_added_to_a_tillbridge_of_the_same_version(pc: Pc, tmp_path: Path) -> None:
    added = pc.folder / "lib" / "PySide6" / "QtWebEngineCore.pyd"
    assert pc.run(str(browser_of(whole.version(), tmp_path)), "/S") == NOT_HERE
    assert not added.exists()
    assert pc.run(str(browser_of(LATER, tmp_path)), "/S") == 0
    assert added.read_bytes() == b"the browser"


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


def test_the_portable_archive_runs_from_where_it_is_unpacked_and_keeps_all_there(
    pc: Pc, built: Built, tmp_path: Path
) -> None:
    before, stick = kept(pc), tmp_path / "Stick für die Kasse"
    with zipfile.ZipFile(built.portable) as archive:
        archive.extractall(stick)
    assert pc.run("cmd", "/c", windows_path(stick / "Tillbridge.cmd")) == 0
    notes = stick / "Tillbridge data" / "log"
    pc.screen.wait_for(lambda: any(notes.glob("running-*.txt")), 60, "no window came")
    pc.screen.wait_for(lambda: pc.answers, 120, "no window")
    pc.close()
    pc.screen.wait_for(lambda: not any(notes.glob("running-*.txt")), 60, "it did not close")
    assert kept(pc) == before
    assert pc.registered() == {}


def test_for_all_users_in_a_folder_that_is_named_and_away_with_its_data(pc: Pc, built: Built) -> None:
    where = r"C:\Kassen Büro\Tillbridge"
    inside = pc.windows.drive / "Kassen Büro" / "Tillbridge"
    menu = pc.windows.drive / "ProgramData/Microsoft/Windows/Start Menu/Programs/Tillbridge.lnk"
    assert pc.run_line(f"{windows_path(built.setup)} /S /AllUsers /D={where}") == 0
    is_whole(inside, built.folder)
    assert (menu.exists(), pc.link.exists()) == (True, False)
    assert pc.registered() == {}
    assert pc.registered("HKLM")["InstallLocation"].replace("\\\\", "\\") == where
    assert "/AllUsers" in pc.registered("HKLM")["QuietUninstallString"]
    assert kept(pc)
    assert pc.run_line(f'"{where}\\uninstall.exe" /S /AllUsers /DATA _?={where}') == 0
    assert set(archives.contents(inside)) <= {"uninstall.exe"}
    assert (menu.exists(), pc.registered("HKLM"), pc.data.exists()) == (False, {}, False)

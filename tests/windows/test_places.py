"""Where a home and a mail program's folder may be on Windows: deep down, with odd letters, on a share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail_programs.specimens import PREFS
from tests.windows.prepared import windows_path
from tests.windows.program import TillbridgeOnWindows
from tests.windows.wine import Windows

pytestmark = pytest.mark.timeout(300)
AT_LOGON = r"HKEY_CURRENT_USER\Volatile Environment"
"""Where Windows puts, when somebody signs in, what it tells each program of their folders."""
MORE_THAN_WINDOWS_USED_TO_TAKE = 324


def test_a_home_deep_down_with_odd_letters_is_used_like_any_other(windows: Windows, tmp_path: Path) -> None:
    home = tmp_path / "Größe des Ladens ☃"
    while (missing := MORE_THAN_WINDOWS_USED_TO_TAKE - len(windows_path(home))) > 0:
        home /= "mit langem Namen"[: max(missing - 1, 1)].strip()
    program = TillbridgeOnWindows(windows, home)
    file = tmp_path / "answers.toml"
    file.write_text(program.run("answers", "imagatec-mail", "--practice").data["answers"], "utf-8")
    answer = program.run("run", "imagatec-mail", "--practice", "--answers", file)
    assert answer.status == 0, answer
    assert {step["state"] for step in answer.data["steps"]} <= {"done", "skipped"}
    assert list((home / "practice").glob("sites/store/receipts/*"))


@pytest.fixture
def redirected(windows: Windows, tmp_path: Path) -> Iterator[Path]:
    """The folder of programs' settings, which an administrator laid onto a server's share."""
    folder = tmp_path / "Server" / "Benutzer$" / "AppData"
    folder.mkdir(parents=True)
    (usual,) = windows.drive.glob("users/*/AppData/Roaming")
    inside = "C:\\" + str(usual.relative_to(windows.drive)).replace("/", "\\")
    for place in (windows_path(folder), inside):
        words = place.replace("\\", "\\\\")
        windows.load(f'Windows Registry Editor Version 5.00\n\n[{AT_LOGON}]\n"APPDATA"="{words}"\n')
        if place != inside:
            yield folder


def test_a_mail_program_is_found_where_its_folder_was_redirected_to(
    windows: Windows, redirected: Path, tmp_path: Path
) -> None:
    profile = redirected / "Thunderbird" / "Profiles" / "ab12cd34.default-release"
    profile.mkdir(parents=True)
    text = (
        "[Profile0]\nName=default-release\nIsRelative=1\nPath=Profiles/ab12cd34.default-release\nDefault=1\n"
    )
    (redirected / "Thunderbird" / "profiles.ini").write_text(text, "utf-8", newline="\r\n")
    (profile / "prefs.js").write_text(PREFS, "utf-8", newline="\r\n")
    (client,) = TillbridgeOnWindows(windows, tmp_path / "home").run("mail", "clients").data["clients"]
    assert client["id"] == "thunderbird"
    assert client["profiles"][0]["path"] == windows_path(profile)

"""Thunderbird's profile where Windows keeps it: written, undone, and left alone while its lock is held."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.files import write_settings
from tests.mail_programs.specimens import ADDRESS, PREFS
from tests.servers.mail_host import MailHost
from tests.windows.program import TillbridgeOnWindows
from tests.windows.wine import SECONDS, Windows

# a busy machine starts Windows programs slowly
pytestmark = pytest.mark.timeout(300)
# as Thunderbird does on Windows: open for writing, shared with nobody
HOLD = r"""
import ctypes, os, sys
from ctypes import wintypes
create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
create.restype = wintypes.HANDLE
handle = create(os.path.join(os.environ["APPDATA"], sys.argv[1]), 0x40000000, 0, None, 4, 0x80, None)
assert handle != wintypes.HANDLE(-1).value, ctypes.WinError(ctypes.get_last_error())
print("held", flush=True)
input()
"""


@pytest.fixture
def prefs(windows: Windows) -> Iterator[Path]:
    """The prefs.js of a profile as Windows' Thunderbird has it."""
    (roaming,) = windows.drive.glob("users/*/AppData/Roaming")
    profile = roaming / "Thunderbird" / "Profiles" / "ab12cd34.default-release"
    profile.mkdir(parents=True)
    text = "[InstallD78BF5DD33499EC2]\nDefault=Profiles/ab12cd34.default-release\nLocked=1\n\n[Profile0]\n"
    text += "Name=default-release\nIsRelative=1\nPath=Profiles/ab12cd34.default-release\n"
    (roaming / "Thunderbird" / "profiles.ini").write_text(text, "utf-8", newline="\r\n")
    file = profile / "prefs.js"
    file.write_text(PREFS.replace("//", "\n//", 1), "utf-8", newline="\r\n")
    yield file
    for path in sorted((roaming / "Thunderbird").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (roaming / "Thunderbird").rmdir()


@pytest.fixture
def documented(mail_host: MailHost, tmp_path: Path) -> Path:
    incoming, outgoing = (("127.0.0.1", port, "plain") for port in (mail_host.pop3_port, mail_host.smtp_port))
    return write_settings(tmp_path, incoming, outgoing, address=ADDRESS)


def test_a_profile_is_written_checked_and_undone_byte_for_byte(
    windows: Windows, prefs: Path, mail_host: MailHost, documented: Path, tmp_path: Path
) -> None:
    program, before = TillbridgeOnWindows(windows, tmp_path / "home"), prefs.read_bytes()
    settings = ("--client", "thunderbird", "--settings", documented, "--yes")
    written = program.run("mail", "write", *settings, MAIL_PASSWORD=mail_host.password)
    assert written.status == 0, written
    assert [row["state"] for row in written.data["checks"]] == ["passed"] * 7
    line = f'user_pref("mail.server.server1.port" ,  {mail_host.pop3_port} )'
    assert line.replace(" ", "") in prefs.read_text("utf-8").replace(" ", "")
    undone = program.run("mail", "undo", written.data["receipt"], "--yes")
    assert (undone.status, undone.data["identical"]) == (0, True), undone
    assert prefs.read_bytes() == before


def test_a_profile_whose_lock_is_held_is_left_alone(
    windows: Windows, prefs: Path, mail_host: MailHost, documented: Path, tmp_path: Path
) -> None:
    program, before = TillbridgeOnWindows(windows, tmp_path / "home"), prefs.read_bytes()
    lock = r"Thunderbird\Profiles\ab12cd34.default-release\parent.lock"
    write = ("mail", "write", "--client", "thunderbird", "--settings", documented, "--yes")
    with windows.start("-c", HOLD, lock) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        answer = program.run(*write, MAIL_PASSWORD=mail_host.password)
        holder.communicate(b"\n", timeout=SECONDS)
    assert [problem["code"] for problem in answer.data["problems"]] == ["CLIENT-OPEN"]
    assert prefs.read_bytes() == before
    # the file stays when Thunderbird ends, and proves nothing then
    assert program.run(*write, MAIL_PASSWORD=mail_host.password).status == 0

"""Outlook's registry on Windows: found, planned, written, checked with real servers, undone."""

import re
from pathlib import Path

import pytest

from tests.journeys.files import write_settings
from tests.mail_programs.account_files import ACCOUNT, oeaccount, put
from tests.mail_programs.hives import (
    EXPRESS,
    HEADING,
    MACHINE,
    express,
    express_account,
    installed,
    key,
    office_root,
    outlook_profile,
    pop3_account,
)
from tests.servers.mail_host import MailHost
from tests.windows.program import TillbridgeOnWindows
from tests.windows.wine import Windows

# a busy machine starts Windows programs slowly
pytestmark = pytest.mark.timeout(300)
OFFICE = r"HKCU\Software\Microsoft\Office"
CANARY = "secret-pw"


@pytest.fixture
def program(windows: Windows, tmp_path: Path) -> TillbridgeOnWindows:
    return TillbridgeOnWindows(windows, tmp_path / "home")


@pytest.fixture
def documented(mail_host: MailHost, tmp_path: Path) -> Path:
    """The store's settings at a real server, on plain ports of its own as 15110 and 15925 are."""
    return write_settings(
        tmp_path,
        ("127.0.0.1", mail_host.pop3_port, "plain"),
        ("127.0.0.1", mail_host.smtp_port, "plain"),
    )


def dword(number: int) -> str:
    return f"dword:{number:08x}"


def value(export: str, name: str) -> str | None:
    """A value of an export as it is written there."""
    found = re.search(rf'^"{re.escape(name)}"=(.*)$', export.replace("\r", ""), re.MULTILINE)
    return found[1] if found else None


def canaries(folder: Path) -> list[Path]:
    """Files that hold the password, in any form that a program might write it."""
    forms = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode().hex().encode()]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(form in path.read_bytes() for form in forms)]


@pytest.mark.parametrize("binary", [False, True], ids=["2016", "2007"])
def test_outlook_is_written_checked_and_undone(
    windows: Windows,
    program: TillbridgeOnWindows,
    mail_host: MailHost,
    documented: Path,
    tmp_path: Path,
    binary: bool,
) -> None:
    number = "12.0" if binary else "16.0"
    root = r"Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles"
    root = root if binary else office_root(number)
    other = pop3_account(binary=binary, Email="other@example.test", Account_Name="Other ☃")
    mine = pop3_account(binary=binary, Email=mail_host.address, Leave_on_Server=0x000E0004)
    windows.load(HEADING + installed(number) + outlook_profile(root, "Größe", other, mine))
    before = windows.export("HKCU\\" + root)
    assert before.count("[HKEY_CURRENT_USER") == 7

    clients = program.run("mail", "clients", "--client", "outlook").data["clients"]
    (found,) = clients
    assert [account["name"] for account in found["profiles"][0]["accounts"]] == ["Other ☃", "Corner Store"]

    settings = ("--client", "outlook", "--settings", documented)
    plan = program.run("mail", "plan", *settings)
    assert plan.status == 0, plan
    rows = {change["name"]: (change["old"], change["new"]) for change in plan.data["changes"]}
    assert rows["incoming_port"] == (995, mail_host.pop3_port)
    assert rows["outgoing_login"] == ("password", "same-as-incoming")
    assert windows.export("HKCU\\" + root) == before

    written = program.run("mail", "write", *settings, "--yes", MAIL_PASSWORD=CANARY)
    assert written.status == 0, written
    assert [row["state"] for row in written.data["checks"]] == ["passed"] * 7
    after = windows.export("HKCU\\" + root)
    changed = after.partition("00000003]")[2]
    assert value(changed, "POP3 Port") == dword(mail_host.pop3_port)
    assert value(changed, "SMTP Port") == dword(mail_host.smtp_port)
    assert value(changed, "POP3 Use SSL") == dword(0)
    assert value(changed, "SMTP Secure Connection") == dword(0)
    assert value(changed, "SMTP Use Auth") == dword(1)
    assert value(changed, "SMTP Auth Method") == dword(0)
    assert value(changed, "Leave on Server") == dword(0x00030007)
    assert (value(changed, "POP3 Server") or "").startswith("hex:" if binary else '"127.0.0.1"')
    assert (value(changed, "POP3 Password") or "").startswith("hex:02,")
    # everything before the account, the other one included, stays as it was
    assert after.partition("00000003]")[0] == before.partition("00000003]")[0]

    again = program.run("mail", "write", *settings, "--yes", MAIL_PASSWORD=CANARY)
    assert (again.data["already_right"], again.data["receipt"]) == (True, None)
    assert windows.export("HKCU\\" + root) == after

    assert program.run("mail", "watch-once").data["accounts"][0]["state"] == "as-written"
    undone = program.run("mail", "undo", written.data["receipt"], "--yes")
    assert undone.status == 0, undone
    assert windows.export("HKCU\\" + root) == before
    assert canaries(program.home) == []


def test_a_change_behind_our_back_is_seen_and_not_overwritten(
    windows: Windows, program: TillbridgeOnWindows, mail_host: MailHost, documented: Path
) -> None:
    root = office_root("15.0")
    account = pop3_account(Email=mail_host.address)
    windows.load(HEADING + installed("15.0") + outlook_profile(root, "Outlook", account))
    settings = ("--client", "outlook", "--settings", documented)
    written = program.run("mail", "write", *settings, "--yes", MAIL_PASSWORD=CANARY)
    assert written.status == 0, written
    path = rf"{root}\Outlook\9375CFF0413111d3B88A00104B2A6676\00000002"
    windows.load(HEADING + f'\n[HKEY_CURRENT_USER\\{path}]\n"POP3 Port"=dword:0000044c\n')
    touched = windows.export(OFFICE)
    watched = program.run("mail", "watch-once")
    assert [problem["code"] for problem in watched.data["problems"]] == ["CLIENT-CHANGED"]
    refused = program.run("mail", "undo", written.data["receipt"], "--yes")
    assert [problem["code"] for problem in refused.data["problems"]] == ["UNDO-CHANGED"]
    (row,) = [box for box in refused.data["boxes"] if box["changed_since"]]
    assert (row["old"], row["ours"], row["now"]) == ("995", str(mail_host.pop3_port), "1100")
    assert windows.export(OFFICE) == touched
    back = program.run("mail", "watch-once", "--put-back", "--yes")
    assert back.status == 0, back
    assert value(windows.export("HKCU\\" + path), "POP3 Port") == dword(mail_host.pop3_port)
    assert program.run("mail", "watch-once").data["accounts"][0]["state"] == "as-written"


def test_a_new_outlook_account_is_announced_and_taken_back(
    windows: Windows, program: TillbridgeOnWindows, mail_host: MailHost, documented: Path
) -> None:
    windows.load(HEADING + installed("15.0"))
    settings = ("--client", "outlook", "--account", "new", "--settings", documented)
    written = program.run("mail", "write", *settings, "--yes", MAIL_PASSWORD=CANARY)
    assert written.status == 0, written
    export = windows.export(OFFICE)
    announced = (value(export, "ImportPRF") or "").strip('"').replace("\\\\", "\\")
    assert announced.startswith("C:\\users\\")
    file = windows.drive / announced.removeprefix("C:\\").replace("\\", "/")
    text = file.read_bytes().decode("ascii")
    assert f"POP3Port={mail_host.pop3_port}\r\n" in text
    assert CANARY not in text
    undone = program.run("mail", "undo", written.data["receipt"], "--yes")
    assert undone.status == 0, undone
    assert windows.export(OFFICE) == ""
    assert not file.exists()


def test_outlook_that_is_open_is_not_written(
    windows: Windows, program: TillbridgeOnWindows, mail_host: MailHost, documented: Path
) -> None:
    root = office_root("16.0")
    windows.load(
        HEADING + installed("16.0") + outlook_profile(root, "A", pop3_account(Email=mail_host.address))
    )
    before = windows.export(OFFICE)
    # its own modules come with it: the copy is a program of that name, which is all that Windows knows
    outlook = windows.folder / "OUTLOOK.EXE"
    outlook.write_bytes(windows.executable.read_bytes())
    with windows.running_as(outlook):
        answer = program.run(
            "mail", "write", "--settings", documented, "--client", "outlook", "--yes", MAIL_PASSWORD=CANARY
        )
    assert [problem["code"] for problem in answer.data["problems"]] == ["CLIENT-OPEN"]
    assert windows.export(OFFICE) == before


@pytest.mark.parametrize("makes", [False, True], ids=["modified", "made"])
def test_outlook_express_is_written_checked_and_undone(
    windows: Windows, program: TillbridgeOnWindows, mail_host: MailHost, documented: Path, makes: bool
) -> None:
    identity = r"Identities\{11111111-2222-3333-4444-555555555555}"
    mine = express_account(SMTP_Email_Address="old@example.test" if makes else mail_host.address)
    text = key(r"Software\Microsoft\Outlook Express", {"MediaVer": "6,0,2900,5512"}, MACHINE)
    text += key("Identities", {"Default User ID": identity.partition("\\")[2]})
    text += key(identity, {"Username": "Büro ☃"}) + express(express_account(), mine, base=identity)
    windows.load(HEADING + text + express(express_account()))
    keys = (r"HKCU\Identities", "HKCU\\" + EXPRESS)
    before = [windows.export(each) for each in keys]
    settings = ("--client", "outlook-express", "--settings", documented)
    written = program.run("mail", "write", *settings, "--yes", MAIL_PASSWORD=CANARY)
    assert written.status == 0, written
    assert written.data["creates"] is makes
    assert [row["state"] for row in written.data["checks"]] == ["passed"] * 7
    after = windows.export(keys[0])
    account = after.partition("00000003]" if makes else "00000002]")[2]
    for name, number in (
        ("POP3 Port", mail_host.pop3_port),
        ("SMTP Port", mail_host.smtp_port),
        ("SMTP Use Sicily", 2),
        ("POP3 Use Sicily", 0),
        ("POP3 Timeout", 0xB4),
        ("Leave Mail On Server", 1),
        ("Remove When Expired", 1),
        ("Expire Days", 3),
    ):
        assert value(account, name) == dword(number), name
    assert windows.export(keys[1]) == before[1]
    again = program.run("mail", "plan", *settings)
    assert again.data["already_right"] is True
    undone = program.run("mail", "undo", written.data["receipt"], "--yes")
    assert undone.status == 0, undone
    assert [windows.export(each) for each in keys] == before
    assert canaries(program.home) == []


def test_windows_mail_is_written_and_undone_byte_for_byte(
    windows: Windows, program: TillbridgeOnWindows, mail_host: MailHost, documented: Path
) -> None:
    (local,) = windows.drive.glob("users/*/AppData/Local")
    text = oeaccount({**ACCOUNT, "SMTP_Email_Address": mail_host.address})
    path = put(local, "Windows Mail", "A-1", text)
    try:
        before = path.read_bytes()
        settings = ("--client", "windows-mail", "--settings", documented)
        written = program.run("mail", "write", *settings, "--yes", MAIL_PASSWORD=CANARY)
        assert written.status == 0, written
        assert [row["state"] for row in written.data["checks"]] == ["passed"] * 7
        now = path.read_bytes().decode("utf-16")
        assert f'<POP3_Port type="DWORD">{mail_host.pop3_port:08x}</POP3_Port>' in now
        undone = program.run("mail", "undo", written.data["receipt"], "--yes")
        assert (undone.status, undone.data["identical"]) == (0, True), undone
        assert path.read_bytes() == before
    finally:
        path.unlink()

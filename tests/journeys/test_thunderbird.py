"""A real Thunderbird with a profile that the program wrote, against a real Dovecot and Exim."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.journeys.files import write_settings
from tests.journeys.program import Ended, Tillbridge
from tests.servers.fixtures import require
from tests.servers.mail_host import ADDRESS, MailHost
from tests.servers.thunderbird import make_profile, running, save_password, screen, wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

OLD_ACCOUNT: Mapping[str, str] = {
    "mail.accountmanager.accounts": '"account1,account2,account3"',
    "mail.accountmanager.defaultaccount": '"account1"',
    "mail.accountmanager.localfoldersserver": '"server2"',
    "mail.account.account1.server": '"server1"',
    "mail.account.account1.identities": '"id1"',
    "mail.account.account2.server": '"server2"',
    "mail.account.account3.server": '"server3"',
    "mail.account.account3.identities": '"id2"',
    "mail.account.lastKey": "3",
    "mail.server.server1.type": '"pop3"',
    "mail.server.server1.hostname": '"localhost"',
    "mail.server.server1.userName": f'"{ADDRESS}"',
    "mail.server.server1.name": '"Laden"',
    "mail.server.server1.port": "110",
    "mail.server.server1.socketType": "3",
    "mail.server.server1.login_at_startup": "true",
    "mail.server.server1.check_new_mail": "true",
    "mail.server.server1.directory-rel": '"[ProfD]Mail/localhost"',
    "mail.server.server2.type": '"none"',
    "mail.server.server2.hostname": '"Local Folders"',
    "mail.server.server2.userName": '"nobody"',
    "mail.server.server2.directory-rel": '"[ProfD]Mail/Local Folders"',
    "mail.server.server3.type": '"pop3"',
    "mail.server.server3.hostname": '"other.invalid"',
    "mail.server.server3.userName": '"büro"',
    "mail.server.server3.name": '"Büro – privat"',
    "mail.identity.id1.fullName": '"Old Name"',
    "mail.identity.id1.useremail": f'"{ADDRESS}"',
    "mail.identity.id1.smtpServer": '"smtp1"',
    "mail.identity.id2.useremail": '"private@other.invalid"',
    "mail.identity.id2.smtpServer": '"smtp1"',
    "mail.smtpservers": '"smtp1"',
    "mail.smtp.defaultserver": '"smtp1"',
    "mail.smtpserver.smtp1.hostname": '"smtp.other.invalid"',
    "mail.smtpserver.smtp1.port": "25",
    "mail.smtpserver.smtp1.username": '"büro"',
}


def write(program: Tillbridge, host: MailHost, folder: Path, *more: str | Path) -> Ended:
    settings = write_settings(
        folder, (host.host, host.pop3_port, "plain"), (host.host, host.smtp_port, "plain")
    )
    arguments = ("mail", "write", "--settings", settings, "--yes", *more)
    return program.run(*arguments, secrets={"MAIL_PASSWORD": host.password})


def logged_in(host: MailHost, since: int) -> bool:
    # Ours are the logins with a capital letter; a check's own conversation is over by now.
    return any(f"user=<{host.user}>" in line for line in host.dovecot.log.logins(since))


def lines_of(profile: Path, *, but: set[str]) -> list[str]:
    """The lines of prefs.js, without those of the named preferences."""
    found = (profile / "prefs.js").read_text("utf-8").splitlines()
    return [line for line in found if not any(f'"{name}"' in line for name in but)]


@pytest.mark.parametrize("kind", ["created", "modified"])
def test_thunderbird_logs_in_with_what_was_written_and_undo_gives_the_old_bytes_back(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path, kind: str
) -> None:
    require("thunderbird", "Xvfb")
    user = Path(tillbridge.environment["HOME"])
    profile = make_profile(user, OLD_ACCOUNT if kind == "modified" else None)
    save_password(profile, mail_host.user, mail_host.password, f"mailbox://{mail_host.host}")
    before = (profile / "prefs.js").read_bytes()
    written = write(tillbridge, mail_host, tmp_path)
    assert written.status == 0, written.stdout
    assert written.answer["creates"] is (kind == "created")
    assert [row["state"] for row in written.answer["checks"]] == ["passed"] * 7
    changed = {change["name"]: change["new"] for change in written.answer["changes"]}
    assert (changed["incoming_port"], changed["outgoing_port"]) == (mail_host.pop3_port, mail_host.smtp_port)
    assert mail_host.password.encode() not in (profile / "prefs.js").read_bytes()
    again = write(tillbridge, mail_host, tmp_path)
    assert (again.status, again.answer["already_right"], again.answer["receipt"]) == (0, True, None)
    undone = tillbridge.run("mail", "undo", written.answer["receipt"], "--yes")
    assert (undone.status, undone.answer["identical"]) == (0, True)
    assert (profile / "prefs.js").read_bytes() == before

    written = write(tillbridge, mail_host, tmp_path)
    mail_host.deliver(3, days_old=1)
    since = mail_host.dovecot.log.size
    with running(user):
        wait_until(lambda: logged_in(mail_host, since), "Thunderbird's login")
        refused = tillbridge.run("mail", "undo", written.answer["receipt"], "--yes")
        assert refused.problems == ["CLIENT-OPEN"]
        if kind == "created":  # the old account only looks whether there is mail, as its user wanted
            folder = profile / "Mail" / "localhost"
            wait_until(lambda: _messages(folder) == 3, "the arrival of three messages")
    assert "TLS" not in "".join(mail_host.dovecot.log.logins(since))
    assert len(mail_host.messages()) == 3, "a copy is left on the server"

    watched = tillbridge.run("mail", "watch-once")
    assert (watched.status, watched.answer["accounts"][0]["state"]) == (0, "as-written"), watched.stdout
    undone = tillbridge.run("mail", "undo", written.answer["receipt"], "--yes")
    assert undone.status == 0, undone.stdout
    found = tillbridge.run("mail", "clients").answer["clients"][0]
    assert re.fullmatch(r"\d+[\d.]+", found["version"])
    accounts = {a["name"]: a["settings"]["incoming_port"] for a in found["profiles"][0]["accounts"]}
    assert accounts == ({"Laden": 110, "Büro – privat": 110} if kind == "modified" else {})


def _messages(folder: Path) -> int:
    inbox = folder / "Inbox"
    return inbox.read_bytes().count(b"\nFrom - ") + 1 if inbox.exists() and inbox.stat().st_size else 0


def test_thunderbird_sends_with_the_incoming_servers_password_alone(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    require("thunderbird", "Xvfb", "xdotool", "dbus-daemon")
    user = Path(tillbridge.environment["HOME"])
    profile = make_profile(user)
    # Only the mailbox's password is saved: "same as incoming" has to take it from there.
    save_password(profile, mail_host.user, mail_host.password, f"mailbox://{mail_host.host}")
    assert write(tillbridge, mail_host, tmp_path).status == 0
    since, sent = mail_host.dovecot.log.size, mail_host.exim.log.stat().st_size
    with screen() as shown, running(user, shown=shown):
        wait_until(lambda: logged_in(mail_host, since), "Thunderbird's login")
        message = f"to='{mail_host.address}',subject='From the till',body='Written by a test.'"
        environment = {**os.environ, **shown, "HOME": str(user)}
        subprocess.run(["thunderbird", "-compose", message], env=environment, check=True, timeout=60)
        find = ["xdotool", "search", "--onlyvisible", "--name", "From the till"]

        def is_open() -> bool:
            return subprocess.run(find, env=environment, capture_output=True, check=False).returncode == 0

        wait_until(is_open, "the message's window")

        def went() -> bool:
            keys = ["xdotool", "search", "--onlyvisible", "--name", "From the till", "windowfocus", "key"]
            subprocess.run([*keys, "ctrl+Return"], env=environment, capture_output=True, check=False)
            return " <= " in mail_host.exim.log.read_bytes()[sent:].decode()

        wait_until(went, "the message's arrival at the server")
    log = mail_host.exim.log.read_bytes()[sent:].decode()
    assert f"A=plain:{mail_host.user}" in log or f"A=login:{mail_host.user}" in log, log

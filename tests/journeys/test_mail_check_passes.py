"""`mail check` against a real Dovecot and Exim that work: seven rows, and a message that really travelled."""

import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.journeys.files import Server, write_services, write_settings
from tests.journeys.program import CHECKS, Ended, Tillbridge
from tests.journeys.wiretap import Wiretap
from tests.servers.fixtures import MakeMailHost
from tests.servers.mail_host import ADDRESS, MailHost
from tests.servers.processes import hand_over


def servers(host: MailHost, socket: str) -> tuple[Server, Server]:
    incoming, outgoing = host.pop3_port, host.smtp_port
    if socket == "tls":
        incoming, outgoing = host.pop3s_port, host.smtps_port
    return (host.host, incoming, socket), (host.host, outgoing, socket)


def contents(host: MailHost) -> dict[str, bytes]:
    """The messages by their file's name without the flags that Dovecot adds to it."""
    host.exim.settle()
    found = [path for folder in ("cur", "new") for path in (host.maildir / folder).glob("*")]
    return {path.name.partition(":")[0]: path.read_bytes() for path in found}


def logged_by_exim(host: MailHost, since: int) -> str:
    """What it logged of what came in; it looks through its queue every few seconds of its own accord."""
    lines = host.exim.log.read_bytes()[since:].decode().splitlines(keepends=True)
    return "".join(line for line in lines if " queue run: " not in line)


def logged_so_far(host: MailHost) -> tuple[int, int]:
    return host.dovecot.log.size, host.exim.log.stat().st_size


def check_everything_passed(ended: Ended) -> None:
    assert ended.status == 0, ended.stdout
    assert ended.stderr == ""
    assert [(row["id"], row["state"], row["problem"]) for row in ended.rows.values()] == [
        (check, "passed", None) for check in CHECKS
    ]
    assert all(isinstance(row["seconds"], float) and row["seconds"] >= 0 for row in ended.rows.values())
    assert "problems" not in ended.answer


def check(program: Tillbridge, settings: Path, *more: str | Path, **passwords: str) -> Ended:
    return program.run("mail", "check", "--settings", settings, *more, secrets=passwords)


@pytest.mark.parametrize("socket", ["plain", "starttls", "tls"])
def test_a_message_is_sent_fetched_and_nothing_else_is_removed(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path, socket: str
) -> None:
    mail_host.deliver(3)
    before, (popped, sent) = contents(mail_host), logged_so_far(mail_host)
    services = write_services(tmp_path, ca=mail_host.ca)
    settings = write_settings(tmp_path, *servers(mail_host, socket))
    ended = check(tillbridge, settings, "--services", services, MAIL_PASSWORD=mail_host.password)
    check_everything_passed(ended)
    assert len(before) == 3
    assert contents(mail_host) == before
    incoming, outgoing = mail_host.dovecot.log, logged_by_exim(mail_host, sent)
    # one message came in by a login, went into the mailbox, was looked at there, and is the one removed
    (arrival,) = re.findall(r" (\S+) <= (.*)", outgoing)
    encrypted = "P=esmtpsa X=TLS" if socket != "plain" else "P=esmtpa A="
    assert encrypted in arrival[1]
    assert f"A=plain:{mail_host.user}" in arrival[1]
    assert f"{arrival[0]} => store <{mail_host.address}>" in outgoing
    sessions, logins = incoming.sessions(popped), incoming.logins(popped)
    assert sessions[0] == (0, 0, 0, 3)
    assert sessions[-1] == (1, 0, 1, 4)
    assert len(logins) == len(sessions)
    assert all((", TLS," in line) is (socket != "plain") for line in logins)


def test_localhost_needs_no_services_file(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    mail_host.deliver(1)
    before = contents(mail_host)
    settings = write_settings(tmp_path, *servers(mail_host, "plain"))
    ended = check(tillbridge, settings, MAIL_PASSWORD=mail_host.password)
    check_everything_passed(ended)
    assert contents(mail_host) == before
    # unencrypted settings are followed, and said to be unencrypted, with what the servers have instead
    (notice,) = ended.answer["notices"]
    assert notice["code"] == "MAIL-PLAIN"
    facts = ended.rows["encryption"]["facts"]
    assert (facts["incoming"], facts["outgoing"]) == ("plain", "plain")
    assert f"starttls on {mail_host.pop3_port}" in facts["incoming_offers"].lower()
    assert f"starttls on {mail_host.smtp_port}" in facts["outgoing_offers"].lower()


def test_without_json_every_row_is_a_line(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    settings = write_settings(tmp_path, *servers(mail_host, "plain"))
    ended = tillbridge.run_as_given(
        "mail", "check", "--settings", settings, "--home", tillbridge.home,
        secrets={"MAIL_PASSWORD": mail_host.password},
    )  # fmt: skip
    assert ended.status == 0
    assert re.findall(r"^ok\s+(\S+)", ended.stdout, re.MULTILINE) == CHECKS


def test_sending_may_have_a_login_of_its_own(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path
) -> None:
    host = make_mail_host(users={ADDRESS: "for receiving", "sender@example.test": "for sending"})
    settings = write_settings(
        tmp_path, *servers(host, "plain"), auth="password", sender="sender@example.test"
    )
    ended = check(tillbridge, settings, MAIL_PASSWORD="for receiving", SENDING_PASSWORD="for sending")
    check_everything_passed(ended)
    assert ended.rows["outgoing-login"]["facts"]["user"] == "sender@example.test"
    log = host.exim.log.read_text()
    assert "A=plain:sender@example.test" in log
    assert f"A=plain:{ADDRESS}" not in log
    assert not host.messages()


@pytest.mark.parametrize("socket", ["plain", "tls"])
def test_a_password_may_hold_any_character(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path, socket: str
) -> None:
    password = " pässwörd €100% 密碼 🔑\"\\'"
    host = make_mail_host(users={ADDRESS: password.strip()})
    services = write_services(tmp_path, ca=host.ca)
    settings = write_settings(tmp_path, *servers(host, socket), name="Käthes Lädchen „Ä“")
    ended = check(tillbridge, settings, "--services", services, MAIL_PASSWORD=password.strip())
    check_everything_passed(ended)
    assert not host.messages()


def test_a_password_file_may_end_in_a_line_break_and_lies_beside_the_settings(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "password.txt").write_text(mail_host.password + "\n")
    settings = write_settings(folder, *servers(mail_host, "plain"))
    text = settings.read_text()
    settings.write_text(text.replace('{ env = "MAIL_PASSWORD" }', '{ file = "password.txt" }'))
    assert settings.read_text() != text
    check_everything_passed(check(tillbridge, settings))


def test_a_store_that_only_sends_gets_no_round_trip(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    popped, sent = logged_so_far(mail_host)
    settings = write_settings(tmp_path, *servers(mail_host, "plain"))
    ended = check(tillbridge, settings, "--outgoing-only", MAIL_PASSWORD=mail_host.password)
    states = {name: row["state"] for name, row in ended.rows.items()}
    not_asked = {"incoming-login", "round-trip"}
    assert states == {name: "skipped" if name in not_asked else "passed" for name in CHECKS}
    assert all(ended.rows[name]["facts"] == {"because": "outgoing-only"} for name in not_asked)
    assert ended.rows["outgoing-login"]["facts"]["user"] == mail_host.user
    assert not mail_host.messages()
    assert (mail_host.dovecot.log.text(popped), logged_by_exim(mail_host, sent)) == ("", "")


def test_settings_without_an_incoming_server_need_no_option(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    outgoing = servers(mail_host, "plain")[1]
    settings = write_settings(tmp_path, None, outgoing, auth="password")
    ended = check(tillbridge, settings, SENDING_PASSWORD=mail_host.password)
    assert ended.status == 0
    assert ended.rows["round-trip"]["facts"] == {"because": "outgoing-only"}
    assert ended.rows["sender"]["state"] == "passed"


class Visitors:
    """Mail from somebody else that arrives while the check message is under way, one per header line.

    The first lies before the check message in the mailbox, the others behind it.
    """

    def __init__(self, host: MailHost, headers: Sequence[str]) -> None:
        self._host, self._headers = host, headers

    def arrive(self, words: bytes) -> None:
        if words.upper().startswith(b"DATA"):
            for number, header in enumerate(self._headers):
                # the file's name begins with the time of arrival, which POP3 sorts by
                arrival = int(time.time()) + (3600 if number else -3600)
                text = f"From: customer@example.test\nSubject: Order {number}\n{header}\n\nTwelve crates.\n"
                path = self._host.maildir / "new" / f"{arrival}.visitor{number}.example"
                path.write_text(text)
            hand_over(self._host.maildir)


ORDINARY = "X-Mailer: any"
# of the length at which poplib gives up on a line, and leaves the rest of the answer unread
CRAFTED = "X-Long: " + "x" * (2047 - len("X-Long: ")) + "\n+OK: is what this header is called"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([ORDINARY, "X-Tillbridge-Check: 0123456789abcdef01234567"], id="another check"),
        pytest.param([ORDINARY, "X-Antispam-Info: " + "x" * 5000], id="header of 5000 characters"),
        pytest.param([ORDINARY, CRAFTED], id="crafted header"),
    ],
)
def test_mail_that_arrives_meanwhile_stays(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path, headers: list[str]
) -> None:
    mail_host.deliver(2)
    before = contents(mail_host)
    incoming, (host, smtp_port, socket) = servers(mail_host, "plain")
    with Wiretap(smtp_port, Visitors(mail_host, headers).arrive) as tap:
        settings = write_settings(tmp_path, incoming, (host, tap.port, socket))
        ended = check(tillbridge, settings, "--wait", "3", MAIL_PASSWORD=mail_host.password)
    left = contents(mail_host)
    assert sorted(name.partition(".")[2] for name in left if "visitor" in name) == [
        f"visitor{number}.example" for number in range(len(headers))
    ]
    assert {name: text for name, text in left.items() if "visitor" not in name} == before
    check_everything_passed(ended)

"""`mail check` with other servers: GNU pop3d and popa3d to receive, Postfix with Dovecot to send."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.files import write_services, write_settings
from tests.journeys.program import CHECKS, Ended, Tillbridge
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.exim import Exim
from tests.servers.fixtures import require, server_folder, unavailable
from tests.servers.gnu_pop3d import GnuPop3d
from tests.servers.mail_host import ADDRESS, PASSWORD
from tests.servers.popa3d import Popa3d
from tests.servers.postfix import Postfix
from tests.servers.processes import hand_over
from tests.servers.unpacked import NotUnpackedError, Unpacked, provide_unpacked

OLD_MAIL = "".join(
    f"From customer@example.test Sat Nov 28 10:0{number}:00 2026\nFrom: customer@example.test\n"
    f"Subject: Order {number}\nMessage-ID: <{number}@example.test>\n\nTwelve crates.\n\n"
    for number in range(3)
)
# the same order three times over: popa3d tells messages apart by a hash, which three copies have in common
COPIES = 3 * OLD_MAIL[: OLD_MAIL.index("From customer", 5)]


@pytest.fixture(scope="module")
def unpacked() -> Iterator[Unpacked]:
    """The unpacked servers, where the user whom they run as can reach them."""
    require("dovecot", "exim4", "fakeroot", "fakechroot", "openssl")
    try:
        provided = provide_unpacked()
    except NotUnpackedError as error:
        unavailable(f"no unpacked servers: {error}")
    with server_folder() as folder:
        yield provided.copy_to(folder / "root")


@pytest.fixture
def running() -> Iterator[ExitStack]:
    """What is stopped after the test, the last one started first."""
    with ExitStack() as stack:
        yield stack


def check_everything_passed(ended: Ended) -> None:
    assert ended.status == 0, ended.stdout
    assert {name: row["state"] for name, row in ended.rows.items()} == dict.fromkeys(CHECKS, "passed")


def exim_into(running: ExitStack, certificates: Certificates, mbox: Path) -> Exim:
    folder = running.enter_context(server_folder())
    return running.enter_context(
        Exim(folder, folder / "none", certificates, "good", {ADDRESS: PASSWORD}, mbox=mbox)
    )


def bodies(mbox: Path) -> list[str]:
    """The orders in the box, whatever status headers the server has added."""
    return [line for line in mbox.read_text().splitlines() if line.startswith(("Subject: ", "Message-ID: "))]


@pytest.mark.parametrize(
    ("mail", "socket"),
    [("", "plain"), (OLD_MAIL, "starttls"), (COPIES, "tls")],
    ids=["empty", "orders", "copies"],
)
def test_gnu_pop3d_gives_the_message_back_and_keeps_the_rest(
    tillbridge: Tillbridge,
    certificates: Certificates,
    unpacked: Unpacked,
    running: ExitStack,
    tmp_path: Path,
    mail: str,
    socket: str,
) -> None:
    server = GnuPop3d(running.enter_context(server_folder()), unpacked, certificates, ADDRESS, PASSWORD)
    running.enter_context(server)
    exim = exim_into(running, certificates, server.mbox)
    put(server.mbox, mail)
    before = bodies(server.mbox)
    pop3_port, smtp_port = server.pop3_port, exim.smtp_port
    if socket == "tls":
        assert exim.smtps_port is not None
        pop3_port, smtp_port = server.pop3s_port, exim.smtps_port
    settings = write_settings(
        tmp_path, ("localhost", pop3_port, socket), ("localhost", smtp_port, socket), user=server.user
    )
    services = write_services(tmp_path, ca=certificates.ca)
    ended = check(tillbridge, settings, services)
    check_everything_passed(ended)
    assert bodies(server.mbox) == before
    assert f"<= {ADDRESS}" in exim.log.read_text()


@pytest.mark.parametrize("mail", ["", OLD_MAIL, COPIES], ids=["empty", "orders", "copies"])
def test_popa3d_gives_the_message_back_and_keeps_the_rest(
    tillbridge: Tillbridge,
    certificates: Certificates,
    unpacked: Unpacked,
    running: ExitStack,
    tmp_path: Path,
    mail: str,
) -> None:
    server = running.enter_context(Popa3d(running.enter_context(server_folder()), unpacked, PASSWORD))
    exim = exim_into(running, certificates, server.mbox)
    put(server.mbox, mail)
    before = bodies(server.mbox)
    settings = write_settings(
        tmp_path,
        ("localhost", server.pop3_port, "plain"),
        ("localhost", exim.smtp_port, "plain"),
        auth="password",
        user=server.user,
    )
    check_everything_passed(check(tillbridge, settings))
    assert bodies(server.mbox) == before
    assert f"<= {ADDRESS}" in exim.log.read_text()


@pytest.mark.parametrize("make", [Popa3d, GnuPop3d])
def test_a_wrong_password_is_told_as_one(
    tillbridge: Tillbridge,
    certificates: Certificates,
    unpacked: Unpacked,
    running: ExitStack,
    tmp_path: Path,
    make: type[Popa3d] | type[GnuPop3d],
) -> None:
    folder = running.enter_context(server_folder())
    server: Popa3d | GnuPop3d = (
        Popa3d(folder, unpacked, PASSWORD)
        if make is Popa3d
        else GnuPop3d(folder, unpacked, certificates, ADDRESS, PASSWORD)
    )
    running.enter_context(server)
    exim = exim_into(running, certificates, server.mbox)
    settings = write_settings(
        tmp_path,
        ("localhost", server.pop3_port, "plain"),
        ("localhost", exim.smtp_port, "plain"),
        auth="password",
        user=server.user,
    )
    ended = check(tillbridge, settings, password="another")
    assert ended.rows["incoming-login"]["problem"] == "MAIL-LOGIN"
    assert ended.rows["outgoing-login"]["state"] == "passed"


def put(mbox: Path, mail: str) -> None:
    mbox.write_text(mail)
    hand_over(mbox.parent)


def check(
    program: Tillbridge, settings: Path, services: Path | None = None, *, password: str = PASSWORD
) -> Ended:
    world = ("--services", services) if services else ()
    secrets = {"MAIL_PASSWORD": password, "SENDING_PASSWORD": PASSWORD}
    return program.run("mail", "check", "--settings", settings, *world, secrets=secrets)


StartPostfix = Callable[..., tuple[Dovecot, Postfix]]


@pytest.fixture
def start_postfix(running: ExitStack, certificates: Certificates, unpacked: Unpacked) -> StartPostfix:
    """Starts a Dovecot and a Postfix with lines of main.cf."""

    def begin(settings: Mapping[str, str] | None = None) -> tuple[Dovecot, Postfix]:
        folder = running.enter_context(server_folder())
        dovecot = Dovecot(folder / "pop", certificates, "good", {ADDRESS: PASSWORD})
        running.enter_context(dovecot)
        postfix = Postfix(folder / "smtp", unpacked, certificates, dovecot, settings)
        return dovecot, running.enter_context(postfix)

    return begin


@pytest.mark.parametrize("socket", ["plain", "starttls", "tls"])
def test_postfix_takes_the_message_and_dovecot_gives_it_back(
    tillbridge: Tillbridge,
    certificates: Certificates,
    start_postfix: StartPostfix,
    tmp_path: Path,
    socket: str,
) -> None:
    dovecot, postfix = start_postfix()
    pop3_port, smtp_port = dovecot.pop3_port, postfix.smtp_port
    if socket == "tls":
        assert dovecot.pop3s_port is not None
        pop3_port, smtp_port = dovecot.pop3s_port, postfix.smtps_port
    settings = write_settings(tmp_path, ("localhost", pop3_port, socket), ("localhost", smtp_port, socket))
    services = write_services(tmp_path, ca=certificates.ca)
    check_everything_passed(check(tillbridge, settings, services))
    assert f"sasl_username={ADDRESS}" in postfix.log
    assert "status=sent (delivered to maildir)" in postfix.log
    box = dovecot.mailboxes / ADDRESS
    assert not [path for folder in ("cur", "new") for path in (box / folder).glob("*")]


@pytest.mark.parametrize(
    ("settings", "row", "problem"),
    [
        ({"smtpd_client_restrictions": "reject", "smtpd_delay_reject": "no"}, "reach", "MAIL-REFUSED"),
        ({"smtpd_client_restrictions": "reject"}, "sender", "MAIL-REFUSED"),
        ({"smtpd_tls_auth_only": "yes"}, "outgoing-login", "MAIL-NO-AUTH"),
        (
            {
                "smtpd_sender_login_maps": f"inline:{{ {ADDRESS}=somebody@example.test }}",
                "smtpd_sender_restrictions": "reject_sender_login_mismatch",
            },
            "sender",
            "MAIL-SENDER",
        ),
        ({"virtual_mailbox_maps": "inline:{ other@example.test=other/ }"}, "sender", "MAIL-ADDRESS"),
        ({"smtpd_relay_restrictions": "reject"}, "sender", "MAIL-RELAY"),
        (
            {"smtpd_recipient_restrictions": "check_recipient_access static:{450 4.7.1 Greylisted}"},
            "sender",
            "MAIL-GREYLISTED",
        ),
        ({"message_size_limit": "200"}, "round-trip", "MAIL-TOO-BIG"),
        (
            {"smtpd_data_restrictions": "check_client_access static:{554 5.7.1 Looks like spam}"},
            "round-trip",
            "MAIL-REFUSED",
        ),
    ],
)
def test_what_postfix_refuses_is_told_as_what_it_is(
    tillbridge: Tillbridge,
    start_postfix: StartPostfix,
    tmp_path: Path,
    settings: dict[str, str],
    row: str,
    problem: str,
) -> None:
    dovecot, postfix = start_postfix(settings)
    files = write_settings(
        tmp_path, ("localhost", dovecot.pop3_port, "plain"), ("localhost", postfix.smtp_port, "plain")
    )
    ended = check(tillbridge, files)
    failed = {name: each["problem"] for name, each in ended.rows.items() if each["state"] == "failed"}
    assert failed == {row: problem}, postfix.log

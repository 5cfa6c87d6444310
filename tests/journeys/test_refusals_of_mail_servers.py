"""Logins and refusals of two SMTP implementations, Exim and aiosmtpd: the same, and the right, problem."""

import contextlib
import dataclasses
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.servers.certificates import Certificates
from tests.servers.fixtures import MakeMailHost
from tests.servers.mail_host import ADDRESS, PASSWORD
from tests.servers.ports import LOOPBACK
from tests.servers.scripted_smtp import ScriptedSmtp
from tests.unit.doubles import tools_for
from wizard.app.network import WorldDialer
from wizard.catalogue.providers import provider
from wizard.jobs.sender.send_test import own_words
from wizard.mail.check import MailCheck
from wizard.mail.fetching import CheckOptions
from wizard.model.mail import (
    CheckId,
    CheckState,
    Identity,
    MailReport,
    MailSettings,
    Outgoing,
    OutgoingAuth,
    SocketType,
)
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.model.world import World, WorldKind

TOKEN = "a-token-of-the-account"
SERVERS = ["exim", "aiosmtpd"]


@dataclass(frozen=True)
class Where:
    """Where a server is, and what it logged of logins."""

    host: str
    port: int
    ca: Path
    logins: Callable[[], list[str]]


Start = Callable[..., Where]


@pytest.fixture
def start(make_mail_host: MakeMailHost, certificates: Certificates) -> Iterator[Start]:
    """Starts one of the two implementations with the same options."""
    with contextlib.ExitStack() as running:

        def exim(socket: str, logins: tuple[str, ...], refuses: dict[str, str]) -> Where:
            host = make_mail_host(logins=logins, refuses=refuses, token=TOKEN, auth_required=True)
            port = host.smtps_port if socket == "tls" else host.smtp_port

            def logged() -> list[str]:
                return [line for line in host.exim.log.read_text().splitlines() if "authenticator" in line]

            return Where("localhost", port, host.ca, logged)

        def aiosmtpd(socket: str, logins: tuple[str, ...], refuses: dict[str, str]) -> Where:
            good = certificates.of("good")
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(good.chain, good.key)
            tls = {"tls": {"implicit": context}, "starttls": {"starttls": context}}.get(socket, {})
            server = ScriptedSmtp(ADDRESS, PASSWORD, token=TOKEN, offers=logins, refuses=refuses, **tls)
            running.enter_context(server)
            return Where(LOOPBACK, server.port, certificates.ca, lambda: server.logins)

        yield lambda name, socket="plain", logins=("PLAIN", "LOGIN"), refuses=None: {
            "exim": exim,
            "aiosmtpd": aiosmtpd,
        }[name](socket, logins, refuses or {})


def check(
    where: Where,
    folder: Path,
    *,
    socket: str = "plain",
    password: str = PASSWORD,
    token: str = "",
    clean: Callable[[str], str] = str,
) -> MailReport:
    world = World(WorldKind.SERVICES, folder, "store", None, extra_ca=where.ca)
    auth = OutgoingAuth.OAUTH2 if token else OutgoingAuth.PASSWORD
    outgoing = Outgoing(
        where.host, where.port, SocketType(socket), auth, ADDRESS, None if token else Secret(password)
    )
    options = CheckOptions(send_to=ADDRESS, access=lambda: Secret(token), clean=clean)
    settings = MailSettings(Identity("Corner Store", ADDRESS), None, outgoing)
    return MailCheck(settings, WorldDialer(world), options, Silent(), Cancel()).run()


def problem_of(report: MailReport) -> Problem:
    assert report.first_problem is not None
    return own_words(report.first_problem, provider("another"), Secret(PASSWORD))


# --- logins ---


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("socket", ["plain", "starttls", "tls"])
@pytest.mark.parametrize("login", ["PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"])
def test_every_login_works_on_every_kind_of_connection(
    start: Start, tmp_path: Path, name: str, socket: str, login: str
) -> None:
    where = start(name, socket, (login,))
    report = check(where, tmp_path, socket=socket, token=TOKEN if login == "XOAUTH2" else "")
    assert report.ok, report.first_problem
    rows = {row.id: row for row in report.rows}
    assert rows[CheckId.OUTGOING_LOGIN].facts["mechanism"] == login
    assert rows[CheckId.ROUND_TRIP].facts == {"sent_to": ADDRESS}
    assert [row.state for row in report.rows if row.id is not CheckId.INCOMING_LOGIN] == [
        CheckState.PASSED
    ] * 6


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("login", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_a_wrong_password_is_tried_once(start: Start, tmp_path: Path, name: str, login: str) -> None:
    where = start(name, logins=(login,))
    assert problem_of(check(where, tmp_path, password="wrong-password")).code == "MAIL-LOGIN"
    assert len(where.logins()) == 1


@pytest.mark.parametrize("name", SERVERS)
def test_a_wrong_token_is_not_called_a_wrong_password(start: Start, tmp_path: Path, name: str) -> None:
    problem = problem_of(check(start(name, logins=("XOAUTH2",)), tmp_path, token="old-token"))
    assert problem.code == "OUT-SIGN-IN"
    # the JSON behind the 334, which Exim does not send
    decoded = {key: problem.facts.get(key) for key in ("status", "scope")}
    assert decoded == (
        {"status": "401", "scope": "https://mail.google.com/"}
        if name == "aiosmtpd"
        else {"status": None, "scope": None}
    )


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_without_the_sign_in_is_said(start: Start, tmp_path: Path, name: str) -> None:
    problem = problem_of(check(start(name), tmp_path, token=TOKEN))
    assert problem.code == "MAIL-NO-AUTH"
    assert problem.facts["sign_in"] is True


# --- refusals ---

MICROSOFT_OFF = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit aka.ms"  # noqa: E501
REFUSALS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("auth", MICROSOFT_OFF, "EXCH-ADMIN", {"cause": "smtp-off"}),
    (
        "auth",
        "535 5.7.139 Authentication unsuccessful, locked by your organization's security defaults policy",
        "EXCH-ADMIN",
        {"cause": "policy"},
    ),
    (
        "auth",
        "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
        "OUT-PASSWORD-OFF",
        {},
    ),
    (
        "auth",
        "534 5.7.9 Application-specific password required. https://support.example/InvalidSecondFactor",
        "APP-PASSWORD",
        {},
    ),
    (
        "auth",
        "534 5.7.14 Please log in via your web browser and then try again.",
        "OUT-GMAIL",
        {"cause": "web-login"},
    ),
    ("auth", "535 5.7.8 Username and Password not accepted.", "MAIL-LOGIN", {}),
    ("auth", "538 5.7.11 Encryption required for requested authentication mechanism", "MAIL-NEEDS-TLS", {}),
    (
        "auth",
        "503 5.5.1 Error: authentication not enabled",
        "MAIL-AUTH-REFUSED",
        {"cause": "not-looked-at"},
    ),
    ("auth", "454 4.7.0 Temporary authentication failure", "MAIL-BUSY", {}),
    ("auth", "454 4.7.0 Too many login attempts, please try again later.", "MAIL-RATE", {}),
    (
        "mail",
        "550 5.7.30 Basic authentication is not supported for Client Submission.",
        "OUT-PASSWORD-OFF",
        {},
    ),
    ("mail", "530 5.7.0 Must issue a STARTTLS command first", "MAIL-NEEDS-TLS", {}),
    (
        "mail",
        "530 5.7.57 Client was not authenticated to send anonymous mail during MAIL FROM",
        "MAIL-OUT-AUTH",
        {},
    ),
    ("mail", "553 5.7.1 Sender address rejected: not owned by user", "SENDER-MISMATCH", {"cause": "server"}),
    (
        "mail",
        "550 5.7.60 Client does not have permissions to send as this sender",
        "SENDER-MISMATCH",
        {"cause": "server"},
    ),
    ("mail", "553 5.1.8 Sender domain must exist", "MAIL-SENDER", {}),
    ("mail", "452 4.3.2 Concurrent connections limit exceeded", "MAIL-RATE", {}),
    ("rcpt", "554 5.7.1 Relay access denied", "OUT-RELAY", {}),
    ("rcpt", "550 relay not permitted", "OUT-RELAY", {}),
    ("rcpt", "550 5.1.1 No such user here", "MAIL-ADDRESS", {}),
    ("rcpt", "552 5.2.2 Mailbox full", "MAIL-BOX-FULL", {}),
    ("rcpt", "451 4.7.1 Greylisted, please try again in 300 seconds", "MAIL-GREYLISTED", {}),
    ("rcpt", "451 4.3.0 Temporary lookup failure", "MAIL-BUSY", {}),
    ("data", "552 5.3.4 Message size exceeds fixed limit", "MAIL-TOO-BIG", {}),
    ("data", "550 5.4.5 Daily user sending limit exceeded.", "MAIL-RATE", {}),
    (
        "data",
        "554 5.2.252 SendAsDenied; store not allowed to send as store",
        "SENDER-MISMATCH",
        {"cause": "server"},
    ),
]


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize(
    ("stage", "reply", "code", "facts"), REFUSALS, ids=[f"{r[0]} {r[1][:9]} {r[2]}" for r in REFUSALS]
)
def test_the_servers_own_words_lead_to_the_right_problem(
    start: Start, tmp_path: Path, name: str, stage: str, reply: str, code: str, facts: dict[str, Any]
) -> None:
    problem = problem_of(check(start(name, refuses={stage: reply}), tmp_path))
    assert problem.code == code, problem
    assert facts.items() <= problem.facts.items()
    # whoever can help gets the server's own line
    assert reply[:40] in str(problem.facts["said"])


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("login", ["PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"])
def test_a_login_that_the_server_never_looked_at_is_not_called_one_that_works(
    start: Start, tmp_path: Path, name: str, login: str
) -> None:
    """RFC 4954 has servers answer 503 to an AUTH out of turn; to a session's first one it proves nothing."""
    refuses = dict.fromkeys(("auth", "oauth"), "503 5.5.1 Error: already authenticated")
    where = start(name, logins=(login,), refuses=refuses)
    token = "old-token" if login == "XOAUTH2" else ""
    report = check(where, tmp_path, password="wrong-password", token=token)
    (row,) = (row for row in report.rows if row.id is CheckId.OUTGOING_LOGIN)
    assert row.state is CheckState.FAILED
    problem = problem_of(report)
    assert (problem.code, problem.facts["cause"]) == ("MAIL-AUTH-REFUSED", "not-looked-at")
    assert [row.state for row in report.rows[5:]] == [CheckState.SKIPPED] * 2, "nothing is sent after it"


@pytest.mark.parametrize(
    ("row", "password", "code"),
    [
        ("gmail", "my-usual-password", "APP-PASSWORD"),
        ("gmail", "abcd efgh ijkl mnop", "OUT-GMAIL"),
        ("yahoo", "my-usual-password", "APP-PASSWORD"),
        ("yahoo", "abcdefghijklmnop", "MAIL-LOGIN"),
        ("bt", "my-usual-password", "MAIL-LOGIN"),
    ],
)
def test_what_a_refused_login_means_depends_on_the_provider(row: str, password: str, code: str) -> None:
    refused = Problem(
        "MAIL-LOGIN", {"said": "535 5.7.8 Username and Password not accepted", "side": "sending"}
    )
    assert own_words(refused, provider(row), Secret(password)).code == code


def test_a_server_that_repeats_the_login_gives_nothing_away(
    tmp_path: Path, certificates: Certificates
) -> None:
    """What XOAUTH2 sends is the token inside base64, in no form that the token alone would show."""
    from wizard.jobs.sender.connection import learn_login
    from wizard.mail.xoauth2 import xoauth2_login
    from wizard.redaction.log_filter import Redactor

    redactor = Redactor()
    tools = tools_for(tmp_path)
    tools = dataclasses.replace(tools, learn=redactor.learn, clean=redactor.clean_quote)
    learn_login(tools, ADDRESS, Secret(TOKEN))
    sent = xoauth2_login(ADDRESS, TOKEN)
    repeated = f"535 5.7.8 no such login: AUTH XOAUTH2 {sent}"
    with ScriptedSmtp(
        ADDRESS, PASSWORD, token="another", offers=("XOAUTH2",), refuses={"oauth": repeated}
    ) as server:
        where = Where(LOOPBACK, server.port, certificates.ca, lambda: server.logins)
        report = check(where, tmp_path, token=TOKEN, clean=tools.clean)
    said = str(report.first_problem.facts["said"]) if report.first_problem else ""
    assert said.startswith("535")
    assert sent not in said
    assert TOKEN not in said

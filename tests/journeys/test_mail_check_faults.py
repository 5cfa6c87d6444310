"""`mail check` against mail hosts with a fault each: its own problem code, the right row, in bounded time."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.journeys.children import wait_until
from tests.journeys.files import Server, write_services, write_settings
from tests.journeys.program import CHECKS, Ended, Tillbridge
from tests.journeys.wiretap import Wiretap
from tests.servers.certificates import CertificateKind
from tests.servers.fixtures import MakeMailHost
from tests.servers.mail_host import ADDRESS, MailHost
from tests.servers.ports import LOOPBACK

BOUND = 35.0
"""Seconds that a check of a faulty mail host may take, the program's start included."""
SIX_ROWS_BOUND = 30.0
DOCUMENTED = "mail.example.test"
EVERY_PORT = (110, 995, 15110, 25, 465, 587, 15925)

Rows = dict[str, dict[str, object]]


def check(
    program: Tillbridge,
    folder: Path,
    incoming: Server,
    outgoing: Server,
    *more: str,
    ca: Path | None = None,
    routes: dict[str, str] | None = None,
    password: str = "secret-pw",
    sending_password: str = "secret-pw",
    auth: str = "same-as-incoming",
) -> Ended:
    services = write_services(folder, ca=ca, routes=routes)
    settings = write_settings(folder, incoming, outgoing, auth=auth)
    secrets = {"MAIL_PASSWORD": password, "SENDING_PASSWORD": sending_password}
    return program.run(
        "mail", "check", "--settings", settings, "--services", services, *more, secrets=secrets
    )


def servers(host: MailHost, incoming: str = "plain", outgoing: str = "") -> tuple[Server, Server]:
    outgoing = outgoing or incoming
    return (
        (host.host, host.pop3s_port if incoming == "tls" else host.pop3_port, incoming),
        (host.host, host.smtps_port if outgoing == "tls" else host.smtp_port, outgoing),
    )


def assert_ends_in(ended: Ended, row: str, code: str, *, passed: list[str], skipped: dict[str, str]) -> None:
    """The run failed in this row with this code; `skipped` says which rows were skipped because of which."""
    assert ended.status == 1, (ended.stdout, ended.stderr)
    assert "Traceback" not in ended.stderr
    assert ended.seconds < BOUND
    rows = ended.rows
    assert rows[row]["problem"] == code, rows
    assert {name: each["state"] for name, each in rows.items()} == {
        row: "failed",
        **dict.fromkeys(passed, "passed"),
        **dict.fromkeys(skipped, "skipped"),
    }
    assert {name: rows[name]["facts"]["because"] for name in skipped} == skipped
    assert all(each["problem"] is None for name, each in rows.items() if name != row)
    (problem,) = ended.answer["problems"]
    assert problem["code"] == code
    assert all(problem[words].strip() for words in ("what", "why", "do"))
    # a problem without words of its own says "this version has no words for it"
    assert "no words" not in problem["what"]


def all_skipped(*names: str, because: str) -> dict[str, str]:
    return dict.fromkeys(names, because)


AFTER_ENCRYPTION = CHECKS[3:]
AFTER_REACH = CHECKS[2:]


# --- logins ---


def test_a_wrong_password_is_tried_once(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path
) -> None:
    host = make_mail_host()
    with Wiretap(host.pop3_port) as pop3, Wiretap(host.smtp_port) as smtp:
        incoming, outgoing = (host.host, pop3.port, "plain"), (host.host, smtp.port, "plain")
        ended = check(tillbridge, tmp_path, incoming, outgoing, password="wrong-pw")
    assert_ends_in(
        ended, "incoming-login", "MAIL-LOGIN",
        passed=CHECKS[:3],
        skipped=all_skipped(*CHECKS[4:], because="incoming-login"),
    )  # fmt: skip
    # every further try would bring the account closer to being locked
    assert pop3.words.count(b"PASS ") == 1
    assert b"AUTH" not in smtp.words.replace(b"AUTH=", b"")
    wait_until(host.dovecot.log.passwords_refused)  # it is logged once the connection has ended
    assert host.dovecot.log.passwords_refused() == 1


def test_a_wrong_password_for_sending_alone(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    ended = check(tillbridge, tmp_path, *servers(mail_host), auth="password", sending_password="wrong-pw")
    assert_ends_in(
        ended, "outgoing-login", "MAIL-LOGIN",
        passed=CHECKS[:4],
        skipped=all_skipped("sender", "round-trip", because="outgoing-login"),
    )  # fmt: skip
    # receiving works, and the problem knows which of the two passwords it is about
    assert ended.rows["outgoing-login"]["facts"]["side"] == "sending"


@pytest.mark.parametrize("options", [{}, {"require_auth_for_mail": True}], ids=["550 at RCPT", "530 at MAIL"])
def test_no_login_where_one_is_wanted(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path, options: dict[str, bool]
) -> None:
    host = make_mail_host(**options)
    ended = check(tillbridge, tmp_path, *servers(host), auth="none")
    assert_ends_in(
        ended, "outgoing-login", "MAIL-OUT-AUTH",
        passed=CHECKS[:4],
        skipped=all_skipped("sender", "round-trip", because="outgoing-login"),
    )  # fmt: skip
    assert not host.messages()


def test_no_login_is_fine_where_none_is_wanted(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path
) -> None:
    host = make_mail_host(auth_required=False, offer_auth=False)
    ended = check(tillbridge, tmp_path, *servers(host), auth="none")
    assert ended.status == 0, ended.stdout
    assert ended.rows["round-trip"]["state"] == "passed"


# --- certificates ---

CERTIFICATES: list[tuple[CertificateKind, str]] = [
    ("wrong-name", "MAIL-CERT-NAME"),
    ("other-authority", "MAIL-CERT-UNTRUSTED"),
    ("expired", "MAIL-CERT-EXPIRED"),
]


@pytest.mark.parametrize("socket", ["tls", "starttls"])
@pytest.mark.parametrize(("kind", "code"), CERTIFICATES)
def test_a_bad_certificate_gets_no_password(
    tillbridge: Tillbridge,
    make_mail_host: MakeMailHost,
    tmp_path: Path,
    kind: CertificateKind,
    code: str,
    socket: str,
) -> None:
    host = make_mail_host(certificate_kind=kind)
    ended = check(tillbridge, tmp_path, *servers(host, socket), ca=host.ca)
    assert_ends_in(
        ended, "encryption", code,
        passed=CHECKS[:2],
        skipped=all_skipped(*AFTER_ENCRYPTION, because="encryption"),
    )  # fmt: skip
    assert not host.dovecot.log.logins()


def test_a_bad_certificate_for_sending_leaves_receiving_proven(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, mail_host: MailHost, tmp_path: Path
) -> None:
    bad = make_mail_host(certificate_kind="expired")
    incoming, outgoing = servers(mail_host, "tls")[0], servers(bad, "tls")[1]
    ended = check(tillbridge, tmp_path, incoming, outgoing, ca=mail_host.ca)
    assert_ends_in(
        ended, "encryption", "MAIL-CERT-EXPIRED",
        passed=["resolve", "reach", "incoming-login"],
        skipped=all_skipped("outgoing-login", "sender", "round-trip", because="encryption"),
    )  # fmt: skip
    assert ended.rows["encryption"]["facts"]["side"] == "outgoing"


def test_a_root_that_no_services_file_names_is_not_trusted(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    settings = write_settings(tmp_path, *servers(mail_host, "tls"))
    ended = tillbridge.run(
        "mail", "check", "--settings", settings, secrets={"MAIL_PASSWORD": mail_host.password}
    )
    assert_ends_in(
        ended, "encryption", "MAIL-CERT-UNTRUSTED",
        passed=CHECKS[:2],
        skipped=all_skipped(*AFTER_ENCRYPTION, because="encryption"),
    )  # fmt: skip


# --- encryption ---


@pytest.mark.parametrize("side", ["incoming", "outgoing", "both"])
def test_tls_on_a_plain_port(tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path, side: str) -> None:
    incoming, outgoing = servers(mail_host, "tls")
    if side != "outgoing":
        incoming = (mail_host.host, mail_host.pop3_port, "tls")
    if side != "incoming":
        outgoing = (mail_host.host, mail_host.smtp_port, "tls")
    ended = check(tillbridge, tmp_path, incoming, outgoing, ca=mail_host.ca)
    receives = side == "outgoing"
    assert_ends_in(
        ended, "encryption", "MAIL-PORT-PLAIN",
        passed=["resolve", "reach", *(["incoming-login"] if receives else []),
                *(["outgoing-login", "sender"] if side == "incoming" else [])],
        skipped={name: "encryption" for name in AFTER_ENCRYPTION
                 if not (receives and name == "incoming-login")
                 and not (side == "incoming" and name in {"outgoing-login", "sender"})},
    )  # fmt: skip


@pytest.mark.long  # a greeting is waited for as long as it may take
@pytest.mark.parametrize("socket", ["plain", "starttls"])
def test_plain_on_a_tls_port(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path, socket: str
) -> None:
    incoming = (mail_host.host, mail_host.pop3s_port, socket)
    outgoing = (mail_host.host, mail_host.smtps_port, socket)
    ended = check(tillbridge, tmp_path, incoming, outgoing, ca=mail_host.ca)
    assert_ends_in(
        ended, "encryption", "MAIL-PORT-TLS",
        passed=CHECKS[:2],
        skipped=all_skipped(*AFTER_ENCRYPTION, because="encryption"),
    )  # fmt: skip


def test_without_starttls_no_login_is_ever_sent(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path
) -> None:
    host = make_mail_host(ssl=False)
    with Wiretap(host.pop3_port) as pop3, Wiretap(host.smtp_port) as smtp:
        incoming, outgoing = (host.host, pop3.port, "starttls"), (host.host, smtp.port, "starttls")
        ended = check(tillbridge, tmp_path, incoming, outgoing, ca=host.ca)
    assert_ends_in(
        ended, "encryption", "MAIL-NO-STARTTLS",
        passed=CHECKS[:2],
        skipped=all_skipped(*AFTER_ENCRYPTION, because="encryption"),
    )  # fmt: skip
    assert b"CAPA" in pop3.words
    assert b"EHLO" in smtp.words
    for spoken in (b"USER ", b"PASS ", b"AUTH", b"APOP", b"MAIL FROM", ADDRESS.upper().encode()):
        assert spoken not in pop3.words + smtp.words
    assert not host.dovecot.log.logins()
    assert not host.messages()


def test_without_starttls_for_sending_the_password_for_receiving_stays_there(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path
) -> None:
    host = make_mail_host(tls=False)
    with Wiretap(host.smtp_port) as smtp:
        incoming, outgoing = (host.host, host.pop3_port, "starttls"), (host.host, smtp.port, "starttls")
        ended = check(tillbridge, tmp_path, incoming, outgoing, ca=host.ca)
    assert_ends_in(
        ended, "encryption", "MAIL-NO-STARTTLS",
        passed=["resolve", "reach", "incoming-login"],
        skipped=all_skipped("outgoing-login", "sender", "round-trip", because="encryption"),
    )  # fmt: skip
    assert b"AUTH" not in smtp.words


# --- ports and names ---


def test_a_closed_port(tillbridge: Tillbridge, mail_host: MailHost, closed_port: int, tmp_path: Path) -> None:
    incoming, _ = servers(mail_host)
    ended = check(tillbridge, tmp_path, incoming, (mail_host.host, closed_port, "plain"))
    assert_ends_in(
        ended, "reach", "MAIL-PORT-CLOSED",
        passed=["resolve", "encryption", "incoming-login"],
        skipped=all_skipped("outgoing-login", "sender", "round-trip", because="reach"),
    )  # fmt: skip
    assert ended.rows["reach"]["facts"]["port"] == closed_port
    assert ended.rows["reach"]["facts"]["side"] == "outgoing"


def at_once(*checks: Callable[[Path], Ended], folder: Path) -> list[Ended]:
    """Runs that mostly wait, side by side, each with a folder of its own for its files."""
    folders = [folder / str(number) for number in range(len(checks))]
    for each in folders:
        each.mkdir()
    with ThreadPoolExecutor(len(checks)) as pool:
        running = [pool.submit(check, each) for check, each in zip(checks, folders, strict=True)]
        return [each.result() for each in running]


@pytest.mark.long
def test_a_silent_port(tillbridge: Tillbridge, mail_host: MailHost, silent_port: int, tmp_path: Path) -> None:
    def check_with(socket: str) -> Callable[[Path], Ended]:
        silent, outgoing = (mail_host.host, silent_port, socket), servers(mail_host, socket)[1]
        return lambda folder: check(tillbridge, folder, silent, outgoing, ca=mail_host.ca)

    for ended in at_once(*map(check_with, ("plain", "starttls", "tls")), folder=tmp_path):
        assert_ends_in(
            ended, "reach", "MAIL-PORT-SILENT",
            passed=["resolve", "encryption", "outgoing-login", "sender"],
            skipped=all_skipped("incoming-login", "round-trip", because="reach"),
        )  # fmt: skip
        assert ended.rows["reach"]["facts"]["port"] == silent_port


def routes_to(port: int, *ports: int) -> dict[str, str]:
    return {f"{DOCUMENTED}:{each}": f"{LOOPBACK}:{port}" for each in ports}


@pytest.mark.long
@pytest.mark.parametrize("kind", ["black_hole", "silent_port"])
def test_six_rows_are_bounded_even_when_no_port_answers(
    tillbridge: Tillbridge, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    routes = routes_to(request.getfixturevalue(kind), *EVERY_PORT)
    ended = check(
        tillbridge, tmp_path, (DOCUMENTED, 15110, "plain"), (DOCUMENTED, 15925, "plain"), routes=routes
    )
    assert_ends_in(
        ended, "reach", "MAIL-PORT-SILENT",
        passed=["resolve"],
        skipped=all_skipped(*AFTER_REACH, because="reach"),
    )  # fmt: skip
    assert sum(row["seconds"] for row in list(ended.rows.values())[:6]) < SIX_ROWS_BOUND


def test_a_name_that_nobody_knows(tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path) -> None:
    incoming, _ = servers(mail_host)
    ended = check(tillbridge, tmp_path, incoming, ("no-such-name.example.test", 25, "plain"))
    assert_ends_in(
        ended, "resolve", "MAIL-NAME",
        passed=["reach", "encryption", "incoming-login"],
        skipped=all_skipped("outgoing-login", "sender", "round-trip", because="resolve"),
    )  # fmt: skip
    assert ended.rows["resolve"]["facts"]["name"] == "no-such-name.example.test"


def test_with_no_name_known_everything_else_is_skipped(tillbridge: Tillbridge, tmp_path: Path) -> None:
    ended = check(
        tillbridge, tmp_path, ("pop.example.test", 110, "plain"), ("smtp.example.test", 25, "plain")
    )
    assert_ends_in(
        ended, "resolve", "MAIL-NAME", passed=[], skipped=all_skipped(*CHECKS[1:], because="resolve")
    )


PAIRS = {"alternate": (15110, 15925), "standard": (110, 25)}


@dataclass(frozen=True)
class Line:
    """An internet line that lets one pair of ports through and swallows some of the other."""

    chosen: str
    blocked: Sequence[int]

    @property
    def pair(self) -> tuple[int, int]:
        return PAIRS[self.chosen]

    @property
    def other(self) -> tuple[int, int]:
        return next(pair for name, pair in PAIRS.items() if name != self.chosen)

    def check(self, program: Tillbridge, host: MailHost, black_hole: int, folder: Path) -> Ended:
        (incoming, outgoing), (other_incoming, other_outgoing) = self.pair, self.other
        routes = {
            **routes_to(host.pop3_port, incoming, other_incoming),
            **routes_to(host.smtp_port, outgoing, other_outgoing),
            **routes_to(black_hole, *self.blocked),
        }
        chosen = (DOCUMENTED, incoming, "plain"), (DOCUMENTED, outgoing, "plain")
        return check(program, folder, *chosen, routes=routes)


def test_where_one_pair_is_blocked_the_other_is_offered(
    tillbridge: Tillbridge, mail_host: MailHost, black_hole: int, tmp_path: Path
) -> None:
    lines = [Line(name, blocked) for name, pair in PAIRS.items() for blocked in (pair, pair[:1], pair[1:])]
    checks = [partial(line.check, tillbridge, mail_host, black_hole) for line in lines]
    for line, ended in zip(lines, at_once(*checks, folder=tmp_path), strict=True):
        assert ended.status == 1
        assert ended.seconds < BOUND
        reach = ended.rows["reach"]
        assert reach["problem"] == "MAIL-PORT-BLOCKED", line
        assert (reach["facts"]["other_incoming"], reach["facts"]["other_outgoing"]) == line.other
        (problem,) = ended.answer["problems"]
        assert str(line.other[0]) in problem["what"] + problem["why"] + problem["do"]


def test_the_other_pair_is_not_offered_where_it_is_blocked_too(
    tillbridge: Tillbridge, mail_host: MailHost, black_hole: int, tmp_path: Path
) -> None:
    ended = Line("alternate", [15110, 15925, 25]).check(tillbridge, mail_host, black_hole, tmp_path)
    assert ended.problems == ["MAIL-PORT-SILENT"]
    assert ended.rows["reach"]["facts"]["answering"] == "110"


def test_logins_go_to_the_chosen_pair_alone(
    tillbridge: Tillbridge, mail_host: MailHost, make_mail_host: MakeMailHost, tmp_path: Path
) -> None:
    """The alternates are another host's, so that its servers can say what they heard."""
    other = make_mail_host()
    with Wiretap(other.pop3_port) as pop3, Wiretap(other.smtp_port) as smtp:
        routes = {
            **routes_to(mail_host.pop3_port, 15110),
            **routes_to(mail_host.smtp_port, 15925),
            **routes_to(pop3.port, 110),
            **routes_to(other.pop3s_port, 995),
            **routes_to(smtp.port, 25, 587),
            **routes_to(other.smtps_port, 465),
        }
        ended = check(
            tillbridge, tmp_path, (DOCUMENTED, 15110, "plain"), (DOCUMENTED, 15925, "plain"), routes=routes
        )
    assert ended.status == 0, ended.stdout
    assert ended.rows["reach"]["facts"]["also_answering"] == "25, 110, 465, 587, 995"
    assert ended.rows["encryption"]["facts"]["incoming_offers"]
    assert b"CAPA" in pop3.words
    assert smtp.words.count(b"EHLO") == 2
    for spoken in (b"USER ", b"PASS ", b"AUTH", b"MAIL FROM"):
        assert spoken not in pop3.words + smtp.words
    log = other.dovecot.log
    # a look at the plain port, a look at the TLS port
    assert len(log.conversations()) >= 2
    assert len(log.visits_without_login()) == len(log.conversations())
    assert "auth" not in other.exim.log.read_text().lower()


# --- what the server does with the message ---


@pytest.mark.parametrize(
    ("options", "code"),
    [({"relay": "refuse"}, "MAIL-RELAY"), ({"mailbox_full": True}, "MAIL-BOX-FULL")],
)
def test_a_refused_message(
    tillbridge: Tillbridge,
    make_mail_host: MakeMailHost,
    tmp_path: Path,
    options: dict[str, object],
    code: str,
) -> None:
    host = make_mail_host(**options)
    ended = check(tillbridge, tmp_path, *servers(host))
    assert_ends_in(
        ended, "sender", code, passed=CHECKS[:5], skipped=all_skipped("round-trip", because="sender")
    )
    assert not host.messages()


def test_a_host_that_knows_no_logins_for_sending(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path
) -> None:
    host = make_mail_host(offer_auth=False)
    ended = check(tillbridge, tmp_path, *servers(host))
    assert_ends_in(
        ended, "outgoing-login", "MAIL-NO-AUTH",
        passed=CHECKS[:4],
        skipped=all_skipped("sender", "round-trip", because="outgoing-login"),
    )  # fmt: skip


def test_a_message_that_never_comes_back(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path
) -> None:
    host = make_mail_host(deliver=False)
    host.deliver(2)
    began = time.monotonic()
    ended = check(tillbridge, tmp_path, *servers(host), "--wait", "3")
    assert_ends_in(ended, "round-trip", "MAIL-NOT-BACK", passed=CHECKS[:6], skipped={})
    assert time.monotonic() - began >= 3
    assert ended.rows["round-trip"]["seconds"] >= 3
    assert len(host.messages()) == 2


def test_a_message_that_comes_back_late_is_still_found(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path
) -> None:
    """The message is delivered the moment the third look begins."""
    lost, kept = make_mail_host(deliver=False), make_mail_host()
    looks = 0
    message = b""

    def keep(words: bytes) -> None:
        nonlocal message
        message += words

    def deliver_at_the_third_look(words: bytes) -> None:
        nonlocal looks
        looks += words.upper().startswith(b"UIDL")
        # the first UIDL asks what was there before the message was sent
        if looks == 4 and words.upper().startswith(b"UIDL"):
            body = message.partition(b"\ndata\r\n")[2].partition(b"\r\n.\r\n")[0]
            # Into tmp and then moved, as deliveries are: Dovecot may be looking just now.
            path = kept.maildir / "tmp" / "1.late.localhost"
            path.write_bytes(body.replace(b"\r\n", b"\n"))
            path.chmod(0o666)
            path.rename(kept.maildir / "new" / path.name)

    with Wiretap(lost.smtp_port, keep) as smtp, Wiretap(kept.pop3_port, deliver_at_the_third_look) as pop3:
        incoming, outgoing = (kept.host, pop3.port, "plain"), (lost.host, smtp.port, "plain")
        ended = check(tillbridge, tmp_path, incoming, outgoing, "--wait", "30")
    assert ended.status == 0, ended.stdout
    assert looks >= 4
    assert not kept.messages()


def test_a_password_of_two_lines_is_not_a_second_command(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    mail_host.deliver(1)
    with Wiretap(mail_host.pop3_port) as pop3:
        incoming, outgoing = (mail_host.host, pop3.port, "plain"), servers(mail_host)[1]
        ended = check(
            tillbridge,
            tmp_path,
            incoming,
            outgoing,
            password=mail_host.password + "\r\nDELE 1",
            sending_password="",
        )
    assert "Traceback" not in ended.stderr, ended.stderr
    assert ended.status in {1, 2}
    assert b"DELE" not in pop3.words
    assert len(mail_host.messages()) == 1

"""XOAUTH2 on both sides, against Exim and Dovecot: sent with a token, fetched back with a token."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest

from tests.servers.fixtures import MakeMailHost
from tests.servers.mail_host import ADDRESS, MailHost
from tests.servers.ports import LOOPBACK
from wizard.app.network import WorldDialer
from wizard.mail.check import MailCheck
from wizard.mail.check_message import new_ticket
from wizard.mail.fetching import CheckOptions, fetch_back
from wizard.model.connection import TokenSet
from wizard.model.mail import (
    CheckId,
    CheckState,
    Identity,
    Incoming,
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
from wizard.oauth.key_tokens import KeyTokens

TOKEN = "a-token-of-the-account"


@contextmanager
def introspection() -> Iterator[str]:
    """What a mail host asks about tokens (RFC 7662); it knows one."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            known = parse_qs(body).get("token") == [TOKEN]
            answer = {"active": "yes" if known else "no", **({"username": ADDRESS} if known else {})}
            data = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_address[1]}/introspect"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def host(make_mail_host: MakeMailHost) -> Iterator[MailHost]:
    with introspection() as url:
        yield make_mail_host(introspection_url=url, logins=("XOAUTH2",), token=TOKEN)


def settings_for(host: MailHost) -> MailSettings:
    return MailSettings(
        Identity("Corner Store", ADDRESS),
        Incoming(host.host, host.pop3s_port, SocketType.TLS, ADDRESS, Secret(""), signs_in=True),
        Outgoing(host.host, host.smtp_port, SocketType.STARTTLS, OutgoingAuth.OAUTH2, ADDRESS),
    )


def check(host: MailHost, folder: Path, token: str) -> MailReport:
    world = World(WorldKind.SERVICES, folder, "store", None, extra_ca=host.ca)
    options = CheckOptions(wait_seconds=20, access=lambda: Secret(token))
    return MailCheck(settings_for(host), WorldDialer(world), options, Silent(), Cancel()).run()


def test_a_message_makes_the_round_trip_without_a_password(host: MailHost, tmp_path: Path) -> None:
    host.deliver(2)
    report = check(host, tmp_path, TOKEN)
    assert report.ok, report.first_problem
    rows = {row.id: row for row in report.rows}
    assert rows[CheckId.OUTGOING_LOGIN].facts["mechanism"] == "XOAUTH2"
    assert rows[CheckId.INCOMING_LOGIN].facts["messages"] == 2
    assert rows[CheckId.ROUND_TRIP].state is CheckState.PASSED
    assert len(host.messages()) == 2
    assert "method=XOAUTH2" in host.dovecot.log.text()


def test_a_token_the_server_does_not_know_is_said_on_the_receiving_side(
    host: MailHost, tmp_path: Path
) -> None:
    report = check(host, tmp_path, "an-old-token")
    rows = {row.id: row for row in report.rows}
    problem = rows[CheckId.INCOMING_LOGIN].problem
    assert problem is not None
    assert (problem.code, problem.facts["side"]) == ("OUT-SIGN-IN", "receiving")


def test_however_often_the_mailbox_is_looked_into_one_token_is_asked_for(
    host: MailHost, tmp_path: Path
) -> None:
    asked: list[str] = []

    def fetch() -> TokenSet:
        asked.append(TOKEN)
        return TokenSet(Secret(TOKEN), Secret(""), 3600, ())

    tokens = KeyTokens(fetch, lambda _secret: None)
    world = World(WorldKind.SERVICES, tmp_path, "store", None, extra_ca=host.ca)
    nobodys = new_ticket(frozenset())
    options = CheckOptions(wait_seconds=3, access=tokens.access)
    outcome = fetch_back(settings_for(host), WorldDialer(world), nobodys, options, Silent(), Cancel())
    assert isinstance(outcome, Problem)
    assert outcome.code == "MAIL-NOT-BACK"
    assert host.dovecot.log.text().count("method=XOAUTH2") > 3
    assert asked == [TOKEN]

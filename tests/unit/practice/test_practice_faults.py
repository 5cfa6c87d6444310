"""Every fault shows, at start or switched on later, and goes away again."""

import base64
import json
import poplib
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from documents import errors, invoice
from practice_driver import DEMO, STORE, Driver, wait_until

from wizard.practice import FAULTS, PracticeServices, UnknownFaultError
from wizard.practice.faults import FaultBoard

ADDRESS = "store@practice.example"


def wrong_password(driver: Driver) -> bool:
    box = driver.pop3()
    box.user("store")
    try:
        box.pass_(driver.logins["mail-password"])
    except poplib.error_proto:
        with driver.smtp() as server, pytest.raises(smtplib.SMTPAuthenticationError):
            server.login("store", driver.logins["mail-password"])
        return True
    finally:
        box.close()
    driver.sender().quit()
    return False


def password_changed(driver: Driver) -> bool:
    def opens(name: str) -> bool:
        box = driver.pop3()
        try:
            box.user("store")
            box.pass_(driver.logins[name])
            with driver.smtp() as server:
                server.login("store", driver.logins[name])
        except poplib.error_proto:
            return False
        finally:
            box.close()
        return True

    assert opens("mail-password-changed")
    return not opens("mail-password")


def _certificate(words: str) -> Callable[[Driver], bool]:
    def shows(driver: Driver) -> bool:
        found = []
        for port, start in ((995, poplib.POP3_SSL), (465, smtplib.SMTP_SSL)):
            try:
                start(*driver.at(port), context=driver.trust(), timeout=10).close()
            except ssl.SSLCertVerificationError as error:
                found.append(words in str(error))
        with driver.smtp() as server:
            try:
                server.starttls(context=driver.trust())
            except ssl.SSLCertVerificationError as error:
                found.append(words in str(error))
                server.close()
        assert len(found) in (0, 3)
        return all(found) and bool(found)

    return shows


def _greets(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        return bool(connection.recv(10))
    except TimeoutError:
        return False


def _blocked(incoming: int, outgoing: int) -> Callable[[Driver], bool]:
    def shows(driver: Driver) -> bool:
        with (
            socket.create_connection(driver.at(incoming), timeout=5) as pop3,
            socket.create_connection(driver.at(outgoing), timeout=5) as smtp,
        ):
            # By the time ports that are never held back have served somebody, these two have had theirs.
            poplib.POP3_SSL(*driver.at(995), context=driver.trust(), timeout=10).quit()
            smtplib.SMTP_SSL(*driver.at(465), context=driver.trust(), timeout=10).quit()
            answers = [_greets(pop3, 0.3), _greets(smtp, 0.3)]
        assert answers[0] == answers[1]
        return not answers[0]

    return shows


def port_closed(driver: Driver) -> bool:
    refused = 0
    for port in (110, 15110, 995, 25, 15925, 587, 465):
        try:
            socket.create_connection(driver.at(port), timeout=5).close()
        except ConnectionRefusedError:
            refused += 1
    assert refused in (0, 7)
    return refused == 7


def no_starttls(driver: Driver) -> bool:
    box = driver.pop3()
    offered = "STLS" in box.capa()
    if not offered:
        with pytest.raises(poplib.error_proto):
            box._shortcmd("STLS")  # type: ignore[attr-defined]
    box.quit()
    with driver.smtp() as server:
        server.ehlo()
        assert server.has_extn("starttls") is offered
        if not offered:
            assert server.docmd("STARTTLS")[0] >= 400
    return not offered


def _recipient(words: bytes) -> Callable[[Driver], bool]:
    def shows(driver: Driver) -> bool:
        with driver.sender() as server:
            server.mail(ADDRESS)
            code, answer = server.rcpt(ADDRESS)
            server.rset()
        return code >= 500 and words in answer

    return shows


def sender_refused(driver: Driver) -> bool:
    with driver.sender() as server:
        return server.mail(ADDRESS)[0] == 553


def _does_not_arrive(driver: Driver) -> bool:
    before = len(driver.subjects())
    driver.send()
    return len(driver.subjects()) == before


def mail_slow_answers(driver: Driver) -> bool:
    started = time.monotonic()
    driver.pop3().quit()
    with driver.smtp():
        pass
    return time.monotonic() - started >= 3.9


def mail_greylisted(driver: Driver) -> bool:
    with driver.sender() as server:
        server.mail(ADDRESS)
        code, answer = server.rcpt(ADDRESS)
        server.rset()
    return code == 451 and b"Greylisted" in answer


def password_off(driver: Driver) -> bool:
    with driver.sender() as server:
        return b"5.7.30" in server.mail(ADDRESS)[1]


def smtp_switched_off(driver: Driver) -> bool:
    with driver.smtp() as server:
        try:
            server.login("store", driver.logins["mail-password"])
        except smtplib.SMTPAuthenticationError as error:
            return b"SmtpClientAuthentication is disabled" in error.smtp_error  # type: ignore[operator]
    return False


def _microsoft(driver: Driver, **form: str) -> dict[str, str]:
    reply = requests.post(
        f"{driver.services.microsoft}/{driver.logins['sender-tenant']}/oauth2/v2.0/token",
        data={
            "client_id": driver.logins["sender-client-id"],
            "client_secret": driver.logins["sender-client-secret"],
            **form,
        },
        verify=str(driver.services.ca_file),
        timeout=10,
    )
    answer: dict[str, str] = reply.json()
    assert (reply.status_code == 200) is ("error" not in answer)
    return answer


def _app_token(driver: Driver) -> str:
    scope = "https://outlook.office365.com/.default"
    return _microsoft(driver, grant_type="client_credentials", scope=scope)["access_token"]


def sign_in_refused(driver: Driver) -> bool:
    given = f"user={ADDRESS}\x01auth=Bearer {_app_token(driver)}\x01\x01"
    with driver.smtp() as server:
        server.ehlo()
        code, words = server.docmd("AUTH", "XOAUTH2 " + base64.b64encode(given.encode()).decode())
        if code == 235:
            return False
        assert code == 334
        assert json.loads(base64.b64decode(words))["status"] == "400"
        return server.docmd("")[0] == 535


def sender_secret_expired(driver: Driver) -> bool:
    answer = _microsoft(driver, grant_type="client_credentials", scope="https://x/.default")
    return "AADSTS7000222" in answer.get("error_description", "")


def sender_revoked(driver: Driver) -> bool:
    """A device's code, which counts as typed after two seconds, gives what is renewed."""
    base = f"{driver.services.microsoft}/{driver.logins['sender-tenant']}/oauth2/v2.0"
    about = {"client_id": driver.logins["sender-client-id"], "scope": "https://x/SMTP.Send"}
    trust = str(driver.services.ca_file)
    code = requests.post(f"{base}/devicecode", data=about, verify=trust, timeout=10).json()["device_code"]
    grant = {**about, "grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": code}
    found: dict[str, str] = {}

    def typed() -> bool:
        found.update(requests.post(f"{base}/token", data=grant, verify=trust, timeout=10).json())
        return "refresh_token" in found

    assert wait_until(typed)
    renewal = {"grant_type": "refresh_token", "refresh_token": found["refresh_token"]}
    return "AADSTS50173" in _microsoft(driver, **renewal).get("error_description", "")


def sender_needs_admin(driver: Driver) -> bool:
    query = {"client_id": driver.logins["sender-client-id"], "redirect_uri": "http://localhost:8747/callback"}
    reply = requests.get(
        f"{driver.services.microsoft}/organizations/oauth2/v2.0/authorize",
        params=query,
        verify=str(driver.services.ca_file),
        allow_redirects=False,
        timeout=10,
    )
    return "AADSTS90094" in reply.headers.get("Location", "")


def secret_refused(driver: Driver) -> bool:
    answers = [driver.client_credentials(prefix) for prefix in ("", "demo-")]
    refused = [answer.json().get("error") == "invalid_client" for answer in answers]
    assert refused[0] == refused[1]
    return refused[0]


def demo_only(driver: Driver) -> bool:
    (organisation,) = driver.read("Organisation", driver.custom_token()).json()["Organisations"]
    return bool(organisation["Name"] == DEMO)


def scope_missing(driver: Driver) -> bool:
    reply = driver.read("Accounts", driver.custom_token())
    assert reply.status_code in (200, 401)
    return reply.headers.get("WWW-Authenticate") == "insufficient_scope"


def secret_changed(driver: Driver) -> bool:
    def is_taken(secret: str) -> bool:
        auth = (driver.logins["api-key"], driver.logins[secret])
        return driver.token(auth, grant_type="client_credentials").ok

    assert is_taken("api-secret-changed")
    assert driver.client_credentials("demo-").ok
    return not is_taken("api-secret")


_HELD: dict[int, tuple[Driver, dict[str, Any]]] = {}
"""The tokens of a sign-in that each driver made first."""


def sign_in_used_up(driver: Driver) -> bool:
    _, held = _HELD.setdefault(id(driver), (driver, driver.connect()))
    new = driver.connect()
    assert driver.refresh(new["refresh_token"]).ok
    assert driver.connections(new["access_token"]).ok
    answers = [driver.refresh(held["refresh_token"]).ok, driver.connections(held["access_token"]).ok]
    assert answers[0] == answers[1]
    return not answers[0]


def token_consumed(driver: Driver) -> bool:
    return driver.refresh(driver.connect()["refresh_token"]).json().get("error") == "invalid_grant"


def reply_lost(driver: Driver) -> bool:
    token = driver.connect()["refresh_token"]
    try:
        assert driver.refresh(token).status_code == 200
    except requests.ConnectionError:
        assert driver.refresh(token).status_code == 200
        driver.services.clock.advance(31 * 60)
        # The first, unanswered refresh did rotate: the half hour began with it.
        assert driver.refresh(token).json() == {"error": "invalid_grant"}
        return True
    return False


def rate_limit(driver: Driver) -> bool:
    reply = driver.read("Organisation", driver.custom_token())
    assert (reply.status_code == 429) is (reply.headers.get("Retry-After") == "27")
    return reply.headers.get("X-Rate-Limit-Problem") == "minute"


def rate_limit_day(driver: Driver) -> bool:
    reply = driver.read("Invoices", driver.custom_token())
    assert (reply.status_code == 429) is (reply.headers.get("Retry-After") == "73451")
    return reply.headers.get("X-Rate-Limit-Problem") == "day"


def rate_limit_concurrent(driver: Driver) -> bool:
    reply = driver.write("Invoices", [invoice()])
    assert "Retry-After" not in reply.headers
    return (reply.status_code, reply.headers.get("X-Rate-Limit-Problem")) == (429, "concurrent")


def _arrives(driver: Driver, count: int = 1) -> tuple[int, int]:
    """Send that many new invoices; return the status (0: no whole answer) and how many Xero has of them."""
    sent = [invoice() for _ in range(count)]
    try:
        status = driver.write("Invoices", sent, summarizeErrors="false").status_code
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        status = 0
    numbers = ",".join(one["InvoiceNumber"] for one in sent)
    found = driver.read("Invoices", driver.custom_token(), InvoiceNumbers=numbers).json()["Invoices"]
    return status, len(found)


def _write(broken: tuple[int, int], count: int = 1) -> Callable[[Driver], bool]:
    def shows(driver: Driver) -> bool:
        came = _arrives(driver, count)
        assert came in (broken, (200, count))
        if came == broken and broken[0] in (0, 500) and "first" in FAULTS[_names[shows]]:
            assert _arrives(driver, count) == (200, count)
        return came == broken

    return shows


def read_error(driver: Driver) -> bool:
    token = driver.custom_token()
    statuses = {driver.read(what, token).status_code for what in ("Invoices", "Contacts", "Payments/x")}
    assert driver.write("Invoices", [invoice()], token).status_code == 200
    return statuses == {500}


def idempotency_down(driver: Driver) -> bool:
    assert driver.write("Invoices", [invoice()]).status_code == 200
    return driver.write("Invoices", [invoice()], key="k" * 8).status_code == 500


def write_slow(driver: Driver) -> bool:
    token = driver.custom_token()
    started = time.monotonic()
    with ThreadPoolExecutor(12) as pool:
        sent = list(pool.map(lambda _: driver.write("Invoices", [invoice()], token), range(12)))
    slow = time.monotonic() - started >= 0.9
    if slow:
        # Five run at a time: the others are refused, and told so.
        refused = [reply for reply in sent if reply.status_code == 429]
        assert {reply.headers["X-Rate-Limit-Problem"] for reply in refused} == {"concurrent"}
    return slow


def _refuses(words: str, document: dict[str, object]) -> Callable[[Driver], bool]:
    def shows(driver: Driver) -> bool:
        reply = driver.write("Invoices", [invoice() | document])
        return any(words in one["Message"] for one in errors(reply))

    return shows


def lock_moved(driver: Driver) -> bool:
    refused = _refuses("period lock date", {"Date": "2026-11-20"})(driver)
    (shop,) = driver.read("Organisation", driver.custom_token()).json()["Organisations"]
    assert (shop["PeriodLockDate"] != "/Date(1790726400000+0000)/") is refused
    return refused


def xero_down(driver: Driver) -> bool:
    statuses = {driver.authorize().status_code, driver.get(driver.xero["connections"]).status_code}
    statuses.add(driver.client_credentials().status_code)
    return statuses == {503}


def xero_slow(driver: Driver) -> bool:
    started = time.monotonic()
    driver.get(driver.xero["connections"])
    return time.monotonic() - started >= 2.9


def _lines(driver: Driver) -> list[str]:
    """The lines in the green box of Point of Rental's page."""
    _, _, box = driver.vendor_page("point-of-rental").partition('<div id="token" class="green">')
    return [line.removesuffix("<br>") for line in box.partition("</div>")[0].splitlines()]


def vendor_no_line(driver: Driver) -> bool:
    lines = _lines(driver)
    assert bool(lines) is ("Xero Tokens Stored" in driver.vendor_page("ipages"))
    return not lines


def vendor_unnamed(driver: Driver) -> bool:
    pages = [driver.vendor_page(vendor) for vendor in driver.services.vendors]
    named = [f'id="organisation">{STORE}<' in page for page in pages]
    assert len(set(named)) == 1
    return not named[0]


def vendor_two_lines(driver: Driver) -> bool:
    lines = _lines(driver)
    assert all(re.fullmatch("2RF:[A-Za-z0-9+/=]{120,}", line) for line in lines)
    return len(set(lines)) == 2


def vendor_line_cut(driver: Driver) -> bool:
    (line,) = _lines(driver)
    assert line.startswith("2RF:")
    return line.endswith("…")


def vendor_page_hangs(driver: Driver) -> bool:
    last = driver.vendor_visit("point-of-rental")
    try:
        driver.http.get(last, timeout=0.5)
    except requests.ReadTimeout:
        return True
    return False


SHOWS: dict[str, Callable[[Driver], bool]] = {
    "wrong-password": wrong_password,
    "certificate-expired": _certificate("certificate has expired"),
    "certificate-name": _certificate("Hostname mismatch"),
    "certificate-untrusted": _certificate("unable to get local issuer certificate"),
    "password-changed": password_changed,
    "port-blocked": _blocked(110, 25),
    "other-ports-blocked": _blocked(15110, 15925),
    "port-closed": port_closed,
    "no-starttls": no_starttls,
    "relay-refused": _recipient(b"5.7.1 relaying denied"),
    "sender-refused": sender_refused,
    "mailbox-full": _recipient(b"5.2.2"),
    "mail-lost": _does_not_arrive,
    "mail-slow": _does_not_arrive,
    "mail-slow-answers": mail_slow_answers,
    "mail-greylisted": mail_greylisted,
    "password-off": password_off,
    "smtp-switched-off": smtp_switched_off,
    "sign-in-refused": sign_in_refused,
    "sender-secret-expired": sender_secret_expired,
    "sender-revoked": sender_revoked,
    "sender-needs-admin": sender_needs_admin,
    "secret-refused": secret_refused,
    "secret-changed": secret_changed,
    "sign-in-used-up": sign_in_used_up,
    "demo-only": demo_only,
    "scope-missing": scope_missing,
    "token-consumed": token_consumed,
    "reply-lost": reply_lost,
    "rate-limit": rate_limit,
    "rate-limit-day": rate_limit_day,
    "rate-limit-concurrent": rate_limit_concurrent,
    "write-cut": _write((0, 0)),
    "write-reply-lost": _write((0, 1)),
    "write-reply-cut": _write((0, 1)),
    "write-half": _write((500, 2), 5),
    "write-half-refused": _write((200, 3), 5),
    "write-error": _write((500, 0)),
    "read-error": read_error,
    "idempotency-down": idempotency_down,
    "write-slow": write_slow,
    "lock-moved": lock_moved,
    "plan-full": _refuses("limit of invoices", {}),
    "xero-down": xero_down,
    "xero-slow": xero_slow,
    "vendor-no-line": vendor_no_line,
    "vendor-two-lines": vendor_two_lines,
    "vendor-line-cut": vendor_line_cut,
    "vendor-unnamed": vendor_unnamed,
    "vendor-page-hangs": vendor_page_hangs,
}


_names = {shows: name for name, shows in SHOWS.items()}


def test_every_fault_is_proven_here() -> None:
    assert SHOWS.keys() == FAULTS.keys()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_absent_then_shows_then_is_gone(driver: Driver, name: str) -> None:
    assert not SHOWS[name](driver)
    driver.services.add_fault(name)
    assert SHOWS[name](driver)
    driver.services.clear_faults()
    assert not SHOWS[name](driver)


@pytest.mark.parametrize(
    "name", ["port-closed", "port-blocked", "certificate-expired", "no-starttls", "reply-lost"]
)
def test_a_fault_can_be_there_from_the_start(name: str) -> None:
    with PracticeServices([name]) as services:
        assert SHOWS[name](Driver(services))


def test_shown_are_those_alone_and_one_that_is_on_goes_on_as_it_is(driver: Driver) -> None:
    board = FaultBoard(["write-cut", "xero-down"])
    since = board.since("write-cut")
    assert board.take_once("write-cut")
    board.show(["write-cut", "mail-lost"])
    assert ("xero-down" in board, "mail-lost" in board) == (False, True)
    assert board.since("write-cut") == since
    assert not board.take_once("write-cut"), "it was taken already"
    with pytest.raises(UnknownFaultError):
        board.show(["xero-down", "nonsense"])
    assert "mail-lost" in board, "nothing was changed"
    board.add("write-cut")
    assert board.take_once("write-cut"), "it was switched on anew"


def test_faults_join(driver: Driver) -> None:
    driver.services.add_fault("demo-only")
    driver.services.add_fault("xero-down")
    assert xero_down(driver)
    driver.services.clear_faults()
    driver.services.add_fault("demo-only")
    assert demo_only(driver)


def test_each_fault_says_what_it_does_in_one_sentence() -> None:
    assert all(words.endswith(".") and words[0].isupper() for words in FAULTS.values())


def test_an_unknown_fault_is_refused_by_name() -> None:
    for refused in (lambda: PracticeServices(["nonsense"]), lambda: FaultBoard().add("nonsense")):
        with pytest.raises(UnknownFaultError, match=r"no fault called 'nonsense'.*wrong-password"):
            refused()


def test_reply_lost_happens_once_until_it_is_switched_on_again(driver: Driver) -> None:
    driver.services.add_fault("reply-lost")
    assert reply_lost(driver)
    assert not reply_lost(driver)
    driver.services.add_fault("reply-lost")
    assert reply_lost(driver)


def test_stopping_does_not_wait_for_slow_answers() -> None:
    with PracticeServices(["xero-slow", "mail-slow-answers"]) as services:
        driver = Driver(services)
        with socket.create_connection(driver.at(15110)), socket.create_connection(driver.at(15925)):
            port = int(services.xero_base.rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port)) as waiting:
                waiting.sendall(b"GET /connections HTTP/1.1\r\nHost: localhost\r\n\r\n")
                started = time.monotonic()
                services.__exit__(None, None, None)
                assert time.monotonic() - started < 2.5

"""The practice mail host, as mail programs meet it."""

import contextlib
import poplib
import smtplib
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from practice_driver import Driver

from wizard.catalogue.load import providers
from wizard.catalogue.provider_rows import Provider
from wizard.practice.faults import FaultBoard
from wizard.practice.logins import read_logins
from wizard.practice.mailboxes import SLOW_DELIVERY, Mailboxes
from wizard.practice.pop3_session import Pop3Session

OLD = ["Delivery moved to Thursday", "Saturday"]
POP3_PLAIN, SMTP_PLAIN = (110, 15110), (25, 15925, 587)
ADDRESS = "store@practice.example"


@pytest.fixture
def session() -> Pop3Session:
    return Pop3Session(Mailboxes(read_logins(), FaultBoard()), lambda: True, is_secure=False)


def said(session: Pop3Session, *lines: str) -> list[str]:
    return [session.answer(f"{line}\r\n".encode()).first for line in lines]


def logged_in(session: Pop3Session) -> Pop3Session:
    assert said(session, "USER store", "PASS practice-mail-password")[1] == "+OK Logged in."
    return session


# --- every documented port


@pytest.mark.parametrize("port", POP3_PLAIN)
@pytest.mark.parametrize("starts_tls", [False, True])
def test_plain_pop3_ports_serve_mail_with_and_without_starttls(
    driver: Driver, port: int, *, starts_tls: bool
) -> None:
    box = driver.pop3(port)
    assert "STLS" in box.capa()
    if starts_tls:
        box.stls(driver.trust())
        assert "STLS" not in box.capa()
    box.user("store")
    assert box.pass_(driver.logins["mail-password"]).startswith(b"+OK")
    assert box.stat()[0] == 2
    assert box.quit().startswith(b"+OK")


def test_the_tls_port_of_pop3_serves_mail(driver: Driver) -> None:
    host, port = driver.at(995)
    box = poplib.POP3_SSL(host, port, context=driver.trust(), timeout=10)
    box.user(ADDRESS)
    box.pass_(driver.logins["mail-password"])
    assert box.stat()[0] == 2
    box.quit()


@pytest.mark.parametrize("port", SMTP_PLAIN)
@pytest.mark.parametrize("starts_tls", [False, True])
def test_plain_smtp_ports_take_mail_with_and_without_starttls(
    driver: Driver, port: int, *, starts_tls: bool
) -> None:
    with driver.smtp(port) as server:
        server.ehlo()
        assert server.esmtp_features["auth"].split() == ["LOGIN", "PLAIN", "XOAUTH2"]
        assert server.has_extn("starttls")
        if starts_tls:
            server.starttls(context=driver.trust())
            server.ehlo()
            assert not server.has_extn("starttls")
        server.login("store", driver.logins["mail-password"])
        server.sendmail(ADDRESS, [ADDRESS], "Subject: sent\r\n\r\nHi.\r\n")
    assert driver.subjects() == [*OLD, "sent"]


def test_the_tls_port_of_smtp_takes_mail(driver: Driver) -> None:
    host, port = driver.at(465)
    with smtplib.SMTP_SSL(host, port, local_hostname="till", context=driver.trust(), timeout=10) as server:
        server.login(ADDRESS, driver.logins["mail-password"])
        server.sendmail(ADDRESS, [ADDRESS], "Subject: sent\r\n\r\nHi.\r\n")
    assert driver.subjects() == [*OLD, "sent"]


@pytest.mark.parametrize("name", ["mail.practice.example", "localhost", "127.0.0.1"])
def test_the_certificate_is_good_for_the_documented_and_the_real_address(driver: Driver, name: str) -> None:
    box = driver.pop3()
    box.stls(driver.trust(name))
    box.close()


def test_the_certificate_is_trusted_by_nobody_else(driver: Driver) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=r"unable to get local issuer|self.signed"):
        driver.pop3().stls(ssl.create_default_context())


def test_speaking_tls_to_a_plain_port_fails_at_once(driver: Driver) -> None:
    for port in (15110, 15925):
        with pytest.raises(ssl.SSLError, match="WRONG_VERSION_NUMBER"):
            smtplib.SMTP_SSL(*driver.at(port), context=driver.trust(), timeout=10)


@pytest.mark.parametrize("port", [995, 465])
def test_speaking_plain_to_a_tls_port_meets_silence(driver: Driver, port: int) -> None:
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        smtplib.SMTP(*driver.at(port), timeout=0.3)


# --- logins, senders, recipients


@pytest.mark.parametrize(
    ("user", "password"), [("store", "wrong"), ("store", ""), ("nobody", "practice-mail-password")]
)
def test_wrong_logins_are_refused_on_both_sides(driver: Driver, user: str, password: str) -> None:
    box = driver.pop3()
    box.user(user)
    with pytest.raises(poplib.error_proto, match=r"-ERR \[AUTH\] Authentication failed\."):
        box.pass_(password)
    box.quit()
    with driver.smtp() as server, pytest.raises(smtplib.SMTPAuthenticationError) as refused:
        server.login(user, password)
    assert refused.value.smtp_code == 535


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_both_ways_of_logging_in_to_smtp_work(driver: Driver, mechanism: str) -> None:
    with driver.smtp() as server:
        server.ehlo()
        server.user, server.password = "store", driver.logins["mail-password"]
        method = server.auth_plain if mechanism == "PLAIN" else server.auth_login
        assert server.auth(mechanism, method)[0] == 235


@pytest.mark.parametrize("port", SMTP_PLAIN)
def test_sending_needs_a_login(driver: Driver, port: int) -> None:
    with driver.smtp(port) as server:
        server.ehlo()
        assert server.mail(ADDRESS)[0] == 530


def test_after_starttls_the_earlier_login_is_forgotten(driver: Driver) -> None:
    with driver.sender() as server:
        server.starttls(context=driver.trust())
        server.ehlo()
        assert server.mail(ADDRESS)[0] == 530


@pytest.mark.parametrize(
    ("recipient", "code", "words"),
    [
        ("other@practice.example", 250, b"OK"),
        ("STORE@Practice.Example", 250, b"OK"),
        ("nobody@practice.example", 550, b"5.1.1"),
        ("somebody@example.com", 550, b"5.7.1 relaying denied"),
        ("store@sub.practice.example", 550, b"5.7.1 relaying denied"),
        ("store@notpractice.example", 550, b"5.7.1 relaying denied"),
    ],
)
def test_only_own_mailboxes_take_mail(driver: Driver, recipient: str, code: int, words: bytes) -> None:
    with driver.sender() as server:
        server.mail(ADDRESS)
        answer = server.rcpt(recipient)
        assert answer[0] == code
        assert words in answer[1]
        server.rset()


def test_mail_to_somebody_else_is_not_in_the_stores_mailbox(driver: Driver) -> None:
    driver.send(to="other@practice.example")
    assert driver.subjects() == OLD


# --- the mailbox


def test_a_message_comes_back_whole_with_a_trace(driver: Driver) -> None:
    body = ".\r\n..\r\n.dots\r\n\r\nLine\r\n"
    with driver.sender() as server:
        server.sendmail(ADDRESS, [ADDRESS], f"Subject: whole\r\n\r\n{body}")
    box = driver.mailbox()
    lines = box.retr(3)[1]
    assert lines[0] == b"Return-Path: <store@practice.example>"
    assert lines[1].startswith(b"Received: from till.example by mail.practice.example")
    assert "\r\n".join(line.decode() for line in lines[lines.index(b"") + 1 :]) + "\r\n" == body
    assert int(box.list(3).split()[2]) == sum(len(line) + 2 for line in lines)
    box.quit()


def test_deleting_happens_on_quit_alone(driver: Driver) -> None:
    driver.send("ours")
    box = driver.mailbox()
    box.dele(3)
    assert box.stat()[0] == 2
    box.close()
    assert driver.subjects() == [*OLD, "ours"]
    box = driver.mailbox()
    box.dele(3)
    box.dele(1)
    box.rset()
    assert box.stat()[0] == 3
    box.dele(3)
    box.quit()
    assert driver.subjects() == OLD


def test_a_message_that_arrives_later_is_not_in_a_session_under_way(driver: Driver) -> None:
    box = driver.mailbox()
    driver.send("later")
    assert box.stat()[0] == 2
    box.dele(2)
    box.quit()
    assert driver.subjects() == [OLD[0], "later"]


def test_uids_stay_the_same_and_never_come_twice(driver: Driver) -> None:
    box = driver.mailbox()
    before = box.uidl()[1]
    box.quit()
    driver.send()
    again = driver.mailbox()
    after = again.uidl()[1]
    assert after[:2] == before
    assert len({row.split()[1] for row in after}) == 3
    assert again.uidl(3).split()[1:] == after[2].split()
    again.quit()


def test_top_cuts_the_body(driver: Driver) -> None:
    box = driver.mailbox()
    head = box.top(2, 0)[1]
    assert head[-1] == b""
    assert box.top(2, 1)[1] == [*head, b"Can I bring the kids round after closing on Saturday?"]
    assert box.top(2, 999)[1] == box.retr(2)[1]
    box.quit()


def test_slow_delivery_takes_eight_seconds() -> None:
    now = [100.0]
    boxes = Mailboxes(read_logins(), FaultBoard(["mail-slow"]), now=lambda: now[0])
    boxes.deliver(ADDRESS, b"Subject: slow\r\n\r\n")
    now[0] += SLOW_DELIVERY - 0.1
    assert len(boxes.messages(ADDRESS)) == 2
    now[0] += 0.2
    assert len(boxes.messages(ADDRESS)) == 3
    assert SLOW_DELIVERY == 8


# --- the protocol's corners


@pytest.mark.parametrize(
    "line",
    [
        "DELE",
        "DELE 0",
        "DELE 3",
        "DELE -1",
        "DELE x",
        "DELE ²",
        "TOP 1",
        "TOP 1 x",
        "RETR 99",
        "LIST 3",
        "UIDL 0",
    ],
)
def test_numbers_that_mean_nothing_are_refused(session: Pop3Session, line: str) -> None:
    assert said(logged_in(session), line) == ["-ERR There is no such message."]


def test_a_deleted_message_is_gone_for_the_session(session: Pop3Session) -> None:
    logged_in(session)
    assert said(session, "DELE 1")[0].startswith("+OK")
    assert all(answer.startswith("-ERR") for answer in said(session, "DELE 1", "RETR 1", "TOP 1 0", "LIST 1"))
    assert (
        session.answer(b"LIST\r\n").lines == [b"2 379"] or len(session.answer(b"LIST\r\n").lines or ()) == 1
    )


@pytest.mark.parametrize(
    "line", ["STAT", "LIST", "RETR 1", "DELE 1", "TOP 1 0", "UIDL", "RSET", "PASS x", "XYZ"]
)
def test_before_the_login_nothing_is_shown(session: Pop3Session, line: str) -> None:
    assert said(session, line)[0].startswith("-ERR")


@pytest.mark.parametrize("line", ["USER store", "PASS x", "STLS"])
def test_after_the_login_there_is_no_other(session: Pop3Session, line: str) -> None:
    assert said(logged_in(session), line)[0].startswith("-ERR")


def test_a_name_must_be_given_again_after_a_failure_and_after_tls(session: Pop3Session) -> None:
    assert said(session, "USER store", "PASS wrong", "PASS practice-mail-password")[2] == "-ERR USER first."
    said(session, "USER store")
    session.starts_over()
    assert said(session, "PASS practice-mail-password", "STLS")[0] == "-ERR USER first."


@given(st.lists(st.binary(max_size=300), max_size=12), st.booleans())
def test_no_line_breaks_a_session(lines: list[bytes], is_logged_in: bool) -> None:
    session = Pop3Session(Mailboxes(read_logins(), FaultBoard()), lambda: True, is_secure=False)
    if is_logged_in:
        logged_in(session)
    for line in lines:
        assert session.answer(line).as_bytes().startswith((b"+OK", b"-ERR"))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=80))
def test_a_password_is_taken_whole_and_only_the_right_one_opens(password: str) -> None:
    session = Pop3Session(Mailboxes(read_logins(), FaultBoard()), lambda: True, is_secure=False)
    is_right = password == "practice-mail-password"
    assert said(session, "USER store", f"PASS {password}")[1].startswith("+OK") is is_right


# --- the providers of the table


@pytest.mark.parametrize("row", [row for row in providers() if row.outgoing.host], ids=lambda row: row.id)
def test_every_provider_can_be_practised_at_its_own_server(driver: Driver, row: Provider) -> None:
    domain = row.domains[0] if row.domains else "practice.example"
    address = f"somebody@{domain}" if row.domains else ADDRESS
    host, port = driver.at(row.outgoing.port, row.outgoing.host)
    password, trust = driver.logins["mail-password"], driver.trust(row.outgoing.host)
    if row.outgoing.socket == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, context=trust, timeout=10)
    else:
        smtp = smtplib.SMTP(host, port, timeout=10)
        smtp.starttls(context=trust)
    with smtp:
        smtp.login("apikey" if row.user == "apikey" else address, password)
        smtp.sendmail(address, [address], f"Subject: To {row.id}\r\n\r\nHello.\r\n")
    with contextlib.closing(driver.pop3(110)) as box:
        box.user(address)
        box.pass_(password)
        newest = b"\n".join(box.top(box.stat()[0], 0)[1])
    assert f"Subject: To {row.id}".encode() in newest
    with (
        smtplib.SMTP_SSL(*driver.at(465, row.outgoing.host), context=trust, timeout=10) as again,
        pytest.raises(smtplib.SMTPAuthenticationError),
    ):
        again.login(address, "another password")


def test_a_stranger_has_no_mailbox(driver: Driver) -> None:
    with contextlib.closing(driver.pop3(110)) as box:
        box.user("somebody@stranger.example")
        with pytest.raises(poplib.error_proto):
            box.pass_(driver.logins["mail-password"])

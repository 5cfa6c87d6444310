"""Finding the check's own message: by several signs, among anything, and only it is ever deleted."""

import email
import email.header
import email.utils
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.servers.scripted_host import Answer, Conversation, ScriptedHost, refusing
from tests.unit.mail.scripted import ADDRESS, check, problem_of, settings_for
from wizard.mail.check_message import HEADER, Arrived, compose, new_ticket
from wizard.model.mail import Identity, MailSettings, RoundTripTicket
from wizard.model.progress import Cancel, Cancelled

TICKET = RoundTripTicket("0123456789abcdef01234567", frozenset(), 0.0)


def ours(to: str = "") -> bytes:
    return compose(Identity("Corner Store", ADDRESS), TICKET, to).as_bytes().replace(b"\n", b"\r\n")


def without(*headers: str) -> bytes:
    head, _, body = ours().partition(b"\r\n\r\n")
    gone = tuple(name.lower().encode() for name in headers)
    return b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(gone)) + (
        b"\r\n\r\n" + body
    )


def is_found(raw: bytes) -> bool:
    message = Arrived(raw)
    return message.is_check(TICKET) or (message.may_be_check(TICKET) and message.has_code(TICKET))


# --- signs ---


@pytest.mark.parametrize(
    "raw",
    [
        ours(),
        without("x-"),
        without("x-", "message-id"),
        without("message-id", "subject"),
        b"Received: from a\r\n by b\r\n" + ours(),
        ours().replace(b"Subject: ", b"Subject: [SPAM] ").replace(HEADER.encode(), b"X-Gone"),
        ours().replace(b"X-Tillbridge-Check: ", b"x-tillbridge-check:\r\n "),
        ours().replace(b"\r\n", b"\n"),
    ],
)
def test_our_message_is_known_by_each_of_its_signs(raw: bytes) -> None:
    assert is_found(raw)


TOKEN = TICKET.token
FOREIGN = [
    f"Subject: Re: {HEADER}: {TOKEN}\r\nFrom: a@b.test\r\n\r\nreply",
    f"Subject: x\r\n\r\n{HEADER}: {TOKEN}\r\n",
    f"Subject: Re: Tillbridge mail check {TOKEN[:6].upper()}\r\n\r\n> Code of this check: {TOKEN}",
    f"Subject: Tillbridge mail check {TOKEN[:6].upper()}\r\n\r\n> Code of this check: {TOKEN}",
    f"In-Reply-To: <tillbridge-{TOKEN}@example.test>\r\n{HEADER}: {TOKEN}\r\n\r\nan automatic answer",
    f"Auto-Submitted: auto-replied\r\n{HEADER}: {TOKEN}\r\n\r\naway",
    f"Content-Type: multipart/report; boundary=x\r\n{HEADER}: {TOKEN}\r\n\r\nbounce",
    f"From: MAILER-DAEMON@b.test\r\n{HEADER}: {TOKEN}\r\n\r\nbounce",
    f"{HEADER}: {TOKEN} and more\r\n\r\n",
    f"X-Other: {HEADER}: {TOKEN}\r\n\r\n",
    f"References: <tillbridge-{TOKEN}@example.test>\r\nMessage-ID: <1@b.test>\r\n\r\n",
    f"Subject: x\r\n folded {HEADER}: {TOKEN}\r\n\r\n",
    f"{HEADER}: {TOKEN[:-1]}\r\n\r\n",
    f"Message-ID: <not-tillbridge-{TOKEN}@example.test>\r\n\r\n",
]


@pytest.mark.parametrize("raw", FOREIGN)
def test_what_only_quotes_it_is_another_message(raw: str) -> None:
    assert not is_found(raw.encode())
    assert not is_found(raw.replace("\r\n", "\n").encode())


quoting = st.sampled_from(
    [
        HEADER,
        TOKEN,
        f"{HEADER}: {TOKEN}",
        f"<tillbridge-{TOKEN}@example.test>",
        "Code of this check: " + TOKEN,
    ]
)
words = st.text(string.ascii_letters + string.digits + " <>@:;,.-[]>\t", max_size=40)
values = st.lists(quoting | words, max_size=4).map(" ".join)
names = st.sampled_from(
    ["Subject", "From", "To", "X-Loop", "References", "In-Reply-To", "Received", "X-Spam"]
)
foreign = st.builds(
    lambda headers, body: "".join(f"{name}: {value}\r\n" for name, value in headers) + f"\r\n{body}",
    st.lists(st.tuples(names, values), min_size=1, max_size=5),
    st.lists(quoting | words, max_size=6).map("\r\n".join),
)


@given(foreign)
def test_no_message_of_somebody_else_is_ever_taken_for_it(raw: str) -> None:
    """Whatever it quotes, and wherever: our two headers and our line under our subject are not there."""
    lines = raw.split("\r\n")
    subjects = [line for line in lines[: lines.index("")] if line.startswith("Subject:")]
    if any("Tillbridge mail check" in line for line in subjects):
        return
    assert not is_found(raw.encode())


@given(st.lists(foreign, max_size=4), st.integers(1, 3), st.randoms(use_true_random=False))
def test_of_any_mailbox_only_the_checks_own_copies_go(others: list[str], copies: int, random: object) -> None:
    from wizard.mail.round_trip import Look, collect

    messages = [(f"their-{n}", each.encode()) for n, each in enumerate(others)]
    messages += [(f"ours-{n}", ours()) for n in range(copies)]
    random.shuffle(messages)  # type: ignore[attr-defined]
    box = Mailbox(dict(messages))
    look = Look()
    collect(box, TICKET, look, Cancel())  # type: ignore[arg-type]
    assert look.found
    assert sorted(box.deleted) == [f"ours-{n}" for n in range(copies)]


Listed = tuple[bytes, list[bytes], int]


class Mailbox:
    """What `collect` asks of a POP3 conversation, over messages by their UIDL."""

    def __init__(self, messages: dict[str, bytes]) -> None:
        self.messages = messages
        self.deleted: list[str] = []

    def uidl(self) -> Listed:
        return b"+OK", [f"{n} {uid}".encode() for n, uid in enumerate(self.messages, 1)], 0

    def list(self) -> Listed:
        return b"+OK", [f"{n} {len(raw)}".encode() for n, raw in enumerate(self.messages.values(), 1)], 0

    def top(self, which: int, lines: int) -> Listed:
        head, _, body = self.messages[list(self.messages)[which - 1]].partition(b"\r\n\r\n")
        return b"+OK", [*head.split(b"\r\n"), b"", *body.split(b"\r\n")[:lines]], 0

    def dele(self, which: int) -> None:
        self.deleted.append(list(self.messages)[which - 1])


# --- in a mailbox ---


def stripped(message: bytes) -> bytes:
    head, _, body = message.partition(b"\r\n\r\n")
    kept = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"x-", b"message-id"))]
    return b"\r\n".join(kept) + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    "deliver",
    [
        lambda m: [m, m],
        lambda m: [stripped(m)],
        lambda m: [b"Received: by an alias\r\n" + m, stripped(m)],
    ],
    ids=["twice", "stripped", "both"],
)
def test_every_copy_is_found_and_removed(deliver: object) -> None:
    with ScriptedHost(deliver=deliver) as host:  # type: ignore[arg-type]
        assert check(host, wait=5).ok
        assert list(host.box) == ["uid-0"]


def test_what_was_in_the_mailbox_before_is_not_read() -> None:
    with ScriptedHost() as host:
        for number in range(20):
            host.put(f"Subject: {number}\r\n\r\nanother older message".encode())
        assert check(host, wait=5).ok
        assert host.heard.count("TOP") == 1, "the check's own message alone"


def test_it_is_found_without_top() -> None:
    with ScriptedHost(pop3=refusing("TOP", "-ERR Unknown command")) as host:
        assert check(host, wait=5).ok
        assert list(host.box) == ["uid-0"]


def test_it_is_found_under_a_uidl_that_was_there_before() -> None:
    hosts: list[ScriptedHost] = []

    def fetched_meanwhile(message: bytes) -> list[bytes]:
        hosts[0].box.clear()
        hosts[0].box["uid-0"] = message
        return []

    with ScriptedHost(deliver=fetched_meanwhile) as host:
        hosts.append(host)
        assert check(host, wait=5).ok
        assert not host.box


def test_a_reply_and_a_quotation_stay() -> None:
    def with_replies(message: bytes) -> list[bytes]:
        token = re.search(rb"X-Tillbridge-Check: (\w+)", message)
        assert token is not None
        quoted = b"X-Tillbridge-Check: " + token[1]
        return [b"Subject: Re: " + quoted + b"\r\n\r\nhello", message, b"Subject: Fwd\r\n\r\n" + message]

    with ScriptedHost(deliver=with_replies) as host:
        assert check(host, wait=5).ok
        assert host.deleted == ["uid-2"]


def test_a_bounce_is_no_arrival_and_its_reason_is_said() -> None:
    def bounces(message: bytes) -> list[bytes]:
        report = (
            b"From: MAILER-DAEMON@mail.test\r\nReturn-Path: <>\r\n"
            b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n--b\r\n"
            b"Content-Type: message/delivery-status\r\n\r\nStatus: 5.2.2\r\n"
            b"Diagnostic-Code: smtp; 552 5.2.2 mailbox\r\n is over quota\r\n--b\r\n\r\n"
        )
        return [report + message]

    with ScriptedHost(deliver=bounces) as host:
        report = check(host, wait=20)
        problem = problem_of(report)
        assert (problem.code, problem.facts["cause"]) == ("MAIL-NOT-BACK", "bounced")
        assert problem.facts["said"] == "552 5.2.2 mailbox is over quota"
        assert report.ticket is None, "there is nothing to wait for"
        assert host.deleted == []


def test_somebody_elses_bounce_does_not_end_the_wait() -> None:
    other = b"From: MAILER-DAEMON@mail.test\r\n\r\nanother message could not be delivered: 550 5.1.1"
    with ScriptedHost(deliver=lambda message: [other, message]) as host:
        assert check(host, wait=5).ok


def test_a_check_that_is_stopped_takes_its_message_with_it() -> None:
    cancel = Cancel()

    def stopped_at_the_first_look(_talk: Conversation, verb: str, _words: str) -> Answer | bool:
        if verb == "TOP" and not cancel.requested:
            cancel.request()
        return False

    with ScriptedHost(pop3=stopped_at_the_first_look) as host:
        with pytest.raises(Cancelled):
            check(host, wait=5, cancel=cancel)
        assert list(host.box) == ["uid-0"]


# --- as it is written ---

NAMES = [
    "Corner Store",
    "Müller, Söhne & Café Gartencenter Außenstelle Nürnberg-Süd, Filiale 12, Kasse links",
    'Joe "The Till" O\'Neil, Pty. Ltd. (Billing)',
    "back\\slash\\",
    "商店" * 30 + ", 東京",
    "A very long name, with commas; and more: text <at> the end of it all, " * 3,
    "x" * 990,
]


def assert_one_mailbox(raw: bytes, name: str, address: str) -> None:
    header = email.message_from_bytes(raw)["From"].replace("\r\n", "").replace("\n", "")
    ((shown, found),) = email.utils.getaddresses([header])
    assert found == address
    assert str(email.header.make_header(email.header.decode_header(shown))) == name
    assert all(len(line) <= 998 for line in raw.splitlines())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_name_before_one_address(name: str) -> None:
    name = name.strip()
    assert_one_mailbox(compose(Identity(name, ADDRESS), new_ticket(frozenset())).as_bytes(), name, ADDRESS)


@given(
    st.text(min_size=1, max_size=120).filter(str.isprintable).map(lambda t: " ".join(t.split())).filter(bool)
)
def test_any_name_reads_back(name: str) -> None:
    assert_one_mailbox(compose(Identity(name, ADDRESS), new_ticket(frozenset())).as_bytes(), name, ADDRESS)


def test_a_domain_beyond_ascii_goes_as_punycode() -> None:
    def settings(host: ScriptedHost) -> MailSettings:
        return settings_for(host, "store@bäckerei-müller.example")

    envelopes: list[str] = []

    def notes(_talk: Conversation, verb: str, words: str) -> Answer | bool:
        envelopes.extend([words] if verb in {"MAIL", "RCPT"} else [])
        return False

    with ScriptedHost(smtp=notes) as host:
        report = check(host, wait=5, settings=settings)
        assert report.ok
        assert report.rows[-1].facts["address"] == "store@bäckerei-müller.example"
        assert all("<store@xn--bckerei-mller-bfb28a.example>" in words for words in envelopes)
        assert b"To: store@xn--bckerei-mller-bfb28a.example" in host.sent[0]

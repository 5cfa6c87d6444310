"""A refusal is told as what it is: by greeting, by login, by code, by words, by silence."""

import time

import pytest

from tests.servers.scripted_host import HANG_UP, Answer, Conversation, ScriptedHost, asked, refusing
from tests.unit.mail.scripted import check, problem_of, row
from wizard.mail.waits import USUAL
from wizard.model.mail import CheckId, CheckState


def test_a_good_host_passes_and_its_mailbox_is_as_before() -> None:
    with ScriptedHost() as host:
        assert check(host, wait=5).ok
        assert list(host.box) == ["uid-0"]
        assert len(host.sent) == 1


def test_messages_with_one_and_the_same_mark_are_counted_each() -> None:
    """popa3d marks a message by a digest of a few headers, so that copies are called the same."""

    def same_marks(_talk: Conversation, verb: str, words: str) -> Answer | bool:
        if verb != "UIDL" or words:
            return False
        return ["+OK", *(f"{number} same" for number in range(1, len(hosts[0].box) + 1)), "."]

    hosts: list[ScriptedHost] = []
    with ScriptedHost(pop3=same_marks) as host:
        hosts.append(host)
        host.box |= {f"old-{number}": host.box["uid-0"] for number in (1, 2)}
        report = check(host, wait=5)
        assert report.ok
        assert row(report, CheckId.INCOMING_LOGIN).facts["messages"] == 3
        assert list(host.box) == ["uid-0", "old-1", "old-2"]


# --- greetings ---


@pytest.mark.parametrize(
    ("greeting", "code", "facts"),
    [
        ("421 4.7.0 Too many concurrent SMTP connections", "MAIL-RATE", {}),
        ("421 4.3.2 Service shutting down", "MAIL-BUSY", {}),
        ("451 The server is busy", "MAIL-BUSY", {}),
        ("554 5.7.1 Your address is on a block list", "MAIL-REFUSED", {"step": "greeting"}),
        ("500 go away", "MAIL-REFUSED", {"step": "greeting"}),
        ("SSH-2.0-OpenSSH_9.2", "MAIL-BROKEN-OFF", {"cause": "nonsense"}),
    ],
)
def test_an_smtp_greeting_that_refuses_is_not_called_a_closed_port(
    greeting: str, code: str, facts: dict[str, str]
) -> None:
    with ScriptedHost(smtp_greeting=lambda _: [greeting, HANG_UP]) as host:
        report = check(host)
        problem = problem_of(report)
        assert problem.code == code
        assert facts.items() <= problem.facts.items()
        assert problem.facts["said"] == greeting
        assert problem.facts["port"] == host.smtp_port
        assert row(report, CheckId.INCOMING_LOGIN).state is CheckState.PASSED


@pytest.mark.parametrize(
    ("greeting", "code"),
    [
        ("-ERR Maximum number of connections from user+IP exceeded", "MAIL-RATE"),
        ("-ERR [SYS/TEMP] try again later", "MAIL-BUSY"),
        ("-ERR not for you", "MAIL-REFUSED"),
    ],
)
def test_a_pop3_greeting_that_refuses_is_not_called_a_closed_port(greeting: str, code: str) -> None:
    with ScriptedHost(pop3_greeting=lambda _: [greeting, HANG_UP]) as host:
        problem = problem_of(check(host))
        assert problem.code == code
        assert str(problem.facts["said"]) in greeting
        assert problem.facts["host"] == "127.0.0.1"


def test_a_server_that_hangs_up_before_its_greeting_has_hung_up() -> None:
    with ScriptedHost(pop3_greeting=lambda _: HANG_UP) as host:
        problem = problem_of(check(host))
        assert (problem.code, problem.facts["cause"]) == ("MAIL-BROKEN-OFF", "hung-up")


def test_a_server_that_greets_late_is_waited_for_and_not_talked_to_before() -> None:
    early: list[bytes] = []

    def greet(talk: Conversation) -> Answer:
        talk.sock.settimeout(1.0)
        try:
            early.append(talk.sock.recv(100))
        except TimeoutError:
            talk.sock.settimeout(None)
            return "220 scripted.test at last"
        return ["421 you talk too soon", HANG_UP]

    with ScriptedHost(smtp_greeting=greet) as host:
        assert check(host, wait=5, greeting=3.0).ok
        assert early == []


def test_a_server_that_connects_and_never_greets_is_said_to_do_that() -> None:
    def silent(talk: Conversation) -> Answer:
        talk.sock.settimeout(5)
        while talk.sock.recv(100):  # until we are done with it
            pass
        return HANG_UP

    with ScriptedHost(smtp_greeting=silent) as host:
        problem = problem_of(check(host))
        assert problem.code == "MAIL-PORT-SILENT"
        assert problem.facts["connected"] is True


def test_a_name_is_said_where_the_address_is_refused() -> None:
    def wants_a_name(_talk: Conversation, verb: str, words: str) -> Answer | bool:
        return "501 5.5.4 Invalid domain name" if verb in {"EHLO", "HELO"} and "[" in words else False

    with ScriptedHost(smtp=wants_a_name) as host:
        assert check(host, wait=5).ok
    with ScriptedHost(smtp=refusing("EHLO", "501 5.5.4 nobody here is called so")) as host:
        problem = problem_of(check(host))
        assert (problem.code, problem.facts["step"]) == ("MAIL-REFUSED", "greeting")
        assert "nobody here" in str(problem.facts["said"])


# --- logins to receive ---


def test_a_hang_up_at_the_password_is_neither_a_refusal_nor_tried_again() -> None:
    with ScriptedHost(pop3=refusing("PASS", HANG_UP)) as host:
        problem = problem_of(check(host))
        assert (problem.code, problem.facts["cause"]) == ("MAIL-BROKEN-OFF", "at-login")
        assert "AUTH" not in host.heard


def test_a_refusal_with_a_hang_up_behind_it_is_the_refusal() -> None:
    with ScriptedHost(pop3=refusing("PASS", "-ERR [AUTH] invalid user name or password", HANG_UP)) as host:
        problem = problem_of(check(host))
        assert problem.code == "MAIL-LOGIN"
        assert problem.facts["said"] == "invalid user name or password"


def test_plus_err_is_a_refusal() -> None:
    words = "+ERR Server error: Failed to fetch messages."
    with ScriptedHost(pop3=refusing("PASS", words)) as host:
        problem = problem_of(check(host))
        assert (problem.code, problem.facts["step"]) == ("MAIL-REFUSED", "login")
        assert "Failed to fetch" in str(problem.facts["said"])


@pytest.mark.parametrize("command", ["UIDL+STAT", "LIST+QUIT", "DELE"])
def test_no_refusal_is_shown_as_a_piece_of_python(command: str) -> None:
    verbs = set(command.split("+"))
    words = "-ERR not today"
    with ScriptedHost(pop3=lambda _t, verb, _w: words if verb in verbs else False) as host:
        report = check(host)
        shown = repr([row.facts for row in report.rows] + [notice.facts for notice in report.notices])
        assert "b'" not in shown
        assert 'b"' not in shown
        assert "not today" in shown


def test_what_cannot_be_removed_is_said_to_be_left() -> None:
    with ScriptedHost(pop3=refusing("DELE", "-ERR read-only mailbox")) as host:
        report = check(host, wait=3)
        assert report.ok
        (left,) = (notice for notice in report.notices if notice.code == "MAIL-CHECK-LEFT")
        assert left.facts["said"] == "-ERR read-only mailbox"


def test_a_message_that_was_sent_and_cannot_be_looked_for_is_said_to_be_left_perhaps() -> None:
    def closes(_talk: Conversation, verb: str, _words: str) -> Answer | bool:
        return "-ERR closed for today" if verb == "PASS" and hosts[0].sent else False

    hosts: list[ScriptedHost] = []
    with ScriptedHost(pop3=closes) as host:
        hosts.append(host)
        report = check(host, wait=1)
        assert problem_of(report).code != "MAIL-NOT-BACK"
        (left,) = (notice for notice in report.notices if notice.code == "MAIL-CHECK-LEFT")
        assert left.facts["cause"] == "unseen"


def test_a_removal_that_is_refused_at_the_end_is_no_success() -> None:
    with ScriptedHost(pop3=refusing("QUIT", "-ERR some messages could not be removed")) as host:
        problem = problem_of(check(host))
        assert (problem.code, problem.facts["step"]) == ("MAIL-REFUSED", "remove")


def test_empty_lines_and_odd_bytes_among_the_capabilities_are_passed_over() -> None:
    lies = ["+OK", "", "   ", b"\xff\xfe", "STLS", "."]
    with ScriptedHost(pop3=refusing("CAPA", *lies)) as host:
        assert check(host, wait=5).ok


# --- logins to send ---


def login_by_steps(host: list[ScriptedHost], *questions: str) -> object:
    def hook(talk: Conversation, verb: str, words: str) -> Answer | bool:
        if verb != "AUTH":
            return False
        assert words == "LOGIN", "nothing is sent along"
        given = []
        for question in questions:
            talk.say(asked(question))
            given.append(talk.hear_base64())
        host[0].answers = given  # type: ignore[attr-defined]
        return host[0].log_in(talk, given[0], given[-1])

    return hook


@pytest.mark.parametrize(
    ("questions", "answers"),
    [
        (("Username:", "Password:"), ["store", "a-scripted-password"]),
        (("Username:", "User name again:", "Password:"), ["store", "store", "a-scripted-password"]),
        (("Name of the mailbox?", "Its secret?"), ["store", "a-scripted-password"]),
        (("", ""), ["store", "a-scripted-password"]),
        (("e-mail address", "Passwort"), ["store", "a-scripted-password"]),
    ],
)
def test_login_answers_what_is_asked(questions: tuple[str, ...], answers: list[str]) -> None:
    hosts: list[ScriptedHost] = []
    with ScriptedHost(logins="LOGIN", smtp=login_by_steps(hosts, *questions)) as host:  # type: ignore[arg-type]
        hosts.append(host)
        assert check(host, wait=5).ok
        assert host.answers == answers  # type: ignore[attr-defined]


def test_a_server_that_asks_for_the_name_for_ever_never_gets_the_password() -> None:
    heard: list[str] = []

    def asks_on(talk: Conversation, verb: str, _words: str) -> Answer | bool:
        if verb != "AUTH":
            return False
        for _ in range(10):
            talk.say(asked("Username:"))
            line = talk.hear().decode()
            if line == "*":
                return "501 given up"
            heard.append(line)
        return HANG_UP

    with ScriptedHost(logins="LOGIN", smtp=asks_on) as host:
        assert problem_of(check(host)).code == "MAIL-AUTH-REFUSED"
    assert heard == ["c3RvcmU="] * 2


def test_the_next_mechanism_is_tried_where_one_cannot_be_done() -> None:
    def no_plain(_talk: Conversation, verb: str, words: str) -> Answer | bool:
        return "504 5.5.4 unknown mechanism" if verb == "AUTH" and words.startswith("PLAIN") else False

    with ScriptedHost(smtp=no_plain) as host:
        report = check(host, wait=5)
        assert report.ok
        assert row(report, CheckId.OUTGOING_LOGIN).facts["mechanism"] == "LOGIN"


def test_no_mechanism_is_tried_after_a_refused_password() -> None:
    with ScriptedHost(smtp=refusing("AUTH", "535 5.7.8 no")) as host:
        assert problem_of(check(host)).code == "MAIL-LOGIN"
        assert host.heard.count("AUTH") == 1


def test_a_login_that_is_refused_before_the_password_is_no_wrong_password() -> None:
    with ScriptedHost(logins="LOGIN", smtp=refusing("AUTH", "535 5.7.8 not here")) as host:
        assert problem_of(check(host)).code == "MAIL-AUTH-REFUSED"


def test_cram_md5_takes_any_letters() -> None:
    with ScriptedHost(logins="CRAM-MD5", password="pä\u00dfwört \u20ac7") as host:
        assert check(host, wait=5).ok


# --- slow ones ---


def test_a_server_that_falls_silent_after_its_greeting_is_slow_and_no_closed_port() -> None:
    def stalls(talk: Conversation, verb: str, _words: str) -> Answer | bool:
        if verb == "PASS":
            talk.hear()
        return False

    with ScriptedHost(pop3=stalls) as host:
        assert problem_of(check(host, answer=0.3)).code == "MAIL-SLOW"


@pytest.mark.parametrize("silent_at", ["AUTH", "MAIL", "RCPT", "DATA"])
def test_a_sending_server_that_falls_silent_after_its_greeting_is_slow_too(silent_at: str) -> None:
    def stalls(talk: Conversation, verb: str, _words: str) -> Answer | bool:
        if verb == silent_at:
            talk.hear()
        return False

    with ScriptedHost(smtp=stalls) as host:
        problem = problem_of(check(host, answer=0.3))
        assert (problem.code, problem.facts["side"]) == ("MAIL-SLOW", "outgoing")


def test_a_server_that_drips_is_left_in_time() -> None:
    def drips(talk: Conversation, verb: str, _words: str) -> Answer | bool:
        while verb == "CAPA":
            talk.sock.sendall(b"+")
            time.sleep(0.05)
        return False

    with ScriptedHost(pop3=drips) as host:
        began = time.monotonic()
        assert problem_of(check(host, conversation=0.5)).code == "MAIL-SLOW"
        assert time.monotonic() - began < 5


@pytest.mark.parametrize("deliver", [True, False], ids=["delivered", "lost"])
def test_a_server_that_never_answers_the_message_may_have_taken_it(deliver: bool) -> None:
    def scans(talk: Conversation, verb: str, _words: str) -> Answer | bool:
        if verb != "DATA":
            return False
        talk.say("354 go on")
        hosts[0].take(talk)
        talk.hear()
        return HANG_UP

    hosts: list[ScriptedHost] = []
    with ScriptedHost(smtp=scans, deliver=lambda message: [message] if deliver else []) as host:
        hosts.append(host)
        report = check(host, wait=1, message=0.3)
        assert list(host.box) == ["uid-0"], "the message is gone"
        if deliver:
            assert report.ok
            assert report.ticket is None
        else:
            problem = problem_of(report)
            assert (problem.code, problem.facts["cause"]) == ("MAIL-SLOW", "message")
            assert report.ticket is not None, "it can be waited for"


@pytest.mark.parametrize("verb", ["CAPA", "UIDL", "TOP"])
def test_a_server_does_not_decide_our_memory(verb: str) -> None:
    def floods(talk: Conversation, said: str, _words: str) -> Answer | bool:
        if said != verb:
            return False
        talk.say("+OK")
        block = b"1 " + b"x" * 60_000 + b"\r\n"
        while True:
            talk.sock.sendall(block)

    with ScriptedHost(pop3=floods) as host:
        problem = problem_of(check(host, wait=0.5, conversation=30))
    if verb == "TOP":  # such a message is passed over, and the check's own may still come
        assert problem.code == "MAIL-NOT-BACK"
    else:
        assert (problem.code, problem.facts["cause"]) == ("MAIL-BROKEN-OFF", "endless")


@pytest.mark.parametrize("count", ["1000000000000", "100000000", "9" * 5000, "many"])
def test_a_count_of_messages_that_nobody_has_is_not_believed(count: str) -> None:
    def counts(_talk: Conversation, verb: str, _words: str) -> Answer | bool:
        return {"UIDL": "-ERR", "STAT": f"+OK {count} 1"}.get(verb, False)

    with ScriptedHost(pop3=counts) as host:
        problem = problem_of(check(host))
        assert (problem.code, problem.facts["cause"]) == ("MAIL-BROKEN-OFF", "nonsense")


def test_a_greeting_may_take_twenty_seconds() -> None:
    assert USUAL.greeting > 20

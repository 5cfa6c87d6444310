"""What is kept of a conversation: its commands and answers, no login, no message, no more than fits."""

import base64

import pytest

from tests.unit.doubles import tools_for
from wizard.mail.transcript import Transcript
from wizard.model.mail import SocketType, Speaker, Spoken

PASSWORD = "pa ss-wörd"


def said(transcript: Transcript) -> list[str]:
    return [each.text for each in transcript.spoken(str)]


@pytest.mark.parametrize(
    ("command", "kept"),
    [
        (f"PASS {PASSWORD}", "PASS ••••••"),
        (f"pass {PASSWORD}\r\n", "pass ••••••"),
        ("APOP store c4c9334bac560ecc979e58001b3e22fb", "APOP store ••••••"),
        ("AUTH PLAIN AHN0b3JlAHBhc3M=", "AUTH PLAIN ••••••"),
        ("AUTH LOGIN c3RvcmU=\r\n", "AUTH LOGIN ••••••"),
        ("AUTH CRAM-MD5", "AUTH CRAM-MD5"),
        ("USER store", "USER store"),
        ("MAIL FROM:<pass@store.example>", "MAIL FROM:<pass@store.example>"),
    ],
)
def test_of_a_login_its_kind_alone_is_kept(command: str, kept: str) -> None:
    for form in (command, command.encode()):
        transcript = Transcript()
        transcript.sent(form)
        assert said(transcript) == [kept]


def test_a_password_that_the_server_repeats_is_taken_out(tmp_path) -> None:  # type: ignore[no-untyped-def]
    tools = tools_for(tmp_path)
    tools.learn(PASSWORD, ["store"])
    transcript = Transcript()
    login = base64.b64encode(f"\0store\0{PASSWORD}".encode()).decode()
    for words in (PASSWORD, login):
        transcript.heard(f"-ERR {' ' * 300}{words} is wrong, {words}".encode())
    for line in transcript.spoken(tools.clean):
        assert PASSWORD not in line.text
        assert login not in line.text
        assert line.text.startswith("-ERR")


def test_lines_are_short_and_printable() -> None:
    transcript = Transcript()
    transcript.opened("mail.store.example", 110, SocketType.PLAIN)
    transcript.heard(b"+OK \x1b[31m\xe2\x80\xae" + b"x" * 60_000 + b"\r\n")
    place, answer = transcript.spoken(str)
    assert place == Spoken(Speaker.PLACE, "mail.store.example:110, plain")
    assert answer.text.isprintable()
    assert len(answer.text) <= 200


def test_a_server_that_talks_on_and_on_is_cut_off() -> None:
    transcript = Transcript()
    for number in range(100_000):
        transcript.heard(f"250 {number}".encode())
    lines = said(transcript)
    assert len(lines) == 301
    assert lines[-1] == "…"
    long = Transcript()
    for _ in range(100):
        long.heard(b"x" * 60_000)
    assert len(said(long)) < 10

"""`mail check` against servers that talk nonsense, hang up, or never stop talking: a code, and an end."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.files import write_settings
from tests.journeys.program import Ended, Tillbridge
from tests.journeys.rogue import Rogue
from tests.servers.mail_host import MailHost

BOUND = 35.0

Script = dict[bytes, bytes | None]

POP3: Script = {
    b"": b"-ERR what?\r\n",
    b"CAPA": b"+OK\r\nUSER\r\nUIDL\r\n.\r\n",
    b"USER": b"+OK\r\n",
    b"PASS": b"+OK\r\n",
    b"STAT": b"+OK 0 0\r\n",
    b"UIDL": b"+OK\r\n.\r\n",
    b"QUIT": b"+OK bye\r\n",
}
SMTP: Script = {
    b"": b"250 fine\r\n",
    b"EHLO": b"250-rogue\r\n250 AUTH PLAIN\r\n",
    b"AUTH": b"235 welcome\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
POP3_GREETING, SMTP_GREETING = b"+OK ready\r\n", b"220 rogue ready\r\n"

POP3_ROGUES: dict[str, tuple[bytes | None, Script]] = {
    "hangs up at once": (None, {}),
    "says nothing POP3": (b"SSH-2.0-OpenSSH_9.2\r\n", {}),
    "greets in binary": (bytes(range(256)) + b"\r\n", {}),
    "greets without an end": (b"+OK " + b"x" * 100_000 + b"\r\n", {}),
    "refuses everybody": (b"-ERR too many connections\r\n", {}),
    "hangs up at USER": (POP3_GREETING, {b"USER": None}),
    "hangs up at PASS": (POP3_GREETING, {b"PASS": None}),
    "lists nonsense": (POP3_GREETING, {b"UIDL": b"+OK\r\nnonsense\r\n.\r\n"}),
    "lists numbers alone": (POP3_GREETING, {b"UIDL": b"+OK\r\n1\r\n2\r\n.\r\n"}),
    "lists empty lines": (POP3_GREETING, {b"UIDL": b"+OK\r\n\r\n.\r\n"}),
    "counts nonsense": (POP3_GREETING, {b"UIDL": b"-ERR\r\n", b"STAT": b"+OK many\r\n"}),
    "drips its abilities": (POP3_GREETING, {b"CAPA": b"drip:+OK\r\n"}),
    "drips its list": (POP3_GREETING, {b"UIDL": b"drip:+OK 1 a\r\n"}),
}
SMTP_ROGUES: dict[str, tuple[bytes | None, Script]] = {
    "hangs up at once": (None, {}),
    "says nothing SMTP": (b"SSH-2.0-OpenSSH_9.2\r\n", {}),
    "greets in binary": (bytes(range(256)) + b"\r\n", {}),
    "refuses everybody": (b"554 go away\r\n", {}),
    "is full": (b"421 too many connections\r\n", {}),
    "hangs up at AUTH": (SMTP_GREETING, {b"AUTH": None}),
    "answers AUTH with nonsense": (SMTP_GREETING, {b"AUTH": b"nonsense\r\n"}),
    "asks on after AUTH": (SMTP_GREETING, {b"AUTH": b"334 more\r\n"}),
    "hangs up at MAIL": (SMTP_GREETING, {b"MAIL": None}),
    "hangs up at DATA": (SMTP_GREETING, {b"DATA": None}),
    "drips its greeting": (b"drip:220-hello\r\n", {}),
    "drips its answer to AUTH": (SMTP_GREETING, {b"AUTH": b"drip:235-welcome\r\n"}),
}


def kinds_of(rogues: dict[str, Any]) -> list[Any]:
    """The rogues by name; waiting for the end of a drip takes long."""
    return [pytest.param(kind, marks=[pytest.mark.long] if "drips" in kind else []) for kind in rogues]


def assert_ended_well(ended: Ended) -> None:
    assert ended.status == 1, ended
    assert ended.stderr == ""
    assert len(ended.rows) == 7
    (problem,) = ended.answer["problems"]
    assert "no words" not in problem["what"]
    assert ended.seconds < BOUND


@pytest.mark.parametrize("kind", kinds_of(POP3_ROGUES))
def test_a_rogue_that_speaks_pop3(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path, kind: str
) -> None:
    greeting, script = POP3_ROGUES[kind]
    with Rogue(greeting, {**POP3, **script}) as rogue:
        settings = write_settings(
            tmp_path, ("localhost", rogue.port, "plain"), ("localhost", mail_host.smtp_port, "plain")
        )
        line: list[str | Path] = ["mail", "check", "--settings", settings, "--wait", "1"]
        ended = tillbridge.run(*line, secrets={"MAIL_PASSWORD": mail_host.password})
    assert_ended_well(ended)
    assert ended.rows["round-trip"]["state"] == "skipped"


@pytest.mark.parametrize("kind", kinds_of(SMTP_ROGUES))
def test_a_rogue_that_speaks_smtp(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path, kind: str
) -> None:
    greeting, script = SMTP_ROGUES[kind]
    with Rogue(greeting, {**SMTP, **script}) as rogue:
        settings = write_settings(
            tmp_path, ("localhost", mail_host.pop3_port, "plain"), ("localhost", rogue.port, "plain")
        )
        line: list[str | Path] = ["mail", "check", "--settings", settings, "--wait", "1"]
        ended = tillbridge.run(*line, secrets={"MAIL_PASSWORD": mail_host.password})
    assert_ended_well(ended)
    assert ended.rows["incoming-login"]["state"] == "passed"


def test_the_scripts_themselves_are_good(tillbridge: Tillbridge, tmp_path: Path) -> None:
    """Without a rogue's part everything passes, up to the message that nobody delivers."""
    with Rogue(POP3_GREETING, POP3) as pop3, Rogue(SMTP_GREETING, SMTP) as smtp:
        settings = write_settings(
            tmp_path, ("localhost", pop3.port, "plain"), ("localhost", smtp.port, "plain")
        )
        line: list[str | Path] = ["mail", "check", "--settings", settings, "--wait", "1"]
        ended = tillbridge.run(*line, secrets={"MAIL_PASSWORD": "any-password"})
    assert ended.problems == ["MAIL-NOT-BACK"]

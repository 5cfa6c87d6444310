"""The four values out of a file that Imagatec, or whoever they asked, wrote in their own way."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.doubles import tools_for
from wizard.catalogue.load import screen
from wizard.jobs.job import Done
from wizard.jobs.set_up.read_values import ReadValues
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent

FOUR = {
    "incoming_server": "mail.example.com",
    "outgoing_server": "smtp.example.com",
    "user_name": "corner.store",
    "password": "Pa:ss = w0rd, #1",
}
WRITTEN = {
    "as our page asks": """Please find below:
        1. Incoming mail server: mail.example.com
        2. Outgoing mail server (SMTP): smtp.example.com
        3. User name: corner.store
        4. Password: Pa:ss = w0rd, #1
        Kind regards, Imagatec""",
    "with equals signs": "Incoming = mail.example.com\r\nSMTP = smtp.example.com\r\nlogin = corner.store\r\n"
    "password = Pa:ss = w0rd, #1",
    "as a table": "POP3 server\tmail.example.com\nSMTP server\tsmtp.example.com\nUsername\tcorner.store\n"
    "Password\tPa:ss = w0rd, #1",
    "quoted in a mail": "> Incoming mail server: mail.example.com\n> Outgoing mail server: smtp.example.com\n"
    "> USER NAME: corner.store\n> PASSWORD: Pa:ss = w0rd, #1\n> Incoming mail server: other.example.com",
    "as TOML": 'procedure = "imagatec-mail"\n[answers]\nincoming_server = "mail.example.com"\n'
    'outgoing_server = "smtp.example.com"\nuser_name = "corner.store"\npassword = "Pa:ss = w0rd, #1"',
    "as a page": "<html><body><ul><li>Incoming mail server: mail.example.com</li><li>Outgoing mail server: "
    "smtp.example.com</li><li>User name: corner.store</li><li>Password: Pa:ss = w0rd, #1</li></ul></html>",
}


def read(path: Path) -> Any:
    outcome = ReadValues(path, screen("mail-server").written_as).run(
        tools_for(path.parent), Silent(), Cancel()
    )
    return outcome.value if isinstance(outcome, Done) else outcome


@pytest.mark.parametrize("how", WRITTEN)
def test_the_four_values_are_found_however_they_are_written(tmp_path: Path, how: str) -> None:
    path = tmp_path / "values.txt"
    path.write_bytes(WRITTEN[how].encode())
    assert read(path) == FOUR


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_notepad_and_powershell_may_have_written_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "values.txt"
    path.write_bytes(WRITTEN["as our page asks"].encode(encoding))
    assert read(path) == FOUR


def test_a_reference_to_a_secret_is_no_value(tmp_path: Path) -> None:
    path = tmp_path / "next.toml"
    path.write_text('[answers]\nuser_name = "corner.store"\npassword = { keyring = "second" }\n', "utf-8")
    assert read(path) == {"user_name": "corner.store"}


@pytest.mark.parametrize(
    "content",
    [b"", b"Hello\nworld", b": : :\n===\n\t\t\n", b"<" * 100_000, b"a = " + b"[" * 50_000, b'"' * 90_000,
     b"Password:\nUser name:   \n"],
)  # fmt: skip
def test_what_says_nothing_of_them_fills_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "values.txt"
    path.write_bytes(content)
    assert read(path) == {}


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00\xd8x", b"caf\xe9: 1", b"x" * 300_000, b"x" * 5_000_000, None]
)
def test_what_cannot_be_read_is_a_problem_with_its_reason(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "values.txt"
    if content is not None:
        path.write_bytes(content)
    found = read(path)
    assert isinstance(found, Problem)
    assert found.code == "VALUES-FILE"
    assert found.facts["file"] == "values.txt"
    assert found.facts["said"]

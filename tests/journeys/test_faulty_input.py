"""Files and lines that are wrong: every fault at once, exit 2, nothing repeated that may be a secret."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.files import table, write, write_answers, write_services, write_settings
from tests.journeys.program import Ended, Tillbridge

LITERAL = "Lit3ral-s3cret-that-must-not-be-repeated"
SERVER = {"host": "localhost", "port": 1, "socket": "plain"}


def check(program: Tillbridge, settings: Path, *more: str | Path) -> Ended:
    ended = program.run("mail", "check", "--settings", settings, *more)
    assert ended.stderr == ""
    return ended


def settings(folder: Path, **tables: dict[str, Any]) -> Path:
    return write(folder / "settings.toml", *(table(name, rows) for name, rows in tables.items()))


# --- mail settings ---


def test_an_empty_settings_file_names_everything_that_is_missing(
    tillbridge: Tillbridge, tmp_path: Path
) -> None:
    faults = check(tillbridge, write(tmp_path / "settings.toml", "")).faults
    missing = {"identity.name", "identity.address", "outgoing.host", "outgoing.port", "outgoing.socket"}
    assert {(where, "MISSING") for where in missing} <= faults


def test_all_faults_of_a_settings_file_are_named_at_once(tillbridge: Tillbridge, tmp_path: Path) -> None:
    path = settings(
        tmp_path,
        identity={"name": "Corner Store", "address": "not an address", "colour": "green"},
        incoming={
            "protocol": "imap",
            "host": "http://mail.example.com",
            "port": 70000,
            "socket": "ssl",
            "user": 7,
            "password": {"env": "NO_SUCH_VARIABLE"},
            "timeout_seconds": "long",
        },
        outgoing={"host": "mail.example.com", "port": "25", "socket": "plain", "auth": "magic"},
        extras={},
    )
    assert check(tillbridge, path).faults == {
        ("identity.address", "NOT-VALID"),
        ("identity.colour", "UNKNOWN-KEY"),
        ("incoming.protocol", "NOT-A-CHOICE"),
        ("incoming.host", "NOT-VALID"),
        ("incoming.port", "NOT-A-NUMBER"),
        ("incoming.socket", "NOT-A-CHOICE"),
        ("incoming.user", "NOT-A-TEXT"),
        ("incoming.password", "SECRET-MISSING"),
        ("incoming.timeout_seconds", "NOT-A-NUMBER"),
        ("outgoing.port", "NOT-A-NUMBER"),
        ("outgoing.auth", "NOT-A-CHOICE"),
        ("extras", "UNKNOWN-KEY"),
    }


@pytest.mark.parametrize("blank", [" ", "\t", "\u200b"])
def test_a_blank_is_not_a_user_name(tillbridge: Tillbridge, tmp_path: Path, blank: str) -> None:
    path = write_settings(tmp_path, ("localhost", 1, "plain"), ("localhost", 1, "plain"), user=blank)
    ended = tillbridge.run("mail", "check", "--settings", path, secrets={"MAIL_PASSWORD": "any"})
    assert "incoming.user" in {where for where, _ in ended.faults}


@pytest.mark.parametrize("auth", ["password", "same-as-incoming", "none"])
@pytest.mark.parametrize("side", ["incoming", "outgoing"])
def test_a_literal_password_is_a_fault_that_does_not_repeat_it(
    tillbridge: Tillbridge, tmp_path: Path, side: str, auth: str
) -> None:
    """A secret in a file is one, whether this run would have used it or not."""
    login = {"user": "store", "password": {"file": "password.txt"}}
    (tmp_path / "password.txt").write_text("any")
    incoming, outgoing = {**SERVER, **login}, {**SERVER, **login, "auth": auth}
    (incoming if side == "incoming" else outgoing)["password"] = LITERAL
    path = settings(
        tmp_path,
        identity={"name": "Corner Store", "address": "store@example.test"},
        incoming=incoming,
        outgoing=outgoing,
    )
    ended = check(tillbridge, path)
    assert LITERAL not in ended.stdout + ended.stderr
    assert (f"{side}.password", "SECRET-IN-FILE") in ended.faults


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ({"env": "NO_SUCH_VARIABLE"}, "SECRET-MISSING"),
        ({"file": "no-such-file"}, "SECRET-MISSING"),
        ({"file": "empty"}, "SECRET-EMPTY"),
        ({"practice": "mail-password"}, "NOT-IN-PRACTICE"),
        ({"keyring": "no-such-name"}, "VAULT-MISSING"),
        ({"keyring": "a", "env": "b"}, "NOT-A-REFERENCE"),
        ({"vault": "a"}, "NOT-A-REFERENCE"),
        ({}, "NOT-A-REFERENCE"),
        ({"env": 5}, "NOT-A-REFERENCE"),
        ([LITERAL], "SECRET-IN-FILE"),
        (5, "SECRET-IN-FILE"),
    ],
)
def test_a_reference_that_leads_nowhere(
    tillbridge: Tillbridge, tmp_path: Path, reference: object, code: str
) -> None:
    (tmp_path / "empty").touch()
    path = settings(
        tmp_path,
        identity={"name": "Corner Store", "address": "store@example.test"},
        incoming={**SERVER, "user": "store", "password": reference},
        outgoing=SERVER,
    )
    ended = check(tillbridge, path)
    assert ended.faults == {("incoming.password", code)}
    assert LITERAL not in ended.stdout


NOT_READABLE = [
    pytest.param(b"this is not TOML", "FILE-SYNTAX", id="prose"),
    pytest.param(b"[identity\nname=", "FILE-SYNTAX", id="cut off"),
    pytest.param(b"a = " + b"[" * 20_000, "FILE-SYNTAX", id="deep"),
    pytest.param(b"\xff\xfe[\x00i\x00]", "FILE-ENCODING", id="half of UTF-16"),
    pytest.param(b'name = "K\xe4the"', "FILE-ENCODING", id="Latin-1"),
    pytest.param(None, "FILE-MISSING", id="not there"),
]


@pytest.mark.parametrize("kind", ["settings", "answers", "services"])
@pytest.mark.parametrize(("content", "code"), NOT_READABLE)
def test_a_file_that_cannot_be_read(
    tillbridge: Tillbridge, tmp_path: Path, kind: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / f"{kind}.toml"
    if content is not None:
        path.write_bytes(content)
    good = write(tmp_path / "good.toml", "")
    lines: dict[str, list[str | Path]] = {
        "settings": ["mail", "check", "--settings", path],
        "answers": ["run", "imagatec-mail", "--answers", path, "--services", good],
        "services": ["doctor", "--services", path],
    }
    ended = tillbridge.run(*lines[kind])
    assert ended.faults == {(str(path), code)}, ended
    assert ended.stderr == ""


@pytest.mark.parametrize("kind", ["settings", "answers", "services"])
def test_a_file_of_windows_notepad_is_read(tillbridge: Tillbridge, tmp_path: Path, kind: str) -> None:
    """Notepad puts a byte order mark in front and ends lines with two characters."""
    texts = {
        "settings": "[identity]\n",
        "answers": 'procedure = "imagatec-mail"\n[answers]\n',
        "services": "[trust]\n",
    }
    path = tmp_path / f"{kind}.toml"
    path.write_bytes(b"\xef\xbb\xbf" + texts[kind].replace("\n", "\r\n").encode())
    good = write(tmp_path / "good.toml", "")
    lines: dict[str, list[str | Path]] = {
        "settings": ["mail", "check", "--settings", path],
        "answers": ["run", "imagatec-mail", "--answers", path, "--services", good],
        "services": ["doctor", "--services", path],
    }
    codes = {code for _, code in tillbridge.run(*lines[kind]).faults}
    assert codes == {"MISSING"}


# --- services files ---

OTHER_SPELLINGS = [
    "login.xero.com",
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "2130706433",
    "3232235777",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "127.1",
    "127.0.1",
    "127.0.0.256",
    "127.0.0.01",
    "0.0.0.0",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:8.8.8.8]",
    "[0:0:0:0:0:0:0:1]",
    "[::1%25eth0]",
    "localhost.",
    "127.0.0.1.",
    "LOCALHOST",
    "LocalHost",
    "%6cocalhost",
    "127.0.0.1%2eevil.example",
    "localhost%00.evil.example",
    "127。0。0。1",
    "１２７.0.0.1",
]
IN_ADDRESSES = [
    "http://localhost@evil.example/",
    "http://user@localhost/",
    "http://user:password@localhost:9101/",
    "http://evil.example\\@localhost/",
    "http://localhost\\.evil.example/",
    "http://localhost\\@evil.example/",
    "http://evil.example[::1]/",
    "http://[::1]evil.example/",
    "http://[::1].evil.example/",
    "http://evil.example /",
    "http://evil.example#@localhost/",
    "http://evil.example?@localhost/",
    "http://local\thost/",
    "http://localhost:0/",
    "http://localhost:65536/",
    "http://localhost:9101:80/",
    "http://localhost:+9101/",
    "http://localhost:-1/",
    "http:/localhost/",
    "http:///localhost/",
    "//localhost/",
    "localhost:9101",
    "ftp://localhost/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "",
]


def xero(address: str) -> dict[str, str]:
    good = "http://localhost:9101/"
    return {"authorize": good, "token": address, "revocation": good, "connections": good, "api": good}


def test_the_plain_spellings_of_loopback_are_taken(tillbridge: Tillbridge, tmp_path: Path) -> None:
    good = ["http://localhost:9101/", "http://127.0.0.1:9101/", "https://127.1.2.3/", "http://[::1]:9101/"]
    path = write_services(
        tmp_path,
        xero=dict(zip(xero(""), [*good, "http://localhost/"], strict=True)),
        routes={"a.example:1": "127.0.0.1:5", "b.example:2": "localhost:5", "c.example:3": "[::1]:5"},
    )
    assert tillbridge.run("answers", "imagatec-mail", "--services", path).status == 0
    found = tillbridge.run("mail", "check", "--settings", tmp_path / "none", "--services", path).faults
    assert found == {(str(tmp_path / "none"), "FILE-MISSING")}


def faults_of_many(
    program: Tillbridge, folder: Path, addresses: list[str], routes: dict[str, str]
) -> set[str]:
    """Which of these addresses and routes a services file is refused for, each in a table of its own."""
    refused = set()
    names = list(xero(""))
    # five at a time: the file's faults are all named at once
    for begin in range(0, len(addresses), len(names)):
        some = addresses[begin : begin + len(names)]
        rows = {**xero("http://localhost/"), **dict(zip(names, some, strict=False))}
        path = write_services(folder, xero=rows, routes=routes if begin == 0 else None)
        ended = program.run("mail", "check", "--settings", folder / "no-such-file", "--services", path)
        found = {where for where, code in ended.faults if code in {"NOT-LOOPBACK", "NOT-AN-ADDRESS"}}
        refused |= {each for name, each in zip(names, some, strict=False) if f"xero.{name}" in found}
        refused |= {where for where in found if where.startswith("routes.")}
    return refused


def test_no_other_spelling_of_a_host_is_taken(tillbridge: Tillbridge, tmp_path: Path) -> None:
    addresses = [f"http://{host}:9101/connect" for host in OTHER_SPELLINGS] + IN_ADDRESSES
    routes = {f"r{number}.example:25": f"{host}:9101" for number, host in enumerate(OTHER_SPELLINGS)}
    refused = faults_of_many(tillbridge, tmp_path, addresses, routes)
    taken = [each for each in addresses if each not in refused]
    taken += [real for documented, real in routes.items() if f"routes.{documented}" not in refused]
    assert taken == []


def test_all_faults_of_a_services_file_are_named_at_once(tillbridge: Tillbridge, tmp_path: Path) -> None:
    path = write_services(
        tmp_path,
        ca=tmp_path / "no-such.pem",
        routes={
            "no-port": "127.0.0.1:1",
            "mail.example:25": "8.8.8.8:25",
            "mail.example:99999": "localhost:1",
        },
        xero={"token": "https://identity.xero.com/connect/token", "colour": "green"},
    )
    path.write_text(path.read_text() + "\n[mail]\n")
    assert tillbridge.run("doctor", "--services", path).faults == {
        ("mail", "UNKNOWN-KEY"),
        ("xero.colour", "UNKNOWN-KEY"),
        ("xero.token", "NOT-LOOPBACK"),
        *((f"xero.{name}", "MISSING") for name in ("authorize", "revocation", "connections", "api")),
        ("trust.ca", "FILE-MISSING"),
        ("routes.no-port", "NOT-AN-ADDRESS"),
        ("routes.mail.example:25", "NOT-LOOPBACK"),
        ("routes.mail.example:99999", "NOT-AN-ADDRESS"),
    }


def test_a_root_that_is_not_a_certificate_is_said_before_anything_runs(
    tillbridge: Tillbridge, tmp_path: Path
) -> None:
    ca = write(tmp_path / "ca.pem", "not a certificate")
    services = write_services(tmp_path, ca=ca)
    path = write_settings(tmp_path, None, ("localhost", 1, "tls"), auth="none")
    ended = tillbridge.run("mail", "check", "--settings", path, "--services", services)
    assert {where for where, _ in ended.faults} == {"trust.ca"}


# --- answer files ---


@pytest.mark.parametrize(
    ("procedure", "missing"),
    [
        (
            "imagatec-mail",
            {"store_name", "email_address", "incoming_server", "outgoing_server", "user_name", "password"},
        ),
        ("imagatec-xero", {"country", "api_key", "api_secret"}),
    ],
)
def test_an_empty_answer_file_names_every_missing_box(
    tillbridge: Tillbridge, tmp_path: Path, procedure: str, missing: set[str]
) -> None:
    path = write_answers(tmp_path, procedure, {})
    ended = tillbridge.run("--practice", "run", procedure, "--answers", path)
    assert ended.faults == {(f"answers.{name}", "MISSING") for name in missing}


def test_all_faults_of_an_answer_file_are_named_at_once(tillbridge: Tillbridge, tmp_path: Path) -> None:
    answers = {
        "access_isp": "nobody",
        "store_name": 5,
        "email_address": "store",
        "incoming_server": "store@example.test",
        "outgoing_server": "mail example",
        "password": LITERAL,
        "incoming_port": 0,
        "leave_copy": "yes",
        "colour": "green",
    }
    path = write_answers(tmp_path, "imagatec-mail", answers)
    ended = tillbridge.run("--practice", "run", "imagatec-mail", "--answers", path)
    assert ended.faults == {
        ("answers.access_isp", "NOT-A-CHOICE"),
        ("answers.store_name", "NOT-A-TEXT"),
        ("answers.email_address", "NOT-AN-ADDRESS"),
        ("answers.incoming_server", "NOT-A-SERVER"),
        ("answers.outgoing_server", "NOT-A-SERVER"),
        ("answers.user_name", "MISSING"),
        ("answers.password", "SECRET-IN-FILE"),
        ("answers.incoming_port", "NOT-A-NUMBER"),
        ("answers.leave_copy", "NOT-A-TICK"),
        ("answers.colour", "UNKNOWN-FIELD"),
    }
    assert LITERAL not in ended.stdout + ended.stderr


def test_faults_outside_and_inside_the_answers_are_named_together(
    tillbridge: Tillbridge, tmp_path: Path
) -> None:
    path = write(tmp_path / "answers.toml", 'procedure = "imagatec-xero"\ncolour = "green"\n[answers]\n')
    ended = tillbridge.run("--practice", "run", "imagatec-xero", "--answers", path)
    assert {("colour", "UNKNOWN-KEY"), ("answers.api_secret", "MISSING")} <= ended.faults


def test_a_literal_secret_in_a_box_that_is_not_asked_is_a_fault_too(
    tillbridge: Tillbridge, tmp_path: Path
) -> None:
    path = write_answers(tmp_path, "imagatec-mail", {"sending_password": LITERAL})
    ended = tillbridge.run("--practice", "run", "imagatec-mail", "--answers", path)
    assert ("answers.sending_password", "SECRET-IN-FILE") in ended.faults
    assert LITERAL not in ended.stdout


def test_an_answer_file_of_another_procedure(tillbridge: Tillbridge, tmp_path: Path) -> None:
    path = write_answers(tmp_path, "imagatec-mail", {})
    ended = tillbridge.run("--practice", "run", "imagatec-xero", "--answers", path)
    assert ("procedure", "WRONG-PROCEDURE") in ended.faults


# --- the line itself ---

USAGE = [
    ["run", "no-such-procedure", "--answers", "none.toml"],
    ["answers", "no-such-procedure"],
    ["run", "imagatec-mail"],
    ["run"],
    ["no-such-command"],
    ["mail"],
    ["mail", "no-such-action"],
    ["mail", "check"],
    ["mail", "check", "--settings"],
    ["mail", "check", "--settings", "none.toml", "--wait", "soon"],
    ["mail", "check", "--settings", "none.toml", "--wait", "-1"],
    ["mail", "check", "--settings", "none.toml", "--wait", "nan"],
    ["mail", "check", "--settings", "none.toml", "--wait", "inf"],
    ["xero", "connect", "--wait", "inf"],
    ["mail", "sender", "test", "--wait", "nan"],
    ["key"],
    ["key", "inspect", "a-key-on-the-line"],
    ["practice"],
    ["practice", "serve", "--fault", "no-such-fault"],
    ["practice", "serve", "--clock-speed", "0"],
    ["procedures", "--no-such-option"],
    ["procedures", "--site", "Not A Site"],
    ["procedures", "--site", ""],
    ["procedures", "--practice", "--services", "services.toml"],
    ["tour"],
    ["doctor", "extra"],
]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize(
    "line",
    [["procedures"], ["--json", "procedures"], ["answers", "imagatec-mail"], ["--help"], ["--version"]],
)
@pytest.mark.parametrize("out", ["full", "closed"])
def test_an_answer_that_cannot_be_printed_is_a_failure_in_one_sentence(
    tillbridge: Tillbridge, line: list[str], out: str
) -> None:
    redirection = ">/dev/full" if out == "full" else ">&-"
    ended = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "-", sys.executable, "-m", "wizard", *line],
        env=dict(tillbridge.environment),
        cwd=tillbridge.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("tillbridge: the answer could not be printed: ")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("line", USAGE, ids=" ".join)
def test_a_line_that_cannot_be_read_is_answered_in_json(tillbridge: Tillbridge, line: list[str]) -> None:
    ended = tillbridge.run(*line)
    assert ended.status == 2
    assert ended.stderr == ""
    (fault,) = ended.answer["faults"]
    assert set(fault) == {"where", "code", "message"}
    assert all(fault.values())
    assert not tillbridge.home.exists()


def test_an_unknown_procedure_is_told_which_there_are(tillbridge: Tillbridge) -> None:
    ended = tillbridge.run("run", "no-such-procedure", "--answers", "none.toml")
    (fault,) = ended.answer["faults"]
    assert fault["code"] == "UNKNOWN-PROCEDURE"
    assert "imagatec-mail" in fault["message"]
    assert "imagatec-xero" in fault["message"]


def test_without_json_faults_are_lines(tillbridge: Tillbridge) -> None:
    ended = tillbridge.run_as_given("mail", "check")
    assert (ended.status, ended.stderr) == (2, "")
    assert "--settings" in ended.stdout
    with pytest.raises(json.JSONDecodeError):
        json.loads(ended.stdout)


def test_a_home_that_cannot_be_written_is_a_problem(tillbridge: Tillbridge, tmp_path: Path) -> None:
    tillbridge.home.write_text("a file stands where the folder should be")
    path = write_answers(
        tmp_path,
        "imagatec-xero",
        {
            "country": "AU",
            "api_key": "7A11B21D6E00000000000000000CAFE1",
            "api_secret": {"practice": "api-secret"},
        },
    )
    ended = tillbridge.run("--practice", "run", "imagatec-xero", "--answers", path)
    assert ended.problems == ["STORE-WRITE"]


@pytest.mark.skipif(os.name != "posix", reason="core dumps are written there alone")
def test_no_crash_writes_the_memory_to_a_disk() -> None:
    code = (
        "import resource, sys; sys.argv = ['tillbridge', 'procedures']; "
        "resource.setrlimit(resource.RLIMIT_CORE, (1, resource.getrlimit(resource.RLIMIT_CORE)[1])); "
        "from wizard.__main__ import main; main(); "
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    if hard == 0:
        pytest.skip("no core dumps are allowed here")
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "(0, 0)"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_terminal_obeys_nothing_that_was_written_elsewhere(tillbridge: Tillbridge, as_json: bool) -> None:
    name = "\x1b]0;owned\x07\u202e\x9b31m"
    ended = tillbridge.run_as_given(*(["--json"] if as_json else []), "run", name, "--answers", "none.toml")
    assert ended.status == 2
    assert not set(ended.stdout) & set("\x1b\x07\u202e\x9b")
    ended = tillbridge.run_as_given(*(["--json"] if as_json else []), "mail", "check", "--settings", name)
    assert ended.status == 2
    assert not set(ended.stdout) & set("\x1b\x07\u202e\x9b")
    assert "owned" in ended.stdout

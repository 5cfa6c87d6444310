"""Canaries: unique secrets, looked for afterwards wherever they have no business."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.children import children_of, told
from tests.journeys.files import Server, write_answers, write_services, write_settings
from tests.journeys.parrot import Parrot
from tests.journeys.paused import API_KEY, API_SECRET, paused_run
from tests.journeys.program import Ended, Tillbridge, forms, places_of
from tests.servers.fixtures import MakeMailHost
from tests.servers.mail_host import ADDRESS, MailHost
from wizard.practice import PracticeServices

pytestmark = pytest.mark.long

# every character that some encoding changes
PASSWORD = 'Kan4rienvogel+"/\\ü & <gelb>?=%'
OLD_KEY = "CANARYOLDKEYOFTWENTYTHIRTEEN30"
LINE_2RF = "2RF:canary-0f-th3-line-4-p0int-of-rental-77"
API_CANARY = "c4nary-s3cret/of+the_cust0m-connection~00000000x"

LOUD = {
    "PYTHONWARNINGS": "always",
    "PYTHONDEVMODE": "1",
    "PYTHONASYNCIODEBUG": "1",
    "DEBUG": "1",
}


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


def test_the_canaries_would_be_found(tillbridge: Tillbridge, tmp_path: Path) -> None:
    """Each form is found in a file, in a file's name and in what a run prints."""
    folder = tmp_path / "cage"
    folder.mkdir()
    wanted = forms(PASSWORD, [ADDRESS])
    assert len(wanted) >= 12
    for form in wanted:
        (folder / "file").write_text(f"before {form} after")
        assert places_of(wanted, folder) == [str(folder / "file")]
    (folder / "file").write_text("nothing")
    assert places_of(wanted, folder) == []
    assert places_of(wanted, folder, Ended(0, "", f"… {PASSWORD}", 0)) == ["stderr 0"]


@pytest.mark.parametrize("loud", [False, True], ids=["as usual", "with all of Python's warnings"])
@pytest.mark.parametrize("password", ["right", "wrong"])
def test_a_mail_check_tells_nobody_the_password(
    tillbridge: Tillbridge,
    make_mail_host: MakeMailHost,
    tmp_path: Path,
    password: str,
    loud: bool,
) -> None:
    host = make_mail_host(users={ADDRESS: PASSWORD if password == "right" else "another"})
    program = tillbridge.within(LOUD) if loud else tillbridge
    ends = []
    for incoming, outgoing in (
        ((host.host, host.pop3_port, "plain"), (host.host, host.smtp_port, "plain")),
        ((host.host, host.pop3s_port, "tls"), (host.host, host.smtps_port, "tls")),
    ):
        settings = write_settings(tmp_path, incoming, outgoing)
        services = write_services(tmp_path, ca=host.ca)
        line: list[str | Path] = ["mail", "check", "--settings", settings, "--services", services]
        ends.append(program.run(*line, secrets={"MAIL_PASSWORD": PASSWORD}))
        person = program.run_as_given("--home", tillbridge.home, *line, secrets={"MAIL_PASSWORD": PASSWORD})
        ends.append(person)
    assert [ended.status for ended in ends] == [0 if password == "right" else 1] * 4
    tillbridge.home.mkdir(exist_ok=True)
    assert places_of(forms(PASSWORD, [ADDRESS]), tillbridge.home, *ends) == []


def test_a_server_that_repeats_the_password_is_not_quoted(
    tillbridge: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    """Some servers answer with the line that they did not like."""
    with Parrot(PASSWORD, ADDRESS) as parrot:
        incoming: Server = ("localhost", parrot.port, "plain")
        settings = write_settings(tmp_path, incoming, (mail_host.host, mail_host.smtp_port, "plain"))
        ended = tillbridge.run("mail", "check", "--settings", settings, secrets={"MAIL_PASSWORD": PASSWORD})
    assert ended.rows["incoming-login"]["problem"] == "MAIL-LOGIN"
    tillbridge.home.mkdir(exist_ok=True)
    assert places_of(forms(PASSWORD, [ADDRESS]), tillbridge.home, ended) == []


def mail_answers(folder: Path, host: MailHost, **more: Any) -> Path:
    answers = {
        "store_name": "Corner Store",
        "email_address": host.address,
        "incoming_server": host.host,
        "outgoing_server": host.host,
        "user_name": host.user,
        "password": {"env": "MAIL_PASSWORD"},
        "incoming_port": host.pop3_port,
        "outgoing_port": host.smtp_port,
        **more,
    }
    return write_answers(folder, "imagatec-mail", answers)


def test_a_mail_run_keeps_no_password_in_its_home(
    tillbridge: Tillbridge, make_mail_host: MakeMailHost, tmp_path: Path
) -> None:
    host = make_mail_host(users={ADDRESS: PASSWORD})
    services = write_services(tmp_path, ca=host.ca)
    answers = mail_answers(tmp_path, host)
    line: list[str | Path] = ["run", "imagatec-mail", "--answers", answers, "--services", services]
    ended = tillbridge.within(LOUD).run(*line, secrets={"MAIL_PASSWORD": PASSWORD})
    # everything passes up to the password store, which is not there
    assert ended.problems == ["VAULT-MISSING"]
    tillbridge.home.mkdir(exist_ok=True)
    assert places_of(forms(PASSWORD, [ADDRESS]), tillbridge.home, ended) == []


@pytest.mark.parametrize("kind", ["password", "2RF line", "old key"])
def test_a_secret_in_the_wrong_box_is_not_kept(tillbridge: Tillbridge, tmp_path: Path, kind: str) -> None:
    """The store's name is kept, shown and shared with other procedures, unless it is a secret."""
    secret = {"password": "practice-mail-password", "2RF line": LINE_2RF, "old key": OLD_KEY}[kind]
    answers = write_answers(
        tmp_path,
        "imagatec-mail",
        {
            "access_isp": "optus",
            "store_name": secret,
            "email_address": "store@practice.example",
            "incoming_server": "mail.practice.example",
            "outgoing_server": "mail.practice.example",
            "user_name": "store",
            "password": {"practice": "mail-password"},
        },
    )
    ended = tillbridge.run("--practice", "run", "imagatec-mail", "--answers", answers)
    assert ended.status in {0, 1, 2}
    tillbridge.home.mkdir(exist_ok=True)
    assert places_of(forms(secret), tillbridge.home, ended) == []


@pytest.mark.parametrize("old", [OLD_KEY, LINE_2RF, "eyJjYW5hcnk.eyJjYW5hcnk.c2lnbmF0dXJl"])
@pytest.mark.parametrize("secret", ["right", "wrong"])
def test_a_xero_run_keeps_no_secret_in_its_home(
    tillbridge: Tillbridge, tmp_path: Path, old: str, secret: str
) -> None:
    text = API_SECRET if secret == "right" else API_CANARY
    answers = write_answers(
        tmp_path,
        "imagatec-xero",
        {
            "country": "AU",
            "key_now": {"env": "KEY_NOW"},
            "api_key": API_KEY,
            "api_secret": {"env": "API_SECRET"},
            "paste_back": {"env": "API_SECRET"},
        },
    )
    line: list[str | Path] = ["--practice", "run", "imagatec-xero", "--answers", answers]
    secrets = {"KEY_NOW": old, "API_SECRET": text}
    ends = [tillbridge.within(LOUD).run(*line, secrets=secrets), tillbridge.run(*line, secrets=secrets)]
    ends.append(tillbridge.run_as_given("--home", tillbridge.home, *line, secrets=secrets))
    assert [ended.status for ended in ends] == [0 if secret == "right" else 1] * 3
    tillbridge.home.mkdir(exist_ok=True)
    assert places_of(forms(text, [API_KEY]) | forms(old), tillbridge.home, *ends) == []


def test_key_and_secret_in_each_others_box_are_not_shown(tillbridge: Tillbridge, tmp_path: Path) -> None:
    answers = write_answers(
        tmp_path,
        "imagatec-xero",
        {"country": "AU", "api_key": API_CANARY, "api_secret": {"env": "API_SECRET"}},
    )
    line: list[str | Path] = ["--practice", "run", "imagatec-xero", "--answers", answers]
    ended = tillbridge.run(*line, secrets={"API_SECRET": API_KEY})
    assert ended.problems == ["KEY-SWAPPED"]
    tillbridge.home.mkdir(exist_ok=True)
    assert places_of(forms(API_CANARY), tillbridge.home, ended) == []


# --- other processes ---


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_child_processes_are_not_told_any_secret(tillbridge: Tillbridge) -> None:
    answers = {"key_now": {"env": "KEY_NOW"}, "api_secret": {"env": "API_SECRET"}}
    secrets = {"KEY_NOW": LINE_2RF, "API_SECRET": API_SECRET}
    with paused_run(tillbridge, answers, secrets) as paused:
        children = children_of(paused.process.pid)
        assert children
        heard = {child: told(child) for child in children}
        # what is looked at is the real thing: the child has the rest of the environment
        assert all(b"TMPDIR=" in words for words in heard.values())
        for child, words in heard.items():
            for form in forms(API_SECRET, [API_KEY]) | forms(LINE_2RF):
                assert form.encode() not in words, child
        command = (Path("/proc") / str(paused.process.pid) / "cmdline").read_bytes()
        assert API_SECRET.encode() not in command
        assert paused.go_on().status == 0


# --- a crash ---

CRASHES = {
    "smtp": "import smtplib\nreal = smtplib.SMTP.docmd\n"
    "def crash(self, command, *words):\n"
    "    if command.upper() != 'AUTH':\n"
    "        return real(self, command, *words)\n"
    "    raise RuntimeError(f'it crashed with {words!r}')\n"
    "smtplib.SMTP.docmd = crash\n",
    "pop3": "import poplib\ndef crash(self, word): raise RuntimeError(f'it crashed with {word!r}')\n"
    "poplib.POP3.pass_ = crash\n",
    "log": "import poplib, logging\nreal = poplib.POP3.pass_\n"
    "def say(self, word):\n"
    "    logging.getLogger('poplib').error('it crashed with %r', {'password': word})\n"
    "    return real(self, word)\n"
    "poplib.POP3.pass_ = say\n",
    "warning": "import poplib, warnings\nreal = poplib.POP3.pass_\n"
    "def say(self, word):\n"
    "    warnings.warn(f'it crashed with {word}', RuntimeWarning)\n"
    "    return real(self, word)\n"
    "poplib.POP3.pass_ = say\n",
}


def crashing(program: Tillbridge, code: str) -> Tillbridge:
    """The program with a library that breaks, and says what with."""
    folder = program.folder / "python"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    return program.within({"PYTHONPATH": str(folder)})


# the second login is too short to be masked for its shape alone: it has to be known
@pytest.mark.parametrize(("user", "password"), [(ADDRESS, PASSWORD), ("a@b.test", 'K4n"ü')])
@pytest.mark.parametrize("kind", list(CRASHES))
def test_a_crash_tells_nobody_the_password(
    tillbridge: Tillbridge,
    make_mail_host: MakeMailHost,
    tmp_path: Path,
    kind: str,
    user: str,
    password: str,
) -> None:
    host = make_mail_host(users={user: password})
    program = crashing(tillbridge, CRASHES[kind])
    incoming, outgoing = (host.host, host.pop3_port, "plain"), (host.host, host.smtp_port, "plain")
    settings = write_settings(tmp_path, incoming, outgoing, user=user, address=user)
    check = program.run("mail", "check", "--settings", settings, secrets={"MAIL_PASSWORD": password})
    services = write_services(tmp_path)
    answers = mail_answers(tmp_path, host, user_name=user, email_address=user)
    line: list[str | Path] = ["run", "imagatec-mail", "--answers", answers, "--services", services]
    run = program.run(*line, secrets={"MAIL_PASSWORD": password})
    for ended in (check, run):
        assert "it crashed with" in ended.stderr + ended.stdout
    tillbridge.home.mkdir(exist_ok=True)
    assert places_of(forms(password, [user]), tillbridge.home, check, run) == []


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("RuntimeError", "RuntimeError"),  # what a library raises is Xero's odd answer, by its kind alone
        ("GeneratorExit", "it crashed with"),  # what nobody catches ends in the exception hook
    ],
)
def test_a_crash_on_the_way_to_xero_tells_nobody_the_secret(
    tillbridge: Tillbridge, tmp_path: Path, kind: str, seen: str
) -> None:
    code = (
        "import requests\n"
        "def crash(self, request, **more):\n"
        f"    raise {kind}(f'it crashed with {{dict(request.headers)!r}} {{request.body!r}}')\n"
        "requests.Session.send = crash\n"
    )
    answers = write_answers(
        tmp_path,
        "imagatec-xero",
        {"country": "AU", "api_key": API_KEY, "api_secret": {"env": "API_SECRET"}},
    )
    line: list[str | Path] = ["--practice", "run", "imagatec-xero", "--answers", answers]
    ended = crashing(tillbridge, code).run(*line, secrets={"API_SECRET": API_CANARY})
    assert seen in ended.stderr + ended.stdout
    tillbridge.home.mkdir(exist_ok=True)
    assert places_of(forms(API_CANARY, [API_KEY]), tillbridge.home, ended) == []


def test_a_password_that_is_not_utf_8_is_said_and_not_shown(tillbridge: Tillbridge, tmp_path: Path) -> None:
    """A variable set under another character set reaches Python with bytes it cannot write again."""
    settings = write_settings(tmp_path, ("localhost", 1, "plain"), ("localhost", 1, "plain"))
    ended = tillbridge.run(
        "mail", "check", "--settings", settings, secrets={"MAIL_PASSWORD": b"Kan4rienvogel-\xfc"}
    )
    assert "Kan4rienvogel" not in ended.stdout + ended.stderr
    assert {where for where, _ in ended.faults} == {"incoming.password"}

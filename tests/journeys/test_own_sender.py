"""`run kashflow-smtp` and `mail sender` with a password, against a real mail host."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.files import write_answers, write_services
from tests.journeys.program import Ended, Tillbridge, forms, places_of
from tests.servers.fixtures import MakeMailHost
from tests.servers.mail_host import ADDRESS, MailHost
from tests.servers.secret_service import SecretService

Sender = Callable[..., Ended]


def answers_for(host: MailHost, folder: Path, **more: Any) -> Path:
    return write_answers(
        folder,
        "kashflow-smtp",
        {
            "sender_name": "Finance Department",
            "email_address": ADDRESS,
            "provider": "another",
            "server": host.host,
            "port": host.smtp_port,
            "encryption": "starttls",
            "password": {"env": "SENDER_PASSWORD"},
            **more,
        },
    )


@pytest.fixture
def sender(tillbridge: Tillbridge, password_store: SecretService) -> Tillbridge:
    """The program with a password store."""
    return tillbridge.within(password_store.environment)


def run(program: Tillbridge, host: MailHost, password: str = "", **more: Any) -> Ended:
    services = write_services(program.folder, ca=host.ca)
    answers = answers_for(host, program.folder, **more)
    secrets = {"SENDER_PASSWORD": password or host.password}
    return program.run("run", "kashflow-smtp", "--answers", answers, "--services", services, secrets=secrets)


@pytest.mark.parametrize("encryption", ["plain", "starttls", "tls"])
def test_a_real_message_arrives_with_name_and_address(
    sender: Tillbridge, mail_host: MailHost, encryption: str
) -> None:
    port = mail_host.smtps_port if encryption == "tls" else mail_host.smtp_port
    ended = run(sender, mail_host, encryption=encryption, port=port)
    assert (ended.status, ended.stderr) == (0, ""), ended.stdout
    (message,) = mail_host.messages()
    assert message["From"] == f"Finance Department <{ADDRESS}>"
    assert message["To"] == ADDRESS
    facts = ended.steps["test-email"]["result"]
    assert (facts["sent_to"], facts["fetched"]) == (ADDRESS, False)
    assert facts["kashflow_encryption"] == {"plain": "None", "starttls": "TLS", "tls": "SSL"}[encryption]
    states = {step["screen"]: step["state"] for step in ended.answer["steps"]}
    assert states == {
        **dict.fromkeys(["T1", "T2", "T3", "T6", "T7", "T8"], "done"),
        "T4": "skipped",
        "T5": "skipped",
    }


def test_where_receiving_is_known_the_message_is_fetched_back(
    sender: Tillbridge, mail_host: MailHost, tmp_path: Path
) -> None:
    services = write_services(tmp_path, ca=mail_host.ca)
    mail = {
        "access_isp": "another",
        "store_name": "Corner Store",
        "email_address": ADDRESS,
        "incoming_server": mail_host.host,
        "outgoing_server": mail_host.host,
        "user_name": mail_host.user,
        "password": {"env": "MAIL_PASSWORD"},
        "incoming_port": mail_host.pop3_port,
        "outgoing_port": mail_host.smtp_port,
        "how": "alone",
    }
    first = sender.run(
        "run", "imagatec-mail", "--answers", write_answers(tmp_path, "imagatec-mail", mail),
        "--services", services, secrets={"MAIL_PASSWORD": mail_host.password},
    )  # fmt: skip
    assert first.status == 0, first.stdout
    mail_host.deliver(2)
    ended = run(sender, mail_host)
    assert ended.status == 0, ended.stdout
    facts = ended.steps["test-email"]["result"]
    assert (facts["fetched"], facts["arrived"]) == (True, True)
    # only the test message was taken out again
    assert len(mail_host.messages()) == 2


def test_the_test_can_go_to_another_address(sender: Tillbridge, make_mail_host: MakeMailHost) -> None:
    host = make_mail_host(users={ADDRESS: "secret-pw", "owner@example.test": "another-pw"})
    ended = run(sender, host, send_to="owner@example.test")
    assert ended.status == 0, ended.stdout
    assert host.messages() == []
    host.exim.settle()
    assert len(list((host.dovecot.mailboxes / "owner@example.test" / "new").glob("*"))) == 1


def test_what_was_saved_is_tested_again_without_typing(sender: Tillbridge, mail_host: MailHost) -> None:
    assert run(sender, mail_host).status == 0
    mail_host.clear()
    ended = sender.run("mail", "sender", "test", "--services", sender.folder / "services.toml")
    assert ended.status == 0, ended.stdout
    assert len(ended.rows) == 7
    assert ended.rows["round-trip"]["facts"]["sent_to"] == ADDRESS
    assert len(mail_host.messages()) == 1
    # forgotten, and said so
    ended = sender.run("mail", "sender", "disconnect", "--services", sender.folder / "services.toml")
    assert ended.status == 0, ended.stdout
    ended = sender.run("mail", "sender", "test", "--services", sender.folder / "services.toml")
    assert ended.problems == ["SENDER-NONE"]


def test_the_password_is_nowhere_but_in_the_password_store(
    sender: Tillbridge, make_mail_host: MakeMailHost, password_store: SecretService
) -> None:
    canary = "canary-of-the-sender-77"
    host = make_mail_host(users={ADDRESS: canary})
    ended = run(sender, host, password=canary, paste_back={"env": "PASTED"})
    assert ended.faults == {("answers.paste_back", "SECRET-MISSING")}
    ended = run(sender, host, password=canary)
    assert ended.status == 0, ended.stdout
    assert any(item.secret == canary for item in password_store.items())
    assert places_of(forms(canary, [ADDRESS]), sender.home, ended) == []


@pytest.mark.parametrize(
    ("options", "answers", "code", "step"),
    [
        ({}, {"port": 1}, "MAIL-PORT-CLOSED", "test-email"),
        ({"relay": "refuse"}, {}, "OUT-RELAY", "test-email"),
        ({"mailbox_full": True}, {}, "MAIL-BOX-FULL", "test-email"),
        ({"certificate_kind": "wrong-name"}, {}, "MAIL-CERT-NAME", "test-email"),
        ({"tls": False}, {}, "MAIL-NO-STARTTLS", "test-email"),
        ({}, {"server": "no-such-server.example"}, "MAIL-NAME", "test-email"),
        ({}, {"trial": True}, "KASHFLOW-TRIAL", "kashflow-fields"),
    ],
)
def test_each_refusal_has_its_own_problem_and_the_screens_own_boxes(
    sender: Tillbridge,
    make_mail_host: MakeMailHost,
    options: dict[str, Any],
    answers: dict[str, Any],
    code: str,
    step: str,
) -> None:
    ended = run(sender, make_mail_host(**options), **answers)
    assert ended.steps[step]["problem"] == code, ended.stdout
    if code == "KASHFLOW-TRIAL":
        assert ended.status == 3
        assert ended.answer["needs"][0]["screen"] == "T7"
        return
    (problem,) = ended.answer["problems"]
    assert ended.status == 1
    assert "Imagatec" not in json.dumps(problem)


def test_a_wrong_password_is_said_and_not_tried_twice(sender: Tillbridge, mail_host: MailHost) -> None:
    before = mail_host.exim.log.stat().st_size
    ended = run(sender, mail_host, password="wrong-password")
    assert ended.steps["test-email"]["problem"] == "MAIL-LOGIN"
    log = mail_host.exim.log.read_bytes()[before:].decode()
    assert log.count("authenticator failed") == 1
    assert mail_host.messages() == []


def test_kashflows_own_address_needs_no_login(sender: Tillbridge, tmp_path: Path) -> None:
    answers = write_answers(tmp_path, "kashflow-smtp", {"override": False})
    ended = sender.run("run", "kashflow-smtp", "--answers", answers, "--services", write_services(tmp_path))
    assert ended.status == 0, ended.stdout
    states = {step["screen"]: step["state"] for step in ended.answer["steps"]}
    assert states["T2"] == states["T6"] == "skipped"
    assert states["T8"] == "done"


@pytest.mark.parametrize(
    ("address", "more", "code"),
    [
        ("shop@hotmail.com", {}, "PROV-ENDED"),
        ("shop@a-company.example", {}, "PROV-UNKNOWN"),
    ],
)
def test_the_table_speaks_before_anything_is_sent(
    sender: Tillbridge, tmp_path: Path, address: str, more: dict[str, Any], code: str
) -> None:
    given = {"email_address": address, "password": {"env": "SENDER_PASSWORD"}, **more}
    answers = write_answers(tmp_path, "kashflow-smtp", given)
    ended = sender.run(
        "run", "kashflow-smtp", "--answers", answers, "--services", write_services(tmp_path),
        secrets={"SENDER_PASSWORD": "a-password"},
    )  # fmt: skip
    assert ended.steps["mail-provider"]["problem"] == code
    assert ended.steps["password-login"]["state"] == "skipped"

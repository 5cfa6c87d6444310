"""`mail sender` and `run kashflow-smtp` with Microsoft's sign-in: every way in, refused and renewed.

The Microsoft is the practice one, by https with its own authority: it answers msal with Microsoft's numbers.
"""

import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.files import table, write, write_answers
from tests.journeys.program import Ended, Tillbridge, places_of
from tests.servers.secret_service import SecretService
from tests.servers.sign_in_page import press
from wizard.practice import PracticeServices

pytestmark = pytest.mark.long

ADDRESS = "store@practice.example"


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


@pytest.fixture
def sender(tillbridge: Tillbridge, password_store: SecretService) -> Tillbridge:
    return tillbridge.within(password_store.environment)


def settings_for(services: PracticeServices, folder: Path, **more: Any) -> Path:
    identity = {"name": services.logins["sender-name"], "address": ADDRESS}
    app = {
        "vendor": "microsoft",
        "client_id": services.logins["sender-client-id"],
        "client_secret": {"practice": "sender-client-secret"},
        "tenant": services.logins["sender-tenant"],
    }
    outgoing = {"host": "mail.practice.example", "port": 587, "socket": "starttls", "auth": "oauth2"}
    for key, value in more.items():
        (identity if key in identity else app)[key] = value
    app = {key: value for key, value in app.items() if value is not None}
    return write(
        folder / "sender.toml",
        table("identity", identity),
        table("outgoing", outgoing),
        table("oauth2", app),
    )


def connect(program: Tillbridge, services: PracticeServices, settings: Path, *more: str) -> Ended:
    return program.run(
        "mail", "sender", "connect", "--settings", settings, "--services", services.services_file, *more
    )


def test_mail(program: Tillbridge, services: PracticeServices) -> Ended:
    return program.run("mail", "sender", "test", "--services", services.services_file)


test_mail.__test__ = False  # type: ignore[attr-defined]


def by_person(
    program: Tillbridge, services: PracticeServices, settings: Path, button: str = "accept"
) -> Ended:
    """Connect with `paste`: whoever sits there opens the address and presses a button of the page."""
    process = program.popen(
        "--home", program.home, "--json", "mail", "sender", "connect", "--way", "paste",
        "--settings", settings, "--services", services.services_file,
    )  # fmt: skip
    with process:
        assert process.stderr is not None
        assert process.stdin is not None
        address = process.stderr.readline().strip()
        timer = threading.Timer(30, process.kill)
        timer.start()
        landed = press(services, address, button) if address.startswith("http://localhost:") else ""
        try:
            process.stdin.write(landed + "\n")
            process.stdin.flush()
            stdout, stderr = process.communicate(timeout=30)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            stdout, stderr = process.stdout.read() if process.stdout else "", address
        finally:
            timer.cancel()
    return Ended(process.returncode, stdout, stderr, 0.0)


# --- the ways in ---


def test_nobody_signs_in_where_the_app_itself_may_send(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    settings = settings_for(services, tmp_path)
    ended = connect(sender, services, settings, "--way", "client-credentials")
    assert ended.status == 0, ended.stdout
    assert (ended.answer["way"], ended.answer["connected_as"]) == ("client-credentials", ADDRESS)
    assert test_mail(sender, services).status == 0


def test_a_person_signs_in_by_pasting_the_address(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    ended = by_person(sender, services, settings_for(services, tmp_path))
    assert ended.status == 0, (ended.stdout, ended.stderr)
    assert ended.answer["connected_as"] == ADDRESS
    tested = test_mail(sender, services)
    assert tested.status == 0, tested.stdout
    assert tested.rows["outgoing-login"]["facts"]["mechanism"] == "XOAUTH2"
    # each run is a process of its own: the permission was renewed, and is renewed again
    assert test_mail(sender, services).status == 0


def test_a_code_on_another_device(sender: Tillbridge, services: PracticeServices, tmp_path: Path) -> None:
    ended = connect(sender, services, settings_for(services, tmp_path), "--way", "device")
    assert ended.status == 0, ended.stdout
    assert "PRACTICE1" in ended.stderr
    assert test_mail(sender, services).status == 0


def test_the_check_signs_in_too(sender: Tillbridge, services: PracticeServices, tmp_path: Path) -> None:
    settings = settings_for(services, tmp_path, way="client-credentials")
    ended = sender.run(
        "mail", "check", "--settings", settings, "--outgoing-only", "--services", services.services_file
    )
    assert ended.status == 0, ended.stdout
    assert ended.rows["outgoing-login"]["facts"] == {"user": ADDRESS, "mechanism": "XOAUTH2"}


def test_a_sign_in_that_nobody_did_is_said_in_its_row(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    ended = sender.run(
        "mail", "check", "--settings", settings_for(services, tmp_path), "--outgoing-only",
        "--services", services.services_file,
    )  # fmt: skip
    assert ended.rows["outgoing-login"]["problem"] == "SENDER-NOT-CONNECTED"
    assert ended.rows["encryption"]["state"] == "passed"


def test_disconnect_forgets_and_connect_goes_on(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path, password_store: SecretService
) -> None:
    assert by_person(sender, services, settings_for(services, tmp_path)).status == 0
    kept = {item.attributes["service"].split("/")[-2] for item in password_store.items()}
    assert "sender-client-secret" in kept
    assert any(name.startswith("sender-connection-") for name in kept)
    ended = sender.run("mail", "sender", "disconnect", "--services", services.services_file)
    assert ended.status == 0, ended.stdout
    kept = {item.attributes["service"].split("/")[-2] for item in password_store.items()}
    assert not any(name.startswith("sender-connection-") for name in kept)
    ended = test_mail(sender, services)
    assert ended.status == 3
    assert ended.answer["needs"][0]["screen"] == "T5"


# --- refused ---


@pytest.mark.parametrize(
    ("fault", "more", "code", "cause"),
    [
        ("sender-secret-expired", {}, "EXCH-SECRET", "expired"),
        ("", {"client_secret": {"env": "WRONG"}}, "EXCH-SECRET", None),
        ("", {"client_id": "00000000-0000-0000-0000-000000000001"}, "EXCH-CLIENT", None),
        ("", {"tenant": "00000000-0000-0000-0000-000000000002"}, "EXCH-TENANT", None),
        ("", {"tenant": "consumers"}, "SENDER-WAY", None),
    ],
)
def test_each_refusal_of_the_app_has_its_problem(
    sender: Tillbridge,
    services: PracticeServices,
    tmp_path: Path,
    fault: str,
    more: dict[str, Any],
    code: str,
    cause: str | None,
) -> None:
    if fault:
        services.add_fault(fault)
    program = sender.within({"WRONG": "wrong-secret-of-the-app"})
    settings = settings_for(services, tmp_path, **more)
    ended = connect(program, services, settings, "--way", "client-credentials")
    assert ended.problems == [code], ended.stdout
    facts = ended.answer["problems"][0]["facts"]
    assert facts.get("cause") == cause
    assert "Trace ID" not in json.dumps(facts)


def test_no_button_pressed_but_cancel(sender: Tillbridge, services: PracticeServices, tmp_path: Path) -> None:
    assert by_person(sender, services, settings_for(services, tmp_path), "cancel").problems == [
        "SENDER-DENIED"
    ]


def test_an_administrator_has_to_consent_first(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    services.add_fault("sender-needs-admin")
    assert by_person(sender, services, settings_for(services, tmp_path)).problems == ["EXCH-ADMIN"]


def test_a_permission_taken_back_leads_to_connect(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    assert by_person(sender, services, settings_for(services, tmp_path)).status == 0
    services.add_fault("sender-revoked")
    ended = test_mail(sender, services)
    assert ended.problems == ["SENDER-LOST"]
    services.clear_faults()
    # nothing was lost by asking
    assert test_mail(sender, services).status == 0


@pytest.mark.parametrize(
    ("identity", "button"),
    [({"name": "Somebody Else"}, "Finance Department"), ({"address": "other@practice.example"}, ADDRESS)],
)
def test_name_and_address_must_match_and_nothing_is_sent(
    sender: Tillbridge,
    services: PracticeServices,
    tmp_path: Path,
    identity: dict[str, str],
    button: str,
) -> None:
    ended = by_person(sender, services, settings_for(services, tmp_path, **identity))
    assert ended.problems == ["SENDER-MISMATCH"]
    assert button in json.dumps(ended.answer["problems"][0])
    assert test_mail(sender, services).problems == ["SENDER-MISMATCH"]


def test_a_refused_sign_in_is_decoded(sender: Tillbridge, services: PracticeServices, tmp_path: Path) -> None:
    settings = settings_for(services, tmp_path)
    assert by_person(sender, services, settings).status == 0
    services.add_fault("sign-in-refused")
    ended = test_mail(sender, services)
    assert ended.problems == ["OUT-SIGN-IN"]
    facts = ended.answer["problems"][0]["facts"]
    assert (facts["status"], facts["scope"]) == ("400", "https://outlook.office.com/SMTP.Send")
    services.clear_faults()
    services.add_fault("smtp-switched-off")
    ended = test_mail(sender, services)
    assert ended.problems == ["EXCH-ADMIN"]
    assert ended.answer["problems"][0]["facts"]["cause"] == "smtp-off"


def test_an_app_without_the_mailbox_is_a_matter_of_the_administrator(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    settings = settings_for(services, tmp_path)
    assert connect(sender, services, settings, "--way", "client-credentials").status == 0
    services.add_fault("sign-in-refused")
    ended = test_mail(sender, services)
    assert ended.problems == ["EXCH-ADMIN"]
    (problem,) = ended.answer["problems"]
    assert problem["facts"]["cause"] == "mailbox"
    assert "Add-MailboxPermission" in problem["do"]


def test_without_a_microsoft_in_the_file_none_is_asked(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    text = services.services_file.read_text()
    start, end = text.index("[microsoft]"), text.index("[trust]")
    other = write(tmp_path / "other.toml", text[:start] + text[end:])
    settings = settings_for(services, tmp_path)
    ended = sender.run(
        "mail", "sender", "connect", "--way", "device", "--settings", settings, "--services", other
    )
    assert ended.problems == ["SIGN-IN-NOT-HERE"]


def test_a_microsoft_elsewhere_or_by_http_is_refused(sender: Tillbridge, tmp_path: Path) -> None:
    for address in (
        "https://login.microsoftonline.com",
        "http://localhost:9",
        "https://localhost@evil.example",
    ):
        file = write(tmp_path / "services.toml", table("microsoft", {"authority": address}))
        ended = sender.run("mail", "sender", "test", "--services", file)
        assert ended.faults == {("microsoft.authority", "NOT-LOOPBACK")}


def test_every_fault_of_the_sign_in_tables_is_named(sender: Tillbridge, tmp_path: Path) -> None:
    file = write(
        tmp_path / "services.toml",
        table("microsoft", {"authority": "https://localhost:1", "colour": "red"}),
        table("google", {"authorize": "https://accounts.google.com/", "token": 5, "more": "x"}),
    )
    ended = sender.run("mail", "sender", "test", "--services", file)
    assert ended.faults == {
        ("microsoft.authority", "MISSING"),
        ("google.authorize", "NOT-LOOPBACK"),
        ("google.token", "MISSING"),
        ("google.revocation", "MISSING"),
        ("google.more", "UNKNOWN-KEY"),
    }


def test_where_a_test_goes_has_to_be_an_address(sender: Tillbridge, services: PracticeServices) -> None:
    ended = sender.run(
        "mail", "sender", "test", "--to", "nobody", "--wait", "1", "--services", services.services_file
    )
    assert ended.faults == {("--to", "NOT-VALID")}
    ended = sender.run("mail", "sender", "connect", "--services", services.services_file)
    assert ended.problems == ["SENDER-NONE"]


# --- the whole procedure ---


def answers(services: PracticeServices, folder: Path, **more: Any) -> Path:
    given = {
        "sender_name": services.logins["sender-name"],
        "email_address": ADDRESS,
        "server": "mail.practice.example",
        "port": 587,
        "login_kind": "sign-in",
        "client_id": services.logins["sender-client-id"],
        "client_secret": {"practice": "sender-client-secret"},
        "tenant_id": services.logins["sender-tenant"],
        **more,
    }
    return write_answers(folder, "kashflow-smtp", given)


def run(program: Tillbridge, services: PracticeServices, answers: Path) -> Ended:
    return program.run("run", "kashflow-smtp", "--answers", answers, "--services", services.services_file)


def test_the_procedure_without_a_person(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    ended = run(sender, services, answers(services, tmp_path, way="client-credentials"))
    assert ended.status == 0, ended.stdout
    assert ended.steps["password-login"]["state"] == "skipped"
    assert ended.steps["test-email"]["result"]["kashflow_tenant"] == services.logins["sender-tenant"]


def test_the_procedure_waits_for_its_person_and_goes_on(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    file = answers(services, tmp_path)
    ended = run(sender, services, file)
    assert ended.status == 3
    assert ended.answer["needs"][0]["screen"] == "T5"
    ended = connect_saved(sender, services)
    assert ended.status == 0, ended.stdout
    ended = run(sender, services, file)
    assert ended.status == 0, ended.stdout


def connect_saved(program: Tillbridge, services: PracticeServices) -> Ended:
    return program.run("mail", "sender", "connect", "--way", "device", "--services", services.services_file)


def test_secrets_and_tokens_are_nowhere_but_in_the_password_store(
    sender: Tillbridge, services: PracticeServices, tmp_path: Path, password_store: SecretService
) -> None:
    ended = by_person(sender, services, settings_for(services, tmp_path))
    assert ended.status == 0
    tested = test_mail(sender, services)
    (slot,) = [
        json.loads(item.secret)
        for item in password_store.items()
        if "sender-connection" in item.attributes["service"] and item.secret.startswith('{"generation')
    ]
    assert slot["generation"] == 2
    secrets = {slot["refresh"], services.logins["sender-client-secret"]}
    secrets |= set(services._mail_tokens._known)  # type: ignore[attr-defined]
    assert len(secrets) >= 4
    assert places_of(secrets, sender.home, ended, tested) == []


def test_practice_needs_nothing_but_the_word(
    tillbridge: Tillbridge, password_store: SecretService, tmp_path: Path
) -> None:
    """Each command starts practice services of its own: what was allowed in one is good in the next."""
    within = tillbridge.within(password_store.environment)
    ended = within.run("--practice", "mail", "sender", "connect")
    assert ended.status == 0, ended.stdout
    assert (ended.answer["way"], ended.answer["connected_as"]) == ("device", ADDRESS)
    ended = within.run("--practice", "mail", "sender", "test")
    assert ended.status == 0, ended.stdout
    assert ended.answer["sent_to"] == ADDRESS
    ended = within.run("--practice", "mail", "sender", "disconnect")
    assert ended.status == 0, ended.stdout
    assert within.run("--practice", "mail", "sender", "test").status == 3

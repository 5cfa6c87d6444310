"""The program at large on Windows' own Python."""

from pathlib import Path

import pytest

from tests.journeys.files import write_settings
from tests.servers.mail_host import MailHost
from tests.windows.prepared import windows_path
from tests.windows.program import TillbridgeOnWindows
from tests.windows.wine import Windows

# a busy machine starts Windows programs slowly
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def program(windows: Windows, tmp_path: Path) -> TillbridgeOnWindows:
    return TillbridgeOnWindows(windows, tmp_path / "home")


@pytest.fixture
def no_services(tmp_path: Path) -> Path:
    """A world without any service, so that nothing outside this machine is asked."""
    file = tmp_path / "services.toml"
    file.write_text("", "utf-8")
    return file


def test_the_doctor_finds_this_pc_in_order(program: TillbridgeOnWindows, no_services: Path) -> None:
    answer = program.run("doctor", "--services", no_services)
    states = {row["id"]: (row["state"], row["found"]) for row in answer.data["checks"]}
    assert states["home"][0] == "passed"
    assert states["password-safe"] == ("passed", "keyring.backends.Windows.WinVaultKeyring")
    assert (answer.status, answer.data["ok"], answer.errors) == (0, True, "")


def test_the_checklist_tries_what_it_can_and_saves_one_file(
    program: TillbridgeOnWindows, no_services: Path
) -> None:
    answer = program.run("doctor", "--windows-checklist", "--services", no_services)
    holds = {row["number"]: row["holds"] for row in answer.data["probes"]}
    assert (holds["7"], holds["8"], holds["9"]) == (True, True, True), answer
    (saved,) = program.home.glob("windows-checklist-*.txt")
    assert answer.data["saved"].endswith(saved.name)
    assert "passed a secret of 5,000 characters" in " ".join(saved.read_text("utf-8").split())


def test_procedures_are_listed(program: TillbridgeOnWindows) -> None:
    answer = program.run("procedures")
    assert answer.status == 0
    assert {"imagatec-mail", "imagatec-xero"} <= {row["id"] for row in answer.data["procedures"]}


def test_a_key_is_looked_at_without_being_shown(program: TillbridgeOnWindows) -> None:
    answer = program.run("key", "inspect", stdin="2RF:" + "canary7Q" * 5 + "\r\n")
    assert answer.data["kind"] == "oauth2"
    assert "canary7Q" not in str(answer)


def test_an_answer_file_that_is_missing_is_a_fault(program: TillbridgeOnWindows, tmp_path: Path) -> None:
    answer = program.run("run", "imagatec-mail", "--answers", tmp_path / "nothing.toml")
    assert answer.status == 2
    assert answer.data["faults"]


def test_a_pc_without_mail_programs_says_so(program: TillbridgeOnWindows) -> None:
    answer = program.run("mail", "clients")
    assert answer.status == 0
    assert answer.data["clients"] == []
    assert [notice["code"] for notice in answer.data["notices"]] == ["CLIENT-NONE"]


def test_mail_is_checked_with_encryption_and_an_authority_of_our_own(
    program: TillbridgeOnWindows, mail_host: MailHost, tmp_path: Path
) -> None:
    settings = write_settings(
        tmp_path,
        (mail_host.host, mail_host.pop3s_port, "tls"),
        (mail_host.host, mail_host.smtp_port, "starttls"),
    )
    services = tmp_path / "services.toml"
    services.write_text(f"[trust]\nca = '{windows_path(mail_host.ca)}'\n", "utf-8")
    arguments = ("mail", "check", "--settings", settings, "--services", services)
    answer = program.run(*arguments, MAIL_PASSWORD=mail_host.password)
    assert answer.status == 0, answer
    assert [row["state"] for row in answer.data["checks"]] == ["passed"] * 7


@pytest.mark.parametrize(
    ("procedure", "letters"),
    [("imagatec-mail", "utf-8"), ("imagatec-xero", "utf-16")],  # as PowerShell's `>` writes it
)
def test_a_procedure_is_run_in_practice(
    program: TillbridgeOnWindows, tmp_path: Path, procedure: str, letters: str
) -> None:
    written = program.run("answers", procedure, "--practice")
    file = tmp_path / "answers.toml"
    file.write_text(written.data["answers"], letters, newline="\r\n")
    answer = program.run("run", procedure, "--practice", "--answers", file)
    assert answer.status == 0, answer
    assert {step["state"] for step in answer.data["steps"]} <= {"done", "skipped"}


def test_practice_has_a_pc_with_a_mail_program_of_its_own(program: TillbridgeOnWindows) -> None:
    answer = program.run("mail", "clients", "--practice")
    assert answer.status == 0, answer
    (client,) = answer.data["clients"]
    assert "pop3" in {account["protocol"] for account in client["profiles"][0]["accounts"]}

"""`run`: whole procedures without a window, in practice and against the services of a file."""

import json
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.files import write_answers, write_services
from tests.journeys.program import Ended, Tillbridge, places_of
from tests.servers.mail_host import MailHost
from tests.servers.secret_service import SecretService
from wizard.catalogue.load import procedure as procedure_of
from wizard.catalogue.practice import practice_found
from wizard.practice import PracticeServices
from wizard.practice.logins import read_logins

STORE, DEMO = "Corner Store Pty Ltd", "Demo Company (AU)"
KEYS = ("api-key", "api-secret")
DEMO_KEYS = ("demo-api-key", "demo-api-secret")

_SHOP = "store@practice.example"
PROVEN = {
    "imagatec-mail": {
        "state": "proven",
        "said": _SHOP,
        "rests_on": ["thunderbird/windows:Profiles/practice.default-release/account1"],
    },
    "imagatec-xero": {
        "state": "proven",
        "said": STORE,
        "organisation": "3afc385c-cf57-5fa8-8d04-7f254f2a19c8",
    },
    # the store's own mailbox is not known to this run, so nobody has seen the message arrive
    "kashflow-smtp": {"state": "proven", "said": _SHOP, "not_checked": ["arrival"]},
}
"""What a practice run leaves in the store's record."""


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


def xero_answers(folder: Path, logins: dict[str, str], keys: tuple[str, str] = KEYS, **more: Any) -> Path:
    answers = {"country": "AU", "api_key": logins[keys[0]], "api_secret": {"practice": keys[1]}, **more}
    return write_answers(folder, "imagatec-xero", answers)


def own_practice_answers(program: Tillbridge, procedure: str) -> Path:
    """The answer file that the program itself writes for practice."""
    ended = program.run("--practice", "answers", procedure)
    path = program.folder / f"{procedure}.toml"
    path.write_text(ended.answer["answers"])
    return path


def run(program: Tillbridge, procedure: str, answers: Path, *more: str | Path, **secrets: str) -> Ended:
    return program.run("run", procedure, "--answers", answers, *more, secrets=secrets)


def stored(store: SecretService) -> dict[str, str]:
    """What the password store holds of Tillbridge's, by the last two words of the service."""
    found = {}
    for item in store.items():
        service = item.attributes["service"]
        assert service.startswith("tillbridge/"), service
        found["/".join(service.split("/")[-2:])] = item.secret
    return found


# --- it works ---


@pytest.mark.parametrize("procedure", ["imagatec-mail", "imagatec-xero", "kashflow-smtp"])
def test_a_practice_run_is_done_from_first_step_to_receipt(tillbridge: Tillbridge, procedure: str) -> None:
    listed = {row["id"]: row for row in tillbridge.run("procedures").answer["procedures"]}
    ended = run(tillbridge, procedure, own_practice_answers(tillbridge, procedure), "--practice")
    assert (ended.status, ended.stderr) == (0, "")
    answer = ended.answer
    assert (answer["procedure"], answer["site"], answer["practice"]) == (procedure, "store", True)
    # of its two logins the sender's practice answers take the password
    other_login = {"T4", "T5"} if procedure == "kashflow-smtp" else set()
    assert {step["screen"] for step in answer["steps"] if step["state"] != "done"} == other_login
    assert {step["state"] for step in answer["steps"]} <= {"done", "skipped"}
    assert all(set(step) == {"id", "screen", "state", "problem", "result"} for step in answer["steps"])
    # what pictures of later screens are filled with is what was found
    screens = {step.id: step.screen for step in procedure_of(procedure).steps}
    for step in answer["steps"]:
        if step["state"] == "done":
            assert practice_found(screens[step["id"]]).items() <= (step["result"] or {}).items(), step["id"]
    # side pages are only there when they were visited
    walked = [(step["id"], step["screen"]) for step in answer["steps"]]
    assert walked == [
        (step["id"], step["screen"])
        for step in listed[procedure]["steps"]
        if (step["id"], step["screen"]) in walked
    ]
    receipt = ended.steps["finish"]["result"]["receipt"]
    (path,) = tillbridge.home.rglob(f"{receipt}.json")
    assert json.loads(path.read_text())["procedure"] == procedure
    (kept,) = tillbridge.home.rglob("store.json")
    proof = json.loads(kept.read_text())["proofs"][procedure]
    at, checked = proof.pop("at"), proof.pop("checked", None)
    assert checked is None or checked < at, "it was checked before the receipt was written"
    held = proof.pop("held", None)
    assert held is None if procedure != "imagatec-mail" else held < at, "when the program was seen to have it"
    assert proof == PROVEN[procedure]
    # the practice services leave nothing behind
    assert not list((tillbridge.folder / "temporary").iterdir())


def without_mail_programs(program: Tillbridge) -> None:
    """Take the practice PC's mail programs away; an empty folder keeps them from being made again."""
    program.run("--practice", "mail", "clients")
    (found,) = program.home.rglob("Thunderbird")
    shutil.rmtree(found)
    found.mkdir()


def answers_with(program: Tillbridge, how: str, *more: str) -> Path:
    path = own_practice_answers(program, "imagatec-mail")
    lines = [
        line for line in path.read_text().splitlines() if not line.startswith(("how =", "mail_program ="))
    ]
    path.write_text("\n".join([*lines, f'how = "{how}"', *more]) + "\n")
    return path


def test_without_a_mail_program_the_server_works_and_a_person_has_to_type_the_values(
    tillbridge: Tillbridge,
) -> None:
    without_mail_programs(tillbridge)
    ended = run(tillbridge, "imagatec-mail", answers_with(tillbridge, "write"), "--practice")
    assert ended.status == 3
    (need,) = ended.answer["needs"]
    assert (need["screen"], need["who"]) == ("M8", "the person at the PC")
    assert "type the values of M8" in need["what"]
    assert ended.steps["finish"]["state"] == "needs-person"
    (receipt,) = tillbridge.home.rglob(f"{ended.steps['finish']['result']['receipt']}.json")
    assert json.loads(receipt.read_text())["proof_state"] == "server-only"


def test_mail_programs_left_alone_are_not_checked_and_no_fault(tillbridge: Tillbridge) -> None:
    ended = run(tillbridge, "imagatec-mail", answers_with(tillbridge, "alone"), "--practice")
    assert (ended.status, ended.answer["not_checked"]) == (0, ["mail-program"])


def test_clicks_by_hand_need_a_person_until_they_can_be_read_and_are_right(tillbridge: Tillbridge) -> None:
    by_hand = ("by-hand", 'mail_program = "thunderbird"')
    before = run(tillbridge, "imagatec-mail", answers_with(tillbridge, *by_hand), "--practice")
    assert (before.status, before.answer["needs"][0]["screen"]) == (3, "M11")
    assert run(tillbridge, "imagatec-mail", answers_with(tillbridge, "write"), "--practice").status == 0
    after = run(tillbridge, "imagatec-mail", answers_with(tillbridge, *by_hand), "--practice")
    assert (after.status, after.steps["mail-by-hand"]["result"]["done_by_hand"]) == (0, "seen")


def test_what_is_written_is_for_this_user_alone(tillbridge: Tillbridge) -> None:
    ended = run(tillbridge, "imagatec-mail", own_practice_answers(tillbridge, "imagatec-mail"), "--practice")
    assert ended.status == 0
    written = [tillbridge.home, *tillbridge.home.rglob("*")]
    assert any(path.is_file() for path in written)
    open_to_others = [path for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert open_to_others == []


def test_the_password_store_holds_the_secret(tillbridge: Tillbridge, password_store: SecretService) -> None:
    within = tillbridge.within(password_store.environment)
    answers = own_practice_answers(tillbridge, "imagatec-xero")
    ended = run(within, "imagatec-xero", answers, "--practice")
    assert ended.status == 0, ended.stdout
    found = stored(password_store)
    assert found["imagatec-api-secret/part-1"] == read_logins()["api-secret"]
    assert found["imagatec-api-key/part-1"] == "7A11B21D6E00000000000000000CAFE1"
    assert json.loads(found["imagatec-api-secret/whole"])["parts"] == 1


def test_homes_worlds_and_sites_keep_their_secrets_apart(
    tillbridge: Tillbridge, password_store: SecretService, services: PracticeServices, tmp_path: Path
) -> None:
    within = tillbridge.within(password_store.environment)
    answers = xero_answers(tmp_path, services.logins)
    other_home = Tillbridge(tmp_path / "other", tmp_path, within.environment)
    runs = [
        run(within, "imagatec-xero", answers, "--practice"),
        run(within, "imagatec-xero", answers, "--practice", "--site", "second"),
        run(within, "imagatec-xero", answers, "--services", services.services_file),
        run(other_home, "imagatec-xero", answers, "--practice"),
    ]
    assert [ended.status for ended in runs] == [0, 0, 0, 0]
    names = {item.attributes["service"].split("/imagatec-")[0] for item in password_store.items()}
    assert len(names) == 4
    assert {name.split("/", 2)[2] for name in names} == {
        "practice/store",
        "practice/second",
        "services/store",
    }


def test_a_services_file_instead_of_practice(
    tillbridge: Tillbridge, password_store: SecretService, services: PracticeServices, tmp_path: Path
) -> None:
    within = tillbridge.within(password_store.environment)
    answers = xero_answers(tmp_path, services.logins, paste_back={"practice": "api-secret"})
    ended = run(within, "imagatec-xero", answers, "--services", services.services_file)
    assert ended.status == 0, ended.stdout
    assert ended.answer["practice"] is False
    result = ended.steps["enter-keys"]["result"]
    assert (result["organisation_name"], result["organisation_country"]) == (STORE, "AU")
    assert result["organisation_short_code"]
    assert ended.steps["warehouse-fields"]["result"] == {
        "copy_checked": False,
        "copied": "XERO API Secret",
        "not_copied": "XERO API Key and API Endpoint URL",
    }
    assert ended.answer["not_checked"] == ["copy"]
    assert stored(password_store)["imagatec-api-secret/part-1"] == services.logins["api-secret"]


def test_the_mail_procedure_against_real_servers(
    tillbridge: Tillbridge, password_store: SecretService, mail_host: MailHost, tmp_path: Path
) -> None:
    mail_host.deliver(2)
    answers = write_answers(
        tmp_path,
        "imagatec-mail",
        {
            "access_isp": "not-sure",
            "store_name": "Corner Store",
            "email_address": mail_host.address,
            "incoming_server": "mail.example.test",
            "outgoing_server": "mail.example.test",
            "user_name": mail_host.user,
            "password": {"env": "MAIL_PASSWORD"},
        },
    )
    # only the ordinary pair gets through: "not sure" finds that out
    routes = {
        "mail.example.test:110": f"127.0.0.1:{mail_host.pop3_port}",
        "mail.example.test:25": f"127.0.0.1:{mail_host.smtp_port}",
    }
    within = tillbridge.within(password_store.environment)
    services = write_services(tmp_path, ca=mail_host.ca, routes=routes)
    ended = run(within, "imagatec-mail", answers, "--services", services, MAIL_PASSWORD=mail_host.password)
    # this PC has no mail program: the values are still to be typed into one somewhere
    assert (ended.status, ended.answer["needs"][0]["screen"]) == (3, "M8"), ended.stdout
    result = ended.steps["mail-check"]["result"]
    assert (result["incoming_port"], result["outgoing_port"]) == (110, 25)
    assert [row["state"] for row in result["checks"]] == ["passed"] * 7
    assert len(mail_host.messages()) == 2
    assert stored(password_store)["mail-password/part-1"] == mail_host.password


# --- it does not ---


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        ("a-secret-that-xero-has-never-heard-of-0000000001", "KEY-REFUSED"),
        ("7A11B21D6E00000000000000000CAFE1", "KEY-SAME"),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ1234", "KEY-OLD"),
        ("2RF:abcdefghijklmnopqrstuvwxyz0123456789", "KEY-WRONG-KIND"),
    ],
)
def test_a_wrong_secret_fails_with_a_code_and_is_not_kept(
    tillbridge: Tillbridge, password_store: SecretService, tmp_path: Path, secret: str, code: str
) -> None:
    logins = {"api-key": "7A11B21D6E00000000000000000CAFE1"}
    answers = xero_answers(tmp_path, logins, api_secret={"env": "API_SECRET"})
    within = tillbridge.within(password_store.environment)
    ended = run(within, "imagatec-xero", answers, "--practice", API_SECRET=secret)
    assert ended.problems == [code]
    assert ended.steps["enter-keys"]["state"] == "failed"
    assert ended.steps["enter-keys"]["problem"] == code
    assert ended.steps["finish"]["state"] == "skipped"
    assert stored(password_store) == {}
    if code != "KEY-SAME":
        assert places_of({secret}, tillbridge.home, ended) == []


def test_a_copy_that_was_cut_is_noticed(tillbridge: Tillbridge, tmp_path: Path) -> None:
    logins = {"api-key": "7A11B21D6E00000000000000000CAFE1"}
    answers = xero_answers(tmp_path, logins, paste_back={"env": "PASTED"})
    ended = run(tillbridge, "imagatec-xero", answers, "--practice", PASTED="pRaCtIcE-s3cret-of-the-custom")
    assert ended.problems == ["COPY-CUT"]


def test_somebody_else_approves(tillbridge: Tillbridge, tmp_path: Path) -> None:
    logins = {"api-key": "7A11B21D6E00000000000000000CAFE1"}
    answers = xero_answers(tmp_path, logins, approver="someone-else", person="accountant")
    ended = run(tillbridge, "imagatec-xero", answers, "--practice")
    assert (ended.status, ended.stderr) == (3, "")
    (need,) = ended.answer["needs"]
    assert set(need) == {"screen", "who", "what"}
    assert all(need.values())
    step = next(step for step in ended.answer["steps"] if step["state"] == "needs-person")
    assert step["screen"] == need["screen"]
    (page,) = tillbridge.home.rglob("*.html")
    assert str(page) in need["what"]
    assert logins["api-key"] not in page.read_text()
    assert ended.steps["enter-keys"]["state"] == "skipped"


def test_the_demo_company_is_refused_outside_practice(
    tillbridge: Tillbridge, password_store: SecretService, services: PracticeServices, tmp_path: Path
) -> None:
    within = tillbridge.within(password_store.environment)
    answers = xero_answers(tmp_path, services.logins, DEMO_KEYS)
    ended = run(within, "imagatec-xero", answers, "--services", services.services_file)
    assert ended.problems == ["ORG-DEMO"]
    assert DEMO in ended.answer["problems"][0]["facts"].values()
    assert not list(tillbridge.home.rglob("receipts/*"))
    # in practice it is what people practise with
    assert run(within, "imagatec-xero", answers, "--practice").status == 0


def test_a_refused_organisation_does_not_replace_the_keys_that_work(
    tillbridge: Tillbridge, password_store: SecretService, services: PracticeServices, tmp_path: Path
) -> None:
    within = tillbridge.within(password_store.environment)
    good = xero_answers(tmp_path, services.logins)
    assert run(within, "imagatec-xero", good, "--services", services.services_file).status == 0
    before = stored(password_store)
    demo = xero_answers(tmp_path, services.logins, DEMO_KEYS)
    ended = run(within, "imagatec-xero", demo, "--services", services.services_file)
    assert ended.problems == ["ORG-DEMO"]
    assert stored(password_store) == before


def test_a_change_of_organisation_needs_its_name_typed(
    tillbridge: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    first = xero_answers(tmp_path, services.logins)
    assert run(tillbridge, "imagatec-xero", first, "--practice").status == 0
    silent = xero_answers(tmp_path, services.logins, DEMO_KEYS)
    assert run(tillbridge, "imagatec-xero", silent, "--practice").problems == ["ORG-CHANGED"]
    typed = xero_answers(tmp_path, services.logins, DEMO_KEYS, typed_name=DEMO)
    ended = run(tillbridge, "imagatec-xero", typed, "--practice")
    assert ended.status == 0, ended.stdout


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("secret-refused", "KEY-REFUSED"),
        ("xero-down", "XERO-DOWN"),
        ("rate-limit", "XERO-BUSY"),
        ("scope-missing", "XERO-PERMISSION"),
    ],
)
def test_each_fault_of_xero_has_its_own_code(
    tillbridge: Tillbridge, services: PracticeServices, tmp_path: Path, fault: str, code: str
) -> None:
    services.add_fault(fault)
    answers = xero_answers(tmp_path, services.logins)
    ended = run(tillbridge, "imagatec-xero", answers, "--services", services.services_file)
    assert ended.problems == [code]


def test_a_xero_that_is_not_there_is_said(
    tillbridge: Tillbridge, closed_port: int, services: PracticeServices, tmp_path: Path
) -> None:
    answers = xero_answers(tmp_path, services.logins)
    address = f"http://localhost:{closed_port}/"
    names = ("authorize", "token", "revocation", "connections", "api")
    nobody = write_services(tmp_path, xero=dict.fromkeys(names, address))
    assert run(tillbridge, "imagatec-xero", answers, "--services", nobody).problems == ["XERO-UNREACHABLE"]
    without = write_services(tmp_path)
    assert run(tillbridge, "imagatec-xero", answers, "--services", without).problems == ["XERO-NOT-HERE"]


# --- password stores ---


def test_a_locked_password_store_means_nothing_is_kept(
    tillbridge: Tillbridge,
    locked_password_store: SecretService,
    services: PracticeServices,
    tmp_path: Path,
) -> None:
    within = tillbridge.within(locked_password_store.environment)
    answers = xero_answers(tmp_path, services.logins)
    ended = run(within, "imagatec-xero", answers, "--services", services.services_file)
    assert ended.problems in (["VAULT-LOCKED"], ["VAULT-MISSING"])
    assert places_of({services.logins["api-secret"]}, tillbridge.home, ended) == []
    assert not list(tillbridge.home.rglob("receipts/*"))


def test_without_a_password_store_only_practice_goes_on(
    tillbridge: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    answers = xero_answers(tmp_path, services.logins)
    ended = run(tillbridge, "imagatec-xero", answers, "--services", services.services_file)
    assert ended.problems == ["VAULT-MISSING"]
    assert run(tillbridge, "imagatec-xero", answers, "--practice").status == 0
    assert places_of({services.logins["api-secret"]}, tmp_path / "user") == []


def test_a_plain_text_store_is_never_used(
    tillbridge: Tillbridge, services: PracticeServices, tmp_path: Path
) -> None:
    """keyring itself would take keyrings.alt's file; here it is a backend of our own with a high priority."""
    package = tmp_path / "python" / "keyrings" / "plain"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(PLAIN_TEXT_STORE)
    within = tillbridge.within(
        {"PYTHONPATH": str(tmp_path / "python"), "PYTHON_KEYRING_BACKEND": "keyrings.plain.Keyring"}
    )
    answers = xero_answers(tmp_path, services.logins)
    ended = run(within, "imagatec-xero", answers, "--services", services.services_file)
    assert ended.problems == ["VAULT-MISSING"]
    assert not (tmp_path / "user" / "plain.txt").exists()


PLAIN_TEXT_STORE = """
from pathlib import Path
from keyring.backend import KeyringBackend

class Keyring(KeyringBackend):
    priority = 20
    def get_password(self, service, username):
        return None
    def set_password(self, service, username, password):
        (Path.home() / "plain.txt").write_text(password)
    def delete_password(self, service, username):
        pass
"""


# --- without a window ---


def test_run_needs_no_pyside6(tillbridge: Tillbridge, tmp_path: Path) -> None:
    package = tmp_path / "python" / "PySide6"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('PySide6 is not to be imported here')")
    without = tillbridge.within({"PYTHONPATH": str(tmp_path / "python")})
    for procedure in ("imagatec-mail", "imagatec-xero"):
        answers = own_practice_answers(without, procedure)
        ended = run(without, procedure, answers, "--practice")
        assert (ended.status, ended.stderr) == (0, "")
    # the blockade is a real one: the window does not start
    window = without.run_as_given("--home", tillbridge.home, "open", "--practice")
    assert window.status != 0

"""`mail clients | plan | write | undo | watch-once`: answers, exit statuses, and what stays untouched."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.files import PRACTICE_SETTINGS, write_services, write_settings
from tests.journeys.program import Ended, Tillbridge, forms, places_of
from tests.mail_programs.specimens import (
    ACCOUNTRC,
    PREFS,
    claws_folder,
    contents,
    thunderbird_profile,
)
from tests.servers.mail_host import ADDRESS, MailHost

HOST = "localhost"
SECRET = "canary-Kq83nz"
SECRETS = {"MAIL_PASSWORD": SECRET}


@pytest.fixture
def user(tillbridge: Tillbridge) -> Path:
    return Path(tillbridge.environment["HOME"])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Settings for ports where nothing listens."""
    return write_settings(tmp_path, (HOST, 9, "plain"), (HOST, 11, "plain"))


def write(program: Tillbridge, file: Path, *more: str | Path) -> Ended:
    return program.run("mail", "write", "--settings", file, "--yes", *more, secrets=SECRETS)


def codes(ended: Ended) -> list[str]:
    return [row["code"] for row in json.loads(ended.stdout)["problems"]]


def test_no_mail_program_is_an_answer_with_what_to_do(tillbridge: Tillbridge, file: Path) -> None:
    # Debian's own Thunderbird may be installed here; it was never started by this user.
    found = tillbridge.run("mail", "clients")
    assert (found.status, found.answer["clients"]) == (0, [])
    (notice,) = found.answer["notices"]
    assert notice["code"] == "CLIENT-NONE"
    assert all(notice[part] for part in ("what", "why", "do"))
    plan = tillbridge.run("mail", "plan", "--settings", file)
    assert plan.problems == ["CLIENT-NONE"]


def test_clients_lists_programs_profiles_and_accounts(tillbridge: Tillbridge, user: Path) -> None:
    thunderbird_profile(user, PREFS)
    claws_folder(user, ACCOUNTRC)
    answer = tillbridge.run("mail", "clients").answer
    clients = {client["id"]: client for client in answer["clients"]}
    assert set(clients) == {"thunderbird", "claws-mail"}
    bird = clients["thunderbird"]
    assert (bird["name"], bird["version"], bird["can_write"], bird["running"]) == (
        "Thunderbird",
        "153.7.0",
        True,
        False,
    )
    accounts = {a["key"]: a for a in bird["profiles"][0]["accounts"]}
    assert set(accounts) == {"account1", "account7"}
    assert accounts["account1"]["settings"]["incoming_port"] == 995
    assert (accounts["account7"]["protocol"], accounts["account7"]["problem"]) == (
        "imap",
        "CLIENT-ACCOUNT-KIND",
    )
    assert "c2VjcmV0" not in json.dumps(answer), "a reversible password is not even read"


def test_plan_shows_old_and_new_in_the_programs_words_and_reads_no_password(
    tillbridge: Tillbridge, user: Path, file: Path
) -> None:
    thunderbird_profile(user, PREFS)
    before = contents(user)
    plan = tillbridge.run("mail", "plan", "--settings", file)  # without the variable of the password
    assert plan.status == 0, plan.stdout
    changes = {change["name"]: change for change in plan.answer["changes"]}
    port = changes["incoming_port"]
    assert (port["label"], port["old"], port["new"]) == ("Port", 995, 9)
    encryption = changes["incoming_encryption"]
    assert (encryption["old_words"], encryption["new_words"]) == ("SSL/TLS", "None")
    assert plan.answer["account_name"] == "Łódź – ☃"
    assert {note["code"] for note in plan.answer["notes"]} >= {"timeout_seconds", "remember_password"}
    assert plan.answer["untouched"]
    assert plan.answer["backed_up"][0].endswith("prefs.js")
    assert contents(user) == before


def test_without_yes_nothing_is_written_and_a_person_is_asked(
    tillbridge: Tillbridge, user: Path, file: Path
) -> None:
    thunderbird_profile(user, PREFS)
    before = contents(user)
    asked = tillbridge.run("mail", "write", "--settings", file, secrets=SECRETS)
    assert asked.status == 3
    assert asked.answer["needs"][0]["screen"] == "M6"
    assert asked.answer["changes"]
    assert contents(user) == before


def test_written_is_not_enough_the_checks_must_pass_and_undo_says_what_it_did(
    tillbridge: Tillbridge, user: Path, file: Path
) -> None:
    thunderbird_profile(user, PREFS)
    before = contents(user)
    ended = write(tillbridge, file)
    assert ended.status == 1
    assert codes(ended)[0].startswith("MAIL-PORT")
    answer = json.loads(ended.stdout)
    assert answer["checks"][0]["id"] == "resolve"
    receipt = answer["receipt"]
    kept = json.loads(next(tillbridge.home.rglob(f"{receipt}.json")).read_text("utf-8"))
    assert (kept["state"], kept["checks"]) == ("written", answer["checks"])
    assert next(tillbridge.home.rglob(f"{receipt}.json")).stat().st_mode & 0o777 == 0o600
    listed = tillbridge.run("mail", "clients").answer["receipts"]
    assert [(r["id"], r["state"], r["client"]) for r in listed] == [(receipt, "written", "thunderbird")]
    asked = tillbridge.run("mail", "undo", receipt)
    assert (asked.status, asked.answer["needs"][0]["screen"]) == (3, "M14")
    assert {"old", "ours", "now"} <= set(asked.answer["boxes"][0])
    # An upgrade of Tillbridge later: the receipt alone is enough.
    undone = tillbridge.run("mail", "undo", receipt, "--yes")
    assert (undone.status, undone.answer["identical"]) == (0, True)
    assert undone.answer["already"] == ""
    assert contents(user) == before
    again = tillbridge.run("mail", "undo", receipt, "--yes")
    assert (again.status, again.answer["identical"]) == (0, True)
    assert again.answer["already"], "nothing was put back now"
    said = tillbridge.run_as_given("--home", tillbridge.home, "mail", "undo", receipt, "--yes").stdout
    assert "were put back already, on " in said
    receipts = tillbridge.run_as_given("--home", tillbridge.home, "mail", "clients").stdout
    assert f"receipt {receipt}: " in receipts
    assert contents(user) == before
    again = tillbridge.run_as_given("--home", tillbridge.home, "mail", "undo", receipt, "--yes")
    assert (again.status, "nothing was changed now" in again.stdout) == (0, True)
    told = tillbridge.run_as_given("--home", tillbridge.home, "mail", "clients").stdout
    assert f"receipt {receipt}: thunderbird, " in told
    assert tillbridge.run("mail", "watch-once").answer["accounts"] == []
    assert places_of(forms(SECRET, [ADDRESS]), tillbridge.folder, ended, undone) == []


def test_what_was_changed_behind_our_back_is_said_and_put_back(
    tillbridge: Tillbridge, user: Path, file: Path
) -> None:
    profile = thunderbird_profile(user, PREFS)
    receipt = json.loads(write(tillbridge, file).stdout)["receipt"]
    assert tillbridge.run("mail", "watch-once").status == 0
    prefs = profile / "prefs.js"
    ours = prefs.read_text("utf-8")
    prefs.write_text(
        ours.replace('server1.leave_on_server", true', 'server1.leave_on_server", false'), "utf-8"
    )
    watched = tillbridge.run("mail", "watch-once")
    assert watched.problems == ["CLIENT-CHANGED"]
    (account,) = watched.answer["accounts"]
    assert (account["receipt"], account["state"]) == (receipt, "changed")
    (row,) = account["changed"]
    assert (row["label"], row["ours"], row["now"]) == ("Leave messages on server", "ticked", "not ticked")
    assert tillbridge.run("mail", "watch-once", "--put-back").status == 3
    put_back = tillbridge.run("mail", "watch-once", "--put-back", "--yes")
    assert (put_back.status, len(put_back.answer["put_back"])) == (0, 1)
    assert prefs.read_text("utf-8") == ours
    assert tillbridge.run("mail", "watch-once").status == 0
    undone = tillbridge.run("mail", "undo", receipt, "--yes")
    assert (undone.status, undone.answer["identical"]) == (0, True)
    assert prefs.read_text("utf-8") == PREFS
    assert tillbridge.run("mail", "watch-once").answer["accounts"] == []


def test_undo_refuses_to_overwrite_and_shows_three_versions(
    tillbridge: Tillbridge, user: Path, file: Path
) -> None:
    profile = thunderbird_profile(user, PREFS)
    receipt = json.loads(write(tillbridge, file).stdout)["receipt"]
    prefs = profile / "prefs.js"
    changed = prefs.read_text("utf-8").replace('smtp2.port", 11', 'smtp2.port", 2525')
    prefs.write_text(changed, "utf-8")
    refused = tillbridge.run("mail", "undo", receipt, "--yes")
    assert refused.problems == ["UNDO-CHANGED"]
    (row,) = [box for box in refused.answer["boxes"] if box["changed_since"]]
    assert (row["name"], row["ours"], row["now"]) == ("outgoing_port", "11", "2525")
    assert prefs.read_text("utf-8") == changed
    forced = tillbridge.run("mail", "undo", receipt, "--yes", "--overwrite")
    assert forced.status == 0
    assert prefs.read_text("utf-8") == PREFS


def test_a_profile_named_by_its_folder_is_found_again_by_undo(
    tillbridge: Tillbridge, tmp_path: Path, file: Path
) -> None:
    profile = thunderbird_profile(tmp_path / "elsewhere", PREFS)
    before = contents(profile)
    named = ("--client", "thunderbird", "--profile", profile)
    plan = tillbridge.run("mail", "plan", "--settings", file, *named)
    assert plan.answer["profile"]["path"] == str(profile)
    receipt = json.loads(write(tillbridge, file, *named).stdout)["receipt"]
    assert contents(profile) != before
    undone = tillbridge.run("mail", "undo", receipt, "--yes")
    assert (undone.status, undone.answer["identical"]) == (0, True)
    assert contents(profile) == before
    nowhere = tillbridge.run("mail", "plan", "--settings", file, "--profile", tmp_path / "nothing")
    assert nowhere.faults == {("--profile", "NOT-A-FOLDER")}
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    odd = tillbridge.run(
        "mail", "plan", "--settings", file, "--client", "thunderbird", "--profile", tmp_path / "photos"
    )
    assert odd.problems[0] in {"CLIENT-NOT-PROFILE", "CLIENT-NONE"}


def test_a_profile_that_is_gone_is_never_followed(
    tillbridge: Tillbridge, user: Path, file: Path, tmp_path: Path
) -> None:
    profile = thunderbird_profile(user, PREFS)
    receipt = json.loads(write(tillbridge, file).stdout)["receipt"]
    shutil.move(profile, tmp_path / "moved")
    assert tillbridge.run("mail", "undo", receipt, "--yes").problems == ["CLIENT-GONE"]


def _unsealed(data: dict[str, Any]) -> dict[str, Any]:
    """A receipt as an earlier version wrote it, without a seal that an edit breaks."""
    del data["seal"]
    return data


def _edits(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [edit for change in data["image"]["changes"] for edit in change["edits"]]


def _each_address(data: dict[str, Any], key: str, value: str) -> None:
    for edit in _edits(_unsealed(data)):
        edit["address"][key] = value


def _second_statement(data: dict[str, Any]) -> None:
    more = '"x"); user_pref("network.proxy.type", 1); //'
    for edit in _edits(_unsealed(data)):
        if edit["before"] and edit["before"]["raw"] and not edit["address"]["group"]:
            edit["before"]["raw"] = more


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data["image"].update(schema=99), "RECEIPT-NEWER"),
        (lambda data: data["image"].pop("changes"), "RECEIPT-DAMAGED"),
        (lambda data: data["image"]["changes"][0]["edits"][0].update(before=7), "RECEIPT-DAMAGED"),
        (lambda data: data["image"].update(profile="home:../../../etc"), "RECEIPT-DAMAGED"),
        (lambda data: data["image"].update(changes=[]), "RECEIPT-DAMAGED"),
        (lambda data: _unsealed(data)["image"].update(profile="home:../../../etc"), "CLIENT-GONE"),
        (lambda data: _each_address(data, "container", "../../victim"), "RECEIPT-DAMAGED"),
        (lambda data: _each_address(data, "name", "network.proxy.http"), "RECEIPT-DAMAGED"),
        (_second_statement, "RECEIPT-DAMAGED"),
        (lambda data: data.update(id="20261120-0000-mail-write-beef"), "RECEIPT-NONE"),
        (lambda data: data.update(procedure="imagatec-mail"), "RECEIPT-NONE"),
    ],
    ids=[
        *("newer", "no-changes", "odd-value", "path", "emptied", "path, no seal", "elsewhere, no seal"),
        *("another pref, no seal", "two statements, no seal", "other-id", "other-kind"),
    ],
)
def test_a_receipt_that_is_not_ours_changes_nothing(
    tillbridge: Tillbridge, user: Path, file: Path, change: Any, code: str
) -> None:
    thunderbird_profile(user, PREFS)
    receipt = json.loads(write(tillbridge, file).stdout)["receipt"]
    path = next(tillbridge.home.rglob(f"{receipt}.json"))
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data), "utf-8")
    before = contents(user)
    assert tillbridge.run("mail", "undo", receipt, "--yes").problems == [code]
    assert contents(user) == before


@pytest.mark.parametrize("name", ["nonsense", "../../etc/passwd", "20261120-1405-mail-write-3f9c", ""])
def test_a_receipt_is_looked_up_by_its_id_only(tillbridge: Tillbridge, name: str) -> None:
    assert tillbridge.run("mail", "undo", name, "--yes").problems == ["RECEIPT-NONE"]


def test_accounts_are_named_chosen_or_refused(tillbridge: Tillbridge, user: Path, file: Path) -> None:
    thunderbird_profile(user, PREFS)
    plan = ("mail", "plan", "--settings", file)
    assert tillbridge.run(*plan, "--account", "Łódź – ☃").answer["account"] == "account1"
    assert tillbridge.run(*plan, "--account", "account1").answer["creates"] is False
    made = tillbridge.run(*plan, "--account", "new").answer
    assert (made["creates"], made["account"]) == (True, "account8")
    assert tillbridge.run(*plan, "--account", "nobody").problems == ["CLIENT-NO-ACCOUNT"]
    assert tillbridge.run(*plan, "--account", "account7").problems == ["CLIENT-ACCOUNT-KIND"]
    claws_folder(user, ACCOUNTRC)
    which = tillbridge.run(*plan)
    assert (which.status, which.answer["needs"][0]["screen"]) == (3, "M5")
    assert {client["id"] for client in which.answer["clients"]} == {"thunderbird", "claws-mail"}
    assert tillbridge.run(*plan, "--client", "claws-mail").answer["client"] == "claws-mail"


def test_faults_of_the_input_come_all_at_once(tillbridge: Tillbridge, tmp_path: Path) -> None:
    settings = write_settings(tmp_path, None, (HOST, 25, "plain"), auth="none")
    assert tillbridge.run("mail", "plan", "--settings", settings).faults == {("incoming", "MISSING")}
    good = write_settings(tmp_path, (HOST, 110, "plain"), (HOST, 25, "plain"))
    unread = tillbridge.run("mail", "write", "--settings", good, "--yes")
    assert {code for _, code in unread.faults}
    assert tillbridge.run("mail", "plan").status == 2
    assert tillbridge.run("mail", "plan", "--client", "eudora", "--settings", good).status == 2


def test_another_world_sees_its_own_pc_alone(
    tillbridge: Tillbridge, user: Path, file: Path, mail_host: MailHost, tmp_path: Path
) -> None:
    thunderbird_profile(user, PREFS)
    before = contents(user)
    services = write_services(tmp_path, ca=mail_host.ca)
    assert tillbridge.run("mail", "clients", "--services", services).answer["clients"] == []
    profile = thunderbird_profile(tillbridge.home / "services" / "pc", None)
    good = write_settings(
        tmp_path, (HOST, mail_host.pop3_port, "starttls"), (HOST, mail_host.smtp_port, "starttls")
    )
    arguments = ("mail", "write", "--services", services, "--settings", good, "--yes")
    ended = tillbridge.run(*arguments, secrets={"MAIL_PASSWORD": mail_host.password})
    assert ended.status == 0, ended.stdout
    assert [row["state"] for row in ended.answer["checks"]] == ["passed"] * 7
    assert 'socketType", 2' in (profile / "prefs.js").read_text()
    assert contents(user) == before


def test_practice_has_a_pc_of_its_own_to_practise_on(
    tillbridge: Tillbridge, user: Path, tmp_path: Path
) -> None:
    thunderbird_profile(user, PREFS)
    before = contents(user)
    settings = tmp_path / "practice.toml"
    settings.write_text(PRACTICE_SETTINGS)
    (client,) = tillbridge.run("mail", "clients", "--practice").answer["clients"]
    assert client["profiles"][0]["path"].startswith(str(tillbridge.home))
    written = tillbridge.run("mail", "write", "--practice", "--settings", settings, "--yes")
    assert written.status == 0, written.stdout
    assert written.answer["creates"] is False
    assert [row["state"] for row in written.answer["checks"]] == ["passed"] * 7
    assert tillbridge.run("mail", "watch-once", "--practice").status == 0
    undone = tillbridge.run("mail", "undo", written.answer["receipt"], "--practice", "--yes")
    assert (undone.status, undone.answer["identical"]) == (0, True)
    assert contents(user) == before

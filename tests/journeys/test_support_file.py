"""A store's file for support: shown before it is written, without a secret or a name, and stepped through."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.program import Tillbridge, forms
from wizard.model.problem import Problem
from wizard.model.setback import Setback
from wizard.store.site import SiteFolder

SECRET = "canary-Qz7!pass"
NAME = "Crooked Lane Hardware"
ADDRESS = "owner@crookedlane.example"


@pytest.fixture
def site(tillbridge: Tillbridge) -> SiteFolder:
    """A store in the midst of setting its mail up: the password was refused at M4."""
    made = SiteFolder(tillbridge.home / "practice" / "sites" / "store")
    answers: dict[str, str | int | bool] = {
        "access_isp": "telstra",
        "store_name": NAME,
        "email_address": ADDRESS,
        "incoming_server": "mail.imagatec.example",
        "outgoing_server": "mail.imagatec.example",
        "user_name": ADDRESS,
        "incoming_port": 15110,
    }
    said = f"-ERR [AUTH] no such user {ADDRESS} at {tillbridge.home}, {NAME.upper()} is unknown"
    problem = Problem("MAIL-LOGIN", {"said": said, "side": "receiving"})
    made.save_draft(
        "imagatec-mail",
        ("internet-line", "store-and-address", "mail-server", "mail-check"),
        answers,
        {},
        Setback("mail-check", problem, datetime.now(UTC)),
    )
    return made


def test_the_lines_are_shown_and_nothing_is_written_before_it_is_agreed(
    tillbridge: Tillbridge, site: SiteFolder
) -> None:
    out = tillbridge.folder / "for-support.jsonl"
    ended = tillbridge.run("--practice", "support-file", "--out", out)
    assert ended.status == 3
    assert not out.exists()
    assert not (site.folder / "support").exists()
    lines = ended.answer["lines"]
    assert "M3 Incoming mail server: mail.imagatec.example" in lines
    assert "M4 problem: MAIL-LOGIN" in lines
    agreed = tillbridge.run("--practice", "support-file", "--out", out, "--yes").answer
    kept = [line for line in lines if not line.startswith("This PC")]
    assert [line for line in agreed["lines"] if not line.startswith("This PC")] == kept
    assert len(out.read_text("utf-8").splitlines()) == 1 + len(agreed["lines"])
    assert (out.stat().st_mode & 0o777) == 0o600


def test_no_name_leaves_the_store_and_its_key_stays_there(tillbridge: Tillbridge, site: SiteFolder) -> None:
    out = tillbridge.folder / "for-support.jsonl"
    agreed = tillbridge.run("--practice", "support-file", "--out", out, "--yes").answer
    text = out.read_text("utf-8").casefold()
    for name in (NAME, ADDRESS, "crookedlane", str(tillbridge.home)):
        assert name.casefold() not in text
    key = json.loads(Path(agreed["key"]).read_text("utf-8"))["names"]
    assert set(key.values()) >= {NAME, ADDRESS}
    assert Path(agreed["key"]).is_relative_to(site.folder)
    same = [line for line in agreed["lines"] if line.startswith(("M2 Store", "M3 User"))]
    assert len({line.rpartition(": ")[2] for line in same}) == 1, "one address is one code"


def test_a_secret_in_a_fact_or_in_the_log_is_in_no_line(tillbridge: Tillbridge, site: SiteFolder) -> None:
    log = tillbridge.home / "log" / "tillbridge.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    token = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjFDQUY4RTY2NzcyRDZEQzAyOEQ2NzI2RkQwMjYxNTgx"
    log.write_text(f"refused: bearer {token}\nGET /?code={SECRET}x9&state=1\n", "utf-8")
    out = tillbridge.folder / "for-support.jsonl"
    tillbridge.run("--practice", "support-file", "--out", out, "--yes")
    text = out.read_text("utf-8")
    assert "refused: bearer" in text
    for form in forms(token) | forms(f"{SECRET}x9"):
        assert form not in text


def test_support_steps_through_the_callers_screens(tillbridge: Tillbridge, site: SiteFolder) -> None:
    out = tillbridge.folder / "for-support.jsonl"
    tillbridge.run("--practice", "support-file", "--out", out, "--yes")
    other = Tillbridge(tillbridge.folder / "agent", tillbridge.folder, tillbridge.environment)
    found = other.run("replay", out).answer
    assert not other.home.exists(), "nothing of this PC is looked at"
    (mail,) = found["procedures"]
    assert [step["screen"] for step in mail["steps"]] == ["M1", "M2", "M3", "M4"]
    assert mail["steps"][0]["answers"] == {"access_isp": "telstra"}
    assert mail["steps"][2]["answers"]["incoming_port"] == 15110
    problem = mail["steps"][3]["problem"]
    assert problem["code"] == "MAIL-LOGIN"
    assert "no such user NAME-" in problem["do"] + problem["why"]
    assert problem["ask"] == "Was the password changed lately, by you or by the provider?"


def test_of_the_stores_own_files_there_are_counts_and_no_customer(tillbridge: Tillbridge) -> None:
    site = SiteFolder(tillbridge.home / "practice" / "sites" / "store")
    facts: dict[str, Any] = {
        "count": 3,
        "document": "INV-7",
        "message": "Ada Quill owes 12.00",
        "fix": "Ada?",
    }
    setback = Setback("check-records", Problem("BOOKS-REJECTED", facts), datetime.now(UTC))
    results = {"shop-files": {"facts": {"files": 2, "newest": "ada-quill.csv"}}}
    site.save_draft("ipages-xero", ("xero-sign-in", "shop-files", "check-records"), {}, results, setback)
    out = tillbridge.folder / "for-support.jsonl"
    tillbridge.run("--practice", "support-file", "--out", out, "--yes")
    text = out.read_text("utf-8").casefold()
    assert "quill" not in text
    assert "inv-7" not in text
    (shop,) = tillbridge.run("replay", out).answer["procedures"]
    steps = {step["screen"]: step for step in shop["steps"]}
    assert steps["W3"]["found"] == {"files": 2}
    assert steps["W8"]["problem"]["what"].startswith("3 records will not pass")


def test_a_line_that_was_struck_out_is_not_missed(tillbridge: Tillbridge, site: SiteFolder) -> None:
    out = tillbridge.folder / "for-support.jsonl"
    tillbridge.run("--practice", "support-file", "--out", out, "--yes")
    lines = out.read_text("utf-8").splitlines()
    out.write_text("\n".join([lines[0], *lines[1::2]]), "utf-8")
    assert tillbridge.run("replay", out).status == 0


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ("FILE", "NOT-A-SUPPORT-FILE")),
        (b"\xff\xfe\x00", ("FILE", "FILE-UNREADABLE")),
        (b'{"kind": "tillbridge-support-file", "schema": 9}\n', ("FILE", "NEWER")),
        (b'{"kind": "tillbridge-support-file", "schema": 1}\n[[[[\n', ("FILE:2", "DAMAGED")),
        (b'{"kind": "tillbridge-support-file", "schema": 1}\n' + b"[" * 19_000, ("FILE:2", "DAMAGED")),
        (b'{"kind": "tillbridge-support-file", "schema": 1}\n' + b"1" * 19_000, ("FILE:2", "DAMAGED")),
        (
            b'{"kind": "tillbridge-support-file", "schema": 1}\n{"about": "x", "value": {}, "at": ["a"]}',
            ("FILE:2", "DAMAGED"),
        ),
    ],
)
def test_what_is_none_is_refused_in_a_sentence(
    tillbridge: Tillbridge, content: bytes, fault: tuple[str, str]
) -> None:
    path = tillbridge.folder / "strange"
    path.write_bytes(content)
    assert tillbridge.run("replay", path).faults == {fault}


def test_a_file_that_is_not_there_is_a_fault(tillbridge: Tillbridge) -> None:
    assert tillbridge.run("replay", tillbridge.folder / "none").faults == {("FILE", "FILE-UNREADABLE")}

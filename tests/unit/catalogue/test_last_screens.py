"""What the last screens are headed with, as a table: the facts on the left, the title on the right."""

import re
from typing import Any

import pytest

from wizard.catalogue.load import screen
from wizard.catalogue.wording import fill, matches, shown_as

RENTAL, SHOP, MAIL = "point-of-rental-finish", "ipages-finish", "mail-finish"
PLACED = {"line_length": 148, "line_copied": True, "copy_checked": True}
COPIED = {"line_length": 148, "line_copied": True, "copy_checked": False}
OURS = {"vendor_signed_in": True, "vendor_organisation": "tenant"}
UNKNOWN = {"vendor_signed_in": True, "vendor_organisation": ""}
PASSES = {"records_checked": 4, "records_refused": 0, "all_pass": True}
REFUSED = {"records_checked": 4, "records_refused": 1, "all_pass": False}
MISSING = {"posted_by": "vendor", "arrival": "missing", "missing": 1}
TABLE: list[tuple[str, dict[str, Any], str]] = [
    (RENTAL, {**PLACED, **OURS, **PASSES}, "Ready to post"),
    (RENTAL, {**PLACED, **OURS, **REFUSED}, "The line is in place; some entries will not pass"),
    (RENTAL, {**PLACED, **OURS}, "The line is in place; not every entry was checked"),
    (RENTAL, {**PLACED, **OURS, "checked_what": "nothing"}, "The line is in place; no entry was checked"),
    (RENTAL, {**PLACED, **UNKNOWN}, "The line is in place; where it posts to was not checked"),
    (RENTAL, {**COPIED, **OURS}, "The line is for your organisation; its copy was not checked"),
    (RENTAL, {**COPIED, **UNKNOWN}, "The line is there; its copy and where it posts to were not checked"),
    (
        RENTAL,
        {**COPIED, **OURS, "line_copied": False},
        "The line is there; nobody has seen it in Point of Rental",
    ),
    (RENTAL, {**OURS}, "Your organisation can be read"),
    (RENTAL, {**COPIED, **UNKNOWN, **MISSING}, "Not all entries of your file are in Xero"),
    (RENTAL, {**OURS, **MISSING}, "Not all entries of your file are in Xero"),
    (RENTAL, {**UNKNOWN}, "Your organisation can be read"),
    (SHOP, {}, "Tillbridge is connected to Xero"),
    (SHOP, {**OURS, "words_found": True}, "Tillbridge and iPages are connected to Xero"),
    (
        SHOP,
        {**UNKNOWN, "words_found": True},
        "Tillbridge is connected; where iPages sends to was not checked",
    ),
    (SHOP, {**UNKNOWN, "words_found": False}, "Tillbridge is connected; iPages itself was not seen"),
    (MAIL, {"mail_route": "write", "proof": "proven"}, "Your mail is set up"),
    (MAIL, {"mail_route": "alone", "proof": "proven"}, "The mail server works"),
    (MAIL, {"proof": "by-hand"}, "Done by hand, not seen by us"),
]


@pytest.mark.parametrize(("name", "facts", "title"), TABLE)
def test_a_last_screen_is_headed_with_what_was_seen(name: str, facts: dict[str, Any], title: str) -> None:
    assert shown_as(screen(name), facts).title == title


@pytest.mark.parametrize(
    ("checked", "leads_to"),
    [("nothing", "match-accounts"), ("matches", "match-accounts"), ("records", "look-arrived")],
)
def test_what_did_not_arrive_is_looked_at_where_it_can_be(checked: str, leads_to: str) -> None:
    facts = {"arrival": "", "posted_by": "vendor", "checked_what": checked}
    (line,) = [
        line
        for line in screen(RENTAL).lines
        if line.text == "What arrived in Xero was not looked at" and matches(line.when, facts)
    ]
    assert line.goto == leads_to
    assert ("R5" in line.note) is (leads_to == "match-accounts"), "without a file R7 can only refuse"
    assert "posted yet" not in line.note, "nobody has seen whether anything was posted"


def test_one_entry_is_not_called_entries() -> None:
    counts = dict.fromkeys(
        ("records_checked", "records_refused", "arrived", "missing", "differing", "sent_by_us", "by_others"),
        1,
    )
    for line in screen(RENTAL).lines:
        told = f"{fill(line.text, counts)} {fill(line.note, counts)}"
        assert not re.search(r"\b1 (entries|account numbers|are|more were)\b", told), told

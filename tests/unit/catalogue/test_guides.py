"""The guides for doing it by hand: every line, every value, every box of every drawn window."""

import copy
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.unit.doubles import tools_for
from wizard.catalogue.guides import (
    CONDITIONS,
    PLACEHOLDERS,
    Guide,
    check_guide,
    filled,
    guide,
    guide_for,
    guides,
    plain_text,
    with_ticks,
)
from wizard.catalogue.load import convert, procedure, screen
from wizard.catalogue.resources import CatalogueError, names_in, read_toml
from wizard.gui.widgets.dialog_words import Touch, describe, element_words
from wizard.jobs.job import Asked
from wizard.jobs.programs.by_hand import values_by_hand
from wizard.mailclients.adapters import adapters_found
from wizard.model.problem import Fault
from wizard.model.secret import Secret
from wizard.procedure.fields import read_field
from wizard.session.run import Session

NAMES = [name for name in names_in("clients") if not name.endswith(".words")]
DOCUMENTED = {"outlook-express": range(12, 25), "outlook-2007": range(26, 39), "outlook-2013": range(40, 71)}
CANARY = "canary-Zq7-secret"

PLAIN: dict[str, Any] = {
    "access_isp": "telstra",
    "store_name": "Corner Store",
    "email_address": "store@corner.example",
    "incoming_server": "in.imagatec.example",
    "outgoing_server": "out.imagatec.example",
    "user_name": "corner",
    "password": Secret(CANARY),
}


def asked(results: dict[str, Any] | None = None, **changes: Any) -> Asked:
    """What a run knows that typed these answers."""
    session = Session(procedure("imagatec-mail"), tools_for(Path("/nowhere")), drafts=False)
    for name, value in {**PLAIN, **changes}.items():
        session.answers.put(name, value)
    return Asked(session.procedure, "mail-by-hand", session.answers, results or {})


def every_value() -> Iterator[dict[str, str]]:
    """The values for every combination of what the lines depend on."""
    sockets, logins = ("plain", "starttls", "tls"), ("same-as-incoming", "password", "none")
    for socket, sending, login, copies in product(sockets, sockets, logins, (True, False)):
        own: dict[str, Any] = {"sending_user_name": "sender", "sending_password": Secret(CANARY)}
        yield values_by_hand(
            asked(
                encryption=socket, sending_encryption=sending, sending_login=login, leave_copy=copies,
                **(own if login == "password" else {}),
            )
        )  # fmt: skip


# --- the values ---


@pytest.mark.parametrize(
    ("isp", "ports"),
    [
        ("optus", ("15110", "15925")),
        ("telstra", ("15110", "15925")),
        ("iinet", ("15110", "15925")),
        ("internode", ("15110", "15925")),
        ("another", ("110", "25")),
        ("not-sure", ("15110", "15925")),
    ],
)
def test_the_ports_follow_the_rule_for_the_internet_line(isp: str, ports: tuple[str, str]) -> None:
    values = values_by_hand(asked(access_isp=isp))
    assert (values["incoming_port"], values["outgoing_port"]) == ports


def test_where_no_rule_says_which_the_ports_are_those_that_the_check_found() -> None:
    found = {"mail-check": {"incoming_port": 110, "outgoing_port": 25}}
    values = values_by_hand(asked(found, access_isp="not-sure"))
    assert (values["incoming_port"], values["outgoing_port"]) == ("110", "25")
    ruled = values_by_hand(asked(found, access_isp="telstra"))
    assert (ruled["incoming_port"], ruled["outgoing_port"]) == ("15110", "15925")


def test_a_typed_port_counts_more_than_the_rule() -> None:
    values = values_by_hand(asked(incoming_port=1110, outgoing_port=1925))
    assert (values["incoming_port"], values["outgoing_port"]) == ("1110", "1925")


def test_the_documented_values_are_the_usual_ones() -> None:
    values = values_by_hand(asked())
    assert values["timeout_minutes"] == "3"
    assert values["remove_days"] == "3"
    assert values["leave_copy"] == "yes"
    assert values["encrypted"] == "no"
    assert values["sending_login"] == "same-as-incoming"
    assert values["login_name_for_sending"] == "corner"


def test_there_is_a_value_for_every_placeholder_and_condition_and_no_password_among_them() -> None:
    for values in every_value():
        assert set(values) == PLACEHOLDERS | CONDITIONS
        assert CANARY not in str(values)


# --- every guide ---


def test_the_nine_guides_have_each_their_own_place() -> None:
    assert sorted(NAMES) == sorted(g.id for g in guides())
    assert [g.order for g in guides()] == list(range(1, len(NAMES) + 1))
    assert set(DOCUMENTED) <= set(NAMES)
    assert {"outlook-365", "new-outlook", "windows-mail", "thunderbird", "evolution", "claws-mail"} <= set(
        NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_complete_whatever_the_answers(name: str) -> None:
    shown = guide(name)
    for known in every_value():
        values = shown.values(known)
        lines = shown.lines_for(values)
        assert len(lines) > 10
        for line in lines:
            for text in (line.text, line.note, line.value):
                said = plain_text(text, values)
                assert "{" not in said, said
                assert "[" not in said, said
                assert "“”" not in said, f"{text} says nothing"
                assert "  " not in said, said
            if line.value:
                assert filled(line.value, values), f"{line.text}: nothing to copy"
            for element in line.touch:
                assert element_words(shown.dialog(line.dialog), values, element)


@pytest.mark.parametrize("name", NAMES)
def test_every_value_is_typed_somewhere(name: str) -> None:
    shown = guide(name)
    for known in every_value():
        typed = {line.value for line in shown.lines_for(shown.values(known))}
        needed = {
            "{store_name}", "{email_address}", "{incoming_server}", "{outgoing_server}", "{user_name}",
            "{incoming_port}", "{outgoing_port}",
        }  # fmt: skip
        if name == "new-outlook":
            needed -= {"{store_name}"}
        assert needed <= typed, needed - typed
        if known["leave_copy"] == "yes" and name != "new-outlook":
            assert "{remove_days}" in typed
        assert any(line.secret == "password" for line in shown.lines)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_shows_a_password(name: str) -> None:
    text = str(read_toml(f"clients/{name}.toml"))
    assert "{password}" not in text
    assert "{sending_password}" not in text


@pytest.mark.parametrize("name", NAMES)
def test_what_a_line_tells_to_type_stands_in_the_picture_as_well(name: str) -> None:
    shown = guide(name)
    for known in every_value():
        values = shown.values(known)
        for line in shown.lines_for(values):
            if not line.value:
                continue
            dialog = shown.dialog(line.dialog)
            touched = [dialog.part(each) for each in line.touch]
            drawn = [p.value for part in touched if part for p in (part, *part.parts)]
            assert filled(line.value, values) in [filled(d, values) for d in drawn], line.text


@pytest.mark.parametrize("name", NAMES)
def test_a_line_about_a_tick_agrees_with_the_picture(name: str) -> None:
    """A tick to set is drawn set, one that must not be ticked is drawn empty."""
    shown = guide(name)
    seen = 0
    for known in every_value():
        values = shown.values(known)
        for line in shown.lines_for(values):
            dialog = with_ticks(shown.dialog(line.dialog), line.ticks)
            for element in line.touch:
                part = dialog.part(element)
                if part is None or part.kind not in {"tick", "radio"}:
                    continue
                said = plain_text(line.text, values)
                if "must NOT be ticked" in said:
                    assert not part.is_on(values), said
                elif said.startswith(("Tick", "Choose")) or re.search(r"and tick|\. Tick|choose “", said):
                    assert part.is_on(values), said
                else:
                    continue
                seen += 1
    assert seen or name == "new-outlook"


@pytest.mark.parametrize("name", NAMES)
def test_of_radio_buttons_beside_each_other_one_at_most_is_on(name: str) -> None:
    shown = guide(name)
    for known in every_value():
        for dialog in [shown.dialog(line.dialog) for line in shown.lines]:
            groups = [dialog.parts, *(p.parts for p in dialog.all_parts() if p.parts)]
            for parts in groups:
                on = [p.label for p in parts if p.kind == "radio" and p.is_on(known)]
                assert len(on) <= 1 or dialog.id == "main", (dialog.id, on)


# --- the documented clicks ---


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_document_is_followed_in_its_order_without_a_gap(name: str) -> None:
    """With the documented answers each of its clicks is on the way, once it is its turn."""
    shown = guide(name)
    values = shown.values(values_by_hand(asked()))
    numbers = [
        int(item.split(".")[1])
        for line in shown.lines_for(values)
        for item in line.mirrors
        if int(item.split(".")[1]) in DOCUMENTED[name]
    ]
    assert sorted(set(numbers)) == list(DOCUMENTED[name])
    assert numbers == sorted(numbers)


LABELS = {
    12: "Tools", 13: "Accounts...", 14: "Mail", 15: "Properties", 16: "Servers",
    17: "Log on using Secure Password Authentication", 18: "My server requires authentication",
    19: "Settings...", 20: "Use same settings as my incoming mail server", 21: "OK", 22: "Advanced",
    23: "This server requires an encrypted connection (SSL)", 24: "OK",
    26: "Tools", 27: "E-mail Accounts...", 28: "View or change existing e-mail accounts", 29: "Change...",
    30: "Log on using Secure Password Authentication (SPA)", 31: "More Settings ...", 32: "Outgoing Server",
    33: "My outgoing server (SMTP) requires authentication",
    34: "Use same settings as my incoming mail server",
    35: "Advanced", 36: "This server requires an encrypted connection (SSL)", 37: "OK", 38: "Next >",
    40: "Welcome to Outlook 2013", 41: "Do you want to set up Outlook to connect to an email account?",
    42: "Manual setup or additional server types", 43: "POP or IMAP", 44: "POP and IMAP Account Settings",
    45: "Your Name", 46: "Email Address", 47: "POP3", 48: "Incoming mail server",
    49: "Outgoing mail server (SMTP)", 50: "User Name", 51: "Password", 52: "Remember password",
    53: "Require logon using Secure Password Authentication", 54: "More Settings", 55: "Outgoing Server",
    56: "My outgoing server (SMTP) requires authentication",
    57: "Use same settings as my incoming mail server", 58: "Advanced", 59: "Incoming server (POP3)",
    60: "This server requires an encrypted connection (SSL)", 61: "Outgoing server (SMTP)", 62: "None",
    63: "3 minutes", 64: "Leave a copy of messages on the server", 65: "Remove from server after",
    66: "OK", 67: "Next", 68: "Log onto incoming mail server (POP3)", 69: "Close", 70: "Finish",
}  # fmt: skip
"""What the document calls what is clicked, typed or ticked, by item of S1."""
ON = {18, 20, 28, 33, 34, 41, 42, 43, 52, 56, 57, 64}
OFF = {17, 23, 30, 36, 53, 60}


def mirrored(number: int) -> tuple[Guide, Any]:
    name = next(n for n, numbers in DOCUMENTED.items() if number in numbers)
    shown = guide(name)
    lines = shown.lines_for(shown.values(values_by_hand(asked())))
    return shown, next(line for line in lines if f"S1.{number}" in line.mirrors)


@pytest.mark.parametrize("number", sorted(LABELS))
def test_a_line_uses_the_documents_own_words(number: int) -> None:
    shown, line = mirrored(number)
    values = shown.values(values_by_hand(asked()))
    said = plain_text(line.text, values).replace("“", "").replace("”", "")
    assert LABELS[number].lower() in f"{said} {line.box}".lower()


@pytest.mark.parametrize("number", sorted(ON | OFF))
def test_a_documented_tick_is_drawn_as_the_document_has_it(number: int) -> None:
    shown, line = mirrored(number)
    values = values_by_hand(asked())
    parts = [shown.dialog(line.dialog).part(each) for each in line.touch]
    states = [p.is_on(values) for p in parts if p is not None and p.kind in {"tick", "radio"}]
    assert states
    assert all(state is (number in ON) for state in states)


def test_both_encryption_boxes_of_express_and_2007_are_touched_by_their_one_line() -> None:
    for number in (23, 36):
        assert set(mirrored(number)[1].touch) == {"ssl_in", "ssl_out"}


@pytest.mark.parametrize(
    ("name", "line", "wanted"),
    [
        ("outlook-express", 4, "Properties"),
        ("outlook-2007", 3, "View or change"),
        ("outlook-2007", 5, "store's name"),
    ],
)
def test_the_line_numbers_in_a_note_are_those_of_the_lines(name: str, line: int, wanted: str) -> None:
    shown = guide(name)
    assert f"line {line}" in shown.notes[0]
    for known in every_value():
        assert wanted in shown.lines_for(shown.values(known))[line - 1].text


def test_a_set_up_file_may_name_the_program() -> None:
    spec = next(f for f in screen("mail-by-hand").fields if f.id == "mail_program")
    assert read_field(spec, "thunderbird", "x") == "thunderbird"
    assert isinstance(read_field(spec, "pine", "x"), Fault)
    assert read_field(spec, "", "x") is None


@pytest.mark.parametrize(
    ("client", "profile", "wanted"),
    [
        ("outlook", "16.0/Outlook", "outlook-365"),
        ("outlook", "15.0/Store", "outlook-2013"),
        ("outlook", "12.0/Outlook", "outlook-2007"),
        ("outlook", "9.0/Old", ""),
        ("thunderbird", "Profiles/abc.default", "thunderbird"),
        ("evolution", "", "evolution"),
        ("pine", "", ""),
        ("", "", ""),
    ],
)
def test_a_program_found_on_this_pc_has_its_guide(client: str, profile: str, wanted: str) -> None:
    assert guide_for(client, profile) == wanted


def test_every_mail_program_that_is_looked_for_can_be_guided() -> None:
    by_version = {each.partition("/")[0] for g in guides() for each in g.clients}
    assert {adapter.id for adapter in adapters_found()} <= {*NAMES, *by_version}


# --- a dialog in words ---


def test_a_picture_is_told_in_words() -> None:
    shown = guide("outlook-2013")
    values = shown.values(values_by_hand(asked()))
    touches = [Touch("auth", "16", now=True), Touch("same", "17")]
    said = describe(shown.dialog("outgoing"), values, touches)
    assert said == (
        "A window called “Internet E-mail Settings”, tab “Outgoing Server” open. Marked 16: the tick box "
        "“My outgoing server (SMTP) requires authentication”, ticked."
    )


def test_ticks_of_a_line_count_more_than_those_of_the_dialog() -> None:
    dialog = guide("outlook-2013").dialog("settings")
    changed = with_ticks(dialog, {"remember": False, "spa": True})
    values = values_by_hand(asked())
    assert [changed.part(p).is_on(values) for p in ("remember", "spa")] == [False, True]  # type: ignore[union-attr]
    assert with_ticks(dialog, {}) is dialog


# --- faults in the data ---


def _broken(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    data = copy.deepcopy(read_toml("clients/outlook-2013.toml"))
    change(data)
    return data


FAULTS: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("unknown field `colour`", lambda d: d["dialogs"][0].update(colour="red")),
    ("unknown field `klick`", lambda d: d["lines"][0].update(klick="x")),
    ("has no element button:Naxt", lambda d: d["lines"][0].update(touch=["button:Naxt"])),
    ("there is no dialog nowhere", lambda d: d["lines"][0].update(dialog="nowhere")),
    ("there is no value {pasword}", lambda d: d["lines"][0].update(text="Type {pasword}")),
    ("there is no value {password}", lambda d: d["lines"][4].update(value="{password}")),
    ("there is no value {nam}", lambda d: d["dialogs"][4]["parts"][1].update(value="{nam}")),
    ("there is no condition moon", lambda d: d["lines"][0].update(when={"moon": "full"})),
    ("there is no condition moon", lambda d: d["dialogs"][1]["parts"][2].update(on_when={"moon": "full"})),
    ("there is no condition moon", lambda d: d["words"][0].update(of="moon")),
    ("can not be ticked", lambda d: d["lines"][4].update(ticks={"name": True})),
    ("has no element ghost", lambda d: d["lines"][4].update(ticks={"ghost": True})),
    ("nothing to touch", lambda d: d["lines"][0].update(touch=[])),
    ("the words of its box", lambda d: d["lines"][4].update(box="")),
    ("the same id", lambda d: d["dialogs"][4]["parts"][2].update(id="name")),
    ("is not among", lambda d: d["dialogs"][5].update(tab="Nowhere")),
    ("holds no parts", lambda d: d["dialogs"][0]["parts"][0].update(parts=[{"kind": "text"}])),
    ("no line shows spare", lambda d: d["dialogs"].append({"id": "spare", "window": "x"})),
    ("Invalid enum value 'lever'", lambda d: d["dialogs"][0]["parts"][0].update(kind="lever")),
    ("there is no dialog nowhere", lambda d: d.update(first="nowhere")),
]


@pytest.mark.parametrize(("reason", "change"), FAULTS)
def test_a_fault_in_a_guide_is_named(reason: str, change: Callable[[dict[str, Any]], Any]) -> None:
    with pytest.raises(CatalogueError) as caught:
        check_guide(convert(_broken(change), Guide, "clients/x.toml"), "clients/x.toml")
    assert reason in caught.value.reason


def test_a_guide_without_a_fault_passes() -> None:
    check_guide(convert(_broken(lambda d: None), Guide, "clients/x.toml"), "clients/x.toml")

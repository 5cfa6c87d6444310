"""K6, T7 and R3: what comes back counts only where it has been elsewhere; the finish names what did."""

import pytest

from tests.gui.window import SENDER, XERO, Window, let_live, plain_values
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.model.record import ProofState

OURS = "This is our own copy, not yet in "


def copy_by_button(window: Window, what: str) -> None:
    button = next(b for b in window.visible(type(window.shell.verb)) if b.accessibleName() == f"Copy {what}")
    window.click(button)
    let_live(100)  # a secret is fetched off the interface thread


def said(window: Window) -> str:
    return "\n".join(window.texts(window.page))


def not_checked(window: Window, name: str) -> tuple[str, ...]:
    proof = window.program.site.record().proofs[name]
    assert proof.state is ProofState.PROVEN
    return proof.not_checked


@pytest.mark.parametrize(
    ("box", "line"),
    [
        ("paste_back_key", "XERO API Key"),
        ("paste_back", "XERO API Secret"),
        ("paste_back_url", "API Endpoint URL"),
    ],
)
def test_our_own_copy_pasted_straight_back_does_not_count(window: Window, box: str, line: str) -> None:
    window.walk_to("K6")
    copy_by_button(window, line)
    window.paste_into(box)
    assert OURS in said(window)
    window.press_verb()
    assert window.number == "K7"
    assert "Not checked in the Warehouse" in said(window)
    assert "Whole in the Warehouse" not in said(window)
    assert not_checked(window, XERO) == ("copy",)


def test_what_was_in_the_warehouse_counts_also_after_our_own_copy(window: Window) -> None:
    window.walk_to("K6")
    values = plain_values(XERO)
    copy_by_button(window, "XERO API Secret")
    window.paste_into("paste_back")
    for box, text in (
        ("paste_back", values["api_secret"]),
        ("paste_back_key", values["api_key"]),
        ("paste_back_url", "https://api.xero.com/api.xro/2.0/"),
    ):
        window.paste_into(box, text)
    assert OURS not in said(window)
    window.press_verb()
    assert window.number == "K7"
    whole = "XERO API Key, XERO API Secret and API Endpoint URL: pasted back from there and compared"
    assert whole in said(window)
    assert not_checked(window, XERO) == ()


@pytest.mark.parametrize("touched", [False, True], ids=["typed", "pasted and typed over"])
def test_what_was_typed_has_not_been_elsewhere(window: Window, touched: bool) -> None:
    window.walk_to("K6")
    key = plain_values(XERO)["api_key"]
    if touched:
        window.paste_into("paste_back_key", key[:-1])
    window.type_into("paste_back_key", key)
    assert "Typed here, which shows nothing" in said(window)
    window.press_verb()
    assert window.number == "K7"
    assert "Whole in the Warehouse" not in said(window)
    assert not_checked(window, XERO) == ("copy",)


def test_what_did_not_come_back_is_named(window: Window) -> None:
    window.walk_to("K6")
    window.paste_into("paste_back", plain_values(XERO)["api_secret"])
    window.press_verb()
    assert "XERO API Secret: pasted back from there and compared" in said(window)
    assert "XERO API Key and API Endpoint URL: nothing came back that had been there" in said(window)
    assert not_checked(window, XERO) == ("copy",)


@pytest.mark.parametrize(
    ("box", "text", "what"),
    [
        (
            "paste_back_key",
            "7A11B21D6E00000000000000000CAFE",
            "Part of XERO API Key is missing in the Warehouse: 1 of its 32 characters.",
        ),
        (
            "paste_back_url",
            "https://api.xero.com/",
            "Part of API Endpoint URL is missing in the Warehouse: 12 of its 33 characters.",
        ),
        ("paste_back_url", "http://api.xero.com/api.xro/2.0/", "What you pasted is not API Endpoint URL."),
    ],
)
def test_a_key_or_an_address_that_is_not_whole_is_said_at_its_box(
    window: Window, box: str, text: str, what: str
) -> None:
    window.walk_to("K6")
    window.paste_into(box, text)
    window.press_verb()
    assert window.number == "K6"
    assert what in said(window)
    window.press("Copy again", window.problem)
    assert window.focused is window.edit(box)


def test_the_last_screen_claims_the_key_and_not_the_warehouse(window: Window) -> None:
    window.walk_to("K7")
    assert window.page.title.text() == "The key works at Xero"
    assert "The Warehouse itself was not seen" in said(window)
    assert [each.mark for each in window.visible(StateMark, window.page)][-1] is Mark.TODO


def test_the_senders_password_straight_from_our_button_does_not_count(window: Window) -> None:
    window.walk_to("T7")
    copy_by_button(window, "Password")
    window.paste_into("paste_back")
    assert OURS in said(window)
    window.press_verb()
    assert window.number == "T8"
    assert "The copy in KashFlow was not checked" in said(window)
    assert "copy" in not_checked(window, SENDER)


def test_a_message_nobody_saw_arrive_is_the_title_of_the_last_screen(window: Window) -> None:
    window.walk_to("T8")
    assert window.page.title.text() == "Sent, but nobody has seen it arrive"

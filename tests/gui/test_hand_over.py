"""M12, K12, R12, W12, T12: a page for someone else says whose it is, what it is about, and which screen."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.gui.window import Window, plain_values
from wizard.catalogue.load import screen

PAGES = {
    "M12": ("M3", "ask-imagatec"),
    "K12": ("K2", "hand-over"),
    "R12": ("R2", "hand-over"),
    "W12": ("W1", "hand-over"),
    "T12": ("T2", "who-can-help"),
}


@pytest.mark.parametrize("number", PAGES)
def test_the_page_names_the_store_and_the_screen(window: Window, number: str) -> None:
    window.program.site.change(lambda record: record.with_shared({"store_name": "Corner & Sons"}))
    opener, step = PAGES[number]
    window.walk_to(opener, {"store_name": "Corner & Sons"})
    window.run.open_side(step)
    assert window.number == number
    assert any("From: Corner & Sons" in text for text in window.texts(window.page))
    window.press("Save the page")
    (page,) = (window.program.site.folder / "papers").glob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "From: Corner &amp; Sons<br>About: " in text
    assert f"on the telephone name screen {number}." in text
    assert "our store" not in text
    assert "{" not in text.partition("</style>")[2], "all is filled in"


def test_a_store_that_nobody_named_is_named_on_the_page(window: Window) -> None:
    window.walk_to("R2")
    window.run.open_side("hand-over")
    assert any("From: our store" in text for text in window.texts(window.page))
    window.type_into("store_name", "Corner Store")
    window.come_to_rest()
    assert any("From: Corner Store" in text for text in window.texts(window.page))
    window.press("Save the page")
    (page,) = (window.program.site.folder / "papers").glob("*.html")
    assert "Point of Rental at Corner Store connect to Xero" in page.read_text(encoding="utf-8")


def test_what_is_changed_after_it_was_saved_is_another_page(window: Window) -> None:
    window.walk_to("T2", {"store_name": "Corner Store"})
    window.run.open_side("who-can-help")
    window.choose("person", "mail-provider")
    window.press("Save the page")
    assert any(text.startswith("Saved as ") for text in window.texts(window.page))
    assert window.shell.verb.text() == "Go back"
    window.choose("person", "google-administrator")
    assert not any(text.startswith("Saved as ") for text in window.texts(window.page))
    window.press("Save the page")
    saved = {path.name for path in (window.program.site.folder / "papers").glob("*.html")}
    assert saved == {"kashflow-smtp-for-mail-provider.html", "kashflow-smtp-for-google-administrator.html"}
    assert window.shell.verb.text() == "Go back"


def test_opened_from_home_it_knows_what_the_store_has_kept(window: Window) -> None:
    window.program.site.change(lambda record: record.with_shared({"store_name": "Corner Store"}))
    window.walk_to("T8")
    window.press_verb()
    window.controller.open_side_page("kashflow-smtp", "who-can-help", False)
    window.come_to_rest()
    values = plain_values("kashflow-smtp")
    assert window.edit("store_name").text() == "Corner Store"
    said = " ".join(window.texts(window.page))
    assert f"Sending from {values['email_address']} of Corner Store" in said, "who helps here"
    assert f"{values['server']}, port {values['port']}" in said
    assert "…" not in said
    assert "Your log of that try" not in said, "nothing was refused"
    window.press("Save the page")
    (page,) = (window.program.site.folder / "papers").glob("*mail-provider.html")
    assert "…" not in page.read_text(encoding="utf-8").partition("</style>")[2]


def test_what_nobody_knows_is_said_to_be_left_open(window: Window) -> None:
    window.controller.open_side_page("kashflow-smtp", "who-can-help", False)
    window.come_to_rest()
    assert any(text.startswith("What stands as … is not known here") for text in window.texts(window.page))


def test_without_a_name_the_store_is_the_one_of_its_organisation(window: Window) -> None:
    from msgspec.structs import replace

    from wizard.model.xero import Organisation

    own = Organisation("tenant-1", "Corner Store Pty Ltd")
    window.program.site.change(lambda record: replace(record, organisation=own))
    window.walk_to("R2")
    window.run.open_side("hand-over")
    window.press("Save the page")
    (page,) = Path(window.program.site.folder / "papers").glob("*.html")
    assert "Please let Point of Rental at Corner Store Pty Ltd connect to Xero" in page.read_text(
        encoding="utf-8"
    )


def test_imagatec_hears_which_address_it_is_for(window: Window) -> None:
    window.walk_to("M3")
    window.run.open_side("ask-imagatec")
    address = str(plain_values("imagatec-mail")["email_address"])
    assert any(address in text for text in window.texts(window.page))
    assert any("M3, box D" in text for text in window.texts(window.page))


def test_imagatec_is_not_told_to_answer_into_the_mailbox_that_cannot_be_read_yet(window: Window) -> None:
    window.walk_to("M3")
    window.run.open_side("ask-imagatec")
    address = str(plain_values("imagatec-mail")["email_address"])
    assert not any(f"Answer to: {address}" in text for text in window.texts(window.page))
    assert any("Answer to: by telephone, please" in text for text in window.texts(window.page))
    window.type_into("answer_to", "02 9999 0000")
    window.come_to_rest()
    assert any("Answer to: 02 9999 0000" in text for text in window.texts(window.page))
    window.press("Save the page")
    (page,) = (window.program.site.folder / "papers").glob("*.html")
    assert "Answer to: 02 9999 0000" in page.read_text(encoding="utf-8")


def test_who_was_told_to_get_a_new_token_finds_the_word(window: Window) -> None:
    assert any("new “token”" in text for text in window.texts()), "H1"
    for number in ("R1", "R2", "R3"):
        window.walk_to(number)
        assert any("token" in text for text in window.texts(window.page)), number


WHAT_IT_IS = {
    "K12": ("App: ImagatecAPI (a custom connection)", "Price: 10 AUD a month"),
    "R12": ("App: Point of Rental", ""),
    "W12": ("App: Tillbridge", ""),
    "T12": ("App: KashFlow sender", ""),
}


@pytest.mark.parametrize("number", WHAT_IT_IS)
def test_the_page_says_the_day_where_to_answer_which_app_and_what_it_costs(
    window: Window, number: str
) -> None:
    window.program.site.change(lambda record: record.with_shared({"email_address": "owner@shop.example"}))
    opener, step = PAGES[number]
    window.walk_to(opener, {"approver": "someone-else"})
    if number == "K12":
        window.step_on({**plain_values("imagatec-xero"), "approver": "someone-else"})
    else:
        window.run.open_side(step)
    assert window.number == number
    if number == "T12":
        window.choose("person", "exchange-administrator")
    window.press("Save the page")
    (page,) = (window.program.site.folder / "papers").glob("*.html")
    text = page.read_text(encoding="utf-8")
    today = datetime.now().astimezone().date()
    assert f"Made with Tillbridge on {today.day} {today:%B %Y}" in text
    app, price = WHAT_IT_IS[number]
    assert app in text
    assert (price in text) and ("Price:" in text) is bool(price)
    address = window.session.answers.text("email_address") or "owner@shop.example"
    assert f"Answer to: {address}" in text
    shown = " ".join(window.texts(window.page))
    assert app in shown
    assert today.strftime("%B %Y") in shown


def test_point_of_rentals_page_is_about_its_line_and_asks_for_no_address_with_a_code_in_it(
    window: Window,
) -> None:
    window.walk_to("R2")
    window.run.open_side("hand-over")
    for person in ("subscriber", "accountant"):
        window.choose("person", person)
        window.come_to_rest()
        said = " ".join(window.texts(window.page))
        assert "Point of Rental" in said
        assert "green box" in said
        assert "2RF:" in said
        back = said.partition("Please send back")[2]
        assert "2RF" not in back.partition("Please never")[0]


@pytest.mark.parametrize("name", ["point-of-rental-helpers", "xero-user", "xero-approver"])
def test_nobody_is_asked_to_send_back_an_address_of_the_browser(name: str) -> None:
    for card in screen(name).cards.values():
        asked = " ".join([*card.lines, *card.give_back])
        assert "address of the last page" not in asked
        assert "address bar" not in asked

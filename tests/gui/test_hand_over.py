"""M12, K12, R12, W12, T12: a page for someone else says whose it is, what it is about, and which screen."""

from pathlib import Path

import pytest

from tests.gui.window import Window, plain_values

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
    assert "the back office of Corner Store to Xero" in page.read_text(encoding="utf-8")


def test_without_a_name_the_store_is_the_one_of_its_organisation(window: Window) -> None:
    from msgspec.structs import replace

    from wizard.model.xero import Organisation

    own = Organisation("tenant-1", "Corner Store Pty Ltd")
    window.program.site.change(lambda record: replace(record, organisation=own))
    window.walk_to("R2")
    window.run.open_side("hand-over")
    window.press("Save the page")
    (page,) = Path(window.program.site.folder / "papers").glob("*.html")
    assert "Please let Corner Store Pty Ltd connect to Xero" in page.read_text(encoding="utf-8")


def test_imagatec_hears_which_address_it_is_for(window: Window) -> None:
    window.walk_to("M3")
    window.run.open_side("ask-imagatec")
    address = str(plain_values("imagatec-mail")["email_address"])
    assert any(address in text for text in window.texts(window.page))
    assert any("M3, box D" in text for text in window.texts(window.page))


def test_who_was_told_to_get_a_new_token_finds_the_word(window: Window) -> None:
    assert any("new “token”" in text for text in window.texts()), "H1"
    for screen in ("R1", "R2", "R3"):
        window.walk_to(screen)
        assert any("token" in text for text in window.texts(window.page)), screen

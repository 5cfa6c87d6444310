"""Another store of this PC: chosen on home, opened by a process of its own."""

import pytest
from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.gui.test_home_states import mail_set_up
from tests.gui.test_manners import ask
from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, Window
from wizard.app.papers import kept_papers, read_paper
from wizard.app.stores import Store, site_for, stores_of
from wizard.gui.home.store_chooser import StoreChooser
from wizard.model.record import XeroConnection
from wizard.store.site import SiteFolder

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def asked(window: Window) -> StoreChooser:
    window.press("Another store")
    return next(each for each in window.shell.findChildren(StoreChooser) if each.isVisible())


def second_store(window: Window) -> None:
    folder = window.program.world.folder / "sites" / "north"
    SiteFolder(folder).change(lambda record: record.with_shared({"store_name": "North Store"}))


def test_the_stores_of_this_pc_are_offered_by_name_and_another_is_opened(window: Window) -> None:
    mail_set_up(window)
    second_store(window)
    dialog = asked(window)
    rows = [dialog.list.item(at).text() for at in range(dialog.list.count())]
    assert rows == ["Corner Store (open now)", "North Store"], "by their names"
    dialog.list.setCurrentRow(1)
    dialog.open_button.click()
    assert window.left == ["north"]


def test_the_one_that_is_open_stays_open(window: Window) -> None:
    mail_set_up(window)
    asked(window).open_button.click()
    assert window.left == []


def test_a_further_store_gets_a_place_of_its_own(window: Window) -> None:
    mail_set_up(window)
    dialog = asked(window)
    QTest.keyClicks(dialog.name, "...")
    dialog.open_button.click()
    assert dialog.isVisible()
    assert dialog.said.isVisible()
    dialog.name.setText("Café South")
    dialog.open_button.click()
    assert window.left == ["cafe-south"]
    folder = window.program.world.folder / "sites" / "cafe-south"
    assert SiteFolder(folder).record().name == "Café South", "as it was typed"


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("Corner Store", "corner-store"),
        ("Café  & Söhne!", "cafe-sohne"),
        ("北京", "store"),
        ("...", ""),
        ("taken", "taken-2"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_name_becomes_a_site_that_the_command_line_takes(name: str, site: str) -> None:
    assert site_for(name, {"taken"}) == site


def test_the_list_keeps_its_order_whichever_store_is_open(window: Window) -> None:
    second_store(window)
    window.program.site.change(lambda record: record.with_shared({"store_name": "The Store"}))
    named = [Store("north", "North Store"), Store("store", "The Store")]
    assert stores_of(window.program.world) == named
    assert stores_of(window.program.world._replace(site="north")) == named
    window.controller.show_home()
    dialog = asked(window)
    rows = [dialog.list.item(at).text() for at in range(dialog.list.count())]
    assert rows == ["North Store", "The Store (open now)"]
    dialog.open_button.click()
    assert window.left == [], "the one that is open is chosen"


def called_the_same(window: Window) -> None:
    folder = window.program.world.folder / "sites" / "beach"
    SiteFolder(folder).change(lambda record: record.with_shared({"store_name": "corner store"}))


def test_two_stores_of_one_name_are_told_apart_wherever_one_is_named(window: Window) -> None:
    mail_set_up(window)
    assert "Corner Store today" in window.texts()
    called_the_same(window)
    window.controller.show_home()
    assert "Corner Store (store) today" in window.texts()
    assert window.shell.side._under.text() == "Corner Store (store)"
    dialog = asked(window)
    rows = [dialog.list.item(at).text() for at in range(dialog.list.count())]
    assert rows == ["corner store (beach)", "Corner Store (store) (open now)"]
    dialog.reject()
    window.open(MAIL)
    assert window.shell.side._under.text().endswith("Corner Store (store)")
    kept = next(each for each in kept_papers(window.program) if each.kind == "receipt")
    paper = read_paper(window.program, kept)
    assert paper is not None
    assert "Corner Store (store)" in paper.html


def test_a_further_store_is_not_given_a_name_that_stands_in_the_list(window: Window) -> None:
    mail_set_up(window)
    dialog = asked(window)
    QTest.keyClicks(dialog.name, "CORNER store")
    dialog.open_button.click()
    assert dialog.isVisible()
    assert "in the list above already" in dialog.said.text()
    assert window.left == []


def test_practice_fills_in_no_other_name_than_the_store_was_given(window: Window) -> None:
    name = "Beach Store"
    window.program.site.change(lambda record: record.with_shared({"store_name": name}))
    window.walk_to("M2")
    window.press("Fill in the practice values")
    assert window.box("store_name").value == name
    assert window.box("email_address").value == "store@practice.example", "the rest is filled in"
    window.type_into("store_name", "")
    window.press("Fill in the practice values")
    assert window.box("store_name").value == "Corner Store", "what is empty is filled in"


def test_what_ends_with_the_store_that_is_left_is_said_before(window: Window) -> None:
    mail_set_up(window)
    assert not any("In practice the sign-in" in text for text in told(asked(window))), "there is none"
    window.program.site.change(lambda record: replace(record, xero=XeroConnection("app", connected=True)))
    assert any("In practice the sign-in to Xero of the store" in text for text in told(asked(window)))


def told(dialog: StoreChooser) -> list[str]:
    found = [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]
    dialog.reject()
    return found


def test_a_store_that_nothing_was_told_of_yet_says_which_it_is_and_leads_back(window: Window) -> None:
    assert "Another store" not in window.texts(), "there is one alone"
    second_store(window)
    assert ask(window, "H8") == ""
    window.press("Close")
    assert window.shell.side._under.text() == "store"
    dialog = asked(window)
    assert [dialog.list.item(at).text() for at in range(2)] == ["North Store", "store (open now)"]
    dialog.reject()

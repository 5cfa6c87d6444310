"""Another store of this PC: chosen on home, opened by a process of its own."""

import pytest
from PySide6.QtTest import QTest

from tests.gui.test_home_states import mail_set_up
from tests.gui.test_manners import ask
from tests.gui.web import HARMLESS
from tests.gui.window import Window
from wizard.app.stores import Store, site_for, stores_of
from wizard.gui.home.store_chooser import StoreChooser
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
    assert rows == ["Corner Store (open now)", "North Store"]
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


def test_the_store_that_is_open_comes_first_also_where_nothing_is_kept_of_it(window: Window) -> None:
    second_store(window)
    assert stores_of(window.program.world) == [Store("store", "store"), Store("north", "North Store")]


def test_a_store_that_nothing_was_told_of_yet_says_which_it_is_and_leads_back(window: Window) -> None:
    assert "Another store" not in window.texts(), "there is one alone"
    second_store(window)
    assert ask(window, "H8") == ""
    window.press("Close")
    assert window.shell.side._under.text() == "store"
    dialog = asked(window)
    assert [dialog.list.item(at).text() for at in range(2)] == ["store (open now)", "North Store"]
    dialog.reject()

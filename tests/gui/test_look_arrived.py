"""R7: what Point of Rental posted is looked for in Xero; R8 says no more than was found (S3.22 to S3.28)."""

import pytest
from PySide6.QtWidgets import QRadioButton

from tests.gui.schedule_row import asked, press
from tests.gui.sending import Sends
from tests.gui.web import HARMLESS
from tests.gui.window import Window, wait_for
from wizard.gui.widgets.schedule_card import ScheduleCard
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def test_what_is_not_posted_yet_is_not_called_working(window: Window) -> None:
    window.walk_to("R7")
    said = window.texts(window.page)
    assert (
        "Reprint store totals in Point of Rental, answer Yes, then look. Nothing is sent from here." in said
    )
    window.press("Nothing is posted yet: go on")
    assert window.number == "R8"
    assert "What arrived in Xero was not looked at" in window.texts(window.page)
    (row,) = window.page.findChildren(ScheduleCard)
    dialog = asked(window, row)
    offered = [one.text() for one in dialog.findChildren(QRadioButton)]
    assert not any(text.startswith("Send") for text in offered), "Point of Rental posts by itself"
    press(dialog, "Keep it")
    wait_for(lambda: window.program.site.record().books.schedule == "watch 18:30")
    window.press_verb()
    assert "Signed in; sending is not set up here" in window.texts()


def test_entries_that_are_not_in_xero_are_named(window: Window) -> None:
    window.walk_to("R7")
    window.press("Look in Xero")
    assert window.number == "R7"
    assert window.problem is not None
    assert window.problem.accessibleName().startswith("0 of 7 entries are in Xero")
    said = "\n".join(window.texts(window.page))
    assert "7 × Journals: Xero has nothing of it" in said
    window.press("Go on all the same")
    assert "7 entries are not in Xero, 0 are there with other amounts" in window.texts(window.page)


def test_entries_that_arrived_are_seen(window: Window, services: PracticeServices) -> None:
    sends = Sends(window, services)
    sends.come_to("W8")  # whoever posts them: they are in Xero afterwards
    window.press_verb()
    window.press_verb()
    sends.a_minute_passes()
    window.walk_to("R7")
    window.press("Look in Xero")
    assert window.problem is None, window.problem.accessibleName()
    figures = sends.figures()
    assert figures == {"In Xero as in your file": "7", "There with other amounts": "0", "Not there": "0"}
    window.press_verb()
    assert window.number == "R8"
    assert "All 7 entries of your file are in Xero" in window.texts(window.page)
    window.press_verb()
    assert "Signed in; sending is not set up here" not in window.texts()


def test_without_a_file_it_is_said_where_one_is_named(window: Window) -> None:
    window.walk_to("R7", {"journal_file": ""})
    window.press("Look in Xero")
    assert window.problem is not None
    assert window.problem.accessibleName().startswith("There is no file of yours to compare with.")
    window.press("Name the file")
    assert window.number == "R5"
    assert window.focused is window.box("journal_file").focus_target

"""The fold of M4, T6 and W9: what was said to the servers and what they said, without logins and contents."""

import base64

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication

from tests.gui.books import MISTAKES
from tests.gui.sending import Sends
from tests.gui.web import HARMLESS
from tests.gui.window import Window
from wizard.catalogue.practice import practice_logins
from wizard.gui.pages.mail_check import MailCheckPage
from wizard.gui.widgets.copy_row import CopyButton
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

FOLD = "Details: what was said, line by line"


@pytest.fixture
def sends(window: Window, services: PracticeServices) -> Sends:
    return Sends(window, services)


def in_sight(page: MailCheckPage) -> bool:
    text, room = page.spoken.text, page.area.viewport()
    return room.rect().contains(QRect(text.mapTo(room, QPoint()), text.size()))


@pytest.mark.parametrize("screen", ["M4", "T6"])
def test_what_was_said_can_be_read_and_copied(window: Window, screen: str) -> None:
    window.walk_to(screen)
    page = window.page
    assert isinstance(page, MailCheckPage)
    assert page.spoken.isHidden()
    window.press_verb()
    assert not page.spoken.text.isVisible()
    window.press(FOLD)
    text = page.spoken.text.toPlainText()
    assert page.spoken.text.isVisible()
    window.wait_for(lambda: in_sight(page))
    assert "mail.practice.example:" in text
    assert "from:<store@practice.example>" in text.casefold()  # from Python 3.13 on it is written small
    assert "> AUTH PLAIN ••••••" in text
    assert "< 235" in text
    assert ("> PASS ••••••" in text, "> USER store" in text) == ((screen == "M4"),) * 2
    password = practice_logins()["mail-password"]
    assert password not in text
    assert base64.b64encode(f"\0store\0{password}".encode()).decode() not in text
    # of the message itself nothing but its size
    assert "Subject:" not in text
    window.click(next(b for b in window.visible(CopyButton) if FOLD in b.accessibleName()))
    assert QGuiApplication.clipboard().text() == text
    window.press(FOLD)
    assert not page.spoken.text.isVisible()


def test_a_refusal_stands_there_in_the_servers_own_words(window: Window) -> None:
    window.walk_to("M4", {"password": "not the right one"})
    window.press_verb()
    assert window.problem is not None
    page = window.page
    assert isinstance(page, MailCheckPage)
    assert "< -ERR" in page.spoken.text.toPlainText()
    assert "not the right one" not in page.spoken.text.toPlainText()


def test_a_port_that_does_not_answer_and_those_that_were_tried_stand_there(window: Window) -> None:
    window.walk_to("M4", {"incoming_port": 12345})
    window.press_verb()
    assert window.problem is not None
    page = window.page
    assert isinstance(page, MailCheckPage)
    lines = page.spoken.text.toPlainText().splitlines()
    assert "mail.practice.example:12345, closed" in lines
    assert any(line.startswith("mail.practice.example:15110, ") for line in lines), lines


def test_no_row_took_longer_than_it_lasted(window: Window) -> None:
    window.walk_to("M4")
    window.press_verb()
    said = window.texts(window.page)
    back = next(text for text in said if text.startswith("there and back in "))
    assert said[said.index(back) + 1] == back.removeprefix("there and back in "), said


def test_what_was_said_to_xero_can_be_read_and_copied(sends: Sends) -> None:
    sends.come_to("W8", MISTAKES, good_ones=True)
    sends.window.press_verb()
    page = sends.page
    sends.window.press("Details: what was said to Xero, line by line")
    text = page.spoken.text.toPlainText()
    assert "> GET Organisation" in text
    assert "> PUT Invoices?" in text
    assert "< 200 (" in text
    assert "Bearer" not in text
    assert "Old Mill Hardware" not in text, "nothing that a record holds"
    sends.window.click(next(b for b in sends.window.visible(CopyButton) if "Xero" in b.accessibleName()))
    assert QGuiApplication.clipboard().text() == text

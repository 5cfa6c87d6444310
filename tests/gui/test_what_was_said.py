"""The fold of M4 and T6: what was said to the servers and what they said, without login and message."""

import base64

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication

from tests.gui.window import Window
from wizard.catalogue.practice import practice_logins
from wizard.gui.pages.mail_check import MailCheckPage
from wizard.gui.widgets.copy_row import CopyButton

FOLD = "Details: what was said, line by line"


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
    window.press(f"▸ {FOLD}")
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
    window.press(f"▾ {FOLD}")
    assert not page.spoken.text.isVisible()


def test_a_refusal_stands_there_in_the_servers_own_words(window: Window) -> None:
    window.walk_to("M4", {"password": "not the right one"})
    window.press_verb()
    assert window.problem is not None
    page = window.page
    assert isinstance(page, MailCheckPage)
    assert "< -ERR" in page.spoken.text.toPlainText()
    assert "not the right one" not in page.spoken.text.toPlainText()

"""A contrast theme that is put on and taken off while the window is there, with Windows' own colours.

Wine has none: its answer to SPI_GETHIGHCONTRAST is put in place, all else is Windows' own way.
"""

import ctypes
import os
import sys
from ctypes import wintypes

# Wine hands no variable that begins with QT_ to its programs.
os.environ["QT_QPA_PLATFORM"] = "windows"

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.window import wait_for
from wizard.gui import follow_system, theme
from wizard.gui.main import make_application

USER = ctypes.windll.user32
WINDOW, WINDOW_TEXT, BUTTON, BUTTON_TEXT, CHOSEN, CHOSEN_TEXT, GREY = 5, 8, 15, 18, 13, 14, 17
NIGHT_SKY = {
    WINDOW: 0x000000, WINDOW_TEXT: 0xFFFFFF, BUTTON: 0x000000, BUTTON_TEXT: 0xFFFFFF,
    CHOSEN: 0xD6B4FD, CHOSEN_TEXT: 0x2B2B2B, GREY: 0xA6A6A6,
}  # fmt: skip
SYSTEM_COLOURS_CHANGED, THEME_CHANGED, SETTING_CHANGED = 0x15, 0x31A, 0x1A
SET_CONTRAST = 0x43


class Contrast:
    """Windows' answer to whether a contrast theme is on."""

    def __init__(self):
        self.is_on, self._asked = False, USER.SystemParametersInfoW

    def __call__(self, what, size, into, change):
        if what != 0x42:
            return self._asked(what, size, into, change)
        assert into._obj.size == size == ctypes.sizeof(into._obj)
        into._obj.flags = int(self.is_on)
        return 1


def put_on(window, colours):
    """What Windows' settings do: its colours are others, and every window hears of it."""
    elements = (ctypes.c_int * len(colours))(*colours)
    turned = [(c & 0xFF) << 16 | c & 0xFF00 | c >> 16 for c in colours.values()]
    assert USER.SetSysColors(len(colours), elements, (wintypes.DWORD * len(colours))(*turned))
    handle = wintypes.HWND(int(window.winId()))
    for message, word in ((SETTING_CHANGED, SET_CONTRAST), (SYSTEM_COLOURS_CHANGED, 0), (THEME_CHANGED, 0)):
        USER.SendMessageW(handle, message, word, 0)


@pytest.fixture
def contrast(monkeypatch):
    made = Contrast()
    monkeypatch.setattr(USER, "SystemParametersInfoW", made)
    return made


def test_it_is_followed_on_and_off(contrast):
    assert sys.platform == "win32"
    application = make_application()
    assert application.platformName() == "windows"
    before = {n: USER.GetSysColor(n) for n in NIGHT_SKY}
    before = {n: (c & 0xFF) << 16 | c & 0xFF00 | c >> 16 for n, c in before.items()}
    window = QLabel("window")
    follow_system.follow(application, window)
    window.show()
    assert theme.colours() is theme.LIGHT
    try:
        contrast.is_on = True
        put_on(window, NIGHT_SKY)
        wait_for(lambda: theme.colours().ground == "#000000")
        worn = theme.colours()
        # the accent is Qt's to ask, which knows of no contrast theme here
        assert (worn.panel, worn.text, worn.edge, worn.bad) == ("#000000", "#ffffff", "#ffffff", "#ffffff")
        image = window.grab().toImage()
        assert image.pixelColor(image.width() - 1, 0).name() == "#000000"
    finally:
        contrast.is_on = False
        put_on(window, before)
    wait_for(lambda: theme.colours() is theme.LIGHT)
    window.close()
    QApplication.processEvents()


def test_a_window_that_is_opened_under_it_wears_it_at_once(contrast):
    contrast.is_on = True
    assert theme.says_contrast()
    contrast.is_on = False
    assert not theme.says_contrast()

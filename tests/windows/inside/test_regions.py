"""A PC in another region, as Windows' settings have it: the same as tests/gui/test_regions.py."""

import json
import os
import subprocess
import sys
import winreg

import pytest

from tests.gui.regions import REGIONS, SAY, TYPED

SETTINGS = r"Control Panel\International"
WINDOWS = {
    "de_DE": {"sShortDate": "dd.MM.yyyy", "sDate": ".", "iDate": "1", "sDecimal": ",", "sThousand": "."},
    "en_US": {"sShortDate": "M/d/yyyy", "sDate": "/", "iDate": "0", "sDecimal": ".", "sThousand": ","},
}
SEEN = """
import ctypes
words = ctypes.create_unicode_buffer(80)
for number in (0x0E, 0x1F):
    ctypes.windll.kernel32.GetLocaleInfoW(0x400, number, words, 80)
    print(words.value)
"""
"""What every program is told: the decimal sign, and how a day is written."""


def said_by(*words):
    # Wine hands no variable that begins with QT_ to its programs
    code = "import os; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n" + words[0]
    command = [sys.executable, "-c", code, *words[1:]]
    return subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True).stdout


@pytest.fixture(params=list(REGIONS))
def region(request):
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, SETTINGS) as key:
        before = {}
        for name, value in WINDOWS[request.param].items():
            try:
                before[name] = winreg.QueryValueEx(key, name)[0]
            except OSError:
                before[name] = None
            winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)
        yield request.param
        for name, value in before.items():
            if value is None:
                winreg.DeleteValue(key, name)
            else:
                winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)


def test_windows_itself_is_there(region):
    wanted = WINDOWS[region]
    assert said_by(SEEN).split() == [wanted["sDecimal"], wanted["sShortDate"]]


def test_a_day_is_read_as_the_pc_writes_it_and_all_else_is_the_same(region):
    days, words, xeros, number, amount = json.loads(said_by(SAY, *TYPED))
    assert days == REGIONS[region]
    assert (words, xeros) == ("Tuesday December", "01-Dec-2026")
    assert (number, amount) == (1.5, "1,234.50")

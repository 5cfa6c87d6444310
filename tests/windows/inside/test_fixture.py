"""What the tests rely on: it is Windows, its registry is real, nothing of this machine shows through."""

import os
import sys
import winreg
from pathlib import Path

import pytest


def test_it_is_windows_with_its_own_registry():
    assert sys.platform == "win32"
    assert sys.getwindowsversion().major == 10
    with pytest.raises(FileNotFoundError):
        winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Tillbridge\Nothing")


def test_the_users_folders_lie_inside_the_prefix():
    for variable in ("USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP"):
        assert os.environ[variable].lower().startswith("c:\\users"), variable
    assert list(Path(os.environ["USERPROFILE"], "Desktop").iterdir()) == []


def test_text_files_have_windows_encoding_unless_told():
    with Path(os.environ["TEMP"], "probe.txt").open("w") as file:
        assert file.encoding.lower() == "cp1252"

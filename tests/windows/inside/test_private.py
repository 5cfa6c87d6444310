"""What Tillbridge keeps is its user's alone, also where a folder lets everybody in."""

import ctypes
import os
import re
from ctypes import wintypes
from pathlib import Path
from uuid import uuid4

import pytest

from wizard.model.files import make_private, write_file
from wizard.model.own_folder import _this_user

RIGHTS = ctypes.WinDLL("advapi32")
FOR_ALL = "D:P(A;OICI;FA;;;WD)"
"""Everybody may do everything, there and in whatever is made there."""


def allowed(path):
    """Who may do something with it."""
    room = wintypes.DWORD()
    RIGHTS.GetFileSecurityW(str(path), 4, None, 0, ctypes.byref(room))
    held = ctypes.create_string_buffer(room.value)
    assert RIGHTS.GetFileSecurityW(str(path), 4, held, room, ctypes.byref(room)), path
    words = wintypes.LPWSTR()
    assert RIGHTS.ConvertSecurityDescriptorToStringSecurityDescriptorW(held, 1, 4, ctypes.byref(words), None)
    return set(re.findall(r"\(A;[^)]*;([^;)]+)\)", words.value))


@pytest.fixture
def open_to_all():
    folder = Path(os.environ["SYSTEMDRIVE"] + "\\") / f"Kassen Büro {uuid4().hex[:6]}"
    folder.mkdir()
    made = wintypes.LPVOID()
    convert = RIGHTS.ConvertStringSecurityDescriptorToSecurityDescriptorW
    assert convert(FOR_ALL, 1, ctypes.byref(made), None)
    assert RIGHTS.SetFileSecurityW(str(folder), 4, made)
    return folder


def test_a_home_in_a_folder_for_all_is_its_users_alone(open_to_all):
    assert "WD" in allowed(open_to_all)
    home = open_to_all / "home"
    make_private(home / "sites" / "store")
    others = {"WD", "BU", "AU", "BG"}
    assert not allowed(home) & others
    assert _this_user() in allowed(home) or "OW" in allowed(home), allowed(home)
    file = home / "sites" / "store" / "store.json"
    write_file(file, b"{}")
    assert file.read_bytes() == b"{}"


def test_it_says_who_runs_it():
    assert re.fullmatch(r"S-1-5-[0-9-]+", _this_user())


def test_in_a_profile_windows_own_rights_stay(monkeypatch, open_to_all):
    monkeypatch.setenv("USERPROFILE", str(open_to_all))
    make_private(open_to_all / "AppData" / "home")
    assert allowed(open_to_all / "AppData") == allowed_of_a_plain_folder(open_to_all)


def allowed_of_a_plain_folder(parent):
    (parent / "plain").mkdir(mode=0o700)
    return allowed(parent / "plain")

"""The registry, DPAPI and the list of processes through Windows' own libraries."""

import os
import subprocess
import sys
import winreg

import pytest

from wizard.mailclients.pc.processes import LiveProcesses
from wizard.mailclients.pc.registry import WindowsRegistry
from wizard.mailclients.pc.sealing import own_sealing
from wizard.model.mail_clients import Held, Stored
from wizard.model.secret import Secret

KEY = r"Software\Tillbridge Tests\Größe"


@pytest.fixture
def registry():
    registry = WindowsRegistry()
    registry.make_key(KEY)
    yield registry
    for name in registry.subkeys(KEY):
        registry.delete_key(f"{KEY}\\{name}")
    registry.delete_key(KEY)
    assert registry.subkeys(KEY) == ()


VALUES = [
    Stored(Held.REG_SZ, "Zażółć ☃ 😀"),
    Stored(Held.REG_SZ, ""),
    Stored(Held.REG_EXPAND_SZ, "%TEMP%\\x"),
    Stored(Held.REG_DWORD, 0xFFFFFFFE),
    Stored(Held.REG_BINARY, ""),
    Stored(Held.REG_BINARY, bytes(range(256)).hex() * 20),
    # texts without a NUL, with something behind it, cut in half; a number of three bytes; other types
    Stored(Held.REG_SZ, "ab", "1:61006200"),
    Stored(Held.REG_SZ, "a", "1:61000000620063000000"),
    Stored(Held.REG_DWORD, 0x030201, "4:010203"),
    Stored(Held.REG_BINARY, "00" * 8, "11:0000000000000000"),
    Stored(Held.REG_BINARY, "6100620000000000", "7:6100620000000000"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{value.held}-{value.raw or value.data!r}"[:40])
def test_a_value_comes_back_as_it_was_written(registry, value):
    registry.set_value(KEY, "Näme", value)
    found = registry.values(KEY)["Näme"]
    assert (found.held, found.data, found.raw) == (value.held, value.data, value.raw)
    registry.delete_value(KEY, "Näme")
    assert registry.values(KEY) == {}


def test_what_winreg_writes_is_read_and_the_other_way_round(registry):
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, KEY, 0, winreg.KEY_ALL_ACCESS) as handle:
        winreg.SetValueEx(handle, "text", 0, winreg.REG_SZ, "pop.example.com")
        winreg.SetValueEx(handle, "number", 0, winreg.REG_DWORD, 15110)
        assert registry.values(KEY) == {
            "text": Stored(Held.REG_SZ, "pop.example.com"),
            "number": Stored(Held.REG_DWORD, 15110),
        }
        registry.set_value(KEY, "mine", Stored(Held.REG_SZ, "ö"))
        assert winreg.QueryValueEx(handle, "mine") == ("ö", winreg.REG_SZ)


def test_making_a_key_again_keeps_its_values(registry):
    registry.set_value(KEY, "a", Stored(Held.REG_DWORD, 1))
    registry.make_key(KEY)
    assert registry.values(KEY) == {"a": Stored(Held.REG_DWORD, 1)}


def test_keys_are_listed_and_only_empty_ones_are_deleted(registry):
    registry.make_key(f"{KEY}\\00000001\\below")
    assert registry.subkeys(KEY) == ("00000001",)
    with pytest.raises(OSError):
        registry.delete_key(f"{KEY}\\00000001")
    registry.delete_key(f"{KEY}\\00000001\\below")
    registry.delete_key(f"{KEY}\\00000001")
    assert registry.subkeys(KEY) == ()


def test_what_is_missing_is_no_error(registry):
    missing = rf"{KEY}\nothing"
    assert registry.subkeys(missing) == ()
    assert registry.values(missing) == {}
    registry.delete_value(missing, "x")
    registry.delete_value(KEY, "x")
    registry.delete_key(missing)
    assert registry.machine_values(missing) == {}


def test_this_pcs_keys_are_read():
    found = WindowsRegistry().machine_values(r"Software\Microsoft\Windows NT\CurrentVersion")
    assert isinstance(found["CurrentVersion"].data, str)


def test_what_32_bit_programs_left_in_this_pcs_part_is_read_too():
    path, view = r"Software\Tillbridge Tests", winreg.KEY_WOW64_32KEY
    with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, path, 0, winreg.KEY_ALL_ACCESS | view) as key:
        winreg.SetValueEx(key, "Path", 0, winreg.REG_SZ, "C:\\Office")
    try:
        assert WindowsRegistry().machine_values(path) == {"Path": Stored(Held.REG_SZ, "C:\\Office")}
    finally:
        winreg.DeleteKeyEx(winreg.HKEY_LOCAL_MACHINE, path, view)


def test_dpapi_gives_back_what_it_hid_and_shows_nothing():
    dpapi, secret = own_sealing(), Secret("pässwörd 😀 canary-7Q")
    blob = dpapi.seal(secret, "POP3 Password")
    assert dpapi.unseal(blob) == secret
    assert "canary-7Q".encode("utf-16-le") not in blob


def test_a_damaged_blob_is_refused():
    blob = bytearray(own_sealing().seal(Secret("x" * 40), "POP3 Password"))
    blob[-8:] = bytes(8)
    assert own_sealing().unseal(bytes(blob)) is None
    assert own_sealing().unseal(b"") is None


def test_running_programs_are_found_by_their_name():
    processes = LiveProcesses()
    assert os.getpid() in {process.pid for process in processes.running("PYTHON")}
    assert processes.running("outlook", "msimn") == ()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert child.pid in {process.pid for process in processes.running("python", "outlook")}
    finally:
        child.communicate(b"\n", timeout=30)
    assert child.pid not in {process.pid for process in processes.running("python")}

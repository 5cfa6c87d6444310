"""The registry of this Windows user, through `winreg`."""

import ctypes
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from wizard.mailclients.stores.registry_values import from_windows, to_windows
from wizard.model.mail_clients import Stored

assert sys.platform == "win32"

import winreg  # noqa: E402 - only Windows has it
from ctypes import wintypes  # noqa: E402

_READ = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
_WRITE = winreg.KEY_READ | winreg.KEY_WRITE | winreg.KEY_WOW64_64KEY
_NOT_FOUND, _MORE_DATA = 2, 234


class WindowsRegistry:
    """Reads both hives and changes this user's.

    Values go as bytes: winreg's own conversion adds a NUL and loses what stands behind one.
    """

    def __init__(self) -> None:
        library = ctypes.WinDLL("advapi32")
        number = ctypes.POINTER(wintypes.DWORD)
        self._query = library.RegQueryValueExW
        self._query.argtypes = [wintypes.HKEY, wintypes.LPCWSTR, number, number, ctypes.c_void_p, number]
        self._set = library.RegSetValueExW
        self._set.argtypes = [
            *(wintypes.HKEY, wintypes.LPCWSTR, wintypes.DWORD),
            *(wintypes.DWORD, ctypes.c_char_p, wintypes.DWORD),
        ]

    def subkeys(self, key: str) -> Sequence[str]:
        """Return the names of the keys below; none when the key is missing."""
        with _opened(key) as handle:
            if handle is None:
                return ()
            return tuple(winreg.EnumKey(handle, i) for i in range(winreg.QueryInfoKey(handle)[0]))

    def values(self, key: str) -> Mapping[str, Stored]:
        """Return every value of a key with its type; none when the key is missing."""
        with _opened(key) as handle:
            return self._all(handle)

    def set_value(self, key: str, name: str, value: Stored) -> None:
        """Write one value with its type; OSError."""
        kind, data = to_windows(value)
        with winreg.OpenKeyEx(winreg.HKEY_CURRENT_USER, key, 0, _WRITE) as handle:
            # the tail keeps Windows from finding a NUL behind a text that was kept without one, and adding it
            status = self._set(handle.handle, name, 0, kind, data + b"\xff\xff", len(data))
            if status:
                raise ctypes.WinError(status)

    def delete_value(self, key: str, name: str) -> None:
        """Remove one value; nothing happens if there is none; OSError."""
        with _opened(key, access=_WRITE) as handle:
            if handle is not None and self._one(handle, name) is not None:
                winreg.DeleteValue(handle, name)

    def make_key(self, key: str) -> None:
        """Make a key if it is missing; never touches its values; OSError."""
        winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, key, 0, _WRITE).Close()

    def delete_key(self, key: str) -> None:
        """Remove a key that has no keys below; nothing happens if it is missing; OSError."""
        with _opened(key) as handle:
            if handle is None:
                return
        winreg.DeleteKeyEx(winreg.HKEY_CURRENT_USER, key, winreg.KEY_WOW64_64KEY, 0)

    def machine_values(self, key: str) -> Mapping[str, Stored]:
        """Return the values of a key of HKEY_LOCAL_MACHINE: the 32-bit view's, then the 64-bit view's."""
        found: dict[str, Stored] = {}
        for view in (winreg.KEY_WOW64_32KEY, winreg.KEY_WOW64_64KEY):
            access = winreg.KEY_READ | view
            with _opened(key, winreg.HKEY_LOCAL_MACHINE, access) as handle:
                found |= self._all(handle)
        return found

    def _all(self, handle: "winreg.HKEYType | None") -> dict[str, Stored]:
        if handle is None:
            return {}
        names = [winreg.EnumValue(handle, i)[0] for i in range(winreg.QueryInfoKey(handle)[1])]
        found = {name: self._one(handle, name) for name in names}
        return {name: value for name, value in found.items() if value is not None}

    def _one(self, handle: "winreg.HKEYType", name: str) -> Stored | None:
        kind, size = wintypes.DWORD(), wintypes.DWORD(0)
        buffer = ctypes.create_string_buffer(0)
        # somebody else may make the value longer between asking for its size and reading it
        for _ in range(8):
            status = self._query(handle.handle, name, None, ctypes.byref(kind), buffer, ctypes.byref(size))
            if status == _NOT_FOUND:
                return None
            if status not in {0, _MORE_DATA}:
                raise ctypes.WinError(status)
            if status == 0 and len(buffer) >= size.value:
                return from_windows(kind.value, buffer.raw[: size.value])
            buffer = ctypes.create_string_buffer(size.value)
        raise ctypes.WinError(_MORE_DATA)


@contextmanager
def _opened(
    key: str, hive: int = winreg.HKEY_CURRENT_USER, access: int = _READ
) -> "Iterator[winreg.HKEYType | None]":
    try:
        handle = winreg.OpenKeyEx(hive, key, 0, access)
    except FileNotFoundError:
        yield None
        return
    with handle:
        yield handle

"""Closing other programs' windows on Windows."""

import ctypes
import sys
from collections.abc import Sequence

assert sys.platform == "win32"

from ctypes import wintypes  # noqa: E402 - only Windows has it

_WM_CLOSE = 0x0010
_FOR_EACH = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)


def close_windows(pids: Sequence[int]) -> bool:
    """Send WM_CLOSE to the visible windows of these processes that belong to no other window."""
    user = ctypes.WinDLL("user32", use_last_error=True)
    user.PostMessageW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
    user.GetWindow.restype = wintypes.HWND
    user.GetWindow.argtypes = [wintypes.HWND, wintypes.UINT]
    user.IsWindowVisible.argtypes = [wintypes.HWND]
    asked = []

    def ask(window: int, _: int) -> bool:
        owner = wintypes.DWORD()
        user.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(owner))
        is_main = user.IsWindowVisible(window) and not user.GetWindow(window, 4)  # GW_OWNER
        if owner.value in pids and is_main and user.PostMessageW(window, _WM_CLOSE, 0, 0):
            asked.append(window)
        return True

    user.EnumWindows(_FOR_EACH(ask), 0)
    return bool(asked)

"""A program with one window that closes when asked, or refuses: run with `yes` or `no`."""

import ctypes
import sys
from ctypes import wintypes

WM_CLOSE, WM_DESTROY, WS_VISIBLE = 0x0010, 0x0002, 0x10CF0000


def main() -> int:
    user = ctypes.WinDLL("user32", use_last_error=True)
    user.DefWindowProcW.restype = ctypes.c_ssize_t
    user.DefWindowProcW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
    procedure = ctypes.WINFUNCTYPE(
        ctypes.c_ssize_t, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM
    )

    @procedure
    def handle(window: int, message: int, one: int, two: int) -> int:
        if message == WM_CLOSE:
            sys.stdout.write("asked\n")
            sys.stdout.flush()
            if sys.argv[1] == "no":
                return 0
        if message == WM_DESTROY:
            user.PostQuitMessage(0)
            return 0
        return int(user.DefWindowProcW(window, message, one, two))

    class WindowClass(ctypes.Structure):
        _fields_ = (
            ("style", wintypes.UINT),
            ("procedure", procedure),
            ("class_extra", ctypes.c_int),
            ("window_extra", ctypes.c_int),
            ("instance", wintypes.HINSTANCE),
            ("icon", wintypes.HANDLE),
            ("cursor", wintypes.HANDLE),
            ("background", wintypes.HANDLE),
            ("menu", wintypes.LPCWSTR),
            ("name", wintypes.LPCWSTR),
        )

    kind = WindowClass(procedure=handle, name="TillbridgeTest")
    assert user.RegisterClassW(ctypes.byref(kind))
    user.CreateWindowExW.restype = wintypes.HWND
    window = user.CreateWindowExW(
        0, "TillbridgeTest", "Inbox", WS_VISIBLE, 0, 0, 200, 100, None, None, None, None
    )
    assert window, ctypes.WinError(ctypes.get_last_error())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    message = wintypes.MSG()
    while user.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
        user.DispatchMessageW(ctypes.byref(message))
    return 0


if __name__ == "__main__":
    sys.exit(main())

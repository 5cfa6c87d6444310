"""A folder for one user on Windows: modes mean nothing there, outside a profile others may read."""

import os
import sys
from pathlib import Path

if sys.platform == "win32":

    def keep_from_others(folder: Path) -> None:
        """Let only this user, the system and administrators into a new folder; OSError.

        A profile's folders are so by themselves, and a stick's file system knows of no users.
        """
        profile = os.environ.get("USERPROFILE", "")
        if profile and folder.is_relative_to(profile):
            return
        import ctypes  # noqa: PLC0415 - only for a home outside the profile
        from ctypes import wintypes  # noqa: PLC0415

        rights = ctypes.WinDLL("advapi32")
        made = wintypes.LPVOID()
        # as Python's mkdir from 3.12.4 on, but by name: what an administrator makes is not the user's own
        words = f"D:P(A;OICI;FA;;;{_this_user()})(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"
        # a file system that knows of no users takes none
        if rights.ConvertStringSecurityDescriptorToSecurityDescriptorW(words, 1, ctypes.byref(made), None):
            rights.SetFileSecurityW(str(folder), 4, made)
            ctypes.windll.kernel32.LocalFree(made)

    def _this_user() -> str:
        """Return who runs this, by their number (S-1-5-…)."""
        import ctypes  # noqa: PLC0415
        from ctypes import wintypes  # noqa: PLC0415

        rights, kernel = ctypes.WinDLL("advapi32"), ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        token, room = wintypes.HANDLE(), wintypes.DWORD()
        if not rights.OpenProcessToken(wintypes.HANDLE(kernel.GetCurrentProcess()), 8, ctypes.byref(token)):
            raise ctypes.WinError()
        try:
            rights.GetTokenInformation(token, 1, None, 0, ctypes.byref(room))
            about = ctypes.create_string_buffer(room.value)
            if not rights.GetTokenInformation(token, 1, about, room, ctypes.byref(room)):
                raise ctypes.WinError()
        finally:
            kernel.CloseHandle(token)
        user, words = wintypes.LPVOID.from_buffer(about), wintypes.LPWSTR()
        if not rights.ConvertSidToStringSidW(user, ctypes.byref(words)):
            raise ctypes.WinError()
        found = str(words.value)
        kernel.LocalFree(words)
        return found

else:

    def keep_from_others(folder: Path) -> None:
        """Nothing: the mode that it was made with says it."""

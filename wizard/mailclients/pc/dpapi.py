"""Windows' own encryption for this user (DPAPI), as Outlook keeps passwords."""

import ctypes
import sys

from wizard.model.secret import Secret

assert sys.platform == "win32"

from ctypes import wintypes  # noqa: E402 - only Windows has it

_NO_WINDOW = 1


class _Blob(ctypes.Structure):
    _fields_ = (("size", wintypes.DWORD), ("data", ctypes.c_void_p))


class Dpapi:
    """Encrypts a text as UTF-16 with its NUL, for this user on this PC, without a word of its own."""

    def seal(self, secret: Secret, description: str) -> bytes:
        """Return the blob; OSError when Windows refuses."""
        return _call("CryptProtectData", (secret.reveal() + "\0").encode("utf-16-le"), description)

    def unseal(self, blob: bytes) -> Secret | None:
        """Return the text; None for another user's blob or a damaged one."""
        try:
            return Secret(_call("CryptUnprotectData", blob, None).decode("utf-16-le").partition("\0")[0])
        except (OSError, UnicodeDecodeError):
            return None


def _call(name: str, data: bytes, description: str | None) -> bytes:
    function = getattr(ctypes.WinDLL("crypt32", use_last_error=True), name)
    free = ctypes.WinDLL("kernel32").LocalFree
    free.argtypes = [ctypes.c_void_p]
    buffer = ctypes.create_string_buffer(data, len(data))
    source, result = _Blob(len(data), ctypes.addressof(buffer)), _Blob()
    # the description is a text going in and a place for one coming out
    if not function(ctypes.byref(source), description, None, None, None, _NO_WINDOW, ctypes.byref(result)):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        return ctypes.string_at(result.data, result.size)
    finally:
        free(result.data)

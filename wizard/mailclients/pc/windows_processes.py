"""Which programs this Windows session runs."""

import ctypes
import sys
from collections.abc import Iterator, Sequence

from wizard.mailclients.contract import Process

assert sys.platform == "win32"

from ctypes import wintypes  # noqa: E402 - only Windows has it

_ALL_PROCESSES = 0x2
_INVALID = ctypes.c_void_p(-1).value


class _Entry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("process_id", wintypes.DWORD),
        ("heap_id", ctypes.c_size_t),
        ("module_id", wintypes.DWORD),
        ("threads", wintypes.DWORD),
        ("parent_id", wintypes.DWORD),
        ("priority", ctypes.c_long),
        ("flags", wintypes.DWORD),
        ("name", ctypes.c_wchar * 260),
    )


def running(*programs: str) -> Sequence[Process]:
    """Return the session's processes of these programs ("outlook" for OUTLOOK.EXE); OSError.

    Another user's mail program uses a registry and folders of its own.
    """
    wanted = {program.lower() for program in programs}
    mine = _session(ctypes.WinDLL("kernel32").GetCurrentProcessId())
    return tuple(
        Process(pid, name)
        for pid, name in _processes()
        if name.lower().removesuffix(".exe") in wanted and _session(pid) == mine
    )


def _processes() -> Iterator[tuple[int, str]]:
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateToolhelp32Snapshot.restype = wintypes.HANDLE
    kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    for name in ("Process32FirstW", "Process32NextW"):
        getattr(kernel, name).argtypes = [wintypes.HANDLE, ctypes.POINTER(_Entry)]
    snapshot = kernel.CreateToolhelp32Snapshot(_ALL_PROCESSES, 0)
    if snapshot == _INVALID:
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        entry = _Entry(size=ctypes.sizeof(_Entry))
        more = kernel.Process32FirstW(snapshot, ctypes.byref(entry))
        while more:
            yield entry.process_id, entry.name
            more = kernel.Process32NextW(snapshot, ctypes.byref(entry))
    finally:
        kernel.CloseHandle(snapshot)


def _session(process_id: int) -> int | None:
    number = wintypes.DWORD()
    found = ctypes.WinDLL("kernel32").ProcessIdToSessionId(process_id, ctypes.byref(number))
    return number.value if found else None

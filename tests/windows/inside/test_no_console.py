"""Started without any stream, as from a link: why no window comes is said in a box, and stands in the log."""

import ctypes
import subprocess
import sys
import time
from ctypes import wintypes
from pathlib import Path

import pytest

PYTHONW = Path(sys.executable).with_name("pythonw.exe")
SECONDS = 60.0
CLOSE, BOX = 0x10, "#32770"


class Execution(ctypes.Structure):
    """SHELLEXECUTEINFOW."""

    _fields_ = (
        *(("size", wintypes.DWORD), ("mask", wintypes.ULONG), ("window", wintypes.HWND)),
        *(("verb", wintypes.LPCWSTR), ("file", wintypes.LPCWSTR), ("words", wintypes.LPCWSTR)),
        *(("folder", wintypes.LPCWSTR), ("show", ctypes.c_int), ("app", wintypes.HINSTANCE)),
        *(("ids", wintypes.LPVOID), ("kind", wintypes.LPCWSTR), ("key", wintypes.HKEY)),
        *(("hot", wintypes.DWORD), ("icon", wintypes.HANDLE), ("process", wintypes.HANDLE)),
    )


class Started:
    """A process that the shell started, as it does from a link: nothing is handed to it."""

    def __init__(self, *words):
        asked = Execution(mask=0x40, file=str(PYTHONW), words=subprocess.list2cmdline(words), show=1)
        asked.size = ctypes.sizeof(asked)
        assert ctypes.windll.shell32.ShellExecuteExW(ctypes.byref(asked))
        self._kernel, self._handle = ctypes.windll.kernel32, wintypes.HANDLE(asked.process)
        self.pid = self._kernel.GetProcessId(self._handle)

    def ended(self, seconds=SECONDS):
        """Its exit status; None while it runs."""
        if self._kernel.WaitForSingleObject(self._handle, int(seconds * 1000)):
            return None
        status = wintypes.DWORD()
        self._kernel.GetExitCodeProcess(self._handle, ctypes.byref(status))
        return status.value

    def kill(self):
        self._kernel.TerminateProcess(self._handle, 9)


def texts_of(window):
    user, found = ctypes.windll.user32, []

    @ctypes.WINFUNCTYPE(ctypes.c_bool, wintypes.HWND, wintypes.LPARAM)
    def add(child, _):
        length = user.SendMessageW(child, 0x0E, 0, 0)
        buffer = ctypes.create_unicode_buffer(length + 1)
        user.SendMessageW(child, 0x0D, length + 1, buffer)
        found.append(buffer.value)
        return True

    user.EnumChildWindows(window, add, 0)
    return " ".join(found)


def box_of(process):
    """Wait for the box, read it and close it as its user would."""
    user = ctypes.windll.user32
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        window = user.FindWindowW(BOX, "Tillbridge")
        owner = wintypes.DWORD()
        user.GetWindowThreadProcessId(window, ctypes.byref(owner))
        if window and owner.value == process.pid:
            text = texts_of(window)
            user.PostMessageW(window, CLOSE, 0, 0)
            return text
        assert process.ended(0) is None, "it ended without a word"
        time.sleep(0.1)
    raise AssertionError("no box")


def test_such_a_process_has_no_streams(tmp_path):
    out = tmp_path / "out.txt"
    code = (
        "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(repr((sys.stdin, sys.stdout, sys.stderr)))"
    )
    assert Started("-c", code, str(out)).ended() == 0
    assert out.read_text() == "(None, None, None)"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--services", "missing.toml", "open"), "missing.toml"),
        (("open", "imagatec-male"), "must be one of: imagatec-mail"),
        (("--nonsense",), "--nonsense"),
    ],
)
def test_where_no_window_can_start_a_box_says_why_and_the_log_has_it(tmp_path, words, said):
    process = Started("-m", "wizard", "--home", str(tmp_path / "Größe"), *words)
    try:
        text = box_of(process)
        assert process.ended() == 2
    finally:
        process.kill()
    assert said in text
    if words != ("--nonsense",):  # then nobody knows which home is meant
        log = tmp_path / "Größe" / "log" / "tillbridge.log"
        assert str(log) in text
        assert said in log.read_text("utf-8")


def test_a_run_of_the_scheduler_says_nothing_and_ends_as_what_it_did(tmp_path):
    words = ("-m", "wizard", "--home", str(tmp_path / "home"))
    assert Started(*words, "procedures").ended() == 0
    assert Started(*words, "run", "imagatec-mail", "--answers", "missing.toml").ended() == 2
    assert "missing.toml" in (tmp_path / "home" / "log" / "tillbridge.log").read_text("utf-8")

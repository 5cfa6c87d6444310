"""What was built, and a PC that it is installed on: in Wine, with a screen."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.packaging_parts import archives, folder, installer, whole
from tests.windows.prepared import Prepared, windows_path
from tests.windows.screen import Screen, own_screen
from tests.windows.wine import Windows, running_windows

APPS = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Tillbridge"
LATER = "9.0.0"
_HEAD_OF_A_MODULE = 16
"""Bytes: the kind of Python, and the hash of the source."""
# Whatever asks for something outside this machine is refused at once.
NOWHERE = {
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "localhost,127.0.0.1",
}


@dataclass(frozen=True)
class Built:
    """The folder that runs, as it was packed, its installer and portable archive; and of a later version."""

    folder: Path
    packed: Path
    setup: Path
    portable: Path
    later_folder: Path
    later: Path


def build(out: Path) -> Built:
    """Build the product, packed quickly, and a later version of it."""
    setup, archive, *_ = whole.build(whole.Wanted(out, quick=True))
    kept, packed, later_folder, later_packed = (out / n for n in ("Tillbridge", "packed", "later", "lp"))
    shutil.copytree(whole.WORK / "Tillbridge", kept)
    shutil.copytree(whole.WORK / "packed" / "Tillbridge", packed)
    for made, from_what in ((later_folder, kept), (later_packed, packed)):
        shutil.copytree(from_what, made)
        shutil.rmtree(made / "licences")
        folder.write(made / "lib" / "only_in_the_later.txt", b"later")
    later = out / "later.exe"
    installer.make_installer(installer.Installer(later_packed, later, LATER, "", quick=True))
    return Built(kept, packed, setup, archive, later_folder, later)


@dataclass
class Pc:
    """A Windows PC with a screen, whose user is about to install Tillbridge."""

    windows: Windows
    screen: Screen

    @property
    def local(self) -> Path:
        (found,) = (self.windows.drive / "users").glob("*/AppData/Local")
        return found

    @property
    def folder(self) -> Path:
        return self.local / "Programs" / "Tillbridge"

    @property
    def inside(self) -> str:
        """Where it is installed, as Windows has it."""
        return self.registered()["InstallLocation"].replace("\\\\", "\\")

    @property
    def data(self) -> Path:
        return self.local / "Tillbridge"

    @property
    def link(self) -> Path:
        return self.local.parent / "Roaming/Microsoft/Windows/Start Menu/Programs/Tillbridge.lnk"

    def run(self, *command: str, seconds: float = 300.0) -> int:
        """Run a program of Windows to its end; it gets no pipes, which Wine's services would keep."""
        return subprocess.run(
            ["wine", *command], env={**self.windows.environment, **NOWHERE}, cwd=self.windows.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=seconds, check=False,
        ).returncode  # fmt: skip

    def installed(self, *words: str, seconds: float = 300.0, **changes: str) -> dict[str, object]:
        """What the installed program's command line answers."""
        command = ["wine", str(self.folder / "python.exe"), "-m", "wizard", *words, "--json"]
        ended = self.windows.run(command, seconds=seconds, changes={**NOWHERE, **changes})
        return dict(json.loads(ended.output))

    def run_line(self, line: str) -> int:
        """Run a program of Windows by a command line as it is: /D= takes no quotes."""
        code = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1]))"
        return self.windows.python("-c", code, line, seconds=300).status

    def registered(self, whose: str = "HKCU") -> dict[str, str]:
        """What Windows' list of programs knows of it."""
        text = self.windows.export(f"{whose}\\{APPS}")
        return dict(re.findall(r'^"(\w+)"="?(.*?)"?\r?$', text, re.MULTILINE))

    def open_from_the_start_menu(self) -> None:
        """Open the window and wait until it is shown and answers."""
        assert self.run("start", "/unix", str(self.link)) == 0
        self.screen.wait_for(lambda: self.is_open and self.answers, 120, "no window came")

    @contextmanager
    def practising(self, procedure: str) -> Iterator[Path]:
        """A procedure is open in practice until the block ends; gives where practice is kept."""
        home = self.windows.drive / "practised" / procedure
        command = [str(self.folder / "pythonw.exe"), "-m", "wizard", "--home", windows_path(home)]
        with subprocess.Popen(
            ["wine", *command, "--practice", "open", procedure],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**self.windows.environment, **NOWHERE}, cwd=self.windows.folder,
        ) as process:  # fmt: skip
            try:
                yield home / "practice"
            finally:
                process.kill()

    @property
    def answers(self) -> bool:
        """Whether the window is visible and has nothing else to do than to answer."""
        asked = "user.SendMessageTimeoutW(w, 0, 0, 0, 2, 5000, None)"
        return self.window(f"bool(user.IsWindowVisible(w) and {asked})") == "True"

    def close(self) -> None:
        """Ask the window to close, as its cross does."""
        self.window("user.PostMessageW(w, 0x10, 0, 0)")

    def end_windows(self) -> None:
        """End whatever window a test left open: the next one begins without."""
        self.run("taskkill", "/f", "/im", "pythonw.exe")
        for note in self.windows_open:
            note.unlink()

    @property
    def is_open(self) -> bool:
        return bool(self.windows_open)

    @property
    def windows_open(self) -> list[Path]:
        return sorted((self.data / "log").glob("running-*.txt"))

    def window(self, do: str) -> str:
        """What a line of Python says of the program's window `w`, given Windows' own functions as `user`."""
        found = "import ctypes; user = ctypes.windll.user32; w = user.FindWindowW(None, 'Tillbridge'); "
        ended = self.windows.python("-c", f"{found}print({do})")
        assert ended.status == 0, ended
        return ended.output.strip()

    def tasks(self) -> dict[str, bytes]:
        """The tasks of the Task Scheduler, by name, with what it keeps of them."""
        folder = self.windows.drive / "windows"
        return {file.name: file.read_bytes() for file in folder.glob("[Ss]ystem32/[Tt]asks/tillbridge-*")}


@contextmanager
def running_pc(prepared: Prepared) -> Iterator[Pc]:
    """A PC on which nothing is installed yet, until the block ends."""
    with own_screen() as screen, running_windows(prepared, screen.display) as windows:
        yield Pc(windows, screen)


def is_whole(where: Path, expected: Path) -> None:
    """The installed files are those of the folder, and the uninstaller."""
    found = contents(where)
    assert found.pop("uninstall.exe")
    assert found == contents(expected)


def contents(folder: Path) -> dict[str, str]:
    """What each file is; a compiled module is as its source was, whichever Python 3.11 compiled it where."""
    return {
        name: (folder / name).read_bytes()[:_HEAD_OF_A_MODULE].hex() if name.endswith(".pyc") else digest
        for name, digest in archives.contents(folder).items()
    }


def kept(pc: Pc) -> dict[str, object]:
    """What is kept of the store: a draft by what it says, without when it was saved; logs left out."""
    found: dict[str, object] = {}
    for name, digest in archives.contents(pc.data).items():
        if "/drafts/" in name:
            draft = json.loads((pc.data / name).read_text("utf-8"))
            found[name] = {key: value for key, value in draft.items() if key != "saved_at"}
        elif not name.startswith("log/"):
            found[name] = digest
    return found

"""A Windows of a test run's own: its Wine prefix, its Python, and a copy of the program."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.windows.prepared import ROOT, Prepared, windows_path, wine_environment

# Reaching the desktop starts Wine's services, which then live, with nobody's pipes, as long as this does.
KEEP_ALIVE = """
import ctypes, sys
ctypes.windll.user32.GetDesktopWindow()
print("ready", flush=True)
sys.stdin.read()
"""
SECONDS = 60.0
NOT_COPIED = shutil.ignore_patterns("__pycache__", "openapi")


@dataclass(frozen=True)
class Ended:
    """How a program under Wine ended and what it said, decoded as UTF-8."""

    status: int
    output: str
    errors: str


@dataclass(frozen=True)
class InsideResult:
    """One test that ran inside: its name, and why it failed (empty when it passed) or was skipped."""

    name: str
    failure: str
    skipped: str


class Windows:
    """A running Windows: every call has a time-out, and nothing of it outlives the test run."""

    def __init__(self, prepared: Prepared, folder: Path) -> None:
        self._prepared, self.folder = prepared, folder
        self.app = folder / "app"
        self.home = folder / "home"
        self.environment = wine_environment(folder / "prefix", self.home)

    @property
    def executable(self) -> Path:
        """python.exe."""
        return self._prepared.python / "python.exe"

    @property
    def drive(self) -> Path:
        """Where drive C lies on this machine."""
        return self.folder / "prefix" / "drive_c"

    def command(self, *arguments: str) -> list[str]:
        """What starts Windows' Python with these arguments."""
        return ["wine", str(self.executable), *arguments]

    def python(
        self,
        *arguments: str,
        stdin: str = "",
        seconds: float = SECONDS,
        changes: Mapping[str, str] | None = None,
    ) -> Ended:
        """Runs Windows' Python in the program's folder to its end."""
        return self.run(self.command(*arguments), stdin=stdin, seconds=seconds, changes=changes)

    def run(
        self,
        command: Sequence[str],
        *,
        stdin: str = "",
        seconds: float = SECONDS,
        changes: Mapping[str, str] | None = None,
    ) -> Ended:
        """Runs a command of Wine to its end; its streams are pipes, Windows' Python takes no files."""
        done = subprocess.run(
            command,
            input=stdin.encode(),
            capture_output=True,
            cwd=self.app,
            env={**self.environment, **(changes or {})},
            timeout=seconds,
            check=False,
        )
        return Ended(
            done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts Windows' Python; killing this process ends it at once, as the task list does."""
        return subprocess.Popen(
            self.command(*arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.app,
            env=self.environment,
        )

    @contextmanager
    def running_as(self, program: Path) -> Iterator[None]:
        """While inside, a program runs: a copy of Windows' Python under a name that counts."""
        environment = {**self.environment, "PYTHONHOME": windows_path(self._prepared.python)}
        process = subprocess.Popen(
            ["wine", str(program), "-c", "print('here', flush=True); input()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "WINEPATH": windows_path(self._prepared.python)},
        )
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == b"here"
            yield
        finally:
            process.communicate(b"\n", timeout=SECONDS)

    def pytest(self, file: Path, *options: str, seconds: float = 300.0, **changes: str) -> list[InsideResult]:
        """Runs a file of tests/windows/inside there and returns what each of its tests said."""
        report = self.folder / f"{file.stem}.xml"
        report.unlink(missing_ok=True)
        settings = self.app / "tests" / "windows" / "inside" / "pytest.ini"
        ended = self.python(
            *("-m", "pytest", "-c", windows_path(settings), "-p", "no:cacheprovider"),
            *(f"--junitxml={windows_path(report)}", *options),
            windows_path(self.app / file.relative_to(ROOT)),
            seconds=seconds,
            changes=changes,
        )
        if not report.exists():
            raise AssertionError(f"no report ({ended.status}):\n{ended.output}\n{ended.errors}")
        return list(_results(report))

    def export(self, key: str) -> str:
        """What `reg export` writes of a key, e.g. `HKCU\\Software\\Microsoft`; empty where it is missing."""
        file = self.folder / "export.reg"
        file.unlink(missing_ok=True)
        self.run(["wine", "reg", "export", key, windows_path(file), "/y"])
        return file.read_bytes().decode("utf-16") if file.exists() else ""

    def load(self, text: str) -> None:
        """Imports the text of a .reg file."""
        file = self.folder / "import.reg"
        file.write_bytes(text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-16"))
        ended = self.run(["wine", "regedit", "/S", windows_path(file)])
        assert ended.status == 0, ended

    def forget(self, key: str) -> None:
        """Deletes a key with everything under it; nothing happens where it is missing."""
        self.run(["wine", "reg", "delete", key, "/f"])


def _results(report: Path) -> Iterator[InsideResult]:
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        failed = [e for kind in ("failure", "error") for e in case.iter(kind)]
        skipped = [e.get("message", "") for e in case.iter("skipped")]
        yield InsideResult(
            case.get("name", ""), "\n".join(e.text or e.get("message", "") for e in failed), "".join(skipped)
        )


@contextmanager
def running_windows(prepared: Prepared, display: str = "") -> Iterator[Windows]:
    """A Windows with a fresh registry and the program as it is now, until the block ends.

    Its windows are shown on `display`, an X server's; on none where it is empty.
    """
    # beside what it is made from, so that links do instead of 700 MB of copies
    with tempfile.TemporaryDirectory(
        dir=prepared.folder.parent, prefix="run-", ignore_cleanup_errors=True
    ) as name:
        windows = Windows(prepared, Path(name))
        _copy_prefix(prepared.prefix, windows.folder / "prefix")
        if display:
            windows.environment["DISPLAY"] = display
            settings = windows.folder / "prefix" / "user.reg"
            settings.write_text(
                settings.read_text("utf-8").replace('"Graphics"="null"', '"Graphics"="x11"'), "utf-8"
            )
        windows.home.mkdir()
        _copy_program(windows.app)
        keeper = windows.start("-c", KEEP_ALIVE)
        try:
            assert keeper.stdout is not None
            said = keeper.stdout.readline()
            assert said.strip() == b"ready", f"Wine did not start: {said!r}"
            yield windows
        finally:
            keeper.kill()
            for pipe in (keeper.stdin, keeper.stdout):
                if pipe is not None:
                    pipe.close()
            keeper.wait(SECONDS)
            for option in ("--kill", "--wait"):
                subprocess.run(["wineserver", option], env=windows.environment, timeout=SECONDS, check=False)


def _copy_prefix(source: Path, target: Path) -> None:
    # Wine replaces its own files, it does not write into them; the registry's are copied all the same
    shutil.copytree(source / "drive_c", target / "drive_c", symlinks=True, copy_function=os.link)
    shutil.copytree(source / "dosdevices", target / "dosdevices", symlinks=True)
    for file in source.iterdir():
        if file.is_file():
            shutil.copy2(file, target)


def _copy_program(app: Path) -> None:
    """Lays the program out as its wheel does, and the tests beside it."""
    shutil.copytree(ROOT / "wizard", app / "wizard", ignore=NOT_COPIED)
    shutil.copytree(
        ROOT / "resources", app / "wizard" / "resources", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "tests", app / "tests", ignore=NOT_COPIED)

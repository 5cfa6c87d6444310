"""What a Windows PC gets: Python, the wheels' used parts, the program; packed as sources, run compiled."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from setup_parts.commands import ROOT, quietly, say, script
from setup_parts.environment import LOCKS

from build_parts.compiled import compile_folder
from build_parts.fetched import python_files, wheels
from build_parts.licences import LICENCES
from build_parts.parts import Parts
from build_parts.slim import slim_folder
from build_parts.twins import put_same

PACKAGES = "lib"
LIBRARY = "python311.zip"
# Neither the user's PYTHONPATH nor what stands in the registry counts, and no .pth file is looked for.
PATHS = f"{LIBRARY}\n.\n{PACKAGES}\n"
COMMAND = '@"%~dp0python.exe" -m wizard %*\r\n'
WINDOWS = ROOT / "packaging" / "windows"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of everything in an archive: two builds hold the same."""


def lay_out(folder: Path, fetched: Path, parts: Parts, *, program: bool = True) -> None:
    """Makes the folder as it is packed; without the program it holds Python and Qt alone, to be weighed."""
    say(f"Laying out {folder}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in python_files(fetched):
        if name == LIBRARY:
            write(folder / name, slim_library(content, parts))
        elif parts.takes_of_python(name):
            write(folder / (name if name != "LICENSE.txt" else f"{LICENCES}/Python/LICENSE.txt"), content)
    write(folder / "python311._pth", PATHS.encode())
    for wheel in used_wheels(fetched, parts):
        if program or wheel.name.lower().startswith(("pyside6", "shiboken6")):
            unpack(wheel, folder / PACKAGES, parts.takes)
    if program:
        with tempfile.TemporaryDirectory() as name:
            unpack(program_wheel(Path(name)), folder / PACKAGES, parts.takes)
        write(folder / "tillbridge.cmd", COMMAND.encode())
        shutil.copy(WINDOWS / "tillbridge.ico", folder)
    for copy, original in parts.same_as.items() if program else ():
        put_same(folder / PACKAGES / original, folder / PACKAGES / copy)
    slim_folder(folder / PACKAGES)


def compiled_copy(packed: Path, folder: Path) -> None:
    """Makes the folder that runs, as the installer makes it on a PC."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(packed, folder)
    compile_folder(folder / PACKAGES)


def used_wheels(fetched: Path, parts: Parts) -> list[Path]:
    """The wheels of which something besides their description is taken."""
    return [
        wheel
        for wheel in wheels(fetched, (LOCKS / "program.txt").read_text("utf-8"))
        if any(parts.takes(name) and ".dist-info/" not in name for name in zipfile.ZipFile(wheel).namelist())
    ]


def write(path: Path, content: bytes) -> None:
    """Writes a file and the folders it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def unpack(wheel: Path, folder: Path, is_taken: Callable[[str], bool]) -> None:
    """Unpacks the files of a wheel that are taken."""
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            if not info.is_dir() and is_taken(info.filename):
                content = archive.read(info)
                if info.filename.endswith(".dist-info/METADATA"):
                    content = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n"  # not its readme
                write(folder / info.filename, content)


def slim_library(content: bytes, parts: Parts) -> bytes:
    """The standard library without what is left out, not packed: the installer packs it better as a whole."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for info in sorted(old.infolist(), key=lambda each: each.filename):
            if parts.takes_of_library(info.filename):
                new.writestr(zipfile.ZipInfo(info.filename, EARLIEST), old.read(info))
    return made.getvalue()


def program_wheel(work: Path) -> Path:
    """Builds the program's own wheel from a clean copy, so that nothing of an earlier build is in it."""
    source = work / "source"
    for name in ("wizard", "resources", "packaging/linux"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip = [script("python"), "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    quietly(
        [*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", str(work), str(source)],
        "The program's wheel could not be built.",
    )
    (wheel,) = work.glob("tillbridge-*.whl")
    return wheel


def files_of(folder: Path) -> Iterator[Path]:
    """Every file of a folder, always in the same order."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())

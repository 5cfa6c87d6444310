"""A build from its parts to what is handed out."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from setup_parts.commands import ROOT, say
from setup_parts.environment import LOCKS

from build_parts.archives import checksums, portable, same_times
from build_parts.fetched import fetch, wheels
from build_parts.folder import PACKAGES, compiled_copy, files_of, lay_out, unpack, used_wheels
from build_parts.installer import Installer, make_installer
from build_parts.libraries import must_be_whole
from build_parts.licences import collect
from build_parts.parts import read_parts
from build_parts.signing import sign

WORK = ROOT / "build" / "windows"


@dataclass(frozen=True)
class Wanted:
    """What was asked for; `sign` is a command with `{file}` in it, or empty."""

    out: Path
    folder_only: bool = False
    browser: bool = False
    parts_alone: bool = False
    quick: bool = False
    sign: str = ""


def version() -> str:
    """The program's version; the installer compares it with the one that is there."""
    text = (ROOT / "wizard" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    assert found is not None
    return found[1]


def build(wanted: Wanted) -> list[Path]:
    """Builds, says what was made, and returns it."""
    made = _parts_alone(wanted) if wanted.parts_alone else _product(wanted)
    for path in made:
        say(f"{_size(path) / 1e6:7.1f} MB  {path}")
    return made


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in files_of(path)) if path.is_dir() else path.stat().st_size


def _product(wanted: Wanted) -> list[Path]:
    parts, fetched = read_parts(), fetch(WORK, ["program", *(["browser"] if wanted.browser else [])])
    wanted.out.mkdir(parents=True, exist_ok=True)
    packed, folder = WORK / "packed" / "Tillbridge", WORK / "Tillbridge"
    lay_out(packed, fetched, parts)
    must_be_whole([packed], used_wheels(fetched, parts))
    collect(packed, used_wheels(fetched, parts), version())
    compiled_copy(packed, folder)
    for made in (packed, folder):
        same_times(made)
    if wanted.folder_only:
        return [folder]
    setup = wanted.out / f"Tillbridge-{version()}-setup.exe"
    make_installer(Installer(packed, setup, version(), wanted.sign, quick=wanted.quick))
    archive = wanted.out / f"Tillbridge-{version()}-portable.zip"
    portable(folder, archive)
    made = [setup, archive]
    if wanted.browser:
        made.append(_browser(wanted, fetched))
    for file in made:
        if file.suffix == ".exe":
            sign(wanted.sign, file)
    return [*made, checksums(wanted.out, made)]


def lay_out_browser(fetched: Path) -> Path:
    """The second component: only what the browser adds to the folder."""
    parts, folder = read_parts(), WORK / "browser"
    shutil.rmtree(folder, ignore_errors=True)
    found = wheels(fetched, (LOCKS / "browser.txt").read_text("utf-8"))
    for wheel in found:
        if wheel.name.lower().startswith("pyside6"):
            unpack(wheel, folder / PACKAGES, parts.takes_for_browser)
    must_be_whole([WORK / "Tillbridge", folder], found)
    same_times(folder)
    return folder


def _browser(wanted: Wanted, fetched: Path) -> Path:
    folder = lay_out_browser(fetched)
    setup = wanted.out / f"Tillbridge-{version()}-browser-setup.exe"
    make_installer(Installer(folder, setup, version(), wanted.sign, script="browser.nsi"))
    return setup


def _parts_alone(wanted: Wanted) -> list[Path]:
    parts, fetched = read_parts(), fetch(WORK, ["program"])
    folder = WORK / "parts-alone"
    lay_out(folder, fetched, parts, program=False)
    same_times(folder)
    wanted.out.mkdir(parents=True, exist_ok=True)
    setup = wanted.out / "parts-alone.exe"
    make_installer(Installer(folder, setup, version(), ""))
    return [setup]

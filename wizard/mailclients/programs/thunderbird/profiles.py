"""Where Thunderbird's profiles are, which is the one in use, and which version wrote it."""

import re
from collections.abc import Iterator
from pathlib import Path

from wizard.mailclients.contract import Places
from wizard.mailclients.pc.given import is_profile_folder, named_folders, readable, short_digest
from wizard.mailclients.programs.thunderbird.ini import sections
from wizard.model.files import read_file
from wizard.model.mail_clients import Profile
from wizard.model.problem import Problem

CLIENT = "thunderbird"
_FLATHUB = "org.mozilla.Thunderbird"
_FLATPAK = re.compile(rf"(?!{re.escape(_FLATHUB)}$)(?i:(org\.mozilla|net\.thunderbird)\.thunderbird[\w.-]*)")
"""Flathub's since 2026 (small t), Fedora's, and those of branches."""
_SNAP = re.compile(r"thunderbird_[\w-]+")
"""What `snap install thunderbird_name` makes beside the usual one."""
_MARKS = {"prefs.js", "compatibility.ini", "times.json", "key4.db"}
"""Files of which a profile has at least one."""


def profile_folders(places: Places) -> dict[str, tuple[Profile, Path]]:
    """Return every profile by its key, with its folder; nothing is followed that is not there."""
    found: dict[str, tuple[Profile, Path]] = {}
    for label, root in _roots(places):
        for key, name, folder, is_default in _listed(label, root):
            if folder.is_dir():
                found[key] = (_profile(key, name, folder, is_default=is_default), folder)
    known = [folder for _, folder in found.values()]
    for key, folder in named_folders(places.given, known, lambda f: is_profile_folder(f, _MARKS)):
        found[key] = (_profile(key, folder.name, folder, is_default=False), folder)
    return found


def unreadable_list(places: Places) -> Problem | None:
    """Say why a list of profiles that is there cannot be read."""
    problems = (readable(root / "profiles.ini") for _, root in _roots(places))
    return next((problem for problem in problems if problem is not None), None)


def version_of(folder: Path) -> str:
    """Return the version that used a profile last ("153.7.0"), "" where none did."""
    try:
        text = read_file(folder / "compatibility.ini").decode("utf-8", "replace")
    except OSError:
        return ""
    found = re.search(r"^LastVersion=([0-9.]+)", text, re.MULTILINE)
    return found[1] if found else ""


def installed(places: Places) -> Path | None:
    """Return the folder of an installed Thunderbird, None where there is none to be seen."""
    names = ("thunderbird", "Mozilla Thunderbird")
    folders = (folder / name for folder in places.programs for name in names)
    return next((f for f in folders if (f / "application.ini").is_file() or (f / "omni.ja").is_file()), None)


def _roots(places: Places) -> Iterator[tuple[str, Path]]:
    if places.appdata is not None:
        yield "windows", places.appdata / "Thunderbird"
    yield "home", places.home / ".thunderbird"
    yield "snap", places.home / "snap" / "thunderbird" / "common" / ".thunderbird"
    for folder in _matching(places.home / "snap", _SNAP):
        yield f"snap-{folder.name}", folder / "common" / ".thunderbird"
    yield "flatpak", places.home / ".var" / "app" / _FLATHUB / ".thunderbird"
    for folder in _matching(places.home / ".var" / "app", _FLATPAK):
        yield f"flatpak-{folder.name}", folder / ".thunderbird"


def _matching(folder: Path, name: re.Pattern[str]) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if name.fullmatch(entry.name))
    except OSError:
        return []


def _listed(label: str, root: Path) -> Iterator[tuple[str, str, Path, bool]]:
    """Yield the profiles of one profiles.ini: key, name, folder, and whether Thunderbird starts with it.

    An [Install…] section names the profile of one installed Thunderbird and wins over `Default=1`.
    """
    try:
        ini = sections(read_file(root / "profiles.ini"))
    except OSError:
        return
    installs = {s["Default"] for n, s in ini.items() if n.startswith("Install") and "Default" in s}
    for section in (ini[name] for name in ini if name.startswith("Profile")):
        path = section.get("Path", "")
        if not path or "\0" in path:
            continue
        relative = section.get("IsRelative", "1") == "1"
        folder = root / path if relative else Path(path)
        key = f"{label}:{path}" if relative else f"{label}:elsewhere-{short_digest(folder)}"
        default = path in installs if installs else section.get("Default") == "1"
        yield key, section.get("Name", folder.name), folder, default


def _profile(key: str, name: str, folder: Path, *, is_default: bool) -> Profile:
    return Profile(CLIENT, key, name, str(folder), is_default, readable(folder / "prefs.js"))

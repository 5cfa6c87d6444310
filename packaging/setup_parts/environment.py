"""The virtual environment: made, mended, and filled with what is locked."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path

from setup_parts.commands import PROJECT_FILE, ROOT, VENV, SetupError, quietly, say, script
from setup_parts.debian import Debian, apt_advice

LOCKS = ROOT / "packaging" / "locked"
"""One file a set: each version with the hashes of all its files, for every Python and system we support."""
STAMP = VENV / "bootstrap.json"


def digest(project_file: bytes, locks: bytes, python_version: str) -> str:
    """A hash that changes with anything that decides what belongs into the environment."""
    parts = (project_file, locks, python_version.encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def already_installed(stamp: str, wanted_digest: str) -> set[str]:
    """The sets that a stamp's text says are installed for exactly this digest."""
    try:
        record = json.loads(stamp)
        return set(record["installed"]) if record["digest"] == wanted_digest else set()
    except (ValueError, KeyError, TypeError):
        return set()


def make_environment(debian: Debian) -> str:
    """Makes or mends the virtual environment and returns its Python's version."""
    probe = [script("python"), "-c", "import pip, sys; print(sys.version)"]
    if Path(probe[0]).exists():
        try:
            return quietly(probe, "").strip()
        except SetupError:
            say("The virtual environment does not work; making it again.")
    if importlib.util.find_spec("ensurepip") is None:
        provide_venv(debian)
    say(f"Making a virtual environment in {VENV}")
    quietly(
        [sys.executable, "-m", "venv", str(VENV)],
        f"The virtual environment could not be made; delete {VENV}, then start again.",
    )
    return quietly(
        probe, f"The new virtual environment does not work; delete {VENV}, then start again."
    ).strip()


def provide_venv(debian: Debian) -> None:
    """Installs the part of Python that Debian keeps in a package of its own."""
    if not Debian.is_here():
        raise SetupError(
            f"{sys.executable} has no ensurepip; install Python's venv package, then start again."
        )
    package = "python3-venv"
    if Path(sys.executable).resolve() != Path("/usr/bin/python3").resolve():
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if debian.provide([package]):
        raise SetupError(
            f"Python's venv is missing. Install it, then start again:\n  {apt_advice([package])}"
        )


def install_commands(wanted: set[str]) -> list[list[str]]:
    """What pip is told, in order: what builds, what is wanted, each by its hash, then the program itself.

    Without build isolation: what pip fetches for one comes without hashes, and in whatever version is newest.
    """
    sets = [part for name in sorted(wanted) for part in ("--requirement", str(LOCKS / f"{name}.txt"))]
    by_hash = ["--require-hashes", "--no-build-isolation"]
    return [
        ["--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCKS / "build.txt")],
        [*by_hash, *sets],
        ["--no-deps", "--no-build-isolation", "--editable", "."],
    ]


def fill_environment(python_version: str, wanted: set[str]) -> None:
    """Installs the wanted sets (`program`, `browser`, dependency groups) unless the stamp lists them."""
    locks = b"".join(path.read_bytes() for path in sorted(LOCKS.glob("*.txt")))
    wanted_digest = digest(PROJECT_FILE.read_bytes(), locks, python_version)
    present = already_installed(STAMP.read_text("utf-8") if STAMP.exists() else "", wanted_digest)
    if wanted <= present:
        return
    size = 300 if "browser" in wanted else 100
    say(f"Installing Tillbridge into {VENV} ({', '.join(sorted(wanted))}); this downloads about {size} MB")
    for command in install_commands(wanted):
        quietly(
            [script("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *command],
            "pip could not install what Tillbridge needs; check the network, then start again.",
        )
    STAMP.write_text(json.dumps({"digest": wanted_digest, "installed": sorted(wanted | present)}), "utf-8")


def check_qt() -> None:
    """Stops with the name of the library that Qt lacks, if it lacks one."""
    try:
        quietly([script("python"), "-c", "import PySide6.QtNetwork, PySide6.QtWidgets"], "")
    except SetupError as error:
        reason = str(error).strip().splitlines()[-1].strip(" |")
        raise SetupError(
            f"Qt cannot start: {reason}. Install the package with this library, then start again."
        ) from error

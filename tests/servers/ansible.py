"""Ansible in an environment of its own, by locked hashes: `python -m tests.servers.ansible` provides it.

It drives packaging/fleet in a test, and beside it stands what reads that folder's PowerShell file; nothing of
Tillbridge depends on it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs
from filelock import FileLock

LOCK = Path(__file__).resolve().parents[2] / "packaging" / "locked" / "fleet.txt"
_SECONDS = 400.0


class NoAnsibleError(Exception):
    """Ansible cannot be had here; the text says why."""


def provide_ansible() -> Path:
    """The ansible-playbook of these locks, installed at the first use; NoAnsibleError: there is none."""
    if os.name != "posix":
        raise NoAnsibleError("Ansible runs on no Windows PC")
    name = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()[:16]
    cache = Path(platformdirs.user_cache_dir("tillbridge-tests", appauthor=False))
    cache.mkdir(parents=True, exist_ok=True)
    kept = cache / f"ansible-{name}"
    found = kept / "bin" / "ansible-playbook"
    with FileLock(f"{kept}.lock", timeout=_SECONDS):
        if not found.exists():
            _install(kept)
    return found


def _install(folder: Path) -> None:
    """Make the environment; half of one is taken away."""
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    commands = [
        [sys.executable, "-m", "venv", str(folder)],
        [str(folder / "bin" / "python"), "-m", "pip", "install", *options, "--requirement", str(LOCK)],
    ]
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
        if done.returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            raise NoAnsibleError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else command[0])


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{provide_ansible()}\n")
    except NoAnsibleError as error:
        sys.exit(str(error))

"""Debian's servers that no two of can be installed side by side: downloaded and unpacked, never installed.

`python -m tests.servers.unpacked` provides them, so that no test has to wait for a download.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from filelock import FileLock

PACKAGES = ("mailutils-pop3d", "popa3d", "postfix")
NOT_USED = ("guile-", "mysql-", "mariadb-", "update-inetd", "cpio")
"""What these depend on for what no test does; guile alone is 50 MB."""
LAYOUT = "1"
DOWNLOAD_SECONDS = 300.0


class NotUnpackedError(Exception):
    """The servers cannot be had here; the text says why."""


@dataclass(frozen=True)
class Unpacked:
    """A folder with the files of the packages, as they would lie in `/`."""

    root: Path

    def program(self, path: str) -> str:
        """The full path of a program in it, such as `usr/sbin/popa3d`."""
        found = self.root / path
        if not found.is_file():
            raise NotUnpackedError(f"{path} is not in Debian's packages")
        return str(found)

    @property
    def libraries(self) -> str:
        """Where its programs find their libraries, in the form of LD_LIBRARY_PATH."""
        folders = {library.parent for library in self.root.glob("**/lib*.so*")}
        return os.pathsep.join(sorted(map(str, folders)))

    def copy_to(self, folder: Path) -> "Unpacked":
        """A copy that the user whom servers run as can reach, which a home folder need not be."""
        shutil.copytree(self.root, folder, symlinks=True)
        return Unpacked(folder)


def provide_unpacked() -> Unpacked:
    """The servers of this release, downloaded at the first use; NotUnpackedError says why there are none."""
    if not all(shutil.which(tool) for tool in ("apt-get", "dpkg-deb")):
        raise NotUnpackedError("this is no Debian")
    release = Path("/etc/os-release").read_bytes() if Path("/etc/os-release").exists() else b""
    name = hashlib.sha256(" ".join((LAYOUT, *PACKAGES)).encode() + release).hexdigest()[:16]
    cache = Path(platformdirs.user_cache_dir("tillbridge-tests", appauthor=False))
    cache.mkdir(parents=True, exist_ok=True)
    kept = cache / f"servers-{name}"
    with FileLock(f"{kept}.lock", timeout=DOWNLOAD_SECONDS):
        if not kept.is_dir():
            _unpack(cache, kept)
    return Unpacked(kept)


def _unpack(cache: Path, kept: Path) -> None:
    with tempfile.TemporaryDirectory(dir=cache) as name:
        downloads, draft = Path(name) / "packages", Path(name) / "root"
        for folder in (downloads, draft):
            folder.mkdir()
        try:
            _download(downloads)
        except NotUnpackedError:
            if os.geteuid() != 0:
                raise
            # the lists name files that the mirror has replaced, or there are no lists
            _run("apt-get", "--quiet", "update")
            _download(downloads)
        for package in sorted(downloads.glob("*.deb")):
            _run("dpkg-deb", "--extract", str(package), str(draft))
        shutil.rmtree(draft / "usr" / "share", ignore_errors=True)
        _run("chmod", "--recursive", "a+rX", str(draft))
        draft.rename(kept)


def _download(folder: Path) -> None:
    wanted = dict.fromkeys(package for each in PACKAGES for package in with_what_it_needs(each))
    _run("apt-get", "--quiet", "download", *wanted, folder=folder)


def with_what_it_needs(package: str) -> list[str]:
    """The package and what it needs that is not installed here, as apt would choose it."""
    said = _run("apt-get", "--simulate", "--no-install-recommends", "install", package)
    needed = re.findall(r"^Inst (\S+)", said, re.MULTILINE)
    return list(dict.fromkeys([package, *(each for each in needed if not each.startswith(NOT_USED))]))


def _run(*command: str, folder: Path | None = None) -> str:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotUnpackedError(f"{command[0]} did not finish within {DOWNLOAD_SECONDS:.0f} seconds") from None
    if done.returncode:
        raise NotUnpackedError(f"{' '.join(command[:2])}: {done.stderr.strip()[-300:]}")
    return done.stdout


def main(_: Sequence[str] = ()) -> None:
    """Provides the servers and prints where they are."""
    try:
        sys.stdout.write(f"{provide_unpacked().root}\n")
    except NotUnpackedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

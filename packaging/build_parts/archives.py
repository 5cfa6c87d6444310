"""The portable archive and the checksums: the same bytes for the same files."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

from build_parts.folder import EARLIEST, files_of

STARTER = "Tillbridge.cmd"
# Everything it keeps stays on the stick; secrets are in the password store of whichever PC it runs on.
_START = '@start "" "%~dp0Tillbridge\\pythonw.exe" -m wizard --home "%~dp0Tillbridge data" %*\r\n'


def portable(folder: Path, archive: Path) -> None:
    """Packs the folder so that it runs from wherever it is unpacked."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        _add(made, STARTER, _START.encode())
        for file in files_of(folder):
            _add(made, f"Tillbridge/{file.relative_to(folder).as_posix()}", file.read_bytes())


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, EARLIEST)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file in a folder, by its path there."""
    return {file.relative_to(folder).as_posix(): sha256(file) for file in files_of(folder)}


def sha256(file: Path) -> str:
    """A file's SHA-256."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def checksums(out: Path, files: Iterable[Path]) -> Path:
    """Writes SHA256SUMS as `sha256sum --check` reads it."""
    listing = out / "SHA256SUMS"
    lines = [f"{sha256(file)}  {file.name}\n" for file in sorted(files)]
    listing.write_bytes("".join(lines).encode())
    return listing


def same_times(folder: Path) -> None:
    """Gives every file the same time: the installer writes it down."""
    for path in sorted(folder.rglob("*")):
        os.utime(path, (946_684_800, 946_684_800))

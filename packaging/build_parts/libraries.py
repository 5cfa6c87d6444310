"""Whether every library of a wheel that is asked for by what is packed is packed as well."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from setup_parts.commands import SetupError

from build_parts.folder import files_of

_KINDS = {".dll", ".pyd", ".exe"}
_IMPORTS, _LATE_IMPORTS = (1, 20, 12), (13, 32, 4)
"""Which of a program's tables it is, the size of its rows, and where in a row the library's name is."""


def must_be_whole(folders: Iterable[Path], wheels: Iterable[Path]) -> None:
    """SetupError names what the folders' programs load and the wheels have, and no folder does."""
    there = {
        file.name.lower(): file
        for folder in folders
        for file in files_of(folder)
        if file.suffix.lower() in _KINDS
    }
    known = {Path(name).name.lower() for wheel in wheels for name in zipfile.ZipFile(wheel).namelist()}
    missing = sorted(f"{library} (for {name})" for name, library in _asked(there) if library in known)
    if missing:
        raise SetupError(f"parts.toml leaves out what it needs: {', '.join(missing)}.")


def _asked(there: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    """Each program with each library that it loads and that is not there; Windows' own are among them."""
    for name, file in there.items():
        for library in libraries_of(file.read_bytes()):
            if library not in there:
                yield name, library


def libraries_of(program: bytes) -> list[str]:
    """The names of the libraries that a 64-bit Windows program loads, at once or late, in small letters."""
    (header,) = struct.unpack_from("<I", program, 0x3C)
    count, size = struct.unpack_from("<H12xH", program, header + 6)
    sections = [
        struct.unpack_from("<IIII", program, header + 24 + size + 40 * number + 8) for number in range(count)
    ]

    def place(address: int) -> int:
        return next(
            raw + address - start for _, start, length, raw in sections if start <= address < start + length
        )

    found = []
    for table, row, at in (_IMPORTS, _LATE_IMPORTS):
        (start,) = struct.unpack_from("<I", program, header + 24 + 112 + 8 * table)
        entry = place(start) if start else 0
        while entry and (name := struct.unpack_from("<I", program, entry + at)[0]):
            text = place(name)
            found.append(program[text : program.index(b"\0", text)].decode("ascii").lower())
            entry += row
    return found

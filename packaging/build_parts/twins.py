"""One library under two names: it is packed once."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

from setup_parts.commands import SetupError

_MARK = struct.pack("<II", 0xFEEF04BD, 0x00010000)


def put_same(original: Path, copy: Path) -> None:
    """Puts a library in another's place; SetupError where that other is a later one."""
    if not copy.exists():
        raise SetupError(f"parts.toml names {copy.name}, which is not there.")
    asked, given = _version(copy.read_bytes()), _version(original.read_bytes())
    if asked > given:
        raise SetupError(f"{copy.name} is of version {asked}, {original.name} only of {given}.")
    shutil.copyfile(original, copy)


def _version(program: bytes) -> tuple[int, ...]:
    """A program's own version, as Windows keeps it (VS_FIXEDFILEINFO)."""
    at = program.index(_MARK)
    high, low = struct.unpack_from("<II", program, at + 8)
    return (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF)

"""Makes a Windows library without code: what it exports is another library's.

Wine 8 lacks `bcryptprimitives.dll`, the source of randomness of everything built by Rust 1.78 and later, of
what reads workbooks for one.
"""

import struct

RANDOMNESS = ("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036")
"""The library, what is asked of it, and RtlGenRandom, which does the same."""

_BASE, _PAGE, _BLOCK = 0x180000000, 0x1000, 0x200


def forwarding_library(name: str, exported: str, target: str) -> bytes:
    """Returns a 64-bit library whose one export leads to `library.function` of another (PE format, PE32+)."""
    exports = _exports(name, exported, target)
    headers = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
    # x86-64, one section, optional header of 240 bytes; executable, large addresses, library
    headers += b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 0xF0, 0x2022)
    headers += struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, _BLOCK, 0, 0, _PAGE)
    # alignments, versions 6.0 of system and subsystem, sizes of image and headers, windows program
    headers += struct.pack(
        "<QIIHHHHHHIIIIHH", _BASE, _PAGE, _BLOCK, 6, 0, 0, 0, 6, 0, 0, 2 * _PAGE, _BLOCK, 0, 2, 0x140
    )
    headers += struct.pack("<QQQQII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16)
    headers += struct.pack("<II", _PAGE, len(exports)) + bytes(15 * 8)
    # readable initialised data
    headers += struct.pack(
        "<8sIIIIIIHHI", b".rdata", len(exports), _PAGE, _BLOCK, _BLOCK, 0, 0, 0, 0, 0x40000040
    )
    return headers.ljust(_BLOCK, b"\0") + exports.ljust(_BLOCK, b"\0")


def _exports(name: str, exported: str, target: str) -> bytes:
    """Returns the export directory, which begins the section; an address inside of it is a forwarder."""
    tables = _PAGE + 40
    texts = tables + 4 + 4 + 4
    words = [word.encode("ascii") + b"\0" for word in (name, exported, target)]
    places = [texts + sum(map(len, words[:i])) for i in range(3)]
    directory = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, places[0], 1, 1, 1, tables, tables + 4, tables + 8)
    return directory + struct.pack("<IIHxx", places[2], places[1], 0) + b"".join(words)

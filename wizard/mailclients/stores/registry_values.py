"""Registry values between Windows' form (a type's number and bytes) and `Stored`."""

import struct
from collections.abc import Mapping

from wizard.model.mail_clients import Held, Stored

_TYPES = {Held.REG_SZ: 1, Held.REG_EXPAND_SZ: 2, Held.REG_BINARY: 3, Held.REG_DWORD: 4}
_TEXTS = (Held.REG_SZ, Held.REG_EXPAND_SZ)
_HELD = {number: held for held, number in _TYPES.items()}


def from_windows(kind: int, data: bytes) -> Stored:
    """Return a value as read; what does not fit its type keeps its bytes in `raw` ("type:hex")."""
    held = _HELD.get(kind, Held.REG_BINARY)
    stored = Stored(held, _meaning(held, data))
    if to_windows(stored) == (kind, data):
        return stored
    return Stored(stored.held, stored.data, f"{kind}:{data.hex()}")


def to_windows(stored: Stored) -> tuple[int, bytes]:
    """Return the type's number and the bytes to write; ValueError when it is no registry value."""
    if stored.raw is not None:
        kind, _, digits = stored.raw.partition(":")
        return int(kind), bytes.fromhex(digits)
    match stored.data:
        case str() as text if stored.held in _TEXTS:
            return _TYPES[stored.held], utf16(text)
        case str() as digits if stored.held is Held.REG_BINARY:
            return _TYPES[stored.held], bytes.fromhex(digits)
        case int() as number if stored.held is Held.REG_DWORD:
            return _TYPES[stored.held], struct.pack("<I", number)
    raise ValueError(f"{stored.held} does not hold this")


def by_lower_name(values: Mapping[str, Stored]) -> dict[str, Stored]:
    """Return values by the lower case of their names, which do not depend on it."""
    return {name.lower(): value for name, value in values.items()}


def name_in(values: Mapping[str, Stored], name: str) -> str:
    """Return a value's name as it is written there, so that deleting and restoring it changes nothing."""
    return next((each for each in values if each.lower() == name.lower()), name)


def utf16(text: str) -> bytes:
    """Return a text as Windows stores it: UTF-16 and a NUL."""
    return (text + "\0").encode("utf-16-le", "replace")


def bytes_of(stored: Stored) -> bytes:
    """Return the bytes of a value as they are stored."""
    return to_windows(stored)[1]


def binary(data: bytes) -> Stored:
    """Return bytes as a REG_BINARY."""
    return Stored(Held.REG_BINARY, data.hex())


def text_of(stored: Stored | None) -> str | None:
    """Return a text kept as a string or as UTF-16 bytes (Outlook does both); None when it is none."""
    if stored is None:
        return None
    if stored.held in _TEXTS:
        return str(stored.data)
    if stored.held is not Held.REG_BINARY:
        return None
    data = bytes_of(stored)
    try:
        return data.decode("utf-16-le").partition("\0")[0]
    except UnicodeDecodeError:
        return None


def number_of(stored: Stored | None) -> int | None:
    """Return a number kept as a REG_DWORD or as its four bytes; None when it is none."""
    if stored is None:
        return None
    if stored.held is Held.REG_DWORD:
        return int(stored.data)
    if stored.held is not Held.REG_BINARY:
        return None
    data = bytes_of(stored)
    return int.from_bytes(data, "little") if len(data) == 4 else None


def like(found: Stored | None, value: str | int) -> Stored:
    """Return a new value in the type of the one found; REG_SZ and REG_DWORD where there is none."""
    if found is not None and found.held is Held.REG_BINARY:
        return binary(utf16(value) if isinstance(value, str) else struct.pack("<I", value))
    if isinstance(value, str):
        expands = found is not None and found.held is Held.REG_EXPAND_SZ
        return Stored(Held.REG_EXPAND_SZ if expands else Held.REG_SZ, value)
    return Stored(Held.REG_DWORD, value)


def _meaning(held: Held, data: bytes) -> str | int:
    if held in _TEXTS:
        return data.decode("utf-16-le", "replace").partition("\0")[0]
    return int.from_bytes(data[:4], "little") if held is Held.REG_DWORD else data.hex()

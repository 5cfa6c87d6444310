"""Points of the curve P-256 (FIPS 186-5), as far as signing what protects nothing needs them."""

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points there are."""
_BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    1,
)
_Point = tuple[int, int, int]
"""X, Y, Z of (X/Z², Y/Z³)."""


def inverse(number: int, modulus: int = N) -> int:
    """Return what times the number leaves 1."""
    return pow(number, -1, modulus)


def multiple_of_base(times: int) -> tuple[int, int]:
    """Return the base point times a number from 1 to N-1, as x and y."""
    found: _Point | None = None
    for bit in bin(times)[2:]:
        found = _doubled(found) if found is not None else None
        if bit == "1":
            found = _with_base(found) if found is not None else _BASE
    assert found is not None
    x, y, z = found
    by = inverse(z, _P)
    return x * by**2 % _P, y * by**3 % _P


def _doubled(point: _Point) -> _Point:
    x, y, z = point
    delta, gamma = z * z % _P, y * y % _P
    beta = x * gamma % _P
    alpha = 3 * (x - delta) * (x + delta) % _P
    made = (alpha * alpha - 8 * beta) % _P
    return made, (alpha * (4 * beta - made) - 8 * gamma * gamma) % _P, 2 * y * z % _P


def _with_base(point: _Point) -> _Point:
    """Return a point plus the base point; never the same one, as `multiple_of_base` goes."""
    x, y, z = point
    square = z * z % _P
    across, up = (_BASE[0] * square - x) % _P, (_BASE[1] * square * z - y) % _P
    if across == 0:  # twice the base itself
        return _doubled(point)
    second = across * across % _P
    third = second * across % _P
    shifted = x * second % _P
    made = (up * up - third - 2 * shifted) % _P
    return made, (up * (shifted - made) - y * third) % _P, z * across % _P

"""Amounts: what a cell proves about the column's decimal mark, and its value under a decided one."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from wizard.model.books import DecimalMark

CENT = Decimal("0.01")
_BLANKS = " \t\u00a0\u2007\u2009\u202f"
_MONEY_SIGN = r"(?:[A-Z]{0,3}[$€£¥₹₽₩₪฿₫₴₦]|[A-Z]{3}\b|R(?=[\s\d])|kr\.?)"
_WHOLE = re.compile(
    rf"""
    (?:{_MONEY_SIGN}(?=\s*\())? \s* (?P<open>\()? \s*
    (?P<sign>[-+\u2212])? \s*
    {_MONEY_SIGN}? \s*
    (?P<inner>[-+\u2212])? \s*
    (?P<number>[0-9][0-9.,'\u2019\s]* | [.,][0-9]+) \s*
    {_MONEY_SIGN}? \s*
    (?P<trail>[-\u2212])? \s*
    (?P<close>\))? \s*
    (?P<side>CR|DR|Cr|Dr|[DCSH])?
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,10})?", re.ASCII)
_PLAIN_POINT = re.compile(r"-?[0-9]+\.(?:[0-9]{1,2}|[0-9]{4})", re.ASCII)
_LONGEST = 60
"""No amount is written longer than this."""
_LARGEST = Decimal(10) ** 12
"""No shop's amount, quantity or price reaches it; products of two keep within Decimal's 28 digits."""
_POINT = re.compile(r"(?:[1-9][0-9]{0,2}(?:([,' ])[0-9]{3}(?:\1[0-9]{3})*)|[0-9]*)(?:\.([0-9]+))?", re.ASCII)
_COMMA = re.compile(r"(?:[1-9][0-9]{0,2}(?:([.' ])[0-9]{3}(?:\1[0-9]{3})*)|[0-9]*)(?:,([0-9]+))?", re.ASCII)

SIDES = {
    "d": 1, "dr": 1, "debit": 1, "s": 1, "soll": 1, "+": 1,
    "c": -1, "cr": -1, "credit": -1, "h": -1, "haben": -1, "-": -1, "\u2212": -1,
}  # fmt: skip
"""What a debit or credit letter makes of an amount."""


class Parts(NamedTuple):
    """An amount apart: its sign and its digits with their marks, blanks made alike."""

    sign: int
    number: str


class Amount(NamedTuple):
    """An amount's value and how many places it was written with."""

    value: Decimal
    places: int


def parts(text: str) -> Parts | None:
    """Take an amount apart; None where the text is none, or has two signs."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    found = _WHOLE.fullmatch(text)
    if found is None or bool(found["open"]) is not bool(found["close"]):
        return None
    signs = [s for s in (found["sign"], found["inner"], found["trail"], found["open"]) if s]
    if len(signs) > 1:
        return None
    sign = -1 if signs and signs[0] != "+" else 1
    if found["side"]:
        sign *= SIDES[found["side"].lower()]
    number = found["number"].strip().replace("\u2019", "'")
    for blank in _BLANKS[1:]:
        number = number.replace(blank, " ")
    return Parts(sign, number)


def mark_shown(text: str) -> str:
    """Return what a cell shows of the decimal mark: `.` or `,` proven, `?` it could be either, or nothing."""
    if _PLAIN_POINT.fullmatch(text):
        return "."
    if "." not in text and "," not in text:
        return ""
    apart = parts(text)
    if apart is None:
        return ""
    number = apart.number
    point, comma = number.count("."), number.count(",")
    if point and comma:
        last = max(number.rfind("."), number.rfind(","))
        return _if_valid(number, number[last])
    mark = "." if point else ","
    if point + comma > 1:
        return _if_valid(number, "," if point else ".")
    if not point + comma:
        return ""
    before, _, after = number.partition(mark)
    if "'" in number or " " in number:
        return _if_valid(number, mark)
    if len(after) == 3 and 1 <= len(before) <= 3 and before.strip("0"):
        return "?"
    return _if_valid(number, mark)


def _if_valid(number: str, mark: str) -> str:
    return mark if (_POINT if mark == "." else _COMMA).fullmatch(number) else ""


def amount(text: str, mark: DecimalMark) -> Amount | None:
    """Return an amount under the column's decimal mark; None where the text is none."""
    if mark == "." and _PLAIN.fullmatch(text):
        point = text.find(".")
        return Amount(Decimal(text), 0 if point < 0 else len(text) - point - 1)
    apart = parts(text)
    if apart is None:
        return None
    found = (_POINT if mark == "." else _COMMA).fullmatch(apart.number)
    if found is None:
        return None
    digits = apart.number
    if found[1]:
        digits = digits.replace(found[1], "")
    digits = digits.replace(",", ".")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    return _bounded(value * apart.sign, len(found[2] or ""))


def _bounded(value: Decimal, places: int) -> Amount | None:
    return Amount(value, places) if abs(value) < _LARGEST and places <= 20 else None


def typed(value: Decimal) -> Amount | None:
    """Return a sheet's number, with the places it needs; None past what any shop has."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return _bounded(value, places)


def cents(value: Decimal) -> Decimal:
    """Return an amount to the cent, halves away from zero."""
    return value.quantize(CENT, ROUND_HALF_UP)


def text_of(value: Decimal) -> str:
    """Return an amount as text with two places, as reports have it."""
    return f"{cents(value) + 0:.2f}"  # the sum makes minus nothing plain nothing


_PLACES = {
    **dict.fromkeys(("JPY", "KRW", "VND", "CLP", "ISK", "XPF", "XOF", "XAF", "PYG", "UGX", "VUV"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""ISO 4217: the currencies whose places are not two (2026-11-28)."""


def fits_places(found: Amount, currency: str) -> bool:
    """Whether an amount has no more places than its currency; `.00` is no more than none."""
    places = places_of(currency)
    if found.places <= places:
        return True
    return found.places <= 2 and found.value == found.value.to_integral_value()


def places_of(currency: str) -> int:
    """Return how many places a currency has."""
    return _PLACES.get(currency.strip().upper(), 2)

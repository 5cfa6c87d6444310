"""Reading the fields of what was sent: Xero refuses the whole request where one cannot be read."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

Json = dict[str, Any]
CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 13
_XERO_DATE = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")


class PostDataError(ValueError):
    """What was sent cannot be read: nothing of the request is carried out."""


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Return an amount as Xero rounds it: half a cent goes away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def text(sent: Mapping[str, Any], key: str) -> str:
    """Return a text without the blanks around it; empty where there is none."""
    value = sent.get(key)
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        raise PostDataError(f"Error converting the value of {key} to text")
    return str(value).strip()


def amount(sent: Mapping[str, Any], key: str) -> Decimal | None:
    """Return a number, also one sent as text; None where there is none."""
    value = sent.get(key)
    if value is None or value == "":
        return None
    try:
        if isinstance(value, bool | list | dict):
            raise PostDataError
        number = Decimal(str(value).strip())
    except (InvalidOperation, PostDataError):
        raise PostDataError(f"Error converting the value of {key} to a number") from None
    if not number.is_finite() or abs(number) >= _LARGEST or number.as_tuple().exponent < -28:  # type: ignore[operator]
        raise PostDataError(f"The value of {key} is too large or too small")
    return number


def day(sent: Mapping[str, Any], key: str) -> date | None:
    """Return a day: `2026-11-20`, the same with a time, or Xero's own `/Date(…)/`; None for none.

    What names a time zone is taken at its day in UTC, which may be the day before.
    """
    value = text(sent, key)
    if not value:
        return None
    try:
        if seen := _XERO_DATE.fullmatch(value):
            return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(seen[1]))).date()
        moment = datetime.fromisoformat(value)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        raise PostDataError(f"Error converting the value of {key} to a date") from None


def part(sent: Mapping[str, Any], key: str) -> Json | None:
    """Return a nested object; None where there is none."""
    value = sent.get(key)
    if value is not None and not isinstance(value, dict):
        raise PostDataError(f"{key} must be an object")
    return value


def parts(sent: Mapping[str, Any], key: str) -> list[Json] | None:
    """Return a list of nested objects; None where there is none."""
    value = sent.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise PostDataError(f"{key} must be a list of objects")
    return value

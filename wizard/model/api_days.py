"""Days and moments as Xero's API writes them: `/Date(milliseconds+0000)/`, or ISO 8601."""

import re
from datetime import UTC, date, datetime

_TICKS = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")


def seconds_of(value: object) -> float | None:
    """Return a moment written as ticks, as seconds since 1970; None where it is none."""
    ticks = _TICKS.fullmatch(str(value or ""))
    return None if ticks is None else int(ticks[1]) / 1000


def day_of(value: object) -> date | None:
    """Return a day of an answer: ticks are midnight UTC; None where it is no day."""
    seconds = seconds_of(value)
    try:
        if seconds is not None:
            return datetime.fromtimestamp(seconds, UTC).date()
        return date.fromisoformat(str(value or "")[:10])
    except (ValueError, OverflowError, OSError):
        return None


def day_text(value: object) -> str:
    """Return a day of an answer as it was sent, `2026-11-28`; what is no day, as it begins."""
    day = day_of(value)
    return str(value or "")[:10] if day is None else day.isoformat()

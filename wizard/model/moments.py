"""Moments as people read them."""

from datetime import datetime


def in_words(moment: datetime) -> str:
    """Return a moment by this PC's clock, e.g. `28 November 2026, 17:05`."""
    here = moment.astimezone()
    return f"{here.day} {here:%B %Y, %H:%M}"

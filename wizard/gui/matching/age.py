"""How old what was read of Xero is, in words."""

from datetime import UTC, datetime

from wizard.catalogue.moments import in_words
from wizard.catalogue.words import words_of

_words = words_of(__name__)

_HOURS = 120
"""Minutes after which the time of day says more."""


def age_in_words(moment: datetime) -> str:
    """Return "just now", "4 minutes ago", or the day and time."""
    minutes = max(int((datetime.now(UTC) - moment).total_seconds()) // 60, 0)
    if not minutes:
        return _words("just-now")
    if minutes < _HOURS:
        return _words.counted("minutes-ago", minutes)
    return _words("on-day", day=in_words(moment))

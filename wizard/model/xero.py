"""Xero: addresses, what is known of an organisation, and how long it asks to be left alone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wizard.model.problem import Fact, Problem

_SAID_IN_SECONDS = 120
"""Longer waits are said as a time of day."""


@dataclass(frozen=True)
class Organisation:
    """A Xero organisation as its user knows it; neither of its two ids is ever shown whole.

    `tenant_id` is what a call names; it is empty where a custom connection's key cannot learn it.
    `organisation_id` is the organisation's own, and another number.
    """

    tenant_id: str
    name: str = ""
    country: str = ""
    short_code: str = ""
    currency: str = ""
    is_demo: bool = False
    organisation_id: str = ""

    @property
    def last_four(self) -> str:
        """The last four characters of its id, to tell namesakes apart."""
        return (self.tenant_id or self.organisation_id)[-4:]

    @property
    def in_full(self) -> str:
        """Name, country, short code and last four, as on every screen of Xero."""
        last_four = f"…{self.last_four}" if self.last_four else ""
        return " · ".join(filter(None, [self.name, self.country, self.short_code, last_four]))

    def is_meant_by(self, text: str) -> bool:
        """Whether a text is its tenant id or its name."""
        return text.strip().casefold() in {self.tenant_id.casefold(), self.name.strip().casefold()} - {""}


def asks_to_wait(retry_after: str, now: datetime | None = None) -> Problem:
    """Return the problem that a 429 is; `retry_after` holds seconds or a date (RFC 9110 10.2.3), or nothing.

    The fact `how` is `seconds`, `until` (a time of day, for long waits) or empty where Xero does not say.
    """
    now = now or datetime.now(UTC)
    facts: dict[str, Fact] = {"status": 429, "how": "", "seconds": ""}
    seconds = _seconds(retry_after.strip(), now)
    if seconds is None:
        return Problem("XERO-BUSY", facts)
    facts |= {"seconds": seconds, "how": "seconds" if seconds <= _SAID_IN_SECONDS else "until"}
    here, until = now.astimezone(), (now + timedelta(seconds=seconds)).astimezone()
    day = "" if until.date() == here.date() else f" on {until.day} {until:%B}"
    return Problem("XERO-BUSY", {**facts, "until": f"{until:%H:%M}{day}"})


def _seconds(text: str, now: datetime) -> int | None:
    if text.isascii() and text.isdigit() and len(text) < 8:
        return int(text)
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - costs start-up time

    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0, round((moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()))


def untrusted(host: str, said: str) -> Problem:
    """Return the problem for a certificate that did not pass; a wrong clock looks like a wrong date."""
    dates = any(words in said for words in ("certificate has expired", "certificate is not yet valid"))
    return Problem("XERO-CERT", {"host": host, "reason": "dates" if dates else "authority"})

"""The rows of what the home page says of a card."""

from typing import Literal

from wizard.catalogue.schema.rows import Row
from wizard.model.card_state import CardState


class StandingWords(Row, frozen=True, kw_only=True):
    """What the home page says of one state of a card; `what` tells apart the ways into it, empty = any."""

    state: CardState
    what: str = ""
    word: str
    under: str = ""
    shape: Literal["tick", "cross", "warning", "bookmark", "line", "dash"]
    tone: Literal["good", "warn", "fault", "muted"]
    weight: Literal["works", "open", "demo", "needs", "off", "none"]
    """Whether it works, is not all proven, works in Xero's Demo Company alone, needs its user, or was put
    back or ended by its user; `none` is not spoken of at all.
    """
    verb: str
    does: Literal["check", "open", "set-up", "anew", "reconnect", "go-on", "send", "look"]
    anew: bool = True
    """Whether what was begun may be begun anew from here."""


class Headline(Row, frozen=True, kw_only=True):
    """The words of the line about all cards; `{named}` are the cards that it is about."""

    all_well: str
    """Said where nothing needs anybody, and all that could be looked at works; `{checked}` is when."""
    set_up_well: str
    """The same where not all there is was set up."""
    checked: str
    """Said in either of them: `{when}` what works was looked at."""
    oldest: str
    """The same of several things that were not looked at together."""
    needs_one: str
    needs: str
    nothing: str
    open: str
    demo: str
    """Those that work, but in Xero's Demo Company alone."""
    off: str
    waits: str
    stuck: str
    """Begun, and what was tried there last failed."""
    sign_in: str
    """What the sign-in to Xero is called."""


class StandingFile(Row, frozen=True, kw_only=True):
    """The states of cards in words, and what nobody may have looked at."""

    headline: Headline
    rows: dict[str, list[str]]
    """By what a card rests on: until when it is good, when it was looked at, when it sent last."""
    ends: dict[str, str]
    """What ends a sender, and when."""
    demo: dict[str, str]
    """What is said below a card whose organisation is Xero's Demo Company."""
    counts: dict[str, str]
    """What the last sending came to, each with its count; but for the first, what was not is left out."""
    days: dict[str, str]
    """Days that are spoken of without their date."""
    left: dict[str, str]
    """How what stayed here stands in Xero."""
    not_checked: dict[str, str]
    standing: list[StandingWords]

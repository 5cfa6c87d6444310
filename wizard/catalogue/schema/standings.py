"""The rows of what the home page says of a card."""

from typing import Literal

from wizard.catalogue.schema.rows import Row
from wizard.model.standing import CardState


class StandingWords(Row, frozen=True, kw_only=True):
    """What the home page says of one state of a card; `what` tells apart the ways into it, empty = any."""

    state: CardState
    what: str = ""
    word: str
    under: str = ""
    shape: Literal["tick", "cross", "circle", "dash"]
    tone: Literal["good", "warn", "fault", "muted"]
    weight: Literal["works", "open", "needs", "none"]
    """Whether it works, is not all proven, or needs its user; `none` is not counted at all."""
    verb: str
    does: Literal["check", "open", "set-up", "reconnect", "go-on", "send"]
    anew: bool = True
    """Whether what was begun may be begun anew from here."""


class StandingFile(Row, frozen=True, kw_only=True):
    """The states of cards in words, and what nobody may have looked at."""

    not_checked: dict[str, str]
    all_well: str
    """Said of all cards where nothing needs anybody, and all that could be looked at works."""
    standing: list[StandingWords]

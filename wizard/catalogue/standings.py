"""The states of the home page's cards in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from string import Formatter

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.catalogue.schema.standings import StandingFile, StandingWords
from wizard.catalogue.wording import fill, wording
from wizard.model.moments import in_words
from wizard.model.problem import Fact
from wizard.model.standing import Standing

_FILE = "standings.toml"


@lru_cache(maxsize=1)
def standing_file() -> StandingFile:
    """Return the words of every state."""
    return convert(read_toml(_FILE), StandingFile, _FILE)


@dataclass(frozen=True)
class StandingSaid:
    """A card's state as it is shown: its word, what stands below, and the row it came from."""

    word: str
    under: str
    verb: str
    row: StandingWords


def said_of(standing: Standing) -> StandingSaid:
    """Return a card's state in words; where the state has no row of its kind, the general one counts."""
    what = standing.facts.get("what", "")
    rows = [row for row in standing_file().standing if row.state is standing.state]
    row = next(row for row in rows if row.what in {"", what})
    left = ", ".join(standing_file().not_checked[name] for name in standing.not_checked)
    facts: dict[str, Fact] = {
        **standing.facts,
        "at": in_words(standing.at) if standing.at else "",
        "worked": in_words(standing.worked) if standing.worked else "",
        "tried": _moment(standing.facts.get("tried")),
        "began": _moment(standing.facts.get("began")),
        "until": _day(str(standing.facts.get("until", ""))),
        "left": left,
        "last": _last(standing.facts),
        "problem": wording(standing.problem).what if standing.problem else "",
    }
    verb = fill(row.verb, facts)
    return StandingSaid(fill(row.word, facts), _without_gaps(row.under, facts), verb, row)


def _last(facts: Mapping[str, Fact]) -> str:
    """Return the sentence of the last sending; empty where nothing was sent."""
    at = facts.get("last_at")
    if not isinstance(at, str):
        return ""
    from wizard.catalogue.export import sentence  # noqa: PLC0415 - only where something was sent

    counts = {name: value for name, value in facts.items() if isinstance(value, int)}
    return sentence(counts, datetime.fromisoformat(at)).rstrip(".")


def in_short(standings: Sequence[Standing]) -> str:
    """Return the one line about all cards: what needs its user, what is not proven, or that all works."""
    weights: dict[str, dict[str, None]] = {"works": {}, "open": {}, "needs": {}}
    for one in standings:
        weight = said_of(one).row.weight
        if weight != "none":
            weights[weight][one.cause] = None
    needs = len(weights["needs"])
    unproven = len([cause for cause in weights["open"] if cause not in weights["needs"]])
    parts = [f"{needs} thing{_s(needs)} need{'' if needs != 1 else 's'} you"] if needs else []
    if unproven:
        thing = "" if parts else f" thing{_s(unproven)}"
        parts.append(f"{unproven}{thing} {'is' if unproven == 1 else 'are'} not fully proven")
    if parts:
        return f"{' · '.join(parts)}."
    return standing_file().all_well if weights["works"] else ""


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _without_gaps(text: str, facts: Mapping[str, Fact]) -> str:
    """Fill a text sentence by sentence; one whose facts are not known is left out."""
    parts = []
    for sentence in text.split(". "):
        names = [name for _, name, _, _ in Formatter().parse(sentence) if name]
        if all(facts.get(name) not in {None, ""} for name in names):
            parts.append(fill(sentence, facts))
    return ". ".join(parts)


def _moment(at: Fact | None) -> str:
    return in_words(datetime.fromisoformat(at)) if isinstance(at, str) else ""


def _day(text: str) -> str:
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"

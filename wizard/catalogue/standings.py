"""The states of the home page's cards in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from string import Formatter

from msgspec.structs import replace

from wizard.catalogue.listing import listed
from wizard.catalogue.load import convert
from wizard.catalogue.moments import day_in_words, in_words, time_in_words
from wizard.catalogue.resources import read_toml
from wizard.catalogue.schema.standings import StandingFile, StandingWords
from wizard.catalogue.wording import fill, wording
from wizard.model.card_state import Standing
from wizard.model.problem import Fact
from wizard.model.record import LastRun

_FILE = "standings.toml"
_MOMENTS = ("tried", "began", "changed", "put_back")
"""Facts of a state that are points in time."""


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
    facts = _facts(standing)
    under = _without_gaps(row.under, facts)
    if standing.is_demo:
        under = ". ".join(filter(None, [under, standing_file().demo["under"]]))
        if row.weight == "works":
            row = replace(row, shape="warning", tone="warn", weight="demo")
    return StandingSaid(fill(row.word, facts), under, fill(row.verb, facts), row)


def _facts(standing: Standing) -> dict[str, Fact]:
    """Return what a state's words may be filled with."""
    left = listed(standing_file().not_checked[name] for name in standing.not_checked)
    how_left = standing_file().left.get(str(standing.facts.get("how_left")), "")
    moments = {name: _moment(standing.facts.get(name)) for name in _MOMENTS}
    return {
        **standing.facts,
        **moments,
        "how_left": how_left,
        "held": _lately(standing.facts.get("held")),
        "at": in_words(standing.at) if standing.at else "",
        "worked": in_words(standing.worked) if standing.worked else "",
        "until": _day(str(standing.facts.get("until", ""))),
        "left": left,
        "last": _last(standing.sendings),
        "problem": wording(standing.problem).what if standing.problem else "",
    }


def _last(sendings: Sequence[LastRun]) -> str:
    """Return the sentences of the last sendings; empty where nothing was sent."""
    if not sendings:
        return ""
    from wizard.catalogue.export import sentences  # noqa: PLC0415 - only where something was sent

    return sentences(sendings).rstrip(".")


def row_of(
    kind: str, standing: Standing, more: Mapping[str, str] | None = None, now: datetime | None = None
) -> str:
    """Return the line below a card: until when it is good, its last check, what it sent last.

    `kind` is a row of the file, `more` are facts that no state has. What the state's own words say already,
    and what nobody knows, is left out.
    """
    said = said_of(standing).row
    if said.weight == "off":
        return ""
    told = _names(said.word) | _names(said.under)
    told |= {"sent_at", "counts"} if "last" in told else set()
    facts: dict[str, Fact] = {**_facts(standing), **_sent(standing.sendings, now), **(more or {})}
    if standing.at is not None:
        facts["at"] = lately(_last_look(standing), now)
        facts["well"] = lately(standing.at, now) if standing.worked == standing.at else ""
    parts = [
        fill(part, facts)
        for part in standing_file().rows[kind]
        if not _names(part) & told and all(facts.get(name) for name in _names(part))
    ]
    return " · ".join(parts)


def _sent(sendings: Sequence[LastRun], now: datetime | None) -> dict[str, Fact]:
    """Return when something was sent, from the first to the last of that day, and what all of it came to."""
    if not sendings:
        return {}
    words = standing_file().counts
    counts = {name: sum(one.counts.get(name, 0) for one in sendings) for name in words}
    said = [fill(text, counts) for name, text in words.items() if counts[name] or name == "sent"]
    first, last = (time_in_words(one.at) for one in (sendings[-1], sendings[0]))
    from_first = lately(sendings[-1].at, now)
    at = from_first if first == last else standing_file().days["until"].format(first=from_first, last=last)
    return {"sent_at": at, "counts": ", ".join(said)}


def lately(moment: datetime, now: datetime | None = None) -> str:
    """Return a moment as it is said of today and yesterday, else with its date."""
    here, words = moment.astimezone(), standing_file().days
    days = ((now or datetime.now().astimezone()).date() - here.date()).days
    said = words["today"] if days == 0 else words["yesterday"] if days == 1 else ""
    return said.format(time=f"{here:%H:%M}") if said else in_words(moment)


@dataclass(frozen=True)
class InShort:
    """The line about all cards, and its tone: good | fault | muted."""

    text: str
    tone: str


def in_short(
    named: Sequence[tuple[str, Standing]],
    waits: Sequence[str] = (),
    lacks: str = "",
    now: datetime | None = None,
) -> InShort:
    """Return the one line about all cards, each with its name; `waits` are those that were begun.

    What one thing would put right is named once. `lacks` is what is wrong with this PC: then nothing is
    said to be well. Empty where nothing is set up.
    """
    words = standing_file().headline
    weights: dict[str, dict[str, str]] = {
        "works": {}, "open": {}, "demo": {}, "needs": {}, "off": {}, "none": {},
    }  # fmt: skip
    for name, one in named:
        weights[said_of(one).row.weight].setdefault(one.cause, name)
    needs = weights["needs"]
    for less in (weights["open"], weights["demo"], weights["off"]):
        for cause in needs.keys() & less.keys():
            del less[cause]
    if needs:
        said = (words.needs_one if len(needs) == 1 else words.needs).replace("{count}", str(len(needs)))
        first = " ".join(filter(None, (said.replace("{named}", listed(needs.values())), lacks)))
    elif lacks:
        first = lacks
    elif weights["works"] and not (weights["open"] or weights["demo"] or weights["off"] or waits):
        said = words.all_well if not weights["none"] else words.set_up_well
        return InShort(said.replace("{checked}", _checked([one for _, one in named], now)), "good")
    else:
        first = words.nothing if any(weights[name] for name in ("works", "open", "demo", "off")) else ""
    stuck = [name for name, one in named if name in waits and one.facts.get("what") == "stuck"]
    rest = [
        (words.open, weights["open"].values()),
        (words.demo, weights["demo"].values()),
        (words.off, weights["off"].values()),
        (words.waits, [name for name in waits if name not in stuck]),
        (words.stuck, stuck),
    ]
    parts = [text.replace("{named}", listed(names)) for text, names in rest if names]
    return InShort(" ".join(filter(None, [first, *parts])), "fault" if needs or lacks else "muted")


def _checked(standings: Iterable[Standing], now: datetime | None) -> str:
    """Return when what works was looked at: of several looks the oldest; empty where no time is known."""
    works = [one for one in standings if said_of(one).row.weight == "works"]
    looks = {look for one in works for look in _looks(one)}
    if not looks:
        return ""
    words = standing_file().headline
    return (words.checked if len(looks) == 1 else words.oldest).format(when=lately(min(looks), now))


def _last_look(standing: Standing) -> datetime:
    """Return when it was looked at last: what was sent and read back was looked at then."""
    assert standing.at is not None
    return max([standing.at, *(one.at for one in standing.sendings if one.differences is not None)])


def _looks(one: Standing) -> Iterator[datetime]:
    """Yield when what a card proves was looked at: Check again does not look at the mail program."""
    held = one.facts.get("held")
    if one.at is not None:
        yield max([one.at, *(sent.at for sent in one.sendings)])
    if isinstance(held, str):
        yield datetime.fromisoformat(held)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _without_gaps(text: str, facts: Mapping[str, Fact]) -> str:
    """Fill a text sentence by sentence; one whose facts are not known is left out."""
    parts = []
    for sentence in text.split(". "):
        if all(facts.get(name) not in {None, ""} for name in _names(sentence)):
            parts.append(fill(sentence, facts))
    return ". ".join(parts)


def _moment(at: Fact | None) -> str:
    return in_words(datetime.fromisoformat(at)) if isinstance(at, str) else ""


def _lately(at: Fact | None) -> str:
    return lately(datetime.fromisoformat(at)) if isinstance(at, str) else ""


def _day(text: str) -> str:
    return day_in_words(date.fromisoformat(text)) if text else ""

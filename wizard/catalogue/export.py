"""What is said of records that were sent or stayed here, of a sending, and on its proof."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from wizard.catalogue.load import convert
from wizard.catalogue.moments import in_words, time_in_words
from wizard.catalogue.resources import read_toml
from wizard.catalogue.rules import rule_rows
from wizard.catalogue.words import number
from wizard.model.export import Equals, Why
from wizard.model.record import LastRun

_FILE = "export.toml"
_NOT_OURS = {"not-arrived", "other-amounts", "voided", "ours", "ours-differs"}
"""What another program posts was not refused: it is not there."""


class ProofWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The texts of a proof's page."""

    title: str
    equal: str
    differs: str
    differs_one: str
    sum: str
    """What became of all records of the files, by the words of `Counts.as_facts`."""
    columns: list[str]
    difference_columns: list[str]
    sealed: str
    run: str
    record_columns: list[str]
    fields: dict[str, str]
    link: str
    """Of a page in Xero: `{short_code}` is the organisation's, `{path}` one of `links` with an id."""
    links: dict[str, str]


class UploadWords(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The texts about files that a person uploads."""

    steps: list[str]
    take_back: str
    """How it is undone where there is no window."""
    credit_notes: str
    """Said where there is a file of them."""
    nothing: str
    waits: str
    mark: str
    unmark: str
    none_marked: str
    unmarked: str


class ExportWords(Struct, frozen=True, forbid_unknown_fields=True):
    """All of them, by what they are about."""

    again: str
    """What is said before a second sending on one day; `{said}` is the sentence of the first."""
    ask_again: str
    """The question after it, at a terminal."""
    late: str
    """How the entry is called that takes a day's late receipts."""
    states: dict[str, str]
    why: dict[str, str]
    kinds: dict[str, str]
    fix: dict[str, str]
    """By why a record stays here, where that is put right."""
    fixes: dict[str, str]
    """What the button that leads there says."""
    window: dict[str, str | list[str]]
    """What the screens of sending say: texts, and the headings of a table."""
    sentence: dict[str, str]
    upload: UploadWords
    begins: str
    waits: str
    """What is said while Xero has to be waited for; `{time}` of day at which it goes on."""
    proof: ProofWords


@lru_cache(maxsize=1)
def export_words() -> ExportWords:
    """Return the words; CatalogueError for a file that does not fit."""
    return convert(read_toml(_FILE), ExportWords, _FILE)


def words_of_why(why: Why | None) -> str:
    """Return why a record is where it is."""
    return "" if why is None else export_words().why[why.code].replace("{said}", why.said)


def words_of_group(group: Equals) -> str:
    """Return how many records of a kind are in which state, and why."""
    words, first = export_words(), group.first
    count = f"{number(group.count)} × " if group.count > 1 else ""
    kind, reason = words.kinds.get(first.kind, first.kind), words_of_why(first.why)
    if first.why is not None and first.why.code in _NOT_OURS:
        return f"{count}{kind}: {reason}"
    return f"{count}{kind}, {words.states[first.state]}: {reason}"


def window_words(name: str, **facts: object) -> str:
    """Return a text of the screens of sending, filled in."""
    return str(export_words().window[name]).format_map(facts)


def link_in_xero(kind: str, xero_id: str, short_code: str) -> str:
    """Return the address that opens a document in Xero; empty where Xero has no page for its kind."""
    words = export_words().proof
    path = words.links.get(kind, "")
    if not path or not short_code:
        return ""
    return words.link.replace("{short_code}", short_code).replace("{path}", path + xero_id)


def fix_of(why: Why | None) -> str:
    """Return where a record that stays here is put right; empty where nothing here would help."""
    if why is None:
        return ""
    row = rule_rows().get(why.rule)
    return row.fix if row is not None else export_words().fix.get(why.code, "")


def sentence(counts: Mapping[str, int] | None, at: datetime | None) -> str:
    """Return what one sending came to, in the one sentence that all places say."""
    words = export_words().sentence
    if at is None:
        return words["never"]
    when = f"on {in_words(at)}"
    if counts is None:
        return words["running"].replace("{when}", when)
    told = {**_ZERO, **counts}
    name = _clean_or_some(told) + ("-added" if told["sent"] and told["by_earlier"] else "")
    return words[name].format_map({**told, "out": _out(told), "when": when})


def never_to(organisation: str) -> str:
    """Return that nothing went to an organisation; to another it may have."""
    return export_words().sentence["never-to"].replace("{organisation}", organisation)


def sentences(sendings: Sequence[LastRun]) -> str:
    """Return the last sending's sentence, and what other files came to before it that day."""
    if not sendings:
        return sentence(None, None)
    last, *earlier = sendings
    return " ".join((sentence(last.counts, last.at), *map(_earlier, earlier)))


def _earlier(one: LastRun) -> str:
    told = {**_ZERO, **one.counts}
    words = export_words().sentence[f"earlier-{_clean_or_some(told)}"]
    return words.format_map({**told, "out": _out(told), "time": time_in_words(one.at)})


def _out(counts: Mapping[str, int]) -> str:
    words = export_words().sentence["out"]
    return words.format_map(counts) if counts.get("excluded") else ""


def _clean_or_some(counts: Mapping[str, int]) -> str:
    return "some" if counts["held"] or counts["failed"] else "clean"


_ZERO = {"sent": 0, "already_there": 0, "held": 0, "failed": 0, "by_earlier": 0}

"""Whether the tables (deadlines, providers, refusals, practice, verdicts) name what exists."""

from collections.abc import Iterator

import msgspec

from wizard.catalogue.deadlines import CONCERNS
from wizard.catalogue.guides import guides
from wizard.catalogue.load import (
    deadlines,
    documents,
    encryptions,
    isps,
    key_verdicts,
    mail_sign_in,
    password_guides,
    problems,
    procedures,
    providers,
    screen,
)
from wizard.catalogue.practice import ONCE_MORE, practice_answers, practice_logins
from wizard.catalogue.resources import CatalogueError, names_in, read_toml
from wizard.catalogue.schema import placeholders
from wizard.catalogue.standings import standing_file
from wizard.catalogue.vocabulary import Values, Vocabulary, all_procedures, fields_in, unknown, when_faults
from wizard.model.card_state import CardState


def check_tables(known: Vocabulary) -> Iterator[CatalogueError]:
    """Yield what is wrong with the tables."""
    yield from _deadlines()
    yield from _providers()
    yield from _refusals()
    yield from _verdicts(known)
    yield from _practice()
    yield from _mirrors()
    yield from _standings()


def _deadlines() -> Iterator[CatalogueError]:
    names: dict[str, Values] = dict(CONCERNS)
    names["sender_provider"] = frozenset(row.id for row in providers())
    names["sender_server"] = frozenset(row.outgoing.host for row in providers())
    for row in deadlines():
        for concern in row.concerns:
            yield from when_faults(concern, names, "fact of a store", "deadlines.toml", f"{row.id}.concerns")


def _providers() -> Iterator[CatalogueError]:
    for row in providers():
        if row.guide and row.guide not in password_guides():
            yield unknown("providers/mail.toml", f"{row.id}.guide", "guide", row.guide, password_guides())


def _standings() -> Iterator[CatalogueError]:
    """Yield a state without words for every way into it, and a text that names what no state has."""
    known = {
        "said",
        "at",
        "worked",
        "since",
        "store",
        "tried",
        "began",
        "held",
        "changed",
        "put_back",
        "account",
        "client",
        "boxes",
        "receipt",
        "until",
        "left",
        "problem",
        "mine",
        "other",
        "owner",
        "draft",
        "last",
        "left_here",
        "how_left",
        "changed_here",
        "not_there",
    }
    rows = standing_file().standing
    for state in set(CardState) - {row.state for row in rows if not row.what}:
        yield CatalogueError("standings.toml", "standing", f"{state.value} has no words")
    for row in rows:
        for name in placeholders(row.word + row.under + row.verb):
            if name not in known:
                yield unknown("standings.toml", f"{row.state.value}.under", "fact", name, known)
    for kind, parts in standing_file().rows.items():
        for name in placeholders(" ".join(parts)):
            if name not in known | {"used", "ends", "sent_at", "counts", "well"}:
                yield unknown("standings.toml", f"rows.{kind}", "fact", name, known)


def _refusals() -> Iterator[CatalogueError]:
    for row in mail_sign_in().refusal:
        file, key = "providers/sign-in.toml", f"refusal.{row.codes[0]}"
        if row.problem not in problems():
            yield unknown(file, f"{key}.problem", "problem", row.problem, problems())
            continue
        text = problems()[row.problem]
        causes = text.one_of.get("cause")
        if row.cause and causes is not None and row.cause not in causes:
            yield unknown(file, f"{key}.cause", f"cause of {row.problem}", row.cause, causes)
        if row.cause and causes is None and "cause" not in text.facts:
            yield CatalogueError(file, f"{key}.cause", f"{row.problem} has no fact cause")


def _verdicts(known: Vocabulary) -> Iterator[CatalogueError]:
    for name, words in key_verdicts().items():
        if name not in {p.id for p in procedures()}:
            yield unknown("key-verdicts.toml", name, "procedure", name, [p.id for p in procedures()])
        for kind in sorted(words.keys() ^ known.key_kinds):
            reason = "is no kind of key" if kind in words else "is missing"
            yield CatalogueError("key-verdicts.toml", f"{name}.{kind}", reason)


def _practice() -> Iterator[CatalogueError]:
    file = "practice/answers.toml"
    ids = {name: p for p in procedures() for name in (p.id, f"{p.id}{ONCE_MORE}")}
    for name in read_toml(file):
        if name not in ids:
            yield unknown(file, name, "procedure", name, ids)
            continue
        fields = fields_in(ids[name])
        for box, value in practice_answers(name).items():
            if box not in fields:
                yield unknown(file, f"{name}.{box}", "box", box, fields)
            login = value.get("practice") if isinstance(value, dict) else None
            if login is not None and login not in practice_logins():
                yield unknown(file, f"{name}.{box}", "practice login", login, practice_logins())


def _mirrors() -> Iterator[CatalogueError]:
    """Yield every item of a source document that does not exist there."""
    totals = {row.id: row.items for row in documents()}
    for file, rows in _files():
        for key, item in _items(msgspec.to_builtins(rows), "$"):
            document, _, number = item.partition(".")
            if document not in totals or not number.isdigit() or not 1 <= int(number) <= totals[document]:
                yield CatalogueError(file, key, f"no source document has an item {item}")


def _files() -> Iterator[tuple[str, object]]:
    """Yield every file that carries items of the documents, with what stands in it."""
    yield from ((f"procedures/{row.id}.toml", row) for row in all_procedures())
    yield from ((f"screens/{name}.toml", screen(name)) for name in names_in("screens"))
    yield from ((f"clients/{row.id}.toml", row) for row in guides())
    yield "providers/isps.toml", isps()
    yield "providers/mail.toml", [*providers(), *encryptions().values()]
    yield "providers/app-passwords.toml", list(password_guides().values())
    yield "countries.toml", read_toml("countries.toml")
    yield "problems.toml", problems()
    yield "deadlines.toml", list(deadlines())


def _items(data: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, list):
        for index, row in enumerate(data):
            yield from _items(row, f"{key}[{index}]")
    elif isinstance(data, dict):
        for name, value in data.items():
            if name == "mirrors" and isinstance(value, list):
                yield from ((f"{key}.mirrors", str(item)) for item in value)
            else:
                yield from _items(value, f"{key}.{name}")

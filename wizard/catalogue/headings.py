"""The first lines of data files: what a list of them says, without reading the rest.

TOML has every key of the file itself before its first table, so a heading ends where a line begins with `[`.
Neither types nor names are checked here: whoever reads the whole file does that.
"""

import datetime
import re
from functools import lru_cache
from typing import Any, NamedTuple

from wizard.catalogue.language import spoken
from wizard.catalogue.resources import CatalogueError, names_in, read_text, read_toml


class ProcedureHeading(NamedTuple):
    """A documented procedure as the home page and `tillbridge procedures` list it."""

    id: str
    letter: str
    say: str
    total: int
    title: str
    vendor: str
    card: str
    source: str
    checked: datetime.date


class Untouched(NamedTuple):
    """What a card says and offers while nothing is set up, from `resources/standings.toml`."""

    word: str
    verb: str


class HomeWords(NamedTuple):
    """What the home page says before anything of a store is read, from `resources/home.toml`."""

    title: str
    begin: str
    today: str
    practise: str
    practise_tip: str
    set_up_file: str
    set_up_file_tip: str
    number: str
    number_tip: str
    helping: str
    helping_tip: str
    papers: str
    papers_tip: str
    store: str
    store_tip: str
    mail_trouble: str
    mail_trouble_tip: str
    xero_trouble: str
    xero_trouble_tip: str


class ScreenHeading(NamedTuple):
    """A screen as a list of steps names it."""

    id: str
    title: str
    support: str


class StepHeading(NamedTuple):
    """A step as a list of them names it; `title` is empty where it has its screen's."""

    id: str
    number: int
    screen: str
    title: str


class GuideHeading(NamedTuple):
    """A mail program's guide as a choice among them."""

    id: str
    name: str
    versions: str
    order: int


def read_heading(name: str) -> dict[str, Any]:
    """Return the keys of `resources/<name>` that stand before its first table, and perhaps more."""
    head, _, _ = read_text(name).partition("\n[")
    plain = plain_lines(head)
    if plain is not None:
        return spoken(name, plain)
    import tomllib  # noqa: PLC0415 - costs start-up time, and most headings do without

    try:
        return spoken(name, tomllib.loads(head))
    except tomllib.TOMLDecodeError:
        return read_toml(name)  # cut within a value, or faulty: reading it whole tells


def plain_lines(head: str) -> dict[str, Any] | None:
    """Return the keys where each line is a plain text, number or day; None where TOML itself is needed."""
    lines = [line.partition(" = ") for line in head.splitlines() if line and not line.startswith("#")]
    if not all(equals and key.replace("-", "_").isidentifier() for key, equals, _ in lines):
        return None
    try:
        # A list is never of a heading.
        return {key: _plain_value(value) for key, _, value in lines if (value[:1], value[-1:]) != ("[", "]")}
    except ValueError:
        return None


def _plain_value(value: str) -> str | int | datetime.date:
    """Return a value as TOML has it; ValueError for all but the plainest."""
    if value in {"true", "false"}:
        return value == "true"
    text = value[1:-1]
    if len(value) > 1 and value == f'"{text}"':
        if not text.isprintable() or {"\\", '"'} & set(text):
            raise ValueError
        return text
    if value.isascii() and value.isdigit() and value == str(int(value)):
        return int(value)
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        raise ValueError
    return datetime.date.fromisoformat(value)


@lru_cache(maxsize=1)
def procedure_headings() -> tuple[ProcedureHeading, ...]:
    """Return every documented procedure, in the order of the home page."""
    rows = [(name, read_heading(f"procedures/{name}.toml")) for name in names_in("procedures")]
    return tuple(
        ProcedureHeading(*(_value(row, key, f"procedures/{name}.toml") for key in ProcedureHeading._fields))
        for name, row in rows
        if not row.get("hidden")
    )


@lru_cache(maxsize=1)
def untouched() -> Untouched:
    """Return the words of a card that nobody has used yet."""
    file, line = "standings.toml", 'state = "not-set-up"'
    _, _, after = read_text(file).partition(f"\n[[standing]]\n{line}\n")
    row = spoken(file, plain_lines(after.partition("\n[")[0]))
    if not row:
        row = next(row for row in read_toml(file)["standing"] if row["state"] == "not-set-up")
    return Untouched(*(_value(row, key, file) for key in Untouched._fields))


@lru_cache(maxsize=1)
def home_words() -> HomeWords:
    """Return the words of the home page itself."""
    row = read_heading("home.toml")
    return HomeWords(*(_value(row, key, "home.toml") for key in HomeWords._fields))


def step_headings(name: str) -> list[StepHeading]:
    """Return a procedure's steps in their order; its file is read whole for them."""
    file = f"procedures/{name}.toml"
    rows = [{"title": "", **row} for row in read_toml(file)["steps"]]
    return [StepHeading(*(_value(row, key, file) for key in StepHeading._fields)) for row in rows]


@lru_cache(maxsize=64)
def screen_heading(name: str) -> ScreenHeading:
    """Return one screen's heading by id."""
    file = f"screens/{name}.toml"
    row = {"support": "", **read_heading(file)}
    return ScreenHeading(*(_value(row, key, file) for key in ScreenHeading._fields))


@lru_cache(maxsize=1)
def guide_headings() -> tuple[GuideHeading, ...]:
    """Return every guide's heading, in the order they are offered."""
    names = (name for name in names_in("clients") if not name.endswith(".words"))
    rows = [(read_heading(f"clients/{name}.toml"), f"clients/{name}.toml") for name in names]
    found = (GuideHeading(*(_value(row, key, file) for key in GuideHeading._fields)) for row, file in rows)
    return tuple(sorted(found, key=lambda heading: heading.order))


def _value(row: dict[str, Any], key: str, file: str) -> Any:
    if key not in row:
        raise CatalogueError(file, "$", f"Object missing required field `{key}`")
    return row[key]

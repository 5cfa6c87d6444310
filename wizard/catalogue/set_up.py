"""The words of set-up files: in one, where one is saved, and where one is opened."""

from functools import lru_cache

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.catalogue.schema.rows import Row

_FILE = "set-up.toml"


class FileWords(Row, frozen=True, kw_only=True):
    """The comments of a set-up file; `{…}` is filled in."""

    head: str
    next: str
    own: str
    own_left_out: str
    required: str
    blank: str
    aside: str
    only: str
    limits: str
    day: str
    path: str
    matches: str
    matched: str
    layouts: str


class SaveWords(Row, frozen=True, kw_only=True):
    """The words around saving one."""

    link: str
    file_kind: str
    saved: str
    this_store: str


class GuideWords(Row, frozen=True, kw_only=True):
    """The words around a guide that is made from a last screen."""

    link: str
    making: str
    made: str
    not_opened: str


class OpenWords(Row, frozen=True, kw_only=True):
    """The words of the page that shows what a file fills in, before it does."""

    file_kind: str
    choose: str
    title: str
    what: str
    fills: str
    asks: str
    answer: str
    own: str
    stays: str
    """Said of what each store has of its own, where this one has it already."""
    secret: str
    missing: str
    matches: str
    another: str
    layouts: str
    nothing: str
    no_questions: str
    replaces: str
    verb: str
    faulty: str
    fault: str
    more: str
    not_shown: str
    yes: str
    no: str


class ValueWords(Row, frozen=True, kw_only=True):
    """The words around taking a screen's values out of somebody's file."""

    link: str
    file_kind: str
    filled: str
    with_secret: str
    nothing: str


class CheckWords(Row, frozen=True, kw_only=True):
    """What is said of what a run would change."""

    never: str
    proven: str
    undone: str
    no_secret: str
    other_secret: str
    secret: str
    schedule: str
    records: str
    nothing: str
    some: str


class SetUpWords(Row, frozen=True, kw_only=True):
    """`set-up.toml`."""

    file: FileWords
    save: SaveWords
    guide: GuideWords
    open: OpenWords
    values: ValueWords
    check: CheckWords


@lru_cache(maxsize=1)
def set_up_words() -> SetUpWords:
    """Return what stands in the file."""
    return convert(read_toml(_FILE), SetUpWords, _FILE)

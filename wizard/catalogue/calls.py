"""What whoever helps a caller asks and says: by screen, by problem."""

from functools import lru_cache

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.catalogue.schema.rows import Row

_FILE = "calls.toml"


class CallScreen(Row, frozen=True, kw_only=True):
    """A screen on the phone: what goes wrong there, and the question after the screen's own first one."""

    mistakes: list[str]
    next: str
    button: str = ""
    """What its button says to a caller, where that is not what begins the screen's check."""


class CallPage(Row, frozen=True, kw_only=True):
    """A page of the home page, which belongs to no procedure, as it is told on the phone."""

    title: str
    instruction: str
    button: str = ""
    ask: list[str]
    mistakes: list[str]
    say: str


class CallProblem(Row, frozen=True, kw_only=True):
    """A problem on the phone: what to say, and what to ask."""

    say: str
    ask: str
    on: list[str] = []
    """The screens it comes up at, of home's pages their numbers; none where it may come up anywhere.

    A problem without its own comes up where its family does.
    """


class Paper(Row, frozen=True, kw_only=True):
    """The words of a guide on paper; `{…}` is filled in."""

    title: str
    source: str
    store: str
    index: str
    codes: str
    by_hand: str
    may_stand: str
    boxes: str
    button: str
    required: str
    blank: str
    old: str
    phone: str
    often: str
    problems: str
    anywhere: str
    program: str
    never: str


class WindowWords(Row, frozen=True, kw_only=True):
    """The words of the window's pages for whoever helps; `{…}` is filled in."""

    helping: str
    helping_what: str
    helping_example: str
    show: str
    sees: str
    sees_if: str
    seen_then: str
    not_drawn: str
    ask: str
    ask_first: str
    go_there: str
    read_code: str
    if_it_says: str
    if_any_says: str
    comes_up: str
    practice_values: str
    say: str
    do: str
    often: str
    never: str
    others: str
    program: str
    any_program: str
    clicks: str
    unknown: str
    nothing: str
    copy_for_support: str
    whom: str
    make: str
    make_tip: str
    make_title: str
    make_what: str
    gathering: str
    struck: str
    save: str
    saved: str
    all_struck: str
    open: str
    open_title: str
    opened: str
    answered: str
    found: str
    besides: str
    earlier: str
    later: str
    no_steps: str
    file_kind: str
    file_name: str


def family_of(code: str) -> str:
    """Return the part of a problem's code before its first dash."""
    return code.partition("-")[0]


class AboutPrograms(Row, frozen=True, kw_only=True):
    """Screens and families of problems at which the clicks in the caller's own mail program help."""

    screens: list[str]
    families: list[str]


class CallFile(Row, frozen=True, kw_only=True):
    """`calls.toml`."""

    never: list[str]
    counts_only: list[str]
    """Screens of whose findings a support file has only the counts."""
    known_at: dict[str, dict[str, str]]
    """Facts of every problem at the screens of a letter, without which it is told in other words."""
    programs: AboutPrograms
    paper: Paper
    window: WindowWords
    home: str
    """What all pages of the home page are called together."""
    pages: dict[str, CallPage]
    """The home page and what opens from it, by the number that is read out."""
    screens: dict[str, CallScreen]
    families: dict[str, CallProblem]
    problems: dict[str, CallProblem]

    def screens_of(self, code: str) -> list[str]:
        """Return the screens and the pages of home that a problem comes up at; none: it may be any."""
        own, family = self.problems.get(code), self.families.get(family_of(code))
        return (own.on if own is not None else []) or (family.on if family is not None else [])

    def about(self, code: str) -> CallProblem | None:
        """Return what is asked and said of a problem: its own words, else its family's."""
        return self.problems.get(code) or self.families.get(family_of(code))


@lru_cache(maxsize=1)
def call_file() -> CallFile:
    """Return what stands in the file."""
    return convert(read_toml(_FILE), CallFile, _FILE)

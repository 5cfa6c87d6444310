"""The types of the data files: what a procedure, a screen, a field, a problem and a provider row may say.

These types *are* the schema: msgspec refuses unknown keys and wrong types with the path of the fault. What a
row names within its own file is checked by `__post_init__`, whose ValueError gets the same path; what it
names in others, by `catalogue/check.py`.
"""

import datetime
import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from wizard.model.standing import CardState

_ENDS = ("end", "back")
"""Where a step may lead besides to another step."""
_PLACEHOLDER = re.compile(r"\{([^}]*)\}")


def placeholders(text: str) -> list[str]:
    """Return the names in braces that a text is filled with."""
    return _PLACEHOLDER.findall(text)


def _refuse_doubles(what: str, names: Iterable[object]) -> None:
    seen: set[object] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"two {what} are called {name}")
        seen.add(name)


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all data rows."""


class Branch(Row, frozen=True, kw_only=True):
    """One way on: taken when every named answer has its value, or, without `when`, always."""

    goto: str
    when: dict[str, str] = {}


class Step(Row, frozen=True, kw_only=True):
    """One step of a procedure: shows a screen, then runs jobs when its verb is pressed."""

    id: str
    number: int
    screen: str
    next: str | list[Branch] = "end"
    jobs: list[str] = []
    side: bool = False
    """A side page (11 to 19): not counted, returns to where it was opened unless `next` says more."""
    changes_outside: bool = False
    """Whether its jobs change something outside the program, so that Back does not undo them."""
    check: bool = False
    """The step that proves what the procedure set up: where "Check again" goes."""
    secrets: list[str] = []
    """Fields of earlier steps whose secrets this step's jobs need."""
    title: str = ""
    """What the side list calls it, where that differs from the screen's title."""
    offered_when: dict[str, str] = {}
    """Of a side page: where its link is offered."""
    takes_back: str = ""
    """Of a side page: the step that it makes undone; from there on nothing was reached any more."""
    person: str = ""
    """What only a person can do here; a run without a window stops at it unless `done_when` holds."""
    done_when: dict[str, str] = {}
    """The step's jobs need not run while these answers and conditions hold."""
    seen_when: dict[str, str] = {}
    """Of a step that only a person can do: what its jobs find where it was done already."""
    mirrors: list[str] = []

    @property
    def targets(self) -> list[str]:
        """Every step it may lead to, "end" and "back" included."""
        return [self.next] if isinstance(self.next, str) else [branch.goto for branch in self.next]

    def __post_init__(self) -> None:
        """Refuse what only a side page may say elsewhere, and a way on behind one that is always taken."""
        if self.seen_when and not (self.person and self.jobs):
            raise ValueError("only the jobs of a person's step can see that it was done")
        if not self.side and (self.offered_when or self.takes_back):
            raise ValueError("only a side page has offered_when or takes_back")
        if not isinstance(self.next, str) and not all(branch.when for branch in self.next[:-1]):
            raise ValueError("a way on without `when` must be the last")


class Later(Row, frozen=True, kw_only=True):
    """A numbered step of the document that this version does not have yet; listed, never shown."""

    number: int
    title: str
    why: str


class VendorPage(Row, frozen=True, kw_only=True):
    """A vendor's own page that ends its sign-in, and what is read from it: a line, or some words."""

    id: str
    """Its name among the vendors of a services file."""
    owner: str
    finds: Literal["line", "words"]
    prefix: str = ""
    element: str = ""
    """CSS selector of the element that holds the line."""
    words: str = ""
    organisation: str = ""
    """CSS selector of the element that names the organisation, where the page has one."""
    failed: str = ""
    """CSS selector of the element that says why the sign-in failed."""
    min_length: int = 20
    address: str = ""
    """Where it starts; empty where no document says, then the store's own setting counts."""


class Procedure(Row, frozen=True, kw_only=True):
    """One documented procedure."""

    id: str
    letter: str
    say: str
    """The spelling word for the letter, for the phone."""
    total: int
    title: str
    vendor: str
    card: str
    """One line for the home page: what the user ends with."""
    source: str
    checked: datetime.date
    steps: list[Step]
    later: list[Later] = []
    client_id: str = ""
    """The vendor's own Xero app, where it has given us one; otherwise the store makes its own."""
    vendor_page: VendorPage | None = None
    only_reads: bool = False
    """Whether our own sign-in to Xero asks for nothing but to read."""
    hidden: bool = False
    """Not one of the documented procedures: reached from the home page's buttons, never listed."""
    mirrors: list[str] = []

    def __post_init__(self) -> None:
        """Refuse steps and numbers that stand twice, and ways to steps that are not here."""
        names = [step.id for step in self.steps]
        _refuse_doubles("steps", names)
        _refuse_doubles("numbers", [s.number for s in self.steps] + [s.number for s in self.later])
        for step in self.steps:
            for target in step.targets:
                if target not in {*names, *_ENDS}:
                    raise ValueError(f"step {step.id} leads to {target}, which is no step")
            if step.takes_back and step.takes_back not in names:
                raise ValueError(f"step {step.id} takes back {step.takes_back}, which is no step")


class Option(Row, frozen=True, kw_only=True):
    """One choice of a field."""

    value: str
    label: str
    note: str = ""


FieldKind = Literal["text", "secret", "choice", "number", "tick"]


class FieldSpec(Row, frozen=True, kw_only=True):
    """One box of a screen. `if_blank` is what happens when it is left empty, or "required"."""

    id: str
    label: str
    kind: FieldKind
    if_blank: str
    default: str | int | bool | None = None
    options: list[Option] = []
    options_from: Literal["", "isps", "clients", "providers", "encryptions"] = ""
    listed: bool = False
    """Whether few choices stand in a list that opens all the same, where their page needs the room."""
    required: bool = False
    check: Literal["", "address", "host", "api-key", "web-address", "client-id", "tenant"] = ""
    low: int = 0
    high: int = 0
    unit: str = ""
    kept: bool = True
    """Whether the answer is kept in drafts and set-up files; keys pasted only to be looked at are not."""
    fold: bool = False
    """Whether it stands in the technician's fold."""
    example: str = ""
    about: str = ""
    """A sentence below the box."""
    only_when: dict[str, str] = {}
    """Shown, and asked for, only when the named answers have these values."""
    vault: str = ""
    """The name under which the password safe keeps this secret once it is proven."""
    copy_of: list[str] = []
    """Of a box to paste a copy back into: the lines it may be a copy of; the first with a value counts."""
    own_copy: str = ""
    """What is said where our own copy is pasted straight back, which proves nothing."""
    live: Literal["", "key-verdict", "line-verdict"] = ""
    """What is said about the box while it is typed into."""
    shared: bool = False
    """Kept per store, so that another procedure fills it in instead of asking again."""
    known_as: str = ""
    """The name under which a shared answer is kept, where it is not the box's own id."""
    mirrors: list[str] = []

    def __post_init__(self) -> None:
        """Refuse a box that contradicts itself."""
        values = [option.value for option in self.options]
        _refuse_doubles("options", values)
        table = bool(values or self.options_from)
        needed = self.if_blank == "required"
        strange = bool(values) and self.default is not None and self.default not in values
        faults = {
            "must say what happens when it is left blank": not self.if_blank,
            'is required exactly where if_blank is "required"': self.required != needed,
            "is a choice without options": self.kind == "choice" and not table,
            "has options but is no choice": self.kind != "choice" and table,
            "has a default that is not among its options": strange,
            "is a number without limits": self.kind == "number" and not 0 <= self.low < self.high,
            "is known under a name but not shared": bool(self.known_as) and not self.shared,
            "is a copy that does not say what our own one proves": bool(self.copy_of) and not self.own_copy,
            "is no secret, so no password safe keeps it": bool(self.vault) and self.kind != "secret",
        }
        for reason, holds in faults.items():
            if holds:
                raise ValueError(f"{self.id} {reason}")


class Help(Row, frozen=True, kw_only=True):
    """The help of a screen: a question and its answer."""

    question: str
    answer: str


class Line(Row, frozen=True, kw_only=True):
    """One line of a walk-through or of copy values: what to do or which box, and what to copy."""

    text: str
    copy: str = ""
    old: str = ""
    """What the old guide called it."""
    note: str = ""
    open: str = ""
    when: dict[str, str] = {}
    good: bool = True
    """Of a finish line: whether it says that something is right."""
    secret: str = ""
    """The box whose secret is copied: shown masked, kept out of the clipboard's history, cleared later."""
    mirrors: list[str] = []


class Card(Row, frozen=True, kw_only=True):
    """What a hand-over page says to the person who gets it."""

    to: str
    subject: str
    lines: list[str]
    give_back: list[str]
    never: str


class Shown(Row, frozen=True, kw_only=True):
    """Other words at the top of a screen while answers, conditions and facts have these values."""

    when: dict[str, str]
    title: str
    instruction: str
    person: str = ""
    """What a person still has to do; a run without a window ends with that."""


class Screen(Row, frozen=True, kw_only=True):
    """One screen, shared by every procedure whose step names it."""

    id: str
    kind: str
    """Which page shows it; the window has a table of them."""
    title: str
    instruction: str
    help: Help
    fields: list[FieldSpec] = []
    button: str = "Next"
    again: str = ""
    """The verb once it has run and can be run again."""
    support: str = ""
    """What a support agent says to a caller on this screen."""
    notes: list[str] = []
    links: list[str] = []
    """Side pages of the procedure offered here, by step id."""
    fold_title: str = ""
    fold_lines: list[str] = []
    lines: list[Line] = []
    cards: dict[str, Card] = {}
    """Of a page for somebody else: what it says to each person who may get it."""
    shown: list[Shown] = []
    """The first that holds takes the place of title and instruction."""
    mirrors: list[str] = []

    def __post_init__(self) -> None:
        """Refuse two boxes of one name."""
        _refuse_doubles("boxes", [field.id for field in self.fields])

    @property
    def hands_over(self) -> bool:
        """Whether it goes to somebody else, whose turn it then is."""
        return bool(self.cards)


class Action(Row, frozen=True, kw_only=True):
    """One button of a problem."""

    label: str
    does: Literal[
        "retry",
        "edit",
        "set",
        "goto",
        "side",
        "back",
        "copy",
        "open",
        "swap",
        "keep-waiting",
        "close",
        "reconnect",
        "close-client",
        "way",
    ]
    field: str = ""
    value: str = ""
    step: str = ""
    text: str = ""
    also: dict[str, str] = {}
    """Further fields set together with `field`."""

    def __post_init__(self) -> None:
        """Refuse a button that does not say what it is for."""
        needed = {
            "edit": self.field,
            "set": self.field and self.value,
            "swap": self.field and self.value,
            "goto": self.step,
            "side": self.step,
            "copy": self.text,
            "open": self.text,
            "way": self.value,
        }
        if not needed.get(self.does, True):
            raise ValueError(f"{self.label!r} does {self.does}, but does not say what or where")

    def texts(self) -> list[str]:
        """Return what is filled with facts."""
        return [self.label, self.field, self.value, self.text, *self.also.values()]


class Variant(Row, frozen=True, kw_only=True):
    """Other words for a problem when its facts have these values."""

    when: dict[str, str]
    what: str = ""
    why: str = ""
    do: str = ""
    actions: list[Action] = []


class ProblemText(Row, frozen=True, kw_only=True):
    """The texts of one problem code; `{fact}` is filled in from the problem's facts."""

    facts: list[str] = []
    """What the problem may say about itself: the only names that its texts and variants know."""
    one_of: dict[str, list[str]] = {}
    """Facts that are one of few words, with these; the others may be any text or number."""
    what: str
    why: str
    do: str
    actions: list[Action]
    notice: bool = False
    variants: list[Variant] = []
    person: str = ""
    """Who has to do something before it can work; an unattended run ends there and says so."""
    mirrors: list[str] = []

    def all_actions(self) -> list[Action]:
        """Return its buttons, those of its variants too."""
        return [*self.actions, *(action for variant in self.variants for action in variant.actions)]

    def __post_init__(self) -> None:
        """Refuse a text, a button or a variant that names a fact this problem never has."""
        known = {*self.facts, *self.one_of}
        words = [self.what, self.why, self.do]
        words += [text for variant in self.variants for text in (variant.what, variant.why, variant.do)]
        words += [text for action in self.all_actions() for text in action.texts()]
        for name in (name for text in words for name in placeholders(text)):
            if name not in known:
                raise ValueError(f"a text names {{{name}}}, which is none of its facts")
        for name, value in ((n, v) for variant in self.variants for n, v in variant.when.items()):
            if name not in known:
                raise ValueError(f"a variant depends on {name}, which is none of its facts")
            if value not in {"", "*", *self.one_of.get(name, ())}:
                raise ValueError(f"a variant depends on {name} = {value!r}, which one_of does not have")


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
    does: Literal["check", "set-up", "reconnect", "go-on"]


class StandingFile(Row, frozen=True, kw_only=True):
    """The states of cards in words, and what nobody may have looked at."""

    not_checked: dict[str, str]
    standing: list[StandingWords]


class Country(Row, frozen=True, kw_only=True):
    """A country's terms for a custom connection."""

    value: str
    label: str
    price: str = ""
    offered: bool = True


class WebHost(Row, frozen=True, kw_only=True):
    """A host that a sign-in may pass through; `refuses` = parts of its addresses that mean "not in here"."""

    name: str
    owner: str
    refuses: list[str] = []


class Scope(Row, frozen=True, kw_only=True):
    """One permission our connection asks for, and why, in the user's words."""

    id: str
    reason: str
    writes: bool = False
    """Whether it lets us send; who only reads does not ask for it."""


class Document(Row, frozen=True, kw_only=True):
    """One source document and how many numbered items it has."""

    id: str
    title: str
    items: int


class GuidedProgram(Row, frozen=True, kw_only=True):
    """A mail program that is found and guided, not written (`guided-programs.toml`)."""

    id: str
    name: str
    why: str
    marks: list[str]
    """Paths of which one is enough, each below a named folder of the user."""
    checked: datetime.date
    source: str


class ClientWords(Row, frozen=True, kw_only=True):
    """A mail program's own words for its boxes (`clients/<id>.words.toml`)."""

    id: str
    name: str
    checked: datetime.date
    source: str
    words: dict[str, str]
    """Setting to the label of its box."""
    values: dict[str, dict[str, str]] = {}
    """Setting to what its box shows for a value; "tick" is for every tick."""
    untouched: list[str] = []
    """What a write never touches, in sentences."""
    notes: dict[str, str] = {}
    """What every plan says: values that this program cannot hold, and what to expect afterwards."""
    extra_notes: dict[str, str] = {}
    """What a plan says in certain cases."""

    def shown(self, setting: str, value: str | int | bool | None) -> str:
        """Return a value as the program's box shows it."""
        if value is None:
            return ""
        table = self.values.get("tick", {}) if isinstance(value, bool) else {}
        key = str(value).lower() if isinstance(value, bool) else str(value)
        return {**table, **self.values.get(setting, {})}.get(key, str(value))

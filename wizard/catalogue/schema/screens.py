"""The rows of a screen: its words, its lines, what it hands to somebody else."""

from msgspec import field

from wizard.catalogue.schema.fields import FieldSpec
from wizard.catalogue.schema.rows import Row, refuse_doubles
from wizard.catalogue.words import words_of
from wizard.model.mapping import Slot

_words = words_of(__name__)


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
    failed: bool = False
    """Of a finish line that is not good: whether that was seen, not merely not looked at."""
    goto: str = ""
    """Of a finish line: the step where what it says is put right, which a link beside it leads to."""
    secret: str = ""
    """The box whose secret is copied: shown masked, kept out of the clipboard's history, cleared later."""
    mirrors: list[str] = []


class Card(Row, frozen=True, kw_only=True):
    """What a hand-over page says to the person who gets it."""

    to: str
    subject: str
    app: str = ""
    """What it is that is to be let in, as the other company's page names it."""
    price: str = ""
    """What it costs whoever pays; left out where that is not known."""
    answer: str = ""
    """How the store is answered where nobody said; empty: at its address, which it can read by then."""
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
    slots: list[Slot] = []
    """Of a table of matches: which kinds of codes it has."""
    types: Slot | None = None
    """Of a table of matches: the kind of code that can be typed where no file has it."""
    button: str = field(default_factory=lambda: _words("next"))
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
    written_as: dict[str, list[str]] = {}
    """Of boxes whose values somebody may send in a file: what each may be called there."""
    words: dict[str, str] = {}
    """What its page says besides, by the name that the page knows it by."""
    shown: list[Shown] = []
    """The first that holds takes the place of title and instruction."""
    mirrors: list[str] = []

    def __post_init__(self) -> None:
        """Refuse two boxes of one name, and names in files for a box that there is not."""
        boxes = [field.id for field in self.fields]
        refuse_doubles("boxes", boxes)
        strange = self.written_as.keys() - set(boxes)
        if strange:
            raise ValueError(f"written_as names no box of it: {', '.join(sorted(strange))}")
        refuse_doubles("names in files", [name for names in self.written_as.values() for name in names])

    @property
    def hands_over(self) -> bool:
        """Whether it goes to somebody else, whose turn it then is."""
        return bool(self.cards)

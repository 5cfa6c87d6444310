"""The rows of a problem: its texts, its buttons, its other words while its facts have certain values."""

from typing import Literal

from wizard.catalogue.schema.rows import Row, placeholders


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
        "copy-value",
        "open",
        "swap",
        "keep-waiting",
        "close",
        "reconnect",
        "support-file",
        "close-client",
        "way",
    ]
    field: str = ""
    value: str = ""
    step: str = ""
    text: str = ""
    after: str = ""
    """After how many seconds the button presses itself, unless it was pressed before; "" for never."""
    also: dict[str, str] = {}
    """Further fields set together with `field`."""

    def __post_init__(self) -> None:
        """Refuse a button that does not say what it is for."""
        needed = {
            "edit": self.field,
            "copy-value": self.field,
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

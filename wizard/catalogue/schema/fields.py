"""The rows of a box: what it asks for, its choices, what happens when it is left blank."""

from typing import Literal

from wizard.catalogue.schema.rows import Row, refuse_doubles

FieldKind = Literal["text", "secret", "choice", "number", "tick", "file", "folder", "date", "matches"]
"""`matches`: tables of an answer file, `[match.payment]` and so on, which a page of its own draws."""


class Option(Row, frozen=True, kw_only=True):
    """One choice of a field."""

    value: str
    label: str
    note: str = ""
    as_value: str = ""
    """What it is called where it stands as an answer, if its label alone would say less than was chosen."""


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
    check: Literal[
        "",
        "address",
        "host",
        "api-key",
        "web-address",
        "client-id",
        "tenant",
        "organisation",
        "not-future",
        "time-of-day",
    ] = ""
    port: str = ""
    """Of a server: the box of its port, which takes the port of an address that is pasted here."""
    resets: list[str] = []
    """The boxes that are emptied once this one is answered in another way: what they hold went with it."""
    same_as: str = ""
    """The box above whose answer is often the same: one press takes it."""
    low: int = 0
    high: int = 0
    unit: str = ""
    kept: bool = True
    """Whether the answer is kept in drafts and set-up files; keys pasted only to be looked at are not."""
    own: bool = False
    """Whether each store has another answer: a set-up file says so beside it."""
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
        refuse_doubles("options", values)
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
            "is no server, so it has no port": bool(self.port) and self.check != "host",
            "is no date, so it can be in no future": self.check == "not-future" and self.kind != "date",
            "is no secret, so no password safe keeps it": bool(self.vault) and self.kind != "secret",
        }
        for reason, holds in faults.items():
            if holds:
                raise ValueError(f"{self.id} {reason}")

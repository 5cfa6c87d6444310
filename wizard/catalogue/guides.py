"""The guides for doing it by hand: each mail program's clicks, and its dialogs as data to draw.

A dialog is declared once; the lines of the guide say which dialog they happen in and what to touch there.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

import msgspec

from wizard.catalogue.examples import example_file
from wizard.catalogue.load import read_named
from wizard.catalogue.resources import CatalogueError, names_in
from wizard.catalogue.wording import matches

PLACEHOLDERS = frozenset({
    "store_name", "email_address", "incoming_server", "outgoing_server", "incoming_port", "outgoing_port",
    "user_name", "sending_user_name", "login_name_for_sending", "timeout_minutes", "remove_days",
})  # fmt: skip
"""What a line or a drawn box may be filled with; passwords are not among them."""
_USUAL = {
    "encryption": "plain", "sending_encryption": "plain", "encrypted": "no", "receiving_encrypted": "no",
    "sending_encrypted": "no", "sending_login": "same-as-incoming", "sends_with_login": "yes",
    "leave_copy": "yes",
}  # fmt: skip
"""The document's own settings (S1: not encrypted, a copy is left)."""
CONDITIONS = frozenset({
    "encryption", "sending_encryption", "encrypted", "receiving_encrypted", "sending_encrypted",
    "sending_login", "sends_with_login", "leave_copy",
})  # fmt: skip
"""What a line, a tick or a word may depend on."""

PartKind = Literal["text", "group", "row", "field", "list", "tick", "radio", "button", "slider", "table"]


def unknown_values() -> dict[str, str]:
    """Return words for the values that only a store knows, and the document's own settings."""
    return {name: example_file().unknown[name] for name in PLACEHOLDERS} | _USUAL


class GuideRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all rows of a guide."""


class Part(GuideRow, frozen=True, kw_only=True):
    """One element of a drawn dialog, from top to bottom; a group and a row hold further ones."""

    kind: PartKind
    id: str = ""
    """What lines call it; only what is touched needs one."""
    label: str = ""
    value: str = ""
    on: bool = False
    on_when: dict[str, str] = {}
    """A tick or radio button that is on, always or when the answers say so."""
    rests: bool = False
    rests_when: dict[str, str] = {}
    """Whether it is grey, always or when the answers say so."""
    indent: int = 0
    right: bool = False
    """Whether it stands at the right edge."""
    bold: bool = False
    narrow: bool = False
    """A box for a few digits."""
    parts: list["Part"] = []
    columns: list[str] = []
    rows: list[list[str]] = []

    def is_on(self, values: Mapping[str, str]) -> bool:
        """Whether a tick or radio button is on, given the answers."""
        return self.on or bool(self.on_when and matches(self.on_when, values))

    def is_grey(self, values: Mapping[str, str]) -> bool:
        """Whether it can not be used, given the answers."""
        return self.rests or bool(self.rests_when and matches(self.rests_when, values))


class Dialog(GuideRow, frozen=True, kw_only=True):
    """One window of a mail program, as far as its user needs it to find the way."""

    id: str
    window: str
    """The words in its title bar."""
    menus: list[str] = []
    menu: str = ""
    """The menu that hangs open, and what is in it."""
    items: list[str] = []
    pages: list[str] = []
    page: str = ""
    """The list at the left, and what is selected there."""
    tabs: list[str] = []
    tab: str = ""
    parts: list[Part] = []
    buttons: list[str] = []

    def all_parts(self) -> Iterator[Part]:
        """Yield every part, those within others too."""
        todo = list(self.parts)
        while todo:
            part = todo.pop(0)
            yield part
            todo = [*part.parts, *todo]

    def part(self, name: str) -> Part | None:
        """Return the part of this id."""
        return next((p for p in self.all_parts() if p.id == name), None)

    def elements(self) -> set[str]:
        """Return what a line may touch: ids of parts, and `tab:`, `menu:`, `item:`, `page:`, `button:`."""
        named = (
            ("menu", self.menus), ("item", self.items), ("page", self.pages), ("tab", self.tabs),
            ("button", self.buttons),
        )  # fmt: skip
        return {p.id for p in self.all_parts() if p.id} | {f"{k}:{n}" for k, names in named for n in names}


class GuideLine(GuideRow, frozen=True, kw_only=True):
    """One click: what to do with `[labels]` in brackets, what to type, where, and what that looks like."""

    text: str
    box: str = ""
    """The exact words of the box that `value` or `secret` goes into."""
    value: str = ""
    secret: Literal["", "password", "sending_password"] = ""
    note: str = ""
    when: dict[str, str] = {}
    dialog: str
    touch: list[str]
    """Which elements of the dialog to touch."""
    ticks: dict[str, bool] = {}
    """Ticks that stand otherwise than the dialog says while this line is done."""
    mirrors: list[str] = []


class Words(GuideRow, frozen=True, kw_only=True):
    """What a mail program calls each value of a condition; `{id}` stands for it in texts and boxes."""

    id: str
    of: str
    values: dict[str, str]


class Guide(GuideRow, frozen=True, kw_only=True):
    """One mail program's way, click by click."""

    id: str
    name: str
    versions: str
    """For which versions it is, in one line."""
    order: int
    """Its place among the pictures to choose from."""
    clients: list[str] = []
    """Which programs found on a PC it is for, as `outlook/16.0`; without any, the program of its id."""
    source: str
    checked: datetime.date
    first: str
    """The dialog that its user recognises it by."""
    notes: list[str] = []
    dialogs_of: str = ""
    """Another guide whose dialogs are taken over, but for those declared here."""
    windows: dict[str, str] = {}
    """What the title bars of dialogs taken over say here, by dialog id."""
    words: list[Words] = []
    dialogs: list[Dialog] = []
    lines: list[GuideLine]
    mirrors: list[str] = []

    def dialog(self, name: str) -> Dialog:
        """Return one of its dialogs, its own or another guide's."""
        found = next((d for d in self.dialogs if d.id == name), None)
        if found is None and self.dialogs_of:
            taken = guide(self.dialogs_of).dialog(name)
            return msgspec.structs.replace(taken, window=self.windows.get(name, taken.window))
        if found is None:
            raise CatalogueError(f"clients/{self.id}.toml", "dialogs", f"there is no dialog {name}")
        return found

    def values(self, known: Mapping[str, str]) -> dict[str, str]:
        """Return the known values together with this program's own words for them."""
        return {**known, **{w.id: w.values.get(known.get(w.of, ""), "") for w in self.words}}

    def lines_for(self, values: Mapping[str, str]) -> list[GuideLine]:
        """Return the lines that hold for the answers."""
        return [line for line in self.lines if matches(line.when, values)]


def with_ticks(dialog: Dialog, ticks: Mapping[str, bool]) -> Dialog:
    """Return a dialog with some of its ticks set otherwise."""

    def changed(part: Part) -> Part:
        part = msgspec.structs.replace(part, parts=[changed(p) for p in part.parts])
        if part.id in ticks:
            return msgspec.structs.replace(part, on=ticks[part.id], on_when={})
        return part

    return msgspec.structs.replace(dialog, parts=[changed(p) for p in dialog.parts]) if ticks else dialog


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in; what is not known is left out."""
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], ""), text)


def with_note(text: str, note: str) -> str:
    """Return what is to be done, and behind its full stop what is said beside it."""
    if not note:
        return text
    return f"{text} {note}" if text.endswith((".", "!", "?", ":", "…")) else f"{text}. {note}"


def plain_text(text: str, values: Mapping[str, str]) -> str:
    """Return a line's text filled in, its labels in quotation marks instead of brackets."""
    return filled(re.sub(r"\[([^\]]+)\]", r"“\1”", text), values)


@lru_cache(maxsize=32)
def guide(name: str) -> Guide:
    """Return one guide by id; CatalogueError where it names something that is not there."""
    found = read_named("clients", name, Guide)
    check_guide(found, f"clients/{name}.toml")
    return found


@lru_cache(maxsize=1)
def guides() -> tuple[Guide, ...]:
    """Return every guide, in the order they are offered."""
    return tuple(
        sorted(
            (guide(name) for name in names_in("clients") if not name.endswith(".words")),
            key=lambda g: g.order,
        )
    )


def guide_for(client: str, profile: str) -> str:
    """Return the id of the guide for a program found on this PC, or nothing.

    `profile` is the key of its profile, which for Outlook begins with the version: `16.0/Outlook`.
    """
    wanted = {client, f"{client}/{profile.partition('/')[0]}"}
    return next((each.id for each in guides() if wanted & set(each.clients or [each.id])), "")


def check_guide(found: Guide, file: str) -> None:
    """Raise CatalogueError for the first thing in a guide that points nowhere."""

    def fault(key: str, reason: str) -> CatalogueError:
        return CatalogueError(file, key, reason)

    known = PLACEHOLDERS | {w.id for w in found.words}
    for words in found.words:
        if words.of not in CONDITIONS:
            raise fault(f"words.{words.id}", f"there is no condition {words.of}")
    for index, dialog in enumerate(found.dialogs):
        _check_dialog(dialog, known, lambda reason, index=index: fault(f"dialogs[{index}]", reason))
    found.dialog(found.first)
    used = {found.first}
    for index, line in enumerate(found.lines):
        key = f"lines[{index}]"
        dialog = found.dialog(line.dialog)
        used.add(line.dialog)
        for name in [*line.touch, *line.ticks]:
            if name not in dialog.elements():
                raise fault(key, f"{line.dialog} has no element {name}")
        for name in line.ticks:
            part = dialog.part(name)
            if part is None or part.kind not in {"tick", "radio"}:
                raise fault(key, f"{name} can not be ticked")
        if not line.touch:
            raise fault(key, "nothing to touch")
        if bool(line.value or line.secret) != bool(line.box):
            raise fault(key, "a value needs the words of its box, and the box a value")
        _check_texts([line.text, line.value, line.note], line.when, known, lambda r, k=key: fault(k, r))
    for name in [d.id for d in found.dialogs] + list(found.windows):
        if name not in used:
            raise fault("dialogs", f"no line shows {name}")


def _check_dialog(dialog: Dialog, known: frozenset[str], fault: Any) -> None:
    ids = [p.id for p in dialog.all_parts() if p.id]
    if len(ids) != len(set(ids)):
        raise fault("two parts have the same id")
    for chosen, names in (
        (dialog.menu, dialog.menus),
        (dialog.page, dialog.pages),
        (dialog.tab, dialog.tabs),
    ):
        if chosen and chosen not in names:
            raise fault(f"{chosen} is not among {', '.join(names)}")
    for part in dialog.all_parts():
        if part.parts and part.kind not in {"group", "row"}:
            raise fault(f"a {part.kind} holds no parts")
        cells = [cell for row in part.rows for cell in row]
        when = {**part.on_when, **part.rests_when}
        _check_texts([part.label, part.value, *cells], when, known, fault)
    _check_texts([dialog.window], {}, known, fault)


def _check_texts(texts: list[str], when: Mapping[str, str], known: frozenset[str], fault: Any) -> None:
    for text in texts:
        for name in re.findall(r"\{([^}]*)\}", text):
            if name not in known:
                raise fault(f"there is no value {{{name}}}")
    for name in when:
        if name not in CONDITIONS:
            raise fault(f"there is no condition {name}")

"""H5: what a set-up file fills in and what is still asked, before anything of it is used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.catalogue.listing import listed
from wizard.catalogue.load import screen
from wizard.catalogue.options import said_of
from wizard.catalogue.schema import FieldSpec
from wizard.catalogue.set_up import set_up_words
from wizard.catalogue.wording import fill
from wizard.gui.widgets.labels import label
from wizard.gui.widgets.numbered_heading import numbered_heading, title_of
from wizard.gui.widgets.page_area import PageArea
from wizard.model.problem import Fault
from wizard.procedure.answers import Plain
from wizard.session.set_up_file import Filled, SetUpFile

NUMBER = "H5"
_MOST_FAULTS = 12
_LONGEST = 120


@dataclass(frozen=True)
class Opened:
    """A set-up file that was read: what it fills, or what is wrong with it."""

    name: str
    file: SetUpFile | None
    filled: Filled | None
    faults: tuple[Fault, ...] = ()
    begun: bool = False
    """Whether its procedure has a draft."""
    stays: Mapping[str, Plain] = field(default_factory=dict)
    """By box, what each store has of its own and this one has already."""


class SetUpPage(QWidget):
    """Two lists of lines; where the file cannot be used, what is wrong with it."""

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.setObjectName("page")
        self.opened = opened
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = PageArea()
        area.body.setContentsMargins(32, 16, 32, 12)
        area.body.setSpacing(4)
        outer.addWidget(area)
        self._body = area.body
        words = set_up_words().open
        self._body.addLayout(numbered_heading(NUMBER, title_of(words.title)))
        self.said = label("", name="fault")
        self._body.addWidget(self.said)
        if opened.file is None or opened.filled is None:
            self._show_faults()
        else:
            self._show_lines(opened.file, opened.filled)
        self.said.setHidden(not self.said.text())
        self._body.addStretch(1)

    @property
    def verb(self) -> str:
        """What the verb says; nothing where the file cannot be used."""
        return set_up_words().open.verb if self.opened.filled is not None else ""

    def say(self, text: str) -> None:
        """Say what is amiss."""
        self.said.setText(text)
        self.said.show()

    def _show_faults(self) -> None:
        words, faults = set_up_words().open, self.opened.faults
        self.said.setText(fill(words.faulty, {"name": self.opened.name}))
        for one in faults[:_MOST_FAULTS]:
            self._body.addWidget(label(fill(words.fault, {"where": one.where, "reason": one.message})))
        if len(faults) > _MOST_FAULTS:
            self._body.addWidget(label(fill(words.more, {"count": len(faults) - _MOST_FAULTS})))

    def _show_lines(self, file: SetUpFile, filled: Filled) -> None:
        words, title = set_up_words().open, file.procedure.title
        self._body.addWidget(label(fill(words.what, {"name": self.opened.name, "title": title})))
        if self.opened.begun:
            self._body.addWidget(label(fill(words.replaces, {"title": title}), name="notice"))
        for head, lines, none in (
            (words.fills, list(_filled_lines(file, filled, self.opened.stays)), words.nothing),
            (words.asks, list(_asked_lines(file, filled)), words.no_questions),
        ):
            self._body.addSpacing(8)
            self._body.addWidget(label(head, bold=True))
            for line in lines or [none]:
                self._body.addWidget(label(line))


def _boxes(file: SetUpFile) -> Iterator[tuple[str, FieldSpec]]:
    """Yield every box once, with the number of its first screen."""
    seen = set[str]()
    for step in file.procedure.steps:
        for spec in screen(step.screen).fields:
            if spec.id not in seen:
                seen.add(spec.id)
                yield f"{file.procedure.letter}{step.number}", spec


def _filled_lines(file: SetUpFile, filled: Filled, stays: Mapping[str, Plain]) -> Iterator[str]:
    words = set_up_words().open
    for number, spec in _boxes(file):
        if spec.id in filled.answers and spec.kind != "matches":
            value = _said(spec, stays.get(spec.id, filled.answers[spec.id]))
            line = fill(words.answer, {"number": number, "label": spec.label, "value": value})
            mark = words.stays if spec.id in stays else words.own
            yield f"{line} {mark}" if spec.own else line
    tables = _tables(file)
    if count := _matched(tables):
        of = tables.get("organisation", {}).get("name") or words.another
        yield fill(words.matches, {"count": count, "organisation": of})
    if file.layouts:
        yield fill(words.layouts, {"names": listed(file.layouts)})


def _tables(file: SetUpFile) -> Mapping[str, Any]:
    given = (file.answers.get(spec.id) for _, spec in _boxes(file) if spec.kind == "matches")
    return next(filter(None, given), {})


def _matched(tables: Mapping[str, Any]) -> int:
    return sum(len(rows) for name, rows in tables.items() if name not in {"organisation", "settings"})


def _asked_lines(file: SetUpFile, filled: Filled) -> Iterator[str]:
    words, asked = set_up_words().open, {spec.id for spec in filled.asked}
    for number, spec in _boxes(file):
        if spec.id in asked or (spec.kind == "secret" and spec.id in file.answers):
            text = words.secret if spec.kind == "secret" else words.missing
            yield fill(text, {"number": number, "label": spec.label})


def _said(spec: FieldSpec, value: object) -> str:
    words = set_up_words().open
    if isinstance(value, bool):
        return words.yes if value else words.no
    text = said_of(spec, value) or str(value)
    text = "".join(letter if letter.isprintable() else " · " for letter in text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

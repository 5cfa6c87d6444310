"""The boxes of a page: filled from the run's answers, read out raw, told what is wrong, found again."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QVBoxLayout, QWidget

from wizard.catalogue.schema import FieldSpec
from wizard.catalogue.wording import fill
from wizard.catalogue.words import words_of
from wizard.gui.widgets.columns import ColumnsLayout
from wizard.gui.widgets.field_box import FieldBox
from wizard.gui.widgets.labels import label
from wizard.gui.widgets.page_area import PageArea
from wizard.model.names import host_of
from wizard.model.problem import Fault
from wizard.model.secret import Secret
from wizard.session.run import Session

_words = words_of(__name__)


def letters(count: int) -> list[str]:
    """Return the letters of the boxes, A to Z."""
    return [chr(ord("A") + index) for index in range(count)]


def in_columns(
    specs: list[FieldSpec], layout: QBoxLayout, add: Callable[[FieldSpec, QVBoxLayout], object]
) -> None:
    """Add each box to a cell of its own; two cells stand beside each other where the window is wide."""
    if len(specs) < 2:
        layout_of_one = QVBoxLayout()
        layout.addLayout(layout_of_one)
        for spec in specs:
            add(spec, layout_of_one)
        return
    columns = ColumnsLayout(spacing=layout.spacing())
    layout.addLayout(columns)
    for spec in specs:
        cell = QWidget()
        inside = QVBoxLayout(cell)
        inside.setContentsMargins(0, 0, 0, 0)
        add(spec, inside)
        inside.addStretch(1)
        columns.addWidget(cell)


def _filled(spec: FieldSpec, facts: Mapping[str, Any]) -> FieldSpec:
    """Return a box whose choices name what they are about."""
    options = [replace(o, label=fill(o.label, facts), note=fill(o.note, facts)) for o in spec.options]
    return replace(spec, options=options) if options != spec.options else spec


class Boxes(dict[str, FieldBox]):
    """Field id to its box, in the order of the page."""

    def __init__(
        self, page: QWidget, session: Session, area: PageArea, changed: Callable[[], object]
    ) -> None:
        super().__init__()
        self._page, self._session, self._area, self._changed = page, session, area, changed
        self.reveal: Callable[[FieldBox], object] = lambda box: None  # noqa: ARG005
        """Makes a box visible, wherever it stands; set by a page that hides some."""

    # --- laying out ---

    def add(self, spec: FieldSpec, letter: str, layout: QVBoxLayout) -> FieldBox:
        """Add a box filled with its answer or default."""
        session = self._session
        box = FieldBox(_filled(spec, session.facts()), letter)
        secret = session.answers.secret(spec.id)
        if secret is not None:
            box.put(secret.reveal())
        elif spec.id in session.answering.raw:
            box.put(session.answering.raw[spec.id])
        elif spec.id in session.answers:
            box.put(session.answers[spec.id])
        elif spec.id in session.answering.kept:
            box.say_kept()
        elif spec.id in session.answering.older:
            box.say_older()
        elif spec.default is not None:
            box.put(spec.default)
        box.changed.connect(self._changed)
        self[spec.id] = box
        layout.addWidget(box)
        if spec.same_as in self:
            made = self._same(box, self[spec.same_as])
            box.add_beside(made)
            self[spec.same_as].match(made)
        return box

    @staticmethod
    def _same(box: FieldBox, other: FieldBox) -> QWidget:
        """Return the tick by which a box follows another, as it does until something else is put there."""
        made = QCheckBox(_words("same-as-box", letter=other.letter))
        made.setProperty("comesLast", True)
        made.setAccessibleName(_words("box-same-as", box=box.spec.label, other=other.spec.label))

        def meant() -> str:
            return host_of(str(other.value or ""))[0]  # each has a port of its own

        def follow() -> None:
            if made.isChecked() and box.value != meant():
                box.put(meant())

        def leave() -> None:
            if box.value != meant():
                made.setChecked(False)

        made.setChecked(str(box.value or "") == meant())
        made.toggled.connect(lambda _on: follow())
        other.changed.connect(follow)
        box.changed.connect(leave)
        return made

    def add_all(self, specs: list[FieldSpec], layout: QVBoxLayout) -> None:
        """Add boxes lettered from A; beside each other where the window is wide."""
        names = dict(zip((spec.id for spec in specs), letters(len(specs)), strict=True))
        in_columns(specs, layout, lambda spec, cell: self.add(spec, names[spec.id], cell))

    def add_missing_secrets(self, layout: QVBoxLayout) -> None:
        """Ask again, in place, for secrets that a restart forgot."""
        missing = self._session.missing_secrets()
        if missing:
            layout.addWidget(label(_words("type-passwords-again")))
        for spec in missing:
            self.add(spec, "", layout)

    # --- what stands in them ---

    def raw(self) -> dict[str, Any]:
        """Return what stands in every box, as it was typed."""
        return {name: box.value for name, box in self.items()}

    def put(self, values: Mapping[str, Any]) -> None:
        """Put a value into every box that has one among these."""
        for name, box in self.items():
            if name in values:
                value = values[name]
                box.put(value.reveal() if isinstance(value, Secret) else value)

    def refresh(self) -> None:
        """Show the answers anew: something outside the boxes changed them."""
        facts = self._session.facts()
        for name, box in self.items():
            if name in facts and box.spec.kind != "secret":
                box.put(facts[name])
            secret = self._session.answers.secret(name)
            if box.spec.kind == "secret" and secret is not None:
                box.put(secret.reveal())

    # --- what is worth knowing ---

    def fold_help(self, *, when_low: bool) -> None:
        """Where the page would have to scroll, keep what is said about the boxes behind a button each."""
        for box in self.values():
            box.stand_close(wanted=when_low)
            self._measure(box)
        with_help = [box for box in self.values() if box.has_help]
        for wanted in (False, True):
            for box in with_help:
                box.fold_help(wanted=wanted)
                self._measure(box)
            if not (when_low and self._area.overflows):
                return

    def _measure(self, box: FieldBox) -> None:
        """Let what a box stands in know at once how high it is."""
        part: QWidget | None = box
        while part is not None and part is not self._area.widget():
            inside = part.layout()
            if inside is not None:
                inside.activate()
            part = part.parentWidget()

    # --- faults and the cursor ---

    def show_faults(self, faults: list[Fault]) -> None:
        """Say at each box what is wrong, and go to the first."""
        first: FieldBox | None = None
        for fault in faults:
            box = self.get(fault.where)
            if box is None:
                continue
            self.reveal(box)
            box.show_fault(fault.message)
            first = first or box
        if first is not None:
            first.focus()
            self._area.ensureWidgetVisible(first)

    def focus_first(self) -> bool:
        """Put the cursor into the first box that is shown; False when there is none."""
        for box in self.values():
            if box.isVisibleTo(self._page):
                box.focus()
                return True
        return False

    def focus_on(self, name: str) -> bool:
        """Put the cursor into a box; False when it is not one of these."""
        box = self.get(name)
        if box is None:
            return False
        self.reveal(box)
        box.focus()
        self._area.ensureWidgetVisible(box)
        return True

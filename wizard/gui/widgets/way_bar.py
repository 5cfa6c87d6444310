"""A choice in one row: where to sign in. A way that cannot work is greyed and says why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from wizard.catalogue.schema import FieldSpec
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import CAPTION, label


class WayBar(QWidget):
    """Radio buttons side by side with the chosen one's note below, so that a page keeps its height."""

    chosen = Signal(str)

    def __init__(self, spec: FieldSpec, letter: str) -> None:
        super().__init__()
        self.spec, self.letter = spec, letter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = FlowLayout(spacing=12)
        mark = label(letter, name="muted", bold=True)
        name = label(spec.label, bold=True)
        for text in (mark, name):
            text.setWordWrap(False)
            row.addWidget(text)
        self._radios: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        for option in spec.options:
            radio = QRadioButton(option.label)
            radio.setAccessibleName(f"{spec.label}: {option.label}")
            radio.setAccessibleDescription(option.note)
            radio.toggled.connect(lambda on, value=option.value: self._on_toggled(value) if on else None)
            self._group.addButton(radio)
            self._radios[option.value] = radio
            row.addWidget(radio)
        column.addLayout(row)
        self._note = label("", name="muted", scale=CAPTION)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._note)
        self._cannot: dict[str, str] = {}
        self._unwanted: dict[str, str] = {}
        self._why: dict[str, str] = {}
        """Why a way is grey."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the longest note, so that what is below stays where it is."""
        super().resizeEvent(event)
        self._keep_room()

    def _keep_room(self) -> None:
        flags, metrics = Qt.TextFlag.TextWordWrap.value, self._note.fontMetrics()
        width = self._note.width()
        notes = [self._note_of(option.value) for option in self.spec.options]
        heights = [metrics.boundingRect(0, 0, width, 10_000, flags, note).height() for note in notes]
        self._note.setMinimumHeight(max(heights))

    @property
    def value(self) -> str:
        """The chosen way."""
        return next((value for value, radio in self._radios.items() if radio.isChecked()), "")

    @property
    def stop(self) -> QRadioButton:
        """The way that Tab leaves the bar from."""
        return next((r for r in self._radios.values() if r.isChecked()), next(iter(self._radios.values())))

    def why_not(self, value: str) -> str:
        """Return why a way is grey; empty where it is not."""
        return self._why.get(value, "")

    def choose(self, value: str) -> None:
        """Choose a way; one that cannot work stays as it is."""
        radio = self._radios.get(value)
        if radio is not None and radio.isEnabled():
            radio.setChecked(True)

    def grey(self, value: str, why: str) -> None:
        """Say that a way cannot work here, and choose another where it was chosen."""
        self._cannot[value] = why
        self._sort_out()

    def forbid(self, value: str, why: str) -> None:
        """Say that a way is not wanted here; it is, once none of the others can work."""
        self._unwanted[value] = why
        self._sort_out()

    def _sort_out(self) -> None:
        can = [value for value in self._radios if value not in self._cannot]
        usable = [value for value in can if value not in self._unwanted] or can
        reasons = {**self._unwanted, **self._cannot}
        self._why = {value: why for value, why in reasons.items() if value not in usable}
        notes = {option.value: option.note for option in self.spec.options}
        for value, radio in self._radios.items():
            radio.setEnabled(value in usable)
            radio.setToolTip(self._why.get(value, ""))
            radio.setAccessibleDescription(self._why.get(value, notes[value]))
        if usable and self.value not in usable:
            self._radios[usable[0]].setChecked(True)
        self._say()
        self._keep_room()

    def focus(self) -> None:
        """Put the cursor onto what is chosen."""
        next(
            (r for r in self._radios.values() if r.isChecked()), next(iter(self._radios.values()))
        ).setFocus()

    def _stop_at_chosen(self) -> None:
        """Tab stops at the chosen way; Qt sees to that only after a first focus."""
        for radio in self._radios.values():
            chosen = radio.isChecked()
            radio.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)

    def _on_toggled(self, value: str) -> None:
        self._stop_at_chosen()
        self._say()
        self.chosen.emit(value)

    def _say(self) -> None:
        self._note.setText(self._note_of(self.value))

    def _note_of(self, chosen: str) -> str:
        notes = {option.value: option.note for option in self.spec.options}
        names = {option.value: option.label for option in self.spec.options}
        greyed = [f"{names[value]}: {why}" for value, why in self._why.items()]
        return "  ".join(filter(None, [notes.get(chosen, ""), *greyed]))

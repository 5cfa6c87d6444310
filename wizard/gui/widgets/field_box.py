"""One box of a form: letter, label, input, what happens if left blank, and its fault beside it."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from wizard.catalogue.options import options_of
from wizard.catalogue.schema import FieldSpec
from wizard.catalogue.words import words_of
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import CAPTION, SignLabel, SteadyButton, button, characters, label
from wizard.procedure.fields import trim

_words = words_of(__name__)

_FEW = 2
"""Choices that stand beside each other where their names say it all."""
_LONGEST_ROW = 7
"""Choices that are still shown side by side; more go into a list that opens."""
_BELOW_ITS_WORDS = 28
"""So far right begin the words of a choice: behind its circle."""
_ALL_THERE_IS = 100
"""Beside the 1 of the empty rest: a box is as wide as it may be before anything is left free."""
_ANY_HEIGHT = 10_000
"""Pixels: higher than anything that is said of a box."""
_USUAL = 99
"""Characters that a secret has: most have two figures of them."""
_LIVE_LINES = 2
"""So many lines have room for what is said of a box while it is typed into."""


class TrimmingLineEdit(QLineEdit):
    """A line edit that trims what is pasted into it: spaces, line ends, invisible characters."""

    pasted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste trimmed."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_trimmed()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the usual menu, whose Paste trims as well."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_trimmed)
        menu.exec(event.globalPos())

    def paste_trimmed(self) -> None:
        """Insert the clipboard's text without what surrounds it."""
        lines = [trim(line) for line in QGuiApplication.clipboard().text().splitlines()]
        self.insert(" ".join(line for line in lines if line))
        self.pasted.emit()


class FieldBox(QWidget):
    """A box for one FieldSpec; `value` is raw, as it stands there."""

    changed = Signal()

    def __init__(self, spec: FieldSpec, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec, self.letter = spec, letter
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        mark = self._mark = label(letter, name="muted", bold=True)
        mark.setWordWrap(False)
        mark.setAccessibleName(_words("box", letter=letter))
        head.addWidget(mark)
        self._head = head
        if spec.kind != "tick":
            head.addWidget(label(spec.label, bold=True, in_line=True))
        self._set: Callable[[Any], None]
        self._get: Callable[[], Any]
        self.focus_target: QWidget
        self._radios: list[QRadioButton] = []
        self._choices: dict[str, QRadioButton] = {}
        self._notes: dict[str, tuple[QLabel, str]] = {}
        """What is said of each choice, and what usually is."""
        self._about: QLabel | None = None
        self._what: QPushButton | None = None
        """What leads to all that, where it has no room."""
        self._is_folded = False
        self._may_say: tuple[str, ...] = ()
        """What may come to be said below it, for which room is kept."""
        self._built = self._is_faulty = self._is_live = self._is_close = False
        listed = spec.listed or len(options_of(spec)) > _LONGEST_ROW
        choice = self._build_list if listed else self._build_choice
        builders = {
            "choice": choice,
            "tick": self._build_tick,
            "file": self._build_place,
            "folder": self._build_place,
            "date": self._build_day,
        }
        build = builders.get(spec.kind, self._build_line)
        if spec.kind == "tick":
            layout.addLayout(head)
            build(head)
        else:
            layout.addLayout(head)
            build(layout)
        head.addStretch(1)
        if spec.about:
            self._about = label(spec.about, name="muted")
            layout.addWidget(self._about)
        self._build_said(layout)
        if not self._radios:
            self.focus_target.setAccessibleName(spec.label)
        blank = _words("required") if spec.required else _words("blank-means", blank=spec.if_blank)
        self._description = _words("box-and-blank", letter=letter, blank=blank)
        self._describe(self._description)
        self._built = True

    def _describe(self, text: str) -> None:
        """Have the box's letter and what a blank means heard at each stop, before a choice's own note."""
        if not self._radios:
            self.focus_target.setAccessibleDescription(text)
        for value, radio in self._choices.items():
            note, usual = (
                (self._notes[value][0].text(), self._notes[value][1]) if value in self._notes else ("", "")
            )
            why_it_rests = note if note != usual else ""
            radio.setAccessibleDescription(why_it_rests or ". ".join(filter(None, (text, note))))

    def _build_said(self, room: QVBoxLayout) -> None:
        """What is said about the box: one thing at a time, in a room that is there from the start."""
        spec = self.spec
        self._says_blank = not spec.required and spec.kind not in {"tick", "choice"}
        self._keeps_room = self._says_blank or bool(spec.live)
        self._said_in = QWidget()
        self._said = QStackedLayout(self._said_in)
        lines = _LIVE_LINES if spec.live else 1
        self._said_in.setMinimumHeight(lines * self.fontMetrics().lineSpacing())
        blank = _words("if-left-blank", blank=spec.if_blank) if self._says_blank else ""
        self._blank = label(blank, name="blank", scale=CAPTION)
        self._add_said(self._blank)
        if spec.kind == "number":  # it leaves room beside it, and there what is said needs none below
            self._said_in.setContentsMargins(8, 0, 0, 0)
            self._row.insertWidget(self._row.count() - 1, self._said_in, _ALL_THERE_IS)
        else:
            room.addWidget(self._said_in)
        self._say()

    def _add_said(self, part: QLabel) -> QLabel:
        is_beside = self.spec.kind == "number"
        part.setAlignment(Qt.AlignmentFlag.AlignVCenter if is_beside else Qt.AlignmentFlag.AlignTop)
        part.setMinimumHeight(self.fontMetrics().lineSpacing())  # else as if it always wrapped
        self._said.addWidget(part)
        return part

    @cached_property
    def _live(self) -> QLabel:
        """Where something is said about what was typed."""
        return self._add_said(label("", name="verdict", scale=CAPTION))

    @cached_property
    def _fault(self) -> QLabel:
        """Where it is said what is wrong."""
        return self._add_said(SignLabel(is_well=False, scale=CAPTION))

    def may_say(self, *texts: str) -> None:
        """Keep room for the longest of what may come to be said below it: nothing moves when it is."""
        self._may_say += texts
        self._keep_room()

    def _keep_room(self) -> None:
        """Keep it in the width that there is."""
        if not self._may_say:
            return
        letters, wraps = self._live.fontMetrics(), Qt.TextFlag.TextWordWrap
        room = QRect(0, 0, self.contentsRect().width(), _ANY_HEIGHT)
        high = max(letters.boundingRect(room, wraps, text).height() for text in self._may_say)
        lines = _LIVE_LINES if self.spec.live else 1
        self._said_in.setMinimumHeight(max(high, lines * self.fontMetrics().lineSpacing()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for what may be said, in another width."""
        super().resizeEvent(event)
        self._keep_room()

    # --- the three kinds ---

    def _build_line(self, layout: QVBoxLayout | QHBoxLayout) -> None:
        edit = TrimmingLineEdit()
        edit.setPlaceholderText(_words("for-example", example=self.spec.example) if self.spec.example else "")
        edit.setMaximumWidth(110 if self.spec.kind == "number" else 460)
        edit.setMinimumWidth(90 if self.spec.kind == "number" else 160)
        edit.textChanged.connect(lambda _text: self._edited() if self._built else None)
        row = QHBoxLayout()
        row.addWidget(edit, _ALL_THERE_IS)
        if self.spec.kind == "secret":
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setInputMethodHints(
                Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            )
            self._count = label("", name="muted")
            self._count.setWordWrap(False)
            # From the start as wide as ever: else the box's name would be broken by the first letter typed.
            self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance(characters(_USUAL)))
            edit.textChanged.connect(lambda text: self._count.setText(characters(len(text)) if text else ""))
            if self.spec.kept:  # what is pasted only to be looked at is never displayed whole
                row.addWidget(self._show_button(edit))
            self.add_beside(self._count)
        if self.spec.unit:
            unit = label(self.spec.unit)
            unit.setWordWrap(False)
            row.addWidget(unit)
        self._row = row
        row.addStretch(1)
        layout.addLayout(row)
        self.focus_target = edit
        self._get = edit.text
        self._set = lambda value: edit.setText("" if value is None else str(value))

    def _build_place(self, layout: QVBoxLayout | QHBoxLayout) -> None:
        from wizard.gui.widgets.place_entry import PlaceEntry  # noqa: PLC0415 - one screen has it

        edit = TrimmingLineEdit()
        edit.textChanged.connect(lambda _text: self._edited() if self._built else None)
        edit.pasted.connect(edit.editingFinished)
        layout.addWidget(PlaceEntry(edit, is_folder=self.spec.kind == "folder", title=self.spec.label))
        self.focus_target = edit
        self._get = edit.text
        self._set = lambda value: edit.setText("" if value is None else str(value))

    def _build_day(self, layout: QVBoxLayout | QHBoxLayout) -> None:
        from wizard.gui.widgets.day_entry import DayEntry  # noqa: PLC0415 - one screen has it

        edit = TrimmingLineEdit()
        edit.setPlaceholderText(_words("for-example", example=self.spec.example) if self.spec.example else "")
        entry = DayEntry(edit, self.spec.label)
        edit.textChanged.connect(lambda _text: self._edited() if self._built else None)
        layout.addWidget(entry)
        self.focus_target = edit
        self._get = lambda: entry.value
        self._set = entry.put

    def _show_button(self, edit: QLineEdit) -> QWidget:
        show = SteadyButton(_words("show"), _words("hide"))
        show.setCheckable(True)
        show.setAccessibleName(_words("show-what", what=self.spec.label))

        def toggle(on: bool) -> None:
            edit.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
            show.setText(_words("hide") if on else _words("show"))

        show.toggled.connect(toggle)
        return show

    def _build_choice(self, layout: QLayout) -> None:
        group = QButtonGroup(self)
        radios: dict[str, QRadioButton] = {}
        options = options_of(self.spec)
        is_plain = len(options) == _FEW and not any(option.note for option in options)
        if is_plain:
            beside = QWidget()
            layout.addWidget(beside)
            layout = FlowLayout(beside, spacing=12)
        for option in options:
            radio = QRadioButton(option.label)
            radio.setAccessibleName(f"{self.spec.label}: {option.label}")
            radio.setAccessibleDescription(option.note)
            radios[option.value] = radio
            group.addButton(radio)
            layout.addWidget(radio)
            radio.toggled.connect(lambda on: self._edited() if on and self._built else None)
            if is_plain:
                continue
            note = label(option.note, name="muted", scale=CAPTION)
            note.setContentsMargins(_BELOW_ITS_WORDS, 0, 0, 4)
            layout.addWidget(note)
            note.setVisible(bool(option.note))
            self._notes[option.value] = (note, option.note)
        self._radios = list(radios.values())
        self._choices = radios
        self.focus_target = self._radios[0]
        self._get = lambda: next((value for value, radio in radios.items() if radio.isChecked()), None)

        def put(value: Any) -> None:
            if value in radios:
                radios[value].setChecked(True)

        self._set = put

    def _build_list(self, layout: QVBoxLayout | QHBoxLayout) -> None:
        """Many choices: one line that opens; what is worth knowing of the chosen one stands below."""
        options = {option.value: option for option in options_of(self.spec)}
        shown, note = QComboBox(), label("", name="muted", scale=CAPTION)
        shown.setMinimumWidth(200)
        shown.setMaximumWidth(460)
        for option in options.values():
            shown.addItem(option.label, option.value)
        shown.setCurrentIndex(-1)
        is_free = not self.spec.required and self.spec.default is None and self.spec.if_blank
        blank = _words("if-left-blank", blank=self.spec.if_blank) if is_free else ""
        shown.setPlaceholderText(blank or _words("choose"))

        def changed(_index: int) -> None:
            chosen = options.get(str(shown.currentData()))
            note.setText(chosen.note if chosen else "")
            note.setVisible(bool(chosen and chosen.note))
            if self._built:
                self._edited()

        shown.currentIndexChanged.connect(changed)
        layout.addWidget(shown)
        layout.addWidget(note)
        if any(option.note for option in options.values()):
            room = note.sizePolicy()
            room.setRetainSizeWhenHidden(True)
            note.setSizePolicy(room)
        note.hide()
        self.focus_target = shown
        self._get = shown.currentData
        self._set = lambda value: shown.setCurrentIndex(shown.findData(value))

    def _build_tick(self, layout: QVBoxLayout | QHBoxLayout) -> None:
        tick = QCheckBox(self.spec.label)
        tick.toggled.connect(lambda _on: self._edited() if self._built else None)
        layout.addWidget(tick)
        self.focus_target = tick
        self._get = tick.isChecked
        self._set = lambda value: tick.setChecked(bool(value))

    # --- what is worth knowing ---

    def add_beside(self, part: QWidget) -> None:
        """Put something behind the box's name."""
        self._head.insertWidget(self._head.count() - (1 if self._built else 0), part)

    def match(self, part: QWidget) -> None:
        """Keep the name's line as high as a part that stands in that of the box beside it."""
        self._head.addStrut(part.sizeHint().height())

    @property
    def has_help(self) -> bool:
        """Whether more is said about the box than what it is and what a blank means."""
        return self._about is not None or any(text for _, text in self._notes.values())

    def fold_help(self, *, wanted: bool) -> None:
        """Keep what is said about the box behind a button, because there is no room for it."""
        if wanted and self._what is None:
            self._what = button("?")
            self._what.setObjectName("what")
            self._what.setCheckable(True)
            self._what.setProperty("comesLast", True)
            self._what.setAccessibleName(_words("what-is", what=self.spec.label))
            self._what.setToolTip(_words("what-is", what=self.spec.label))
            self._what.toggled.connect(lambda _on: self._show_help())
            self.add_beside(self._what)
        self._is_folded = wanted
        if self._what is not None:
            self._what.setVisible(wanted)
        self._show_help()

    def stand_close(self, *, wanted: bool) -> None:
        """Keep no room for what may be wrong, because the window is low."""
        if wanted != self._is_close:
            self._is_close = wanted
            self._say()

    def _show_help(self) -> None:
        is_shown = not self._is_folded or (self._what is not None and self._what.isChecked())
        if self._about is not None:
            self._about.setVisible(is_shown)
        for note, usual in self._notes.values():
            has_reason = note.text() != usual
            note.setVisible(bool(note.text()) and (is_shown or has_reason))

    # --- use ---

    @property
    def value(self) -> Any:
        """What stands in the box, raw."""
        return self._get()

    def put(self, value: Any) -> None:
        """Fill the box."""
        self._set(value)

    def say_kept(self) -> None:
        """Say that the password safe holds this secret, so that the box may stay empty."""
        if isinstance(self.focus_target, QLineEdit):
            self.focus_target.setPlaceholderText(_words("kept-in-the-safe"))

    def say_older(self) -> None:
        """Say that what was typed last is gone, and that the password safe holds the secret from before."""
        if isinstance(self.focus_target, QLineEdit):
            self.focus_target.setPlaceholderText(_words("older-in-the-safe"))

    def rest(self, value: str, why: str) -> None:
        """Let one of the choices shown rest and say why; without a reason it can be chosen again."""
        note, usual = self._notes[value]
        self._choices[value].setEnabled(not why)
        note.setText(why or usual)
        self._describe(self._description)
        self._show_help()

    def focus(self) -> None:
        """Put the cursor into the box, its content selected; of a choice, onto what is chosen."""
        if self._radios:
            self.focus_target = next((r for r in self._radios if r.isChecked()), self._radios[0])
        self.focus_target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.focus_target, QLineEdit):
            self.focus_target.selectAll()

    def show_fault(self, message: str) -> None:
        """Say beside the box what is wrong with it."""
        self._is_faulty = True
        self._fault.setText(message)
        self._say()
        self._style_faulty(on=True)
        self._describe(_words("box-and-fault", letter=self.letter, message=message))

    def say_letter(self, letter: str) -> None:
        """Take the letter that comes next, where what stood before it is not shown or is again."""
        if letter == self.letter:
            return
        before, after = _words("box", letter=self.letter), _words("box", letter=letter)
        self._description = self._description.replace(before, after, 1)
        self.letter = letter
        self._mark.setText(letter)
        self._mark.setAccessibleName(after)
        self._describe(self._description)

    def show_live(self, text: str) -> None:
        """Say something about what was typed so far."""
        self._is_live = bool(text)
        self._live.setText(text)
        self._say()

    def _say(self) -> None:
        """Show below the box what matters most just now: its fault, what was typed, what a blank means."""
        shown = self._fault if self._is_faulty else self._live if self._is_live else self._blank
        self._said.setCurrentWidget(shown)
        keeps = self._keeps_room or (self.spec.required and not self._is_close)
        self._said_in.setVisible(keeps or self._is_live or self._is_faulty)

    def _edited(self) -> None:
        if self._is_faulty:
            self._is_faulty = False
            self._fault.setText("")
            self._say()
            self._style_faulty(on=False)
            self._describe(self._description)
        self.changed.emit()

    def _style_faulty(self, *, on: bool) -> None:
        self.focus_target.setProperty("faulty", "true" if on else "false")
        self.focus_target.style().polish(self.focus_target)

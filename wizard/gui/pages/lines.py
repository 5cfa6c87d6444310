"""Pages made of lines: the walk-through, values to copy, the organisation."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QVBoxLayout, QWidget

from wizard.catalogue.load import countries
from wizard.catalogue.schema import Action, FieldSpec, Line
from wizard.catalogue.wording import fill, matches
from wizard.catalogue.words import words_of
from wizard.gui.pages.boxes import letters
from wizard.gui.pages.page import Page
from wizard.gui.pages.paste_back import PastedBack
from wizard.gui.pages.sheet import line_button
from wizard.gui.widgets.columns import ColumnsLayout
from wizard.gui.widgets.copy_row import CopyButton, CopyRow
from wizard.gui.widgets.labels import CAPTION, SUBTITLE, characters, label
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.paper_bar import PaperBar
from wizard.jobs.xero.organisation import OrganisationRead
from wizard.model.problem import Problem
from wizard.model.secret import Secret
from wizard.papers.paper import Paper
from wizard.xero.settle import is_refused

_words = words_of(__name__)

_CHANGES_LINES = ("tick", "choice")


class LinesPage(Page):
    """Shared by pages that show the screen's lines."""

    def lines(self) -> list[Line]:
        """Return the lines that hold for the present answers."""
        view = {**self.session.facts(), **{n: b.value for n, b in self.boxes.items()}}
        return [line for line in self.session.screen.lines if matches(line.when, view)]

    def filled(self, text: str) -> str:
        """Return a line's text with what is known filled in."""
        return fill(text, self.session.facts())

    def copy_row(self, line: Line) -> CopyRow:
        """Return a line's value with its Copy button; a secret is masked and fetched when it is copied."""
        note = self.filled(line.note)
        if not line.secret:
            value = self.filled(line.copy)
            return CopyRow(line.text, value, note, lambda: self.copy_plain(value))
        length = self.session.facts().get("secret_length")
        shown = f"•••••••• ({characters(int(length))})" if length else "••••••••"
        row = CopyRow(line.text, shown, note, lambda: False)
        row.copy_button.clicked.connect(lambda: self._copy_secret(line.secret, row.copy_button))
        return row

    def paper_bar(self, paper: Callable[[], Paper | None]) -> PaperBar:
        """Return the buttons of a paper that this page is about."""
        return PaperBar(paper, self.tools.clipboard.copy, self.tools.open_address, self.say)

    def in_columns(self, values: list[Line]) -> ColumnsLayout:
        """Return a row for each value, two beside each other where the window is wide."""
        columns = ColumnsLayout()
        for line in values:
            columns.addWidget(self.copy_row(line))
        return columns

    def _copy_secret(self, field: str, pressed: CopyButton) -> None:
        answering, vault = self.session.answering, self.session.tools.vault

        def done(found: Secret | Problem) -> None:
            if isinstance(found, Problem):
                self.show_problem(found)
            else:
                self.tools.clipboard.copy_secret(found.reveal())
                pressed.said_copied()

        # The password safe may ask its user to open it: not on the interface thread.
        self.tools.fetch(lambda _progress, _cancel: answering.secret(field, vault), done)

    def copy_plain(self, text: str) -> bool:
        """Copy a value."""
        self.tools.clipboard.copy(text)
        return True


class WalkThroughPage(LinesPage):
    """K3: the lines to do on another page, today's words beside the old ones."""

    def build(self, body: QVBoxLayout) -> None:
        """Number the lines; each with Copy or Open, and what the old guide calls it."""
        for note in self.session.screen.notes:
            body.addWidget(label(note, name="muted"))
        # A tick or a choice changes which lines there are; a text is what the last line brings.
        fields = self.session.screen.fields
        self._done = self.session.ticked.setdefault(self.session.screen.id, set())
        self._asks = self._did_all = False
        names = letters(len(fields))
        first = [f for f in fields if f.kind in _CHANGES_LINES]
        self.boxes.add_all(first, body)
        last = [f for f in fields if f not in first]
        # Where a choice takes lines away, what is typed stands above them: nothing moves under the pointer.
        if any(f.kind == "choice" for f in first):
            body.addLayout(self._beside(last, names[len(first) :]))
            last = []
        self._slot = QVBoxLayout()
        body.addLayout(self._slot)
        self._has_old = any(line.old for line in self.session.screen.lines)
        self._fill()
        self.edited.connect(self._fill)
        if last:
            body.addLayout(self._beside(last, names[len(first) :]))
        self.add_practice_button()
        if self.session.result is not None:
            self.show_result(self.session.result)

    def _beside(self, fields: list[FieldSpec], names: list[str]) -> QGridLayout:
        """What the last lines bring, in two columns: the lines take the height there is."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        cells = [QVBoxLayout() for _ in range(len(fields) + 1)]
        for field, name, cell in zip(fields, names, cells, strict=False):
            self.boxes.add(field, name, cell)
        self.add_side_links(cells[-1])
        for index, cell in enumerate(cells):
            cell.addStretch(1)
            across = 1 if len(fields) > 1 else 2
            grid.addLayout(cell, index * across // 2, index * across % 2, Qt.AlignmentFlag.AlignTop)
        for column in range(2 if len(fields) > 1 else 1):
            grid.setColumnStretch(column, 1)
        return grid

    def fill_in(self, values: Mapping[str, Any]) -> None:
        """Fill the boxes; in practice nobody is at Xero's page, and every line counts as done."""
        super().fill_in(values)
        for tick in self.findChildren(QCheckBox, "line"):
            tick.setChecked(True)

    def _on_ticked(self, at: int, *, on: bool) -> None:
        (self._done.add if on else self._done.discard)(at)

    def press(self) -> bool:
        """Ask where nobody ticked a line, until somebody says that all were done without."""
        count = len(self.lines())
        if self._done or self._did_all or not count:
            return False
        self.show_problem(Problem("LINES-NONE", {"count": count}))
        self._asks = True
        return True

    def take_action(self, action: Action) -> bool:
        """Go to the first line; that all are done without a tick is believed."""
        first = self.findChild(QCheckBox, "line")
        self._did_all = self._asks and action.does == "retry"
        if not self._asks or action.does != "edit" or first is None:
            return super().take_action(action)
        self.clear_problem()
        self._asks = False
        self.area.ensureWidgetVisible(first)
        first.setFocus()
        return True

    def _fill(self) -> None:
        empty(self._slot)
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2 if self._has_old else 0)
        # Wrapping labels ask for the height of their narrowest form: give them a width to go by.
        grid.setColumnMinimumWidth(1, 150)
        if self._has_old:
            grid.setColumnMinimumWidth(3, 80)
            grid.addWidget(label(_words("today"), name="muted", scale=CAPTION), 0, 1)
            grid.addWidget(label(_words("old-guide"), name="muted", scale=CAPTION), 0, 3)
        for index, line in enumerate(self.lines(), 1):
            tick = QCheckBox(str(index))
            tick.setObjectName("line")
            at = self.session.screen.lines.index(line)
            tick.setChecked(at in self._done)
            tick.toggled.connect(lambda on, at=at: self._on_ticked(at, on=on))
            tick.setAccessibleName(_words("line-done", number=index, text=line.text))
            grid.addWidget(tick, index, 0)
            text = line.text + (f": {line.copy}" if line.copy else "")
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(label(text))
            if line.note:
                cell.addWidget(label(self.filled(line.note), name="muted", scale=CAPTION))
            grid.addLayout(cell, index, 1)
            if line.copy:
                copy = CopyButton(line.text, lambda value=line.copy: self.copy_plain(value))  # type: ignore[misc]
                grid.addWidget(copy, index, 2)
            elif line.open:
                opener = line_button(_words("open"), lambda url=line.open: self.tools.open_address(url))  # type: ignore[misc]
                opener.setAccessibleName(_words("open-address", address=line.open))
                grid.addWidget(opener, index, 2)
            grid.addWidget(label(line.old, name="muted", scale=CAPTION), index, 3)
        self._slot.addWidget(holder)


class OrganisationPage(LinesPage):
    """K5: name, country, short code and last four, large enough to read out."""

    def build(self, body: QVBoxLayout) -> None:
        """Show the organisation that the keys open."""
        facts = self.session.facts()
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.addWidget(label(str(facts.get("organisation_name", "…")), bold=True, scale=SUBTITLE))
        rows = (
            (_words("country"), facts.get("organisation_country")),
            (_words("short-code"), facts.get("organisation_short_code")),
            (_words("currency"), facts.get("organisation_currency")),
            (_words("last-four"), f"…{facts.get('organisation_last_four', '')}"),
        )
        for name, value in rows:
            inside.addWidget(label(f"{name}:  {value or '…'}"))
        if facts.get("organisation_is_demo"):
            inside.addWidget(label(_words("demo-company"), name="fault"))
        body.addWidget(card)
        if other := _other_country(str(facts.get("country", "")), str(facts.get("organisation_country", ""))):
            body.addWidget(label(other, name="warn"))
        if self._is_refused:
            self.show_problem(Problem("ORG-DEMO", {"name": str(facts.get("organisation_name", ""))}))
            return
        self.boxes.add_missing_secrets(body)
        for spec in self.session.fields():
            self.boxes.add(spec, "A", body)
        if self.session.result is not None:
            self.show_result(self.session.result)

    @property
    def _is_refused(self) -> bool:
        """Whether the keys open what no store may use: then there is nothing to press but the way back."""
        read = self.session.results.given(OrganisationRead)
        found = read.organisation() if read is not None else None
        return found is not None and is_refused(found, allow_demo=self.session.tools.world.is_practice)

    @property
    def verb_ready(self) -> bool:
        """There is one that a store may use."""
        return not self._is_refused


def _other_country(said: str, found: str) -> str:
    """Return that the organisation is in another country than was said, and what Xero charges there."""
    known = {one.value: one for one in countries()}
    if not found or said not in known or said == found:
        return ""
    row = known.get(found)
    if row is None:
        return _words("other-country", said=known[said].label, found=found)
    there = _words("other-country", said=known[said].label, found=row.label)
    return there + (_words("costs-there", price=row.price) if row.price else "")


class CopyValuesPage(LinesPage):
    """K6: values for another program's fields, secrets masked, and a box to paste one back."""

    def build(self, body: QVBoxLayout) -> None:
        """A value beside the other, and what is to be done around them in words."""
        self._rows: dict[str, CopyRow] = {}
        lines = self.lines()
        values = [line for line in lines if line.copy or line.secret]
        done = False
        for line in lines:
            if line not in values:
                body.addWidget(label(f"–  {self.filled(line.text)}"))
            elif not done:
                body.addLayout(self.in_columns(values))
                done = True
        body.addSpacing(8)
        self.boxes.add_missing_secrets(body)
        self.boxes.add_all(self.session.fields(), body)
        self._pasted = PastedBack(self.boxes, self.tools.clipboard.holds_ours)
        self.add_practice_button()
        if self.session.result is not None:
            self.show_result(self.session.result)

    def copy_row(self, line: Line) -> CopyRow:
        """Return it; a problem may copy the value once more."""
        self._rows[line.text] = row = super().copy_row(line)
        return row

    def take_action(self, action: Action) -> bool:
        """Copy a value once more, to be pasted back anew."""
        if action.does != "copy-value":
            return super().take_action(action)
        spec = self.boxes[action.field].spec
        row = next(self._rows[text] for text in spec.copy_of if text in self._rows)
        self.clear_problem()
        self._pasted.paste_anew(action.field, row.copy_button)
        return True

    def fill_in(self, values: Mapping[str, Any]) -> None:
        """Fill the boxes; what the practice puts there did not come from the other program."""
        super().fill_in(values)
        self._pasted.say_practice(values)

    def values(self) -> dict[str, Any]:
        """Return what was pasted back, but for our own copies."""
        return self._pasted.without_ours(super().values())

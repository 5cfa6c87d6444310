"""W14, R14: what each column of a file is, said once; the next file of its kind is read by itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from msgspec import convert
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wizard.books.report import FolderReport, read_store_file
from wizard.books.sample import Proposal, Sample, guess, layout_data, propose, sample
from wizard.catalogue.kinds import file_words
from wizard.catalogue.layouts import MONEY, Layout
from wizard.catalogue.listing import listed
from wizard.catalogue.words import words_of
from wizard.gui.actions import BACK
from wizard.gui.matching.model import in_thousands
from wizard.gui.pages.page import Page
from wizard.gui.theme import stands_close
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import CAPTION, label, link
from wizard.gui.widgets.layouts import empty
from wizard.jobs.books.of_run import of_run
from wizard.jobs.books.own_layouts import keep_layout, kept_layout, write_layout
from wizard.model.books import Evidence, Question
from wizard.model.problem import Problem
from wizard.session.run import Session

_words = words_of(__name__)

_READ_AFTER_MS = 250
_MOST_COLUMNS = 40
_ENCODINGS = ("utf-8", "cp1252", "utf-16")
"""What a shop's programs write; any other is found out, or said in a layout's file."""
COLUMNS = "choose-columns"
"""The side page on which a file's columns are said."""
_NOT_USED, _BY_ITSELF = "", ""


class ChooseColumnsPage(Page):
    """The first rows with a list above each column; below, what that makes of the file."""

    fills: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """Columns and reading come when the file was looked at."""
        self._path = Path(self.session.answers.text("columns_of"))
        self._sample: Sample | None = None
        self._kept = kept_layout(self.session.tools.site, self._path.name) or {}
        self._columns: list[QComboBox] = []
        self._touched: set[int] = set()
        """The columns that a person chose for."""
        self._whole = False
        row = FlowLayout(spacing=12)
        name = label(self._path.name, bold=True)
        name.setWordWrap(False)
        row.addWidget(name)
        holds = label(_words("holds"), name="muted")
        holds.setWordWrap(False)
        row.addWidget(holds)
        kinds = {kind: words.title for kind, words in file_words().kinds.items()}
        self._kind = _list(kinds, _words("what-it-holds"))
        self._kind.currentIndexChanged.connect(self._kind_changed)
        row.addWidget(self._kind)
        self.save = link(_words("save-columns"))
        self.save.clicked.connect(lambda _checked=False: self._save())
        row.addWidget(self.save)
        body.addLayout(row)
        self._before = label("", name="muted")
        self._before.hide()
        body.addWidget(self._before)
        self._area = QScrollArea()
        self._area.setObjectName("columns")
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.addWidget(self._area)
        body.addLayout(self._cards())
        body.addStretch(1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_READ_AFTER_MS)
        self._soon.timeout.connect(self._read)
        QTimer.singleShot(0, self, self._look)

    def _cards(self) -> QHBoxLayout:
        words = file_words()
        row = QHBoxLayout()
        row.setSpacing(12)
        how, inside = _card(_words("how-we-read-it"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(2, 1)
        self._order = _list(
            {_BY_ITSELF: _words("by-itself"), **words.orders}, _words.one_of("parts", "dates")
        )
        self._mark = _list(
            {_BY_ITSELF: _words("by-itself"), **words.marks}, _words.one_of("parts", "amounts")
        )
        self._proof: dict[str, QLabel] = {}
        self._between = _list(
            {_BY_ITSELF: _words("by-itself"), **words.separators}, _words.one_of("parts", "between-cells")
        )
        self._letters = _list(
            {_BY_ITSELF: _words("by-itself"), **{name: name for name in _ENCODINGS}},
            _words.one_of("parts", "letters"),
        )
        for at, (name, made, key) in enumerate(
            (
                ("dates", self._order, "date_order"),
                ("amounts", self._mark, "decimal"),
                ("below-zero", None, ""),
                ("between-cells", self._between, "delimiter"),
                ("letters", self._letters, "encoding"),
            )
        ):
            grid.addWidget(label(_words.one_of("parts", name), name="muted"), at, 0)
            if made is not None:
                made.setCurrentIndex(max(0, made.findData(self._kept.get(key, _BY_ITSELF))))
                is_anew = made in {self._between, self._letters}
                made.currentIndexChanged.connect(self._look_anew if is_anew else self._changed)
                grid.addWidget(made, at, 1)
            self._proof[name] = label("", scale=CAPTION)
            grid.addWidget(self._proof[name], at, 2)
        inside.addLayout(grid)
        inside.addStretch(1)
        row.addWidget(how, 7)
        holds, inside = _card(_words("what-it-holds"))
        self._holds = QVBoxLayout()
        self._holds.setSpacing(4)
        inside.addLayout(self._holds)
        inside.addStretch(1)
        row.addWidget(holds, 2)
        return row

    # --- the file's beginning ---

    def _look(self) -> None:
        between, letters = self._between.currentData(), self._letters.currentData()
        self.tools.fetch(
            lambda _progress, _cancel: sample(self._path, delimiter=between, encoding=letters),
            self._show_sample,
        )

    def _look_anew(self) -> None:
        """Other separators, or other letters, make other columns."""
        self._columns, self._touched = [], set()
        self.clear_problem()
        self._look()

    def _show_sample(self, found: Sample | Question) -> None:
        if isinstance(found, Question):
            self.show_problem(Problem(found.code, {"file": found.where, "said": found.message, "count": 1}))
            return
        is_first, self._sample = self._sample is None, found
        proposal = self._proposal = propose(found, self._kept or None)
        self._kind.blockSignals(True)
        self._kind.setCurrentIndex(self._kind.findData(proposal.kind))
        self._kind.blockSignals(False)
        self._say_kept(proposal)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(8, 6, 8, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for index, column in enumerate(found.columns[:_MOST_COLUMNS]):
            heading = label(column.heading or _words("column", number=index + 1), bold=True)
            heading.setWordWrap(False)
            grid.addWidget(heading, 0, index)
            asked = column.heading or _words("column-inside", number=index + 1)
            made = _list({}, _words("what-column-is", column=asked))
            made.currentIndexChanged.connect(self._changed)
            made.activated.connect(lambda _at, index=index: self._touched.add(index))
            self._columns.append(made)
            grid.addWidget(made, 1, index)
            for line, row in enumerate(found.rows[: 2 if stands_close() else None], 2):
                text = row[index]
                shown = label(text if len(text) < 34 else f"{text[:32]}…", name="muted")
                shown.setWordWrap(False)
                grid.addWidget(shown, line, index)
        self._offer(proposal.at)
        grid.setColumnStretch(len(self._columns), 1)
        self._area.setWidget(inside)
        self._area.setFixedHeight(inside.sizeHint().height() + 18)
        self.rebuilt.emit()
        if is_first:
            self._columns[0].setFocus()
        self._read()

    def _say_kept(self, proposal: Proposal) -> None:
        """Say that what was chosen before still stands, and what of it this file has not."""
        said = ""
        if proposal.is_kept:
            names = listed([_words("quoted", name=name) for name in proposal.gone])
            said = _words("kept-but", names=names) if names else _words("kept")
        self._before.setText(said)
        self._before.setVisible(bool(said))

    def _kind_changed(self) -> None:
        """What a column can be hangs on what the file holds; a person's own choices stay where they can."""
        found, kind = self._sample, self._kind.currentData()
        if found is None:
            return
        is_proposed = kind == self._proposal.kind
        self._offer(self._proposal.at if is_proposed else guess(found, kind))
        self._changed()

    def _offer(self, at: Mapping[str, int]) -> None:
        """Fill each column's list with what it can be in such a file, and choose what is proposed."""
        kind = self._kind.currentData()
        fields = {index: field for field, index in at.items()}
        for index, made in enumerate(self._columns):
            field = made.currentData() if index in self._touched else fields.get(index, _NOT_USED)
            can_be = dict.fromkeys(
                [*file_words().fields(kind), *([field] if index not in self._touched else [])]
            )
            made.blockSignals(True)
            made.clear()
            for value in (_NOT_USED, *(each for each in can_be if each)):
                made.addItem(file_words().label(value, kind) if value else _words("not-used"), value)
            made.setCurrentIndex(max(0, made.findData(field)))
            made.blockSignals(False)

    def _changed(self, _index: int = 0) -> None:
        if self._sample is not None:
            self._soon.start()

    # --- what that makes of it ---

    @property
    def _data(self) -> dict[str, object]:
        assert self._sample is not None
        at = {made.currentData(): index for index, made in enumerate(self._columns) if made.currentData()}
        mark, order = self._mark.currentData(), self._order.currentData()
        between, letters = self._between.currentData(), self._letters.currentData()
        return layout_data(
            self._sample, self._kind.currentData(), at, decimal=mark, date_order=order, delimiter=between,
            encoding=letters,
        )  # fmt: skip

    @property
    def _twice(self) -> list[str]:
        """What two columns are said to be; to go through a list by arrows changes nothing elsewhere."""
        chosen = [made.currentData() for made in self._columns if made.currentData()]
        kind = self._kind.currentData()
        return [file_words().label(field, kind) for field in dict.fromkeys(chosen) if chosen.count(field) > 1]

    def _read(self) -> None:
        if not self._data["columns"] or self._twice:
            self._show_report(FolderReport(()))
            return
        layout, path = convert(self._data, Layout), self._path
        self.tools.fetch(lambda _progress, cancel: read_store_file(path, layout, cancel), self._show_report)

    def _show_report(self, found: FolderReport) -> None:
        """Show what the file holds when it is read so, or what is still missing."""
        empty(self._holds)
        self._whole = bool(found.files)
        for shown in self._proof.values():
            shown.setText("")
        for name in self._twice:
            self._holds.addWidget(label(_words("two-columns-are", name=name), name="fault"))
        for question in found.questions:
            text = question.message
            self._holds.addWidget(label(text[:1].upper() + text[1:], name="fault"))
        for file in found.files:
            words = file_words()
            said = words.count(file.kind, file.records)
            if file.kind != "contacts":
                said += _words("in-all", total=in_thousands(file.total))
            self._holds.addWidget(label(said, bold=True))
            self._holds.addWidget(label(_words("lines-read", count=file.rows), name="muted"))
            for lines, became in ((file.excluded, "left-out"), (file.skipped, "passed-over")):
                if lines:
                    why = listed(list(dict.fromkeys(one.reason for one in lines))[:3])
                    text = _words.one_of("lines", became, count=len(lines), why=why)
                    self._holds.addWidget(label(text, name="muted"))
            for fault in file.faults[:3]:
                text = _words("fault", line=fault.line, column=fault.column, reason=fault.reason)
                self._holds.addWidget(label(text, name="fault", scale=CAPTION))
            if len(file.faults) > 3:
                self._holds.addWidget(label(_words("cannot-be-read", count=len(file.faults)), name="fault"))
        for reading in found.readings:
            order = reading.orders.get("date")
            self._prove("dates", reading.evidence.get("date"), file_words().orders.get(order or "", ""))
            mark = file_words().marks.get(reading.decimal or "", "")
            self._prove("amounts", reading.evidence.get("decimal"), mark)
            encoding = reading.table.table.encoding
            letters = file_words().letters_of(encoding) if encoding else _words("as-the-sheet")
            self._proof["letters"].setText(letters)
            self._prove_form()
        self.verb_changed.emit()

    def _prove_form(self) -> None:
        """Say what stands between cells, and how amounts below zero are written."""
        found = self._sample
        assert found is not None
        if found.delimiter:
            between = file_words().separators.get(found.delimiter, found.delimiter)
            even = _words("even-lines", even=found.even, lines=found.lines)
            self._proof["between-cells"].setText(f"{between}: {even}")
        below = [
            text
            for made, column in zip(self._columns, found.columns, strict=False)
            if made.currentData() in MONEY
            for text in column.below
        ]
        said = _words("below-zero-none")
        if below:
            said = _words("below-zero-found", count=len(below), example=below[0])
        self._proof["below-zero"].setText(said)

    def _prove(self, name: str, evidence: Evidence | None, decided: str) -> None:
        self._proof[name].setText(in_words(evidence, decided))

    # --- going on ---

    @property
    def verb_ready(self) -> bool:
        """The file can be read so."""
        return self._whole

    def press(self) -> bool:
        """Keep the columns for this store, and go back to where the file was listed."""
        if self._sample is not None and self.tools.keep(
            lambda: keep_layout(self.session.tools.site, self._path.name, self._data)
        ):
            self.tools.act(BACK)
        return True

    def _save(self) -> None:
        """Write the columns into a file that the user names, for another store or the command line."""
        start = str(Path.home() / _words("file-name", file=self._path.stem))
        title, kind = _words("save-title"), _words("kind-of-file")
        named, _ = QFileDialog.getSaveFileName(self.window(), title, start, kind)
        path = Path(named)
        if named and self._sample is not None and self.tools.keep(lambda: write_layout(path, self._data)):
            self.say(_words("saved", path=path))

    def focus_first(self) -> bool:
        """The first list, once it is there."""
        if self._columns:
            self._columns[0].setFocus()
        return bool(self._columns)


def name_file_of(session: Session, problem: Problem) -> None:
    """Note which file a problem asks the columns of, for this page to open."""
    documents = of_run(session.procedure, session.answers).documents(session.tools.site.record())
    named = problem.facts.get("file")
    if documents is not None and (named or not documents.is_dir()):
        path = documents / str(named) if documents.is_dir() else documents
        session.answering.put("columns_of", str(path))


def in_words(evidence: Evidence | None, decided: str) -> str:
    """Return what was decided of a column and what proves it."""
    if not decided:
        return ""
    if evidence is None or not evidence.proving:
        return _words("nothing-against", decided=decided)
    example = _words("such-as", example=evidence.examples[0]) if evidence.examples else ""
    said = _words.counted("no-other-way", evidence.proving, decided=decided, example=example)
    return _words("some-against", said=said, count=evidence.against) if evidence.against else said


def _list(choices: dict[str, str], name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    for value, text in choices.items():
        made.addItem(text, value)
    return made


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(12, 8, 12, 8)
    inside.addWidget(label(title, bold=True))
    return card, inside

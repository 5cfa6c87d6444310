"""W3: which files there are, what each holds with every line accounted for, and which ones ask something."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from wizard.books.report import FolderReport
from wizard.catalogue.kinds import file_words
from wizard.catalogue.layouts import known_layouts
from wizard.catalogue.listing import listed
from wizard.catalogue.schema import Action
from wizard.catalogue.words import amount, words_of
from wizard.gui.pages.choose_columns import COLUMNS
from wizard.gui.pages.looking import LookingPage
from wizard.gui.widgets.columns import ColumnsLayout
from wizard.gui.widgets.labels import CAPTION, button, keep_words_whole, label, link
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.place_entry import when_named
from wizard.jobs.books.use_store_files import LookAtStoreFiles, UseStoreFiles
from wizard.jobs.books.who_posts import own_files
from wizard.jobs.job import Done, Job
from wizard.model.books import FileReport, Question

_words = words_of(__name__)

_USUAL = "utf-8"
"""The encoding of which nothing is said."""
_LISTED = 50
"""Lines that are listed of one kind."""


class StoreFilesPage(LookingPage):
    """Reads the folder as soon as it is known, and again when another is chosen."""

    def build(self, body: QVBoxLayout) -> None:
        """The folder above, a card for each file below."""
        self._found: FolderReport | None = None
        self._read_of = ""
        self._goes_on = False
        """Whether the verb was pressed before what it is for was read."""
        self._openers: list[tuple[QPushButton, QWidget]] = []
        """Of each file with faults: the button that shows its lines, and the lines."""
        specs = {spec.id: spec for spec in self.session.screen.fields}
        folder = self.boxes.add(specs["folder"], "A", body)
        if not folder.value:
            own = own_files(self.session.tools.site.record()).shop
            folder.put(str(own) if own is not None else "")
        folder.changed.connect(self._folder_changed)
        edit = folder.focus_target
        assert isinstance(edit, QLineEdit)
        when_named(edit, self, self._read)
        self.boxes.add(specs["good_ones"], "B", body)
        self.add_practice_button()
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        body.addLayout(self._list)
        QTimer.singleShot(0, self, self._read)

    # --- reading ---

    @property
    def _folder(self) -> str:
        return str(self.boxes["folder"].value).strip().strip('"')

    def _folder_changed(self) -> None:
        self._goes_on = False

    def _read(self) -> None:
        """Read what the box names, once it is typed and there."""
        if self._folder == self._read_of or not self._folder or not Path(self._folder).exists():
            return
        self._read_of = self._folder
        self.clear_problem()
        self.look()

    def job_that_looks(self) -> Job:
        """Read the folder."""
        return LookAtStoreFiles(Path(self._folder))

    def take_down(self) -> None:
        """Take the cards down."""
        empty(self._list)
        self._openers.clear()
        self._found = None

    def show_found(self, found: Done) -> None:
        """Show a card for each file, those that ask something first, then those with faults."""
        report: FolderReport = found.value
        self._found, self.found_something = report, True
        count = len(report.files) + len({question.where for question in report.questions})
        total = _words.counted("files", count)
        self._list.addWidget(label(_words("found", files=total), bold=True))
        cards = QWidget()
        columns = ColumnsLayout(cards)
        for question in report.questions:
            columns.addWidget(self._question(question))
        for file in sorted(report.files, key=lambda file: not file.faults):
            columns.addWidget(self._card(file))
        self._list.addWidget(cards)
        if report.ignored:
            words = "; ".join(f"{one.file}: {one.reason}" for one in report.ignored[:_LISTED])
            self._list.addWidget(label(_words("not-looked-at", files=words), name="muted"))
        self.rebuilt.emit()
        self.verb_changed.emit()
        if self._goes_on:
            self._goes_on = False
            self.tools.run()

    # --- cards ---

    def _question(self, question: Question) -> QFrame:
        card, inside = _new_card()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(StateMark(Mark.FAILED))
        row.addWidget(label(question.where, bold=True), 1)
        below: QHBoxLayout | None = None
        if question.code in {"FILE-COLUMNS", "FILE-DATES"}:
            made = button(_words("choose-columns"))
            made.setAccessibleName(_words("choose-columns-of", file=question.where))
            made.clicked.connect(lambda _checked=False: self._choose_columns(question.where))
            below = QHBoxLayout()
            below.setContentsMargins(32, 0, 0, 4)
            below.addWidget(made)
            below.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(_beside_mark(label(_plain(question), name="muted")))
        if below is not None:
            inside.addLayout(below)
        return card

    def _choose_columns(self, file: str) -> None:
        named = Path(self._folder)
        self.session.answering.put("columns_of", str(named / file if named.is_dir() else named))
        self.tools.open_side(COLUMNS)

    def _card(self, file: FileReport) -> QFrame:
        card, inside = _new_card()
        words = file_words()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(StateMark(Mark.FAILED if file.faults else Mark.DONE))
        head.addWidget(keep_words_whole(label(file.file, bold=True)), 1)
        many = label(words.count(file.kind, file.records), bold=True)
        many.setWordWrap(False)
        head.addWidget(many)
        if file.kind != "contacts":
            total = label(amount(float(file.total)) if _is_number(file.total) else file.total)
            total.setWordWrap(False)
            total.setProperty("alignment", 0x82)
            head.addWidget(total)
        inside.addLayout(head)
        lines = QHBoxLayout()
        lines.setContentsMargins(32, 0, 0, 0)
        lines.addWidget(label(f"{every_line(file)}.  {how_read(file)}.", name="muted", scale=CAPTION), 1)
        told = _told(file)
        if told:
            opener = link(_words("show-lines"))
            opener.setAccessibleName(_words("show-lines-of", file=file.file))
            lines.addWidget(opener)
        inside.addLayout(lines)
        if told:
            listed = _listed(told)
            listed.hide()
            inside.addWidget(listed)
            opener.clicked.connect(lambda _checked=False: self._unfold(opener, listed))
            self._openers += [(opener, listed)] if file.faults else []
        return card

    def _unfold(self, opener: QPushButton, listed: QWidget) -> None:
        listed.setVisible(listed.isHidden())
        opener.setText(_words("hide-lines") if listed.isVisibleTo(self) else _words("show-lines"))
        self.rebuilt.emit()

    # --- going on ---

    @property
    def verb_ready(self) -> bool:
        """Something was read, or is still to be named."""
        return True

    def press(self) -> bool:
        """What was read is used, with the answers as they stand now."""
        if self._folder != self._read_of:
            self._goes_on = True
            self._read()
            return True
        self.tools.run()
        return True

    def own_job(self) -> Job:
        """Use what was read a moment ago."""
        return UseStoreFiles(Path(self._folder), bool(self.boxes["good_ones"].value), self._found)

    def take_action(self, action: Action) -> bool:
        """Show what a problem is about: the lines, or the columns of the first file that asks."""
        if action.does == "side" and action.step == COLUMNS and self._found is not None:
            self._choose_columns(self._found.questions[0].where)
            return True
        if action.does == "edit" and action.field == "good_ones" and self._openers:
            opener, listed = self._openers[0]
            if listed.isHidden():
                self._unfold(opener, listed)
            self.area.ensureWidgetVisible(listed)
            opener.setFocus()
            return True
        if action.does == "retry":
            self._read_of = ""
            self._read()
            return True
        return super().take_action(action)

    def fill_in(self, values: dict[str, Any]) -> None:  # type: ignore[override]
        """Fill the boxes and read at once."""
        super().fill_in(values)
        self._read()

    def focus_first(self) -> bool:
        """The folder, as long as there is none."""
        return super().focus_first() if not self._folder else False


def _new_card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(12, 4, 12, 4)
    inside.setSpacing(4)
    return card, inside


def _beside_mark(made: QWidget) -> QWidget:
    made.setContentsMargins(32, 0, 0, 0)
    return made


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()


def _plain(question: Question) -> str:
    text = question.message
    return text[:1].upper() + text[1:]


def how_read(file: FileReport) -> str:
    """Return in words how a file was read: as whose layout, in which letters, its dates, its decimal mark."""
    words = file_words()
    known = {layout.id: layout.title for layout in known_layouts()}
    said = [known.get(file.layout or "", _words("own-columns"))]
    if file.sheet:
        said.append(_words("sheet", name=file.sheet))
    if file.date_order:
        said.append(_words("dates-are", order=words.orders[file.date_order]))
    if file.decimal:
        said.append(_words("amounts-like", mark=words.marks[file.decimal]))
    if file.encoding and file.encoding != _USUAL:
        said.append(words.letters_of(file.encoding))
    return " · ".join(said)


def every_line(file: FileReport) -> str:
    """Return what became of each line: none is dropped without a word."""
    said = [_words("lines-read", count=file.rows)]
    if file.excluded:
        why = _reasons(e.reason for e in file.excluded)
        said.append(_words("left-out", count=len(file.excluded), why=why))
    if file.skipped:
        why = _reasons(s.reason for s in file.skipped)
        said.append(_words("passed-over", count=len(file.skipped), why=why))
    if file.faults:
        said.append(_words("cannot-be-read", count=len(file.faults)))
    notices = file.notices if isinstance(file.notices, list) else []
    said += [f"{notice.column}: {notice.reason}" for notice in notices]
    return " · ".join(said)


def _reasons(reasons: Any) -> str:
    return listed(list(dict.fromkeys(reasons))[:3])


def _told(file: FileReport) -> list[tuple[int, str, str]]:
    """Return every line that is told: its number, its column or record, and why; faults first."""
    told = [(f.line, f.column, f.reason) for f in file.faults[:_LISTED]]
    told += [(e.line, e.record, _words("left-out-line", why=e.reason)) for e in file.excluded[:_LISTED]]
    told += [(s.line, "", _words("passed-over-line", why=s.reason)) for s in file.skipped[:_LISTED]]
    return told


def _listed(told: Sequence[tuple[int, str, str]]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(32, 4, 0, 4)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(2, 1)
    for at, (line, what, why) in enumerate(told):
        number = label(_words("line", number=line), name="muted", scale=CAPTION)
        number.setWordWrap(False)
        grid.addWidget(number, at, 0)
        name = label(what, scale=CAPTION)
        name.setWordWrap(False)
        grid.addWidget(name, at, 1)
        grid.addWidget(label(why, scale=CAPTION), at, 2)
    return holder

"""Matches out of the table, to a file or a printer, and into it from a file that came back."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from wizard.catalogue.matching import match_words
from wizard.gui.printing import has_printer, print_html, write_pdf
from wizard.gui.widgets.flow import WordsLayout
from wizard.gui.widgets.labels import link
from wizard.jobs.books.exchange_matches import DrawMatchingSheet, ExportMatches, TakeMatches
from wizard.jobs.books.who_posts import Whose
from wizard.jobs.job import Done, Job
from wizard.model.mapping import Mapping
from wizard.model.match_rows import match_changes
from wizard.model.problem import Problem

_PDF = ".pdf"


class Around(Protocol):
    """The page around the buttons."""

    @property
    def documents(self) -> Path | None:
        """The files that were named in this run."""

    @property
    def whose(self) -> Whose:
        """Whose files and matches the page is about."""

    def ask(self, job: Job, done: Callable[[Done], None]) -> None:
        """Run a job off the interface thread; its problem is shown by the page."""

    def matches(self) -> Mapping | None:
        """Return the matches as they stand, written down; None while there is no table."""

    def take(self, before: Mapping, after: Mapping, words: str) -> None:
        """Put other matches into the table; `words` say what was done."""

    def say(self, text: str) -> None:
        """Say something small below the page."""

    def show_problem(self, problem: Problem) -> None:
        """Show a problem."""


class Exchange(QWidget):
    """Three buttons: save, take, print."""

    def __init__(self, page: Around, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        words = match_words().exchange
        row = WordsLayout(self, spacing=12)
        self.save, self.take, self.print = link(words.save), link(words.take), link(words.print)
        for made, do in ((self.save, self._save), (self.take, self._take), (self.print, self._print)):
            made.clicked.connect(lambda _checked=False, do=do: do())
            row.addWidget(made)

    # --- out ---

    def _save(self) -> None:
        if self._page.matches() is None:
            return
        words = match_words().exchange
        kinds = {f"{name} (*{ending})": ending for ending, name in words.kinds.items()}
        start = str(Path.home() / f"{words.file_name}.csv")
        named, kind = QFileDialog.getSaveFileName(self.window(), words.save_title, start, ";;".join(kinds))
        if not named:
            return
        path = Path(named)
        if path.suffix.casefold() not in words.kinds:
            path = path.with_name(path.name + kinds.get(kind, ".csv"))
        if path.suffix.casefold() == _PDF:
            job: Job = DrawMatchingSheet(self._page.documents, self._page.whose)
            self._page.ask(
                job, lambda done: self._written(path, write_pdf(done.value, path, words.file_name))
            )
        else:
            job = ExportMatches(path, None, self._page.documents, self._page.whose)
            self._page.ask(job, lambda _done: self._written(path))

    def _written(self, path: Path, is_there: bool = True) -> None:
        if is_there:
            self._page.say(match_words().exchange.saved.format(file=path))
        else:
            self._page.show_problem(Problem("STORE-WRITE", {"path": str(path), "said": ""}))

    def _print(self) -> None:
        if self._page.matches() is None:
            return
        if not has_printer():
            self._page.say(match_words().exchange.no_printer)
            return
        self._page.ask(DrawMatchingSheet(self._page.documents, self._page.whose), self._print_sheet)

    def _print_sheet(self, done: Done) -> None:
        if print_html(done.value, self.window()):
            self._page.say(match_words().exchange.printed)

    # --- in ---

    def _take(self) -> None:
        before = self._page.matches()
        if before is None:
            return
        words = match_words().exchange
        kinds = " ".join(f"*{ending}" for ending in (".csv", ".toml"))
        named, _ = QFileDialog.getOpenFileName(
            self.window(), words.take_title, str(Path.home()), f"{words.kinds['.csv']} ({kinds})"
        )
        if named:
            path = Path(named)
            self._page.ask(TakeMatches(path, before), lambda done: self._taken(path, before, done.value))

    def _taken(self, path: Path, before: Mapping, after: Mapping) -> None:
        words, changes = match_words().exchange, match_changes(before, after)
        if not changes:
            self._page.say(words.nothing_taken.format(file=path.name))
            return
        self._page.take(before, after, words.took.format(file=path.name))
        self._page.say(words.taken.format(count=len(changes), file=path.name))

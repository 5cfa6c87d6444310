"""One way to do something with a paper, wherever it is shown: save, print, copy its text, e-mail it."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from wizard.catalogue.papers import paper_words
from wizard.catalogue.wording import fill
from wizard.gui.printing import as_pdf, has_printer, print_html
from wizard.gui.widgets.flow import FlowLayout
from wizard.gui.widgets.labels import link
from wizard.model.problem import ProblemFound
from wizard.papers.paper import Paper
from wizard.store.files import write_atomic

_LONGEST_ADDRESS = 1_900
"""Characters of an address that every mail program takes (Windows' ShellExecute ends at 2,083)."""


class PaperBar(QWidget):
    """Four links; what became of a press is said by its page. Nothing is sent from here."""

    def __init__(
        self,
        paper: Callable[[], Paper | None],
        copy: Callable[[str], None],
        open_address: Callable[[str], bool],
        say: Callable[[str], None],
    ) -> None:
        """`paper` is asked for when a button is pressed."""
        super().__init__()
        self._paper, self._copy, self._open, self._say = paper, copy, open_address, say
        words = paper_words().bar
        row = FlowLayout(self, spacing=16)
        row.setContentsMargins(0, 0, 0, 0)
        ways: dict[str, Callable[[Paper], str]] = {
            words.save: self._save,
            words.print: self._print,
            words.copy: self._copy_text,
            words.mail: self._mail,
        }
        for text, do in ways.items():
            row.addWidget(self._way(text, do))

    def _way(self, text: str, do: Callable[[Paper], str]) -> QPushButton:
        made = link(text)
        made.clicked.connect(lambda _checked=False: self._do(do))
        return made

    def _do(self, do: Callable[[Paper], str]) -> None:
        paper = self._paper()
        said = do(paper) if paper is not None else paper_words().list.gone
        if said:
            self._say(said)

    def _save(self, paper: Paper) -> str:
        words = paper_words().bar
        kinds = {f"{name} (*{ending})": ending for ending, name in words.kinds.items()}
        begin = str(Path.home() / f"{paper.file_name}{next(iter(words.kinds))}")
        named, kind = QFileDialog.getSaveFileName(self.window(), words.save_title, begin, ";;".join(kinds))
        if not named:
            return ""
        path = Path(named)
        if path.suffix.casefold() not in words.kinds:
            path = path.with_name(path.name + kinds.get(kind, next(iter(words.kinds))))
        is_pdf = path.suffix.casefold() == ".pdf"
        try:
            write_atomic(path, as_pdf(paper.html, paper.title) if is_pdf else paper.html)
        except ProblemFound:
            return words.not_saved
        return fill(words.saved, {"file": str(path)})

    def _print(self, paper: Paper) -> str:
        words = paper_words().bar
        if not has_printer():
            return words.no_printer
        return words.printed if print_html(paper.html, self.window()) else ""

    def _copy_text(self, paper: Paper) -> str:
        self._copy(text_of(paper))
        return paper_words().bar.copied

    def _mail(self, paper: Paper) -> str:
        """Begin an e-mail in the user's own mail program, with the text in it; it is sent there or not."""
        words, text = paper_words().bar, text_of(paper)
        address = _mailto(paper.title, text)
        is_whole = len(address) <= _LONGEST_ADDRESS
        if not is_whole:
            self._copy(text)
            address = _mailto(paper.title, words.paste)
        if self._open(address):
            return words.mailed if is_whole else words.mailed_short
        self._copy(text)
        return words.no_mail


def text_of(paper: Paper) -> str:
    """Return a paper as plain text."""
    document = QTextDocument()
    document.setHtml(paper.html)
    lines = (line.strip() for line in document.toPlainText().replace("\ufffc", "").splitlines())
    return "\n".join(line for line in lines if line)


def _mailto(subject: str, body: str) -> str:
    return f"mailto:?subject={quote(subject)}&body={quote(body.replace(chr(10), chr(13) + chr(10)))}"

"""Leads through a store's papers: they are read off the interface thread."""

from collections.abc import Callable

from wizard.app.papers import Kept, kept_papers, read_paper
from wizard.catalogue.papers import paper_words
from wizard.gui.frame import Frame
from wizard.gui.home.papers_page import NUMBER, PapersPage
from wizard.model.problem import Problem


class PapersDesk:
    """Shows the page of a store's papers, in the place of home."""

    def __init__(self, frame: Frame, leave_all: Callable[[], None]) -> None:
        """`leave_all` makes room for another page."""
        self._frame, self._leave_all = frame, leave_all
        self._lane = frame.runner.lane("papers")
        self.page: PapersPage | None = None

    def show(self) -> None:
        """Show the page, and read what there is."""
        shell, words = self._frame.shell, paper_words().list
        page = PapersPage(self._frame.clipboard.copy, self._frame.open_address)
        page.chosen.connect(lambda kept: self._read(page, kept))
        page.left.connect(lambda: self._leave(page))
        self._leave_all()
        self.page = page
        shell.show_page(page)
        shell.side.show_steps("Tillbridge", words.title, NUMBER, [])
        shell.set_help(words.question, words.answer)
        shell.set_buttons(back=True, verb=page.verb)
        program = self._frame.program
        self._lane.let_go()
        self._lane.start(lambda *_: kept_papers(program), lambda found: self._show(page, found))

    def press(self) -> None:
        """Do nothing: there is no verb."""

    def show_problem(self, problem: Problem) -> None:
        """Say what went wrong, where the eye is."""
        from wizard.catalogue.wording import wording  # noqa: PLC0415 - only where something went wrong

        if self.page is not None:
            said = wording(problem)
            self.page.say(f"{said.what} {said.do}")

    def _leave(self, page: PapersPage) -> None:
        if self.page is page:
            self.page = None
            self._lane.let_go()

    def _show(self, page: PapersPage, found: list[Kept]) -> None:
        if self.page is page:
            page.show_kept(found)

    def _read(self, page: PapersPage, kept: Kept) -> None:
        program = self._frame.program
        self._lane.let_go()
        self._lane.start(
            lambda *_: read_paper(program, kept),
            lambda found: page.show_paper(found) if self.page is page else None,
        )

"""On a last screen: the procedure's guide on paper, opened in whatever reads and prints PDFs here."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton

from wizard.app.guide_child import make_guide
from wizard.app.options import Options
from wizard.catalogue.set_up import set_up_words
from wizard.catalogue.wording import fill
from wizard.gui.pages.page import Page
from wizard.gui.widgets.labels import link
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress


def guide_link(page: Page) -> QPushButton:
    """Return the way to it; it takes a while, for its pictures are drawn then."""
    made = link(set_up_words().guide.link)
    made.clicked.connect(lambda _checked=False: _make(page))
    return made


def _make(page: Page) -> None:
    words, procedure, tools = set_up_words().guide, page.session.procedure, page.session.tools
    world, out = tools.world, tools.site.folder / "papers" / f"{procedure.id}-guide.pdf"
    options = Options(home=world.home, site=world.site, practice=world.is_practice)

    def work(progress: Progress, cancel: Cancel) -> Problem | None:
        progress.step(0.05, fill(words.making, {"title": procedure.title}))
        return make_guide(options, procedure.id, out, cancel)

    def done(problem: Problem | None) -> None:
        if problem is not None:
            page.show_problem(problem)
            return
        opened = page.tools.open_address(Path(out).as_uri())
        page.say(fill(words.made if opened else words.not_opened, {"file": str(out)}))

    page.tools.ask(work, done)

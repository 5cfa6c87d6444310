"""On a last screen: what was set up is saved as a file for the next store."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton

from wizard.catalogue.set_up import set_up_words
from wizard.catalogue.wording import fill
from wizard.gui.pages.page import Page
from wizard.gui.widgets.labels import link
from wizard.jobs.set_up.save_set_up import SaveSetUp
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import SecretHandle
from wizard.procedure.shared import kept_answers


def save_link(page: Page) -> QPushButton:
    """Return the way to such a file; it asks where, and says what to do with it."""
    made = link(set_up_words().save.link)
    made.setProperty("comesLast", True)
    made.clicked.connect(lambda _checked=False: _save(page))
    return made


def _save(page: Page) -> None:
    words, session = set_up_words().save, page.session
    procedure, answers = session.procedure, session.answers
    begin = str(Path.home() / f"{procedure.id}.toml")
    name, _ = QFileDialog.getSaveFileName(page, words.link, begin, words.file_kind)
    if not name:
        return
    typed = [box for box, value in answers.items() if isinstance(value, SecretHandle)]
    boxes = session.answering.specs
    secrets = [box for box in {*typed, *session.answering.kept} if boxes[box].kept]
    job = SaveSetUp(procedure, kept_answers(procedure, answers), sorted(secrets), Path(name))

    def work(progress: Progress, cancel: Cancel) -> Problem | None:
        try:
            outcome = job.run(session.tools, progress, cancel)
        except ProblemFound as found:
            return found.problem
        return outcome if isinstance(outcome, Problem) else None

    def done(problem: Problem | None) -> None:
        if problem is not None:
            page.show_problem(problem)
            return
        page.say(fill(words.saved, {"file": name, "name": Path(name).name}))

    page.tools.fetch(work, done)

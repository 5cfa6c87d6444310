"""Where somebody sent a screen's values in a file: it is opened, and its values go into the boxes."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton

from wizard.catalogue.listing import listed
from wizard.catalogue.set_up import set_up_words
from wizard.catalogue.wording import fill
from wizard.gui.pages.page import Page
from wizard.gui.widgets.labels import link
from wizard.jobs.set_up.read_values import ReadValues
from wizard.model.problem import Problem


def values_link(page: Page) -> QPushButton:
    """Return the way to such a file; the boxes stay as they are where it says nothing of them."""
    made = link(set_up_words().values.link)
    made.clicked.connect(lambda _checked=False: _open(page))
    return made


def _open(page: Page) -> None:
    words = set_up_words().values
    name, _ = QFileDialog.getOpenFileName(page, words.link, str(Path.home()), words.file_kind)
    if not name:
        return
    job, tools = ReadValues(Path(name), page.session.screen.written_as), page.session.tools
    page.tools.fetch(
        lambda progress, cancel: job.run(tools, progress, cancel), lambda done: _put(page, name, done)
    )


def _put(page: Page, path: str, outcome: object) -> None:
    if isinstance(outcome, Problem):
        page.show_problem(outcome)
        return
    found: dict[str, str] = getattr(outcome, "value", {})
    words, boxes = set_up_words().values, page.session.screen.fields
    name, here = Path(path).name, [spec for spec in boxes if spec.id in found and spec.id in page.boxes]
    if not here:
        wanted = [spec.label for spec in boxes if spec.id in page.session.screen.written_as and spec.required]
        page.say(fill(words.nothing, {"name": name, "labels": listed(wanted)}))
        return
    page.clear_problem()
    page.fill_in({spec.id: found[spec.id] for spec in here})
    page.edited.emit()
    said = fill(words.filled, {"name": name, "labels": listed(spec.label for spec in here)})
    page.say(f"{said} {words.with_secret}" if any(s.kind == "secret" for s in here) else said)

"""H1 where not even practice starts: why, and the button that tries again."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.catalogue.wording import wording
from wizard.gui.shell import Shell
from wizard.gui.widgets.panels import ProblemPanel
from wizard.model.problem import Problem


def show_why(shell: Shell, problem: Problem, again: Callable[[], None]) -> None:
    """Show the problem under the number of the screen that would stand there."""
    page = QWidget()
    page.setObjectName("page")
    column = QVBoxLayout(page)
    column.setContentsMargins(32, 16, 32, 12)
    panel = ProblemPanel(wording(problem), "H1", helps=False)
    panel.action_chosen.connect(lambda _action: again())
    column.addWidget(panel)
    column.addStretch(1)
    shell.show_page(page)
    shell.side.show_steps("Tillbridge", "", "H1", [])
    panel.announce()

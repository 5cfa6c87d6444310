"""A caller's screen as a picture: drawn by the pages themselves, without anything behind them."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from wizard.app.shown_results import shown_result, usual_result
from wizard.app.shown_session import OnlyShownError, end_step, shown_session
from wizard.catalogue.schema import Procedure, Step
from wizard.gui.clipboard import Clipboard
from wizard.gui.pages.page_tools import PageTools
from wizard.gui.pages.registry import page_of
from wizard.gui.run.buttons import show_buttons_of
from wizard.gui.run.side_steps import side_steps
from wizard.gui.shell import Shell
from wizard.gui.widgets.mark import Mark
from wizard.model.problem import Problem
from wizard.session.results import StepResult
from wizard.session.run import Session

_PROGRAM = "mail_program"
_WIDTH, _HEIGHT = 980, 690
"""The caller's window, before it is scaled to the room there is."""
_MADE_UP = (LookupError, TypeError, ValueError, AttributeError)
"""What comes of a file that holds something else in the place of what a page looks for."""


def caller_screen(
    procedure: Procedure,
    step: Step,
    problem: Problem | None = None,
    answers: Mapping[str, Any] | None = None,
    found: Mapping[str, Any] | None = None,
    client: str = "",
) -> QPixmap | None:
    """Return the window as it is at a step; None where that screen cannot be told without the caller's PC.

    `answers` None: the practice values. `client` is the guide of the caller's mail program. Nothing is
    started, read or written.
    """
    shell = Shell(dresses=False)
    try:
        session = shown_session(procedure, step, answers, found or {})
        if client:
            session.answering.put(_PROGRAM, client)
        ended = None
        if problem is not None:
            ended = shown_result(step, problem) if answers is None else None
            end_step(session, ended or StepResult(dict(found or {}), problem=problem))
        elif answers is None and (ended := usual_result(step)) is not None:
            end_step(session, ended)
        return _drawn(shell, session, problem, ended)
    except OnlyShownError:
        return None
    except _MADE_UP:
        if answers is None and found is None:
            raise  # our own values: that is an error of ours
        return None
    finally:
        shell.deleteLater()


def _drawn(shell: Shell, session: Session, problem: Problem | None, ended: StepResult | None) -> QPixmap:
    """Draw the page as it is; with a problem as the step's jobs end with it, as far as that can be shown."""
    shell.resize(_WIDTH, _HEIGHT)
    shell.first_second.milliseconds = 0
    page = page_of(session.screen)(session, PageTools(Clipboard(shell), shell.first_second))
    shell.show_page(page)
    shell.set_help(session.screen.help.question, session.screen.help.answer)
    failed = Mark.NOW if problem is None else Mark.FAILED
    shell.side.show_steps(
        session.procedure.title,
        session.procedure.vendor,
        session.number,
        side_steps(session, page.done_mark, failed),
    )
    show_buttons_of(shell, page)
    shell.grab()  # pages measure what they show by the place it has
    if ended is not None:
        page.clear_problem()
        page.show_result(ended)
    elif problem is not None:
        page.clear_problem()
        page.show_problem(problem)
    show_buttons_of(shell, page)
    QApplication.sendPostedEvents(None, 0)
    return shell.grab()

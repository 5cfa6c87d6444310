"""Which buttons stand below a page: in a run, and where a caller's screen is only looked at."""

from PySide6.QtWidgets import QPushButton

from wizard.gui.pages.page import Page
from wizard.gui.run.commits import again_commits, stands_beside_back, verb_begins, verb_commits
from wizard.gui.shell import Shell


def show_buttons_of(shell: Shell, page: Page, *, busy: bool = False) -> None:
    """Show the buttons that a page's step has now."""
    result = page.session.result
    retries = _button_that(page, "retry") if result is not None and not result.ok else None
    back = page.session.navigator.can_go_back and not page.leads_back
    shell.set_buttons(
        back=back and _button_that(page, "back") is None,
        verb=page.verb,
        instead=retries or _button_called(page, page.verb),
        main=not page.has_main,
        again=page.again,
        busy=busy,
        close=not page.ends and _button_called(page, shell.close_button.text()) is None,
        ready=page.verb_ready,
        verb_commits=verb_commits(page),
        verb_rests=verb_begins(page),
        again_commits=again_commits(page),
        verb_near=stands_beside_back(page.session),
    )


def _button_called(page: Page, text: str) -> QPushButton | None:
    """Return the button of a problem that says this already."""
    buttons = (made for panel in page.panels for made in panel.buttons)
    return next((made for made in buttons if made.text() == text), None)


def _button_that(page: Page, does: str) -> QPushButton | None:
    """Return the button of a problem's action, where one on the page offers it."""
    found = (panel.button_that(does) for panel in page.panels)
    return next((made for made in found if made is not None), None)

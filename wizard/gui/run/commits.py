"""Which verbs commit: those that change something outside at once, or send to somebody."""

from wizard.catalogue.load import screen
from wizard.catalogue.schema import Step
from wizard.gui.pages.page import Begins, Page
from wizard.gui.pages.registry import page_of
from wizard.session.run import Session


def reaches_outside(step: Step) -> bool:
    """Whether a step's jobs write, send, log in or end something outside Tillbridge; a check asks others."""
    return bool(step.jobs) and (step.changes_outside or step.check)


def begins_at_once(step: Step) -> bool:
    """Whether a step's jobs begin as soon as its screen is shown: the verb before it is theirs."""
    return page_of(screen(step.screen)).begins is Begins.ONCE


def verb_commits(page: Page) -> bool:
    """Whether the page's verb commits, as it is now."""
    return verb_begins(page) and not page.only_checks


def verb_begins(page: Page) -> bool:
    """Whether the page's verb begins something outside, be it only a check of what stands there already."""
    session = page.session
    if page.only_leads:
        return False
    if page.commits:
        return True
    if session.needs_run:
        return reaches_outside(session.step)
    following = session.following
    return following is not None and reaches_outside(following) and begins_at_once(following)


def again_commits(page: Page) -> bool:
    """Whether the page's second verb commits; it runs the step's jobs once more, or takes them back."""
    return bool(page.again) and reaches_outside(page.session.step)


def stands_beside_back(session: Session) -> bool:
    """Whether a verb that commits stands beside Back here: the one that led here stands beside Close.

    By the way that leads here, not by where it was pressed last: a button stays where it was.
    """
    steps = {step.id: step for step in session.procedure.steps}
    is_near = False
    for name in session.navigator.trail[:-1]:
        before = steps[name]
        leads_on_by_itself = reaches_outside(before) and not page_of(screen(before.screen)).stays
        is_near = leads_on_by_itself and not is_near
    return is_near

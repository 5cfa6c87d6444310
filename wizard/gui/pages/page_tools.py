"""What a page may use besides its session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wizard.catalogue.schema import Action
from wizard.gui.clipboard import Clipboard
from wizard.gui.job_bridge import Work
from wizard.gui.widgets.first_second import FirstSecond
from wizard.jobs.job import Job


def _nothing(*_: Any) -> None: ...


def _not_here(*_: Any) -> bool:
    return False


@dataclass(frozen=True)
class PageTools:
    """The window around a page, as far as a page may reach; around one that is only looked at nothing is."""

    clipboard: Clipboard
    first_second: FirstSecond
    """Keeps buttons that change something outside from being pressed unread."""
    act: Callable[[Action], None] = _nothing
    """Carries out a problem's action."""
    open_side: Callable[[str], bool] = _not_here
    open_address: Callable[[str], bool] = _not_here
    """Opens an address in the user's own browser; False when there is none to open it in."""
    ask: Callable[[Work, Callable[[Any], None]], None] = _nothing
    """Runs work of the page's own off the interface thread, with the progress bar, and gives its value."""
    fetch: Callable[[Work, Callable[[Any], None]], None] = _nothing
    """Runs work that takes a moment off the interface thread, without a bar, and gives its value."""
    run: Callable[[], None] = _nothing
    """Runs the step's jobs, also where they need not."""
    go_on: Callable[[], None] = _nothing
    """Leads on, where the page itself has said which way."""
    run_on: Callable[[Job], None] = _nothing
    """Runs a job that goes on with what the step's jobs began; the page has begun already."""
    take_back: Callable[[Job], None] = _nothing
    """Runs a job that takes back what the step's jobs did; the step's result goes with it."""
    keep: Callable[[Callable[[], object]], bool] = _not_here
    """Changes the run; what cannot be kept on this PC is said, and False."""
    focus_verb: Callable[[], None] = _nothing
    """Puts the cursor onto the verb."""
    come_forward: Callable[[], None] = _nothing
    """Asks the system to bring our window to the front, once."""
    practice_values: Callable[[], dict[str, Any]] = dict
    """The practice logins for this procedure; none but in practice."""

"""Where home and a run lead to; whoever opens it stands above both."""

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wizard.catalogue.trouble import What


class From(Enum):
    """Where a procedure is entered."""

    LEFT = auto()
    """Where it was left."""
    START = auto()
    """At its first step, with nothing answered."""
    ANEW = auto()
    """At its first step, with the answers of the last run; no draft before something is done there."""
    SEND = auto()
    """At the step that says what would be sent, with the answers of the last run."""
    COPY = auto()
    """At the step of the last run where its values are copied once more; it is no draft."""
    CHECK = auto()
    """At the step that proves what the last run set up, which begins at once."""
    OPEN = auto()
    """At that step, to be begun there by its own verb."""


class Doors(NamedTuple):
    """Each opens something in the window, in the place of what is shown."""

    home: Callable[[], None]
    procedure: Callable[[str, From], None]
    side_page: Callable[[str, str, bool], None]
    """One of a procedure's side pages alone, without the way to it; perhaps only to look at what is."""
    connection: Callable[[str], None]
    """One of the Xero connection's own pages, by step."""
    other_world: Callable[[], None]
    jump: Callable[[], None]
    """Asks for a screen number."""
    helping: Callable[[], None]
    """What whoever helps a caller needs."""
    set_up_file: Callable[[], None]
    """Asks for a set-up file, and shows what it would fill in."""
    support_file: Callable[[], None]
    """Shows what a file for support would hold."""
    trouble: "Callable[[What], None]"
    """Looks for why something stopped: mail | xero."""
    other_store: Callable[[str], None]
    """Opens another store of this PC, by its site."""
    holds: Callable[[str], bool]
    """Whether what a procedure's last run has to copy is still to be had."""
    papers: Callable[[], None]
    """Everything that was written down of this store."""

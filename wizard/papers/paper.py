"""A paper: one HTML text with its title, whatever is done with it afterwards."""

from dataclasses import dataclass
from html import escape

from wizard.catalogue.papers import paper_words
from wizard.model.world import WorldKind


@dataclass(frozen=True)
class Paper:
    """What is saved, printed, copied or e-mailed; `file_name` is proposed, without its ending."""

    title: str
    file_name: str
    html: str


def made_in(world: WorldKind) -> str:
    """Return what a paper says above all else where it was not made with real servers; else nothing."""
    return paper_words().made_in.get(world.value, "")


def as_mark(world: WorldKind) -> str:
    """Return the same as it stands on a page."""
    said = made_in(world)
    return f"<p><strong>{escape(said)}</strong></p>" if said else ""

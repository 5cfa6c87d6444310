"""Before a procedure is begun anew: what goes and what stays."""

from PySide6.QtWidgets import QWidget

from wizard.catalogue.listing import listed
from wizard.catalogue.load import screen
from wizard.catalogue.schema import Procedure
from wizard.catalogue.words import words_of
from wizard.gui.widgets.ask_first import AskFirst
from wizard.model.record import StoreRecord
from wizard.store.site import Draft, SiteFolder

_words = words_of(__name__)


def answered(procedure: Procedure, draft: Draft, record: StoreRecord) -> tuple[list[str], list[str]]:
    """Return the labels of the boxes whose answers are forgotten, and of those the store keeps."""
    fields = {field.id: field for step in procedure.steps for field in screen(step.screen).fields}
    lost, kept = dict[str, None](), dict[str, None]()
    for name in (name for name in draft.answers if name in fields):
        field = fields[name]
        stays = field.shared and record.shared_answer(field.known_as or name) is not None
        (kept if stays else lost)[field.label] = None
    return list(lost), list(kept)


class StartAgain(AskFirst):
    """Asks; accepted when it is really to begin anew."""

    def __init__(self, procedure: Procedure, site: SiteFolder, parent: QWidget) -> None:
        draft = site.load_draft(procedure.id) or Draft(procedure.id, (), {}, {}, "")
        lost, kept = answered(procedure, draft, site.record())
        at = [f"{procedure.letter}{step.number}" for step in procedure.steps if step.id in draft.trail[-1:]]
        goes = _words("forgotten", at="".join(f" ({number})" for number in at))
        goes += _words("and-answers", answers=listed(lost)) if lost else "."
        stays = _words("stays") + "".join(f"{each}, " for each in kept) + _words("stays-always")
        question = _words("question", title=procedure.title)
        yes, no = _words("forget"), _words("keep")
        super().__init__(question, (goes, stays), yes, no, parent, title=_words("title"))

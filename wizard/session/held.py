"""What a finished run has to copy: it can be come back to, as long as this window's memory has it."""

from contextlib import suppress

from wizard.jobs.xero.vendor_said import NAMED, PICKED
from wizard.model.problem import ProblemFound
from wizard.model.secret import Secret
from wizard.session.run import Session


def held_by(session: Session) -> tuple[str, Secret] | None:
    """Return what of a finished run stands in memory alone, to be copied once more, with its receipt's id."""
    copies, receipt = session.procedure.copies, session.results.facts().get("receipt")
    secret = session.answers.secret(copies.secret) if copies is not None and copies.secret else None
    return (str(receipt), secret) if receipt and secret is not None else None


def hold_again(session: Session, secret: Secret) -> None:
    """Give it back to that run when it is looked over, with what was said of it: nothing is begun with it."""
    copies, found = session.procedure.copies, session.results.facts()
    if copies is None:
        return
    session.answers.put(copies.secret, secret)
    for name, value in ((NAMED, found.get(NAMED)), (PICKED, found.get("picked_name"))):
        session.answers.put(name, str(value) if value else None)


def note_copied(session: Session) -> None:
    """Keep that it was copied, of a run that is looked over; one that goes on says so in its receipt."""
    if session.looks_back:
        with suppress(ProblemFound):
            session.tools.site.change(lambda record: record.after_copy(session.procedure.id))

"""The store's ledger: what of its documents went to its organisation."""

from collections.abc import Iterator
from contextlib import contextmanager

from wizard.jobs.job import Tools
from wizard.ledger.ledger import Ledger
from wizard.model.problem import Problem, ProblemFound
from wizard.model.xero import Organisation
from wizard.store.files import make_folder

LEDGER = "ledger.sqlite"


def own_organisation(tools: Tools) -> Organisation:
    """Return the store's organisation; ProblemFound ORG-NONE where it has none, or no id to name."""
    own = tools.site.record().organisation
    if own is None or not own.tenant_id:
        raise ProblemFound(Problem("ORG-NONE", {"by": "nobody"}))
    return own


def ledger_of(tools: Tools, own: Organisation) -> Ledger:
    """Open the store's ledger; ProblemFound STORE-WRITE, LEDGER-DAMAGED."""
    make_folder(tools.site.folder)
    return Ledger(tools.site.folder / LEDGER, own.tenant_id)


@contextmanager
def ledger_if_any(tools: Tools) -> Iterator[Ledger | None]:
    """Open the ledger where something was ever sent, else None; ProblemFound LEDGER-DAMAGED."""
    own = tools.site.record().organisation
    if own is None or not own.tenant_id or not (tools.site.folder / LEDGER).exists():
        yield None
        return
    ledger = ledger_of(tools, own)
    try:
        yield ledger
    finally:
        ledger.close()

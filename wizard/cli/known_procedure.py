"""A procedure that was named on the command line."""

from wizard.catalogue.headings import procedure_headings
from wizard.catalogue.load import procedure
from wizard.catalogue.schema import Procedure
from wizard.model.problem import Fault, FaultyInput


def known_procedure(name: str) -> Procedure:
    """Return a procedure by id; FaultyInput naming those there are."""
    names = [p.id for p in procedure_headings()]
    if name not in names:
        raise FaultyInput([Fault("PROCEDURE", "UNKNOWN-PROCEDURE", f"must be one of: {', '.join(names)}")])
    return procedure(name)

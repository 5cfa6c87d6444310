"""A store that `--site` names has to be there where its state is asked for: a slip would begin another."""

from typing import TYPE_CHECKING

from wizard.catalogue.listing import listed
from wizard.model.problem import Fault, FaultyInput

if TYPE_CHECKING:
    from wizard.app.options import Options
    from wizard.app.program import Program


def refuse_unknown_store(program: "Program", options: "Options") -> None:
    """Raise a fault where `--site` names a store that nothing is kept of."""
    if not options.names_site or program.has_kept:
        return
    from wizard.app.stores import stores_of  # noqa: PLC0415 - only where it is amiss

    known = [one.site for one in stores_of(program.world) if one.site != options.site]
    there = f"; there are: {listed(known)}" if known else ""
    raise FaultyInput([Fault("--site", "UNKNOWN-STORE", f"nothing is kept of a store {options.site}{there}")])

"""The look at this PC: Xero is asked only where something needs it, and what was not asked is said so."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.doubles import tools_for
from tests.unit.jobs.programs import Programs
from wizard.jobs.job import Done, Tools
from wizard.jobs.pc import check_pc
from wizard.jobs.pc.check_pc import CheckPc
from wizard.model.progress import Cancel, Silent
from wizard.model.record import Proof, ProofState, StoreRecord
from wizard.store.site import SiteFolder

MAIL, RENTAL = "imagatec-mail", "point-of-rental-xero"
NOT_ASKED = "not asked: nothing that is set up here uses Xero"
PROVEN = Proof(ProofState.PROVEN, datetime(2026, 11, 20, tzinfo=UTC), "store@example.com")


def begun(name: str) -> Callable[[SiteFolder], object]:
    return lambda site: site.save_draft(name, ("first",), {}, {})


def kept(change: Callable[[StoreRecord], StoreRecord]) -> Callable[[SiteFolder], object]:
    return lambda site: site.change(change)


@pytest.mark.parametrize(
    ("set_up", "asks"),
    [
        ([kept(lambda record: record.with_proof(MAIL, PROVEN))], False),
        ([begun(MAIL)], False),
        ([begun(MAIL), begun("kashflow-smtp")], False),
        ([], True),
        ([kept(lambda record: record.with_proof(MAIL, PROVEN)), begun(RENTAL)], True),
        ([begun(MAIL), kept(lambda r: replace(r, xero=replace(r.xero, client_id="c")))], True),
        ([kept(lambda record: record.with_proof("imagatec-xero", PROVEN))], True),
    ],
)
def test_xero_is_asked_only_where_something_needs_it(
    tmp_path: Path, set_up: list[Callable[[SiteFolder], object]], asks: bool
) -> None:
    tools = tools_for(tmp_path)
    for each in set_up:
        each(tools.site)
    assert check_pc._uses_xero(tools) is asks


def test_what_was_not_asked_is_said_so(programs: Programs) -> None:
    program = programs.start()
    begun(MAIL)(program.site)
    assert said_of_xero(program.tools()) == NOT_ASKED
    begun(RENTAL)(program.site)
    assert said_of_xero(program.tools()).endswith("answers, clock right")


def said_of_xero(tools: Tools) -> str:
    done = CheckPc().run(tools, Silent(), Cancel())
    assert isinstance(done, Done)
    return next(one.found for one in done.value if one.id == "xero")

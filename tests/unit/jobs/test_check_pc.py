"""The look at this PC: Xero is asked only where something needs it, and what was not asked is said so."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.doubles import tools_for
from tests.unit.jobs.programs import Programs
from wizard.catalogue.load import procedures
from wizard.jobs.job import Done, Tools
from wizard.jobs.pc.check_pc import CheckPc, uses_xero
from wizard.model.pc import PcFinding, Seen
from wizard.model.policies import Policies
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
    assert uses_xero(tools) is asks


def test_what_was_not_asked_is_said_so(programs: Programs) -> None:
    program = programs.start()
    begun(MAIL)(program.site)
    assert said_of_xero(program.tools()) == NOT_ASKED
    begun(RENTAL)(program.site)
    assert said_of_xero(program.tools()).endswith("answers, clock right")


def said_of_xero(tools: Tools) -> str:
    return found_by(tools)["xero"].found


def found_by(tools: Tools) -> dict[str, PcFinding]:
    done = CheckPc().run(tools, Silent(), Cancel())
    assert isinstance(done, Done)
    return {one.id: one for one in done.value}


def test_each_finding_says_which_cards_need_it(programs: Programs) -> None:
    found = found_by(programs.start().tools())
    every = {one.id for one in procedures()}
    assert set(found["password-safe"].required_for) == every
    assert set(found["xero"].required_for) == {"imagatec-xero", RENTAL, "ipages-xero"}
    assert found["xero"].seen is Seen.PASSED
    assert found["embedded-browser"].required_for == ()
    assert set(found["embedded-browser"].advised_for) == {RENTAL, "ipages-xero", "kashflow-smtp"}
    assert found["policies"].required_for == found["policies"].advised_for == ()


def test_what_was_not_asked_has_not_passed(programs: Programs) -> None:
    program = programs.start()
    begun(MAIL)(program.site)
    assert found_by(program.tools())["xero"].seen is Seen.NOT_ASKED


def test_xero_is_not_asked_where_home_shows_no_card_that_needs_it(tmp_path: Path) -> None:
    tools = tools_for(tmp_path)
    shown = tools.world._replace(policies=Policies(procedures=(MAIL,)))
    assert uses_xero(dataclasses.replace(tools, world=shown)) is False
    other = tools.world._replace(policies=Policies(procedures=(MAIL, RENTAL)))
    assert uses_xero(dataclasses.replace(tools, world=other)) is True

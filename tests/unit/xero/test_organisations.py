"""Which organisation is meant: by sign-in, by name, by id, and never by chance another one."""

from pathlib import Path

import pytest

from tests.unit.doubles import tools_for
from wizard.jobs.xero.choose_tenant import meant_by
from wizard.model.connection import Tenant
from wizard.model.record import StoreRecord, XeroConnection
from wizard.model.xero import Organisation
from wizard.xero.connections import picked
from wizard.xero.settle import is_other

FIRST, SECOND = "event-1", "event-2"


def tenant(name: str, event: str) -> Tenant:
    return Tenant(f"connection-{name}", f"tenant-{name}", name, event)


CORNER, HARBOUR, NORTH = (tenant(name, FIRST) for name in ("Corner", "Harbour", "North"))


def test_the_rows_of_a_sign_in_are_what_was_picked_in_it() -> None:
    rows = [CORNER, tenant("Harbour", SECOND)]
    assert [t.name for t in picked(rows, SECOND)] == ["Harbour"]
    assert picked(rows, "") == rows, "a token that names no event tells nothing apart"


def test_where_no_row_has_the_event_all_may_have_been_picked_the_own_one_first() -> None:
    assert picked([CORNER, HARBOUR], SECOND, "tenant-Harbour") == [HARBOUR, CORNER]
    assert picked([], SECOND, "tenant-Harbour") == []


@pytest.mark.parametrize(
    ("rows", "wanted", "meant"),
    [
        ([CORNER, HARBOUR, NORTH], "", ["Harbour"]),
        ([CORNER, HARBOUR, NORTH], "north", ["North"]),
        ([CORNER, HARBOUR], "tenant-Corner", ["Corner"]),
        ([CORNER, HARBOUR], "Elsewhere", []),
        ([CORNER, NORTH], "", ["Corner", "North"]),
        ([tenant("Corner", SECOND), tenant("Harbour", SECOND)], "", ["Corner", "Harbour"]),
        ([tenant("Corner", SECOND)], "", ["Corner"]),
    ],
)
def test_the_own_organisation_is_meant_only_where_xero_does_not_say_which(
    tmp_path: Path, rows: list[Tenant], wanted: str, meant: list[str]
) -> None:
    tools = tools_for(tmp_path)
    kept = StoreRecord(organisation=Organisation("tenant-Harbour"), xero=XeroConnection(auth_event=SECOND))
    tools.site.change(lambda _record: kept)
    assert [t.name for t in meant_by(tools, rows, wanted)] == meant


@pytest.mark.parametrize(
    ("before", "tenant", "organisation", "other"),
    [
        (None, "t1", "o1", False),
        (("t1", ""), "t1", "o2", False),
        (("t1", ""), "t2", "o1", True),
        (("t1", "o1"), "", "o1", False),
        (("t1", "o1"), "", "o2", True),
        (("", "o1"), "t1", "o1", False),
        (("t1", ""), "", "o1", True),
        (("t1", ""), "", "t1", True),
    ],
)
def test_two_organisations_are_compared_by_what_both_sides_have(
    before: tuple[str, str] | None, tenant: str, organisation: str, other: bool
) -> None:
    """One id is never compared with the other: they are different numbers of one organisation."""
    kept = Organisation(before[0], organisation_id=before[1]) if before else None
    assert is_other(Organisation(tenant, organisation_id=organisation), kept) is other

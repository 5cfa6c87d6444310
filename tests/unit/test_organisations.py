"""Which organisation is meant: by sign-in, by name, by id, and never by chance another one."""

from pathlib import Path

import pytest

from tests.unit.doubles import tools_for
from wizard.jobs.choose_tenant import meant_by
from wizard.model.connection import Tenant
from wizard.model.xero import is_another
from wizard.xero.connections import picked

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
    tools.site.remember({"xero_auth_event": SECOND, "organisation_tenant": "tenant-Harbour"})
    assert [t.name for t in meant_by(tools, rows, wanted)] == meant


@pytest.mark.parametrize(
    ("known", "tenant", "organisation", "other"),
    [
        ({}, "t1", "o1", False),
        ({"organisation_tenant": "t1"}, "t1", "o2", False),
        ({"organisation_tenant": "t1"}, "t2", "o1", True),
        ({"organisation_tenant": "t1", "organisation_id": "o1"}, "", "o1", False),
        ({"organisation_tenant": "t1", "organisation_id": "o1"}, "", "o2", True),
        ({"organisation_id": "o1"}, "t1", "o1", False),
        ({"organisation_tenant": "t1"}, "", "o1", True),
        ({"organisation_tenant": "t1"}, "", "t1", True),
    ],
)
def test_two_organisations_are_compared_by_what_both_sides_have(
    known: dict[str, str], tenant: str, organisation: str, other: bool
) -> None:
    """One id is never compared with the other: they are different numbers of one organisation."""
    assert is_another(known, tenant, organisation) is other

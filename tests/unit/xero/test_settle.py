"""The rule of the organisation: never silently another one, never the Demo Company but in practice."""

import pytest

from wizard.model.problem import Problem
from wizard.model.record import StoreRecord
from wizard.model.xero import Organisation
from wizard.procedure.answers import Answers
from wizard.procedure.conditions import conditions
from wizard.xero.settle import is_other, settle

CORNER = Organisation("1111-aaaa", "Corner Store Pty Ltd", "AU")
TWIN = Organisation("2222-bbbb", "Corner Store Pty Ltd", "AU")
OTHER = Organisation("3333-cccc", "Other Pty Ltd", "AU")
DEMO = Organisation("4444-dddd", "Demo Company (AU)", "AU", is_demo=True)


@pytest.mark.parametrize("before", [None, CORNER])
def test_the_first_one_and_the_same_one_need_no_name(before: Organisation | None) -> None:
    assert settle(CORNER, before, "", allow_demo=False) == CORNER


@pytest.mark.parametrize("typed", ["", "other", "Corner Store Pty Ltd", CORNER.tenant_id])
def test_another_one_needs_its_own_name(typed: str) -> None:
    facts = {"old": CORNER.name, "new": OTHER.name, "last_four": "cccc"}
    assert settle(OTHER, CORNER, typed, allow_demo=False) == Problem("ORG-CHANGED", facts)
    by_sign_in = settle(OTHER, CORNER, typed, allow_demo=False, by="sign-in")
    assert by_sign_in == Problem("ORG-CHANGED", {**facts, "by": "sign-in"})


@pytest.mark.parametrize("typed", ["Other Pty Ltd", "  other pty LTD "])
def test_another_one_is_used_once_it_is_named(typed: str) -> None:
    assert settle(OTHER, CORNER, typed, allow_demo=False) == OTHER


def test_a_namesake_is_another_one() -> None:
    assert is_other(TWIN, CORNER)
    found = settle(TWIN, CORNER, "", allow_demo=False)
    assert isinstance(found, Problem)
    assert found.code == "ORG-CHANGED"


def test_an_organisation_without_a_name_is_not_confirmed_by_silence() -> None:
    assert isinstance(settle(Organisation("5555"), CORNER, "", allow_demo=False), Problem)


def test_a_key_that_cannot_learn_the_tenant_keeps_the_one_that_is_known() -> None:
    both = Organisation("1111-aaaa", "Corner Store Pty Ltd", "AU", organisation_id="aaaa-0001")
    by_key = Organisation("", "Corner Store Pty Ltd", "AU", organisation_id="aaaa-0001")
    assert settle(by_key, both, "", allow_demo=False) == both


def test_the_demo_company_is_for_practice_alone() -> None:
    assert settle(DEMO, None, DEMO.name, allow_demo=False) == Problem("ORG-DEMO", {"name": DEMO.name})
    assert settle(DEMO, None, "", allow_demo=True) == DEMO


@pytest.mark.parametrize(
    ("before", "chosen", "found", "changed"),
    [
        (None, "", OTHER.tenant_id, "no"),
        (None, "Other Pty Ltd", None, "no"),
        (CORNER, "", None, "no"),
        (CORNER, "", CORNER.tenant_id, "no"),
        (CORNER, "", OTHER.tenant_id, "yes"),
        (CORNER, CORNER.tenant_id.upper(), OTHER.tenant_id, "no"),
        (CORNER, " corner store pty ltd", None, "no"),
        (CORNER, OTHER.tenant_id, None, "yes"),
        (CORNER, "Other Pty Ltd", CORNER.tenant_id, "yes"),
    ],
)
def test_the_box_for_the_new_name_is_asked_where_it_is_needed(
    before: Organisation | None, chosen: str, found: str | None, changed: str
) -> None:
    answers = Answers()
    answers.put("organisation", chosen)
    results = [{"organisation_tenant": found}] if found else []
    assert conditions(answers, StoreRecord(organisation=before), results)["organisation_changed"] == changed

"""What is known of the organisation of a vendor's own sign-in, beside ours."""

import pytest

from wizard.jobs.xero.vendor_said import VendorSaid
from wizard.model.problem import Problem
from wizard.model.xero import Organisation
from wizard.xero.settle import is_demo_name

OWN = Organisation("0f3c-19c8", "Corner Store Pty Ltd", "AU")


def vendor(named: str = "", picked: str = "", before: str = "") -> VendorSaid:
    return VendorSaid("Point of Rental", "line", named, picked, before=before)


@pytest.mark.parametrize(
    ("said", "by"),
    [
        (vendor("Demo Company (AU)", "Corner Store Pty Ltd"), "page"),
        (vendor("", "Demo Company (AU)"), "person"),
        (vendor("", "Corner Store"), "person"),
        (vendor(before="1111-2222"), "before"),
    ],
)
def test_another_organisation_is_a_problem_by_whoever_named_it(said: VendorSaid, by: str) -> None:
    problem = said.difference(OWN)
    assert problem is not None
    assert (problem.code, problem.facts["by"], problem.facts["own"]) == ("VENDOR-ORG", by, OWN.name)


@pytest.mark.parametrize(
    "said",
    [
        vendor("corner  store PTY ltd", " Corner Store Pty Ltd "),
        vendor("Corner Store Pty Ltd (Xero)"),
        vendor(before=OWN.tenant_id),
        vendor(),
    ],
)
def test_the_same_one_is_none_however_its_name_is_spelt(said: VendorSaid) -> None:
    assert said.difference(OWN, "Corner Store Pty Ltd (Xero)") is None


def test_only_the_vendors_page_or_an_earlier_proof_prove_it() -> None:
    names = [OWN.name, "Other Pty Ltd"]
    assert vendor(OWN.name, OWN.name).proves(OWN, names)
    assert vendor(before=OWN.tenant_id).proves(OWN, names)
    assert not vendor(picked=OWN.name).proves(OWN, names), "a person's word is none"
    assert not vendor().proves(OWN, names)


def test_a_name_that_two_have_proves_nothing() -> None:
    assert not vendor(OWN.name).proves(OWN, [OWN.name, OWN.name.upper()])


def test_person_and_page_must_not_contradict() -> None:
    facts = {"owner": "Point of Rental", "said": "Corner Store", "named": "Other Ltd"}
    assert vendor("Other Ltd", "Corner Store").contradiction(allow_demo=True) == Problem(
        "PICKED-OTHER", facts
    )
    assert vendor("Other Ltd", "other ltd").contradiction(allow_demo=False) is None
    assert vendor("Other Ltd").contradiction(allow_demo=False) is None


@pytest.mark.parametrize(
    ("said", "by"), [(vendor("Demo Company (AU)"), "page"), (vendor("", "demo company"), "person")]
)
def test_the_demo_company_is_for_practice_alone(said: VendorSaid, by: str) -> None:
    assert said.contradiction(allow_demo=True) is None
    problem = said.contradiction(allow_demo=False)
    assert problem is not None
    assert (problem.code, problem.facts["by"]) == ("VENDOR-DEMO", by)


@pytest.mark.parametrize("name", ["Demo Company (AU)", "Demo Company", " demo  company (Global) "])
def test_xeros_demo_company_is_known_by_its_name(name: str) -> None:
    assert is_demo_name(name)


@pytest.mark.parametrize("name", ["", "Demo Company Rentals", "The Demo Company", "Demonstrations Ltd"])
def test_a_store_is_not_the_demo_company(name: str) -> None:
    assert not is_demo_name(name)

"""Policies decide which ways to sign in the command line takes."""

import pytest

from wizard.cli.sign_in_ways import allowed_way
from wizard.model.policies import Policies
from wizard.model.problem import FaultyInput


def test_where_nothing_was_decided_the_first_is_taken_or_what_was_asked_for() -> None:
    assert allowed_way(Policies(), None, "browser", "paste") == "browser"
    assert allowed_way(Policies(), "paste", "browser", "paste") == "paste"


def test_the_first_that_is_allowed_is_taken() -> None:
    assert allowed_way(Policies(sign_in_ways=("window", "paste")), None, "browser", "paste") == "paste"


@pytest.mark.parametrize("asked", ["paste", None])
def test_what_is_switched_off_is_a_fault_that_says_what_is_not(asked: str | None) -> None:
    with pytest.raises(FaultyInput) as found:
        allowed_way(Policies(sign_in_ways=("window",)), asked, "browser", "paste")
    (fault,) = found.value.faults
    assert (fault.where, fault.code) == ("--way", "NOT-ALLOWED")
    assert "window" in fault.message

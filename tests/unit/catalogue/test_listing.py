"""Lists as people say them, in the language that is shown."""

import pytest

from wizard.catalogue.listing import and_others, listed


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Cash"], "Cash"),
        (["Cash", "PayPal"], "Cash and PayPal"),
        ((25, 465, 587), "25, 465 and 587"),
        ((name for name in "ABCD"), "A, B, C and D"),
    ],
)
def test_names_stand_one_after_the_other(names: list[str], said: str) -> None:
    assert listed(names) == said


def test_what_is_too_many_is_counted() -> None:
    assert listed("ABCDEFG", most=3) == "A, B, C and 4 more"


def test_a_single_one_beyond_is_named_rather_than_counted() -> None:
    assert listed("ABCD", most=3) == "A, B, C and D"


def test_those_without_a_name_are_counted_too() -> None:
    assert listed("AB", most=3, count=3) == "A, B and 1 more"
    assert listed("ABC", most=3, count=9) == "A, B, C and 6 more"


def test_of_how_many_more_nobody_counted_no_number_is_said() -> None:
    assert and_others(["A", "B"]) == "A, B and others"

"""Whom a sale is for: one customer for all who have no group, each by name, or the walk-in customer."""

import pytest

from tests.unit.books.practice_chart import practice_chart
from wizard.books.match import Matcher
from wizard.model.documents import Party
from wizard.model.mapping import Mapping

ONE_FOR_ALL = Mapping(settings={"default_customer": "SC01"})


@pytest.mark.parametrize(
    ("mapping", "party", "wanted"),
    [
        (ONE_FOR_ALL, Party("Ann"), "Seaside Cafe"),
        (ONE_FOR_ALL, Party(""), "Seaside Cafe"),
        (ONE_FOR_ALL, Party("Builders Ltd", group="Trade"), "Builders Ltd"),
        (Mapping(), Party("Ann"), "Ann"),
        (Mapping(settings={"walk_in": "Walk-in"}), Party(""), "Walk-in"),
        (Mapping(settings={"walk_in": "Walk-in"}), Party("Ann"), "Ann"),
    ],
    ids=[
        "who registered by himself has no group", "nobody", "a group of his own", "nothing is set", "walk-in",
        "known by name",
    ],
)  # fmt: skip
def test_the_default_customer_is_for_those_without_a_group_code(
    mapping: Mapping, party: Party, wanted: str
) -> None:
    """S4.22, S4.23, S4.26: customers without a group code are grouped; left blank, each goes by name."""
    assert Matcher(mapping, practice_chart()).party(party).name == wanted

"""What is noted of many documents at once: kept on disk, given back as it was, and gone in the end."""

from decimal import Decimal

import pytest

from wizard.books import notes
from wizard.books.notes import Counted, Money, Notes, Owed, Seen
from wizard.model.books import Place
from wizard.model.problem import ProblemFound

HALF = "S-1 \udc96 é"
"""Half of a pair of characters, as a file may hold it."""


def test_each_of_many_is_new_once() -> None:
    seen = Seen()
    values = [0, 1, -1, *(hash((number, "S")) for number in range(5000))]
    assert [seen.add(value) for value in values] == [value != 1 for value in values]
    assert not any(seen.add(value) for value in values)


def test_equal_ones_are_counted() -> None:
    counted = Counted()
    assert [counted.add(value) for value in (7, 8, 7, 7, 9, 8)] == [1, 1, 2, 3, 1, 2]


def test_a_number_stands_where_it_stood_first() -> None:
    first, second = Place("a.csv", 2), Place("b.csv", 9)
    with Notes() as kept:
        assert kept.first_place(HALF, first, is_credit=False) is first
        assert kept.first_place(HALF, second, is_credit=False) == first
        assert kept.first_place(HALF, second, is_credit=True) is second, "a credit note's numbers are its own"


def test_what_is_owed_and_the_money_for_it_come_back_as_they_were() -> None:
    owed = Owed(Decimal("10.00"), contact="ann")
    money = Money(HALF, Place("p.csv", 3), "S-1", Decimal("2.50"), "ann", is_credit=False)
    with Notes() as kept:
        kept.owe("S-1", owed)
        kept.owe("S-1", Owed(Decimal(99)))
        kept.take("S-1", owed, Decimal("2.50"))
        kept.add_money(money)
        kept.add_gone("S-1", Decimal("0.10"))
        found = kept.owed("S-1")
        assert found == Owed(Decimal("10.00"), taken=Decimal("2.50"), contact="ann")
        assert found.left == Decimal("7.50")
        assert kept.owed("S-2") is None
        assert list(kept.money(is_credit=False)) == [money]
        assert list(kept.money(is_credit=True)) == []
        assert list(kept.gone()) == [("S-1", Decimal("0.10"))]


def test_a_pc_without_room_is_a_problem_of_the_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "_TABLES", f"PRAGMA max_page_count = 20; {notes._TABLES}")
    with Notes() as kept, pytest.raises(ProblemFound) as found:
        for line in range(10_000):
            kept.first_place(f"S-{line}", Place("a.csv", line), is_credit=False)
    assert found.value.problem.code == "STORE-WRITE"
    assert "full" in str(found.value.problem.facts["said"])


def test_their_file_is_closed_with_them() -> None:
    with Notes() as kept:
        kept.owe("S-1", Owed(Decimal(1)))
    with pytest.raises(ProblemFound):
        kept.owed("S-1")

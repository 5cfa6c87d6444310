"""What stays here in groups: what has one way out stands once, however many records wait for it."""

import re

import pytest

from wizard.catalogue.wording import wording
from wizard.export.tally import equal_ones
from wizard.jobs.export.send_records import problem_of
from wizard.model.books import Place
from wizard.model.export import Counts, Outcome, Sent, Why


def held(name: str, why: Why) -> Outcome:
    return Outcome("payment", name, Place("payments.csv", 2), "held", why)


def test_what_hangs_on_others_stands_once_whatever_each_is_for() -> None:
    groups = equal_ones([held(f"P-{number}", Why("hangs", f"S-{number}")) for number in range(43)])
    assert [(one.count, one.first.why, one.names[:2]) for one in groups] == [
        (43, Why("hang"), ("P-0", "P-1")),
    ]


def test_one_alone_says_what_it_is_for_and_so_do_several_for_the_same() -> None:
    for count in (1, 2):
        (only,) = equal_ones([held(f"P-{number}", Why("hangs", "S-1")) for number in range(count)])
        assert (only.count, only.first.why) == (count, Why("hangs", "S-1"))


def test_other_reasons_stand_apart() -> None:
    groups = equal_ones([held("P-1", Why("no-invoice", "S-1")), held("P-2", Why("no-invoice", "S-2"))])
    assert [one.count for one in groups] == [1, 1]


@pytest.mark.parametrize(("stopped", "excluded"), [(False, 23), (True, 23), (False, 0), (True, 0)])
def test_what_is_told_of_a_sending_adds_up_to_all_records(*, stopped: bool, excluded: int) -> None:
    counts = Counts(sent=18, already_there=61, failed=4, held=3, excluded=excluded)
    problem = problem_of(Sent(counts, (), stopped=stopped))
    assert problem is not None
    figures = [int(one) for one in re.findall(r"\d+", wording(problem).what)]
    assert figures == [79, 86 + excluded, 7, excluded]
    assert figures[0] + sum(figures[2:]) == figures[1]

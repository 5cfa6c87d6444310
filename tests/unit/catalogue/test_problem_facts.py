"""A problem's row lists what it may say of itself: all that the program gives it, and nothing else."""

import pytest

from tests.problem_facts import ADDED, Source, read_source, undeclared
from wizard.catalogue.load import problems
from wizard.model.problem import Problem


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source()


def test_what_the_program_gives_a_problem_is_declared(source: Source) -> None:
    wrong = {
        code: sorted(facts - {*problems()[code].facts, *problems()[code].one_of, *ADDED})
        for code, facts in source.given.items()
        if code in problems()
    }
    assert {code: facts for code, facts in wrong.items() if facts} == {}


def test_what_is_declared_is_given_somewhere(source: Source) -> None:
    assert len(source.built) > 40
    wrong = {}
    for code, row in problems().items():
        given = source.given[code] | ADDED if code in source.built else source.names
        if missing := {*row.facts, *row.one_of} - given:
            wrong[code] = sorted(missing)
    assert wrong == {}


def test_a_fact_that_is_not_declared_is_noticed(problems_seen: list[str]) -> None:
    Problem("MAIL-NAME", {"name": "mail.example.com", "said": "no", "side": "outgoing"})
    assert problems_seen == []
    Problem("MAIL-NAME", {"nmae": "mail.example.com", "side": "outwards"})
    assert problems_seen == ["MAIL-NAME: nmae", "MAIL-NAME: side = outwards"]
    problems_seen.clear()
    assert undeclared("NO-SUCH-CODE", {"anything": 1}) == []

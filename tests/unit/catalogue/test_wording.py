"""What a problem says where the other side said nothing: nobody is quoted with nothing."""

import re

import pytest

from wizard.catalogue.load import problems
from wizard.catalogue.schema.rows import placeholders
from wizard.catalogue.wording import fill, wording
from wizard.model.problem import Problem

QUOTES = [code for code, row in problems().items() if "said: {said}" in f"{row.what} {row.why} {row.do}"]


def in_words(code: str, said: str) -> str:
    facts = {**dict.fromkeys(problems()[code].facts, "x"), "said": said}
    found = wording(Problem(code, facts))
    assert found.what
    assert found.do
    return f"{found.what} {found.why} {found.do}"


ENDS = [code for code, row in problems().items() if row.why.endswith("{said}")]


@pytest.mark.parametrize("code", ENDS)
def test_what_somebody_said_does_not_run_into_what_is_to_be_done(code: str) -> None:
    assert ENDS
    facts = dict.fromkeys(problems()[code].facts, "x")
    assert wording(Problem(code, {**facts, "said": "550 relaying denied"})).why.endswith("denied.")
    assert wording(Problem(code, {**facts, "said": "Not you!"})).why.endswith("Not you!")


@pytest.mark.parametrize("code", QUOTES)
def test_where_the_other_side_said_nothing_it_is_not_quoted(code: str) -> None:
    text = in_words(code, "")
    assert not re.search(r"(said|words): *(…|\)|\.|$)", text), text
    assert "…" not in text


@pytest.mark.parametrize("code", QUOTES)
def test_what_it_said_is_quoted(code: str) -> None:
    assert "said: go away" in in_words(code, "go away")


def test_only_the_clause_that_quotes_goes() -> None:
    assert 'Sending is set to "no login". Receiving works' in in_words("MAIL-OUT-AUTH", "")
    assert "as you were given it." in in_words("MAIL-LOGIN", "")
    assert "(The server said" not in in_words("MAIL-LOGIN", "")


COUNTED = re.compile(r"\{(\w+)\} (?!of |minutes or)[a-z]{3,}s\b")
"""A figure that is followed by several of something, whatever the figure is."""


def test_nothing_is_said_of_one_as_of_several() -> None:
    numbers = {"count", "days", "minutes", "seconds", "left", "missing", "differing"}
    wrong = [
        f"{code}: {found[0]}"
        for code, row in problems().items()
        for text in (row.what, row.why, row.do)
        for found in COUNTED.finditer(text)
        if found[1] in numbers
    ]
    assert wrong == []


@pytest.mark.parametrize(("count", "said"), [(1, "1 code has no account."), (2, "2 codes have no account.")])
def test_one_is_said_as_one(count: int, said: str) -> None:
    assert wording(Problem("MATCH-LEFT", {"count": count, "words": "Web", "first": "x"})).what == said


def test_what_a_text_is_filled_with_is_known_by_name_alone() -> None:
    assert placeholders(problems()["MATCH-LEFT"].what) == ["count"]
    assert placeholders("before {lock:day}") == ["lock"]


def test_a_day_is_said_in_words_and_what_is_none_stays() -> None:
    assert fill("before {lock:day}", {"lock": "2026-07-01"}) == "before 1 July 2026"
    assert fill("before {lock:day}", {"lock": ""}) == "before …"

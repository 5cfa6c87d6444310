"""What a problem says where the other side said nothing: nobody is quoted with nothing."""

import re

import pytest

from wizard.catalogue.load import problems
from wizard.catalogue.wording import wording
from wizard.model.problem import Problem

QUOTES = [code for code, row in problems().items() if "said: {said}" in f"{row.what} {row.why} {row.do}"]


def in_words(code: str, said: str) -> str:
    facts = {**dict.fromkeys(problems()[code].facts, "x"), "said": said}
    found = wording(Problem(code, facts))
    assert found.what
    assert found.do
    return f"{found.what} {found.why} {found.do}"


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

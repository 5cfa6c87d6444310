"""What a 429 means to a person: seconds, a time of day, or nothing said."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.catalogue.wording import wording
from wizard.model.xero import asks_to_wait

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "how", "seconds"),
    [
        ("27", "seconds", 27),
        (" 0 ", "seconds", 0),
        ("121", "until", 121),
        ("72000", "until", 72_000),
        ("Fri, 20 Nov 2026 14:01:00 GMT", "seconds", 60),
        ("Fri, 20 Nov 2026 13:00:00 GMT", "seconds", 0),
        ("", "", ""),
        ("soon", "", ""),
        ("-5", "", ""),
        ("٣", "", ""),
        ("99999999999999999999", "", ""),
    ],
)
def test_what_xero_says_about_waiting(header: str, how: str, seconds: int | str) -> None:
    problem = asks_to_wait(header, NOW)
    assert (problem.facts["how"], problem.facts["seconds"]) == (how, seconds)


def test_a_wait_until_tomorrow_names_the_day() -> None:
    problem = asks_to_wait("86400", NOW)
    assert " on 21 November" in str(problem.facts["until"])
    assert str(problem.facts["until"]) in wording(problem).do


@given(st.text(max_size=40))
def test_any_header_is_answered(header: str) -> None:
    words = wording(asks_to_wait(header, NOW))
    assert "…" not in words.what + words.why + words.do

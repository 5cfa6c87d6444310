"""What is shown of a secret: its ends where it is long enough, and always its length."""

from wizard.procedure.hints import hint, line_hint


def test_a_hint_shows_no_more_than_four_characters() -> None:
    assert hint("ABCDEFGHIJKLMNOP") == "AB…OP (16 characters)"
    assert hint("short") == "5 characters"
    assert hint("x") == "1 character"


def test_of_a_line_its_first_and_last_four_are_shown() -> None:
    assert line_hint("2RF:" + "a" * 140 + "wxyz") == "2RF:…wxyz (148 characters)"
    assert line_hint("2RF:short") == "9 characters"

"""Secrets and what they turn into never reach a handler."""

import base64
import io
import json
import logging
import urllib.parse
import warnings

import pytest

from wizard.redaction.log_filter import MASK, Redactor, install
from wizard.redaction.shapes import hint, looks_like_key

SECRET = 'pa"ss wörd/+=%'


@pytest.fixture
def redactor() -> Redactor:
    made = Redactor()
    made.learn(SECRET, ["store", "store@example.com"])
    return made


@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        urllib.parse.quote(SECRET, safe=""),
        urllib.parse.quote_plus(SECRET),
        json.dumps(SECRET)[1:-1],
        json.dumps(SECRET, ensure_ascii=False)[1:-1],
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(f"\0store\0{SECRET}".encode()).decode(),
        base64.b64encode(f"store@example.com:{SECRET}".encode()).decode(),
    ],
)
def test_a_secret_and_its_derived_forms_are_masked(redactor: Redactor, form: str) -> None:
    cleaned = redactor.clean(f"before {form} after")
    assert form not in cleaned
    assert cleaned.startswith("before ")
    assert cleaned.endswith(" after")


def test_a_form_inside_another_leaves_nothing_behind() -> None:
    redactor = Redactor()
    redactor.learn("secret")
    redactor.learn("secret-and-more")
    assert redactor.clean("x secret-and-more y") == f"x {MASK} y"


def test_logs_tracebacks_and_warnings_are_cleaned(
    redactor: Redactor, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()
    before, level, show = root.handlers[:], root.level, warnings.showwarning
    stream = io.StringIO()
    try:
        install(redactor, stream, logging.DEBUG)
        logging.getLogger("anything").warning("the password is %s", SECRET)
        try:
            raise ValueError(SECRET)
        except ValueError:
            logging.getLogger("anything").exception("failed")
        warnings.showwarning(f"odd {SECRET}", UserWarning, "f.py", 1)
        import sys

        sys.excepthook(ValueError, ValueError(SECRET), None)
    finally:
        import sys
        import threading

        root.handlers[:], root.level, warnings.showwarning = before, level, show
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
    text = stream.getvalue()
    assert SECRET not in text
    assert text.count(MASK) >= 4
    assert "ValueError" in text


@pytest.mark.parametrize(
    "text",
    [
        "Corner Store",
        "store@example.com",
        "mail.example.com",
        "18 Long Street, Newcastle",
        "x" * 60,
        "1234567890123456",
    ],
)
def test_ordinary_answers_do_not_look_like_keys(text: str) -> None:
    assert not looks_like_key(text)


def test_a_hint_shows_no_more_than_four_characters() -> None:
    assert hint("ABCDEFGHIJKLMNOP") == "AB…OP (16 characters)"
    assert hint("short") == "5 characters"

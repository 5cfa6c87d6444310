"""Secrets and what they turn into never reach a handler."""

import base64
import io
import json
import logging
import sys
import threading
import urllib.parse
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from wizard.redaction.log_filter import MASK, Redactor, TextStream, install
from wizard.redaction.shapes import looks_like_key

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


@contextmanager
def installed(redactor: Redactor, *streams: TextStream | None) -> Iterator[logging.Logger]:
    """The filter over this process's logs, warnings and uncaught exceptions, for a while."""
    root = logging.getLogger()
    before, level, show = root.handlers[:], root.level, warnings.showwarning
    try:
        install(redactor, *streams, level=logging.DEBUG)
        yield logging.getLogger("anything")
    finally:
        root.handlers[:], root.level, warnings.showwarning = before, level, show
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__


def test_logs_tracebacks_and_warnings_are_cleaned(redactor: Redactor) -> None:
    stream = io.StringIO()
    with installed(redactor, stream) as logger:
        logger.warning("the password is %s", SECRET)
        try:
            raise ValueError(SECRET)
        except ValueError:
            logger.exception("failed")
        warnings.showwarning(f"odd {SECRET}", UserWarning, "f.py", 1)
        sys.excepthook(ValueError, ValueError(SECRET), None)
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
        "/home/shop1/Documents/tillbridge/exports/week-2026-11/from-the-till",
        "/mnt/c/Users/Manager/OneDrive_Shop/2026/November/invoices.csv",
    ],
)
def test_ordinary_answers_do_not_look_like_keys(text: str) -> None:
    assert not looks_like_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "q8Zk2" * 8,
        "/q8Zk2/" + "q8Zk2" * 8,
        "/aB3/cD4+eF5/gH6iJ7kL8mN9oP0qR1sT2uV3wX4yZ5=",
        "https://x.example/?code=" + "q8Zk2" * 8,
    ],
)
def test_what_has_the_shape_of_a_key_looks_like_one(text: str) -> None:
    assert looks_like_key(text)

"""Secrets and what they turn into never reach a handler."""

import base64
import io
import json
import logging
import sys
import threading
import urllib.parse
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wizard.redaction.facts import clean_facts
from wizard.redaction.log_filter import MASK, Redactor, TextStream, install
from wizard.redaction.shapes import hint, looks_like_key
from wizard.redaction.words import Words, decoded

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


def test_a_hint_shows_no_more_than_four_characters() -> None:
    assert hint("ABCDEFGHIJKLMNOP") == "AB…OP (16 characters)"
    assert hint("short") == "5 characters"


# --- what a server repeats ---

PASSWORD = "cánary  pw%2F'71"


@pytest.fixture
def gate() -> Callable[[str | bytes], str]:
    made = Redactor()
    made.learn(PASSWORD, ["store"])
    return lambda words: str(Words(decoded(words)).cleaned(made.clean_quote))


@pytest.mark.parametrize(
    "repeated",
    [
        PASSWORD,
        " ".join(PASSWORD.split()),
        PASSWORD.replace(" ", ""),
        PASSWORD.upper(),
        PASSWORD.encode("latin-1"),
        PASSWORD.encode().decode("latin-1"),
        PASSWORD.encode("ascii", "replace"),
        "cánary\t\r\n pw%2F'71",
        urllib.parse.unquote(PASSWORD),
        base64.b64encode(f"\0store\0{PASSWORD}".encode()),
        "y" * 185 + PASSWORD,
    ],
)
def test_a_password_is_taken_out_before_its_shape_is_changed(
    gate: Callable[[str | bytes], str], repeated: str | bytes
) -> None:
    whole = repeated if isinstance(repeated, bytes) else repeated.encode()
    shown = gate(b"-ERR bad '" + whole + b"' is not right")
    assert MASK in shown or len(shown) == 200
    for piece in ("cánary", "CÁNARY", "nary", "pw%2F", "71", "pw/"):
        assert piece not in shown


@example("000+", 0, str)  # with the plus sign taken for a blank it is shorter
@given(st.text(min_size=4, max_size=30), st.integers(0, 260), st.sampled_from([str, str.upper, str.lower]))
def test_no_part_of_a_password_is_shown_wherever_it_is_cut(
    password: str, before: int, written: Callable[[str], str]
) -> None:
    redactor = Redactor()
    redactor.learn(password)
    shown = str(Words("y" * before + " " + written(password)).cleaned(redactor.clean_quote))
    assert set(shown) <= set("y " + MASK)


@pytest.mark.parametrize("short", ["a1", "pw", "x", "ÄÖ"])
def test_where_a_short_password_is_repeated_nothing_is_quoted(short: str) -> None:
    redactor = Redactor()
    redactor.learn(short)
    assert Words(f"bad password {short.lower()}").cleaned(redactor.clean_quote) == MASK
    assert Words("no").cleaned(redactor.clean_quote) == "no"


@pytest.mark.parametrize(
    "words", [b"\x1b]0;pwned\x07\x1b[31m", "\u202eevil\u2066", b"a\x9b31m\x00b", "two\r\nlines", "\ud800x"]
)
def test_a_servers_words_are_one_printable_line(words: str | bytes) -> None:
    shown = Words(decoded(words))
    assert shown.isprintable()
    assert "  " not in shown


def test_the_gate_knows_a_servers_words_under_any_name() -> None:
    redactor = Redactor()
    redactor.learn("secret-word")
    facts = {
        "offered": Words("LOGIN secret-word"),
        "said": "secret-word",
        "imap_greeting": "hi secret-word",
        "host": "secret-word.example.com",
        "name": "\x1b[31mred",
        "rows": [{"scope": Words("secret-word")}],
    }
    cleaned = clean_facts(facts, redactor.clean_quote)
    assert cleaned == {
        "offered": f"LOGIN {MASK}",
        "said": MASK,
        "imap_greeting": f"hi {MASK}",
        "host": "secret-word.example.com",
        "name": " [31mred",
        "rows": [{"scope": MASK}],
    }
    assert type(cleaned["offered"]) is str

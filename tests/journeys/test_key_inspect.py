"""`key inspect`: whatever people paste, it says what it is and never shows it."""

import random
import time
from collections.abc import Iterator

import pytest

from tests.journeys.program import Ended, Tillbridge, forms
from wizard.oauth.pasted_key import KeyKind, inspect_key

KINDS = {
    "empty",
    "oauth1",
    "oauth2",
    "oauth2-truncated",
    "access-token",
    "client-id",
    "redirect-address",
    "unknown",
}
WHOLE_2RF = "2RF:1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJuYmYiOjE3NjM2MDAwMDB9.c2lnbmF0dXJlLW9mLWEtY2FuYXJ5"
PEM = "-----BEGIN CERTIFICATE-----\nMIIC6jCCAdKgAwIBAgIQ\n-----END CERTIFICATE-----"


def inspect(program: Tillbridge, text: str) -> Ended:
    ended = program.run("key", "inspect", stdin=text)
    assert (ended.status, ended.stderr) == (0, "")
    assert set(ended.answer) == {"ok", "kind", "cleaned", "lines"}
    return ended


@pytest.mark.parametrize(
    ("text", "kind", "cleaned", "lines"),
    [
        ("", "empty", False, 0),
        (" \n\t\u200b\n", "empty", True, 0),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ1234", "oauth1", False, 1),
        (PEM, "oauth1", False, 3),
        (WHOLE_2RF, "oauth2", False, 1),
        (f"\ufeff“{WHOLE_2RF}”\n", "oauth2", True, 1),
        (f"Your key:\r\n{WHOLE_2RF}\r\n", "oauth2", False, 2),
        ("2RF:1a2b3c…", "oauth2-truncated", False, 1),
        ("2RF:1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d...", "oauth2-truncated", False, 1),
        ("2RF:", "oauth2-truncated", False, 1),
        ("2RF", "oauth2-truncated", False, 1),
        ("2", "oauth2-truncated", False, 1),
        (WHOLE_2RF[:19], "oauth2-truncated", False, 1),
        (WHOLE_2RF[:20], "oauth2", False, 1),
        (JWT, "access-token", False, 1),
        ("7A11B21D6E00000000000000000CAFE1", "client-id", False, 1),
        ("http://localhost:8401/callback?code=abc&state=xyz", "redirect-address", False, 1),
        ("good morning", "unknown", False, 1),
    ],
)
def test_what_people_paste(tillbridge: Tillbridge, text: str, kind: str, cleaned: bool, lines: int) -> None:
    answer = inspect(tillbridge, text).answer
    assert (answer["kind"], answer["lines"]) == (kind, lines)
    assert answer["cleaned"] is cleaned


@pytest.mark.parametrize(
    "text",
    [
        "c4nary-0ne",
        "CANARYOLDKEYOFTWENTYTHIRTEEN30",
        WHOLE_2RF,
        JWT,
        "0123456789abcdef0123456789ABCDEF",
        "https://localhost/callback?code=c4nary-f1ve",
        "\x00c4nary-s1x\x1b[31m",
        "c4nary\ud7ff\U0001f511" * 5000,
    ],
)
def test_the_text_is_never_printed(tillbridge: Tillbridge, text: str) -> None:
    for end in ("", "\n"):
        ended = inspect(tillbridge, text + end)
        person = tillbridge.run_as_given("key", "inspect", stdin=text + end)
        assert person.status == 0
        for form in forms(text):
            assert form not in ended.stdout + person.stdout + person.stderr
    assert not tillbridge.home.exists()


FRAGMENTS = [
    "2RF:", "2rf:", "2R", "2RF", WHOLE_2RF, WHOLE_2RF[4:], "…", "...", "….", JWT, JWT[:20], "eyJ", "a.b.c",
    PEM, "-----BEGIN RSA PRIVATE KEY-----", "-----END", "-----", "MII" + "A" * 250, "F" * 30, "a" * 300,
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234", "7A11B21D6E00000000000000000CAFE1", "http://localhost:8401/?code=",
    "https://", "&state=", "?error=x", "://", "\u200b", "\ufeff", "\u00a0", "\u2028", "\u2029", "\x85",
    "\x0b", "\x0c", "\x1c", "\x00", "\ud800", "\r\n", "\n", "\r", "\t", " ", '"', "'", "“", "”", "«", "`",
    "„", "🔑", "é", "e\u0301", "\u202e", "Ⅷ", "ß", "ſ", "ı", "\u212a", "x", "0", "=", "+", "/", "\\", "%",
]  # fmt: skip


def random_texts(count: int, seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(count):
        parts = chance.choices(FRAGMENTS, k=chance.choice((0, 1, 1, 2, 2, 3, 4, 6, 9)))
        if chance.random() < 0.2:
            parts.append("".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(12))))
        whole = "".join(parts)
        # a cut anywhere, as by a mouse that slipped
        yield whole[: chance.randrange(len(whole) + 1)] if chance.random() < 0.3 else whole


def test_no_text_is_an_error_and_every_kind_comes_up() -> None:
    assert {kind.value for kind in KeyKind} == KINDS
    seen = set()
    for text in random_texts(100_000, seed=2013):
        found = inspect_key(text)
        seen.add(found.kind.value)
        assert found.lines >= 0
        assert (found.kind is KeyKind.EMPTY) is (found.lines == 0), ascii(text)
        assert found.length <= len(text)
        if found.lines == 0:
            assert found.length == 0
    assert seen == KINDS


@pytest.mark.parametrize("unit", ["a", "a.", "eyJ", "2RF:", "-----BEGIN ", "http://x?", "'", "\u200b", "A1 "])
def test_a_long_text_takes_no_longer_than_it_is_long(unit: str) -> None:
    """A whole file pasted by mistake; ten times the text may take ten times the time, not a hundred."""
    short, long = (unit * (size // len(unit)) for size in (2_000, 20_000))
    assert inspect_key(short).kind.value in KINDS
    began = time.process_time()
    inspect_key(short)
    between = time.process_time()
    inspect_key(long)
    ended = time.process_time()
    assert ended - between < max(50 * (between - began), 0.5)

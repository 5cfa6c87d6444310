"""What is in the key box, told from the text alone."""

import base64
import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from wizard.catalogue.load import procedure
from wizard.catalogue.schema import VendorPage
from wizard.catalogue.wording import wording
from wizard.jobs.xero.check_line import whole_line
from wizard.model.names import unlabelled
from wizard.model.problem import Problem
from wizard.oauth.pasted_key import KeyKind, inspect_key


def vendor_page(name: str) -> VendorPage:
    page = procedure(name).vendor_page
    assert page is not None
    return page


LINE = "2RF:abcdefghijklmnopqrstuvwxyz"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", KeyKind.EMPTY),
        (" \u200b\ufeff\n", KeyKind.EMPTY),
        ("A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5", KeyKind.OAUTH1),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIC\n-----END RSA PRIVATE KEY-----", KeyKind.OAUTH1),
        ("MIIC" + "A" * 300, KeyKind.OAUTH1),
        (LINE, KeyKind.OAUTH2),
        (f'"{LINE}"', KeyKind.OAUTH2),
        (f"\u200b{LINE}\u00a0", KeyKind.OAUTH2),
        (LINE.lower(), KeyKind.OAUTH2),
        (f"Copy this token:\n{LINE}\nThank you", KeyKind.OAUTH2),
        ("2", KeyKind.OAUTH2_TRUNCATED),
        ("2RF", KeyKind.OAUTH2_TRUNCATED),
        ("2RF:", KeyKind.OAUTH2_TRUNCATED),
        ("2RF:abc", KeyKind.OAUTH2_TRUNCATED),
        (f"{LINE}…", KeyKind.OAUTH2_TRUNCATED),
        (f"{LINE}...", KeyKind.OAUTH2_TRUNCATED),
        (JWT, KeyKind.ACCESS_TOKEN),
        ("0123456789ABCDEF0123456789ABCDEF", KeyKind.CLIENT_ID),
        ("http://localhost:8401/callback?code=abc&state=x", KeyKind.REDIRECT_ADDRESS),
        ("https://shop.example/xero?error=access_denied", KeyKind.REDIRECT_ADDRESS),
        ("hello there", KeyKind.UNKNOWN),
    ],
)
def test_each_kind_is_recognised(text: str, kind: KeyKind) -> None:
    assert inspect_key(text).kind is kind


CLIENT_ID, OLD = "7A11B21D6E00000000000000000CAFE1", "QZ7K2M4N6P8R1T3V5X7Z9B1D3F5HYC"
WRITTEN = {
    "Client ID: {}": CLIENT_ID, "Client ID:{}": CLIENT_ID, "{}.": CLIENT_ID, "({})": CLIENT_ID,
    "<{}>": CLIENT_ID,
    "XERO_CLIENT_ID={}": CLIENT_ID, 'export XERO_CLIENT_ID="{}"': CLIENT_ID, "client_id: '{}'": CLIENT_ID,
    '{{"client_id": "{}", "expires_in": 1800}}': CLIENT_ID, "Your key is {}, keep it safe.": CLIENT_ID,
    "API Key: {}": OLD, "Consumer Key:{}": OLD, "Consumer Key\t{}": OLD, "«{}»": OLD,
    '{{"access_token": "{}", "refresh_token": "' + "a" * 64 + '"}}': JWT,
    "Authorization: Bearer {}": JWT, "token={};": JWT,
}  # fmt: skip
KINDS = {CLIENT_ID: KeyKind.CLIENT_ID, OLD: KeyKind.OAUTH1, JWT: KeyKind.ACCESS_TOKEN}


@pytest.mark.parametrize(("written", "key"), WRITTEN.items())
def test_a_key_is_recognised_as_people_and_files_write_it(written: str, key: str) -> None:
    assert inspect_key(written.format(key)).kind is KINDS[key]


@pytest.mark.parametrize(
    "text", [CLIENT_ID + "0", "x" + CLIENT_ID, f"{CLIENT_ID}-b", f"a_{CLIENT_ID}", OLD + "A", f"{OLD}/x"]
)
def test_a_part_of_something_longer_is_no_key(text: str) -> None:
    assert inspect_key(text).kind is KeyKind.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "localhost:8747/callback?code=abc&state=x",
        "http%3A%2F%2Flocalhost%3A8747%2Fcallback%3Fcode%3Dabc%26state%3Dx",
        "the page was https://localhost:8747/callback?code=abc",
        "<http://localhost:8747/callback?code=abc&amp;state=x>",
    ],
)
def test_an_address_is_recognised_as_people_write_it(text: str) -> None:
    assert inspect_key(text).kind is KeyKind.REDIRECT_ADDRESS


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (f"Client ID: {CLIENT_ID}", CLIENT_ID),
        (f"XERO_CLIENT_ID={CLIENT_ID}", CLIENT_ID),
        (f'{{"client_id": "{CLIENT_ID}"}}', CLIENT_ID),
        (f'"{CLIENT_ID}",', f'{CLIENT_ID}",'),
        (f'"{CLIENT_ID}"', CLIENT_ID),
        (f"{CLIENT_ID}.", CLIENT_ID),
        (CLIENT_ID, CLIENT_ID),
        ("good morning", "good morning"),
    ],
)
def test_a_label_is_taken_off_a_key_and_nothing_else(written: str, key: str) -> None:
    assert unlabelled(written) == key


# --- the line that starts 2RF:

LONG = "2RF:" + base64.urlsafe_b64encode(bytes(range(120))).decode() + "|0f7ad1b2"
assert len(LONG) == 173
PAGE = vendor_page("point-of-rental-xero")


@pytest.mark.parametrize(
    "write",
    [
        lambda line: line,
        lambda line: f'"{line}"',
        lambda line: f"Your line: {line}",
        lambda line: f"Copy this token:\n{line}\nThank you",
        lambda line: f"Copy this token: {line} Thank you",
        lambda line: f"{line}\n\nRegards,\nPoint of Rental",
        lambda line: f"{line}\nCopy\nClose",
        lambda line: f"{line}.",
        lambda line: f"{line} (copied)",
        lambda line: f"{line} – https://example.com",
        lambda line: f'{{"line": "{line}", "next": 7}}',
        lambda line: f"XERO_LINE='{line}'",
        lambda line: f"<p><code>{line}</code> Copied</p>",
        lambda line: line.replace(":", "%3A", 1).replace("|", "%7C"),
        lambda line: line.replace("|", "&#124;"),
        lambda line: f"> {line}\n>\n> Thank you",
        lambda line: f"{line[:50]}\u200b{line[50:120]}\u00ad{line[120:]}",
        lambda line: "\n".join(line[at : at + 60] for at in range(0, len(line), 60)),
        lambda line: " ".join(line[at : at + 33] for at in range(0, len(line), 33)),
        lambda line: f"{line}\n{line}",
    ],
)
def test_a_whole_line_is_found_whole_among_other_words(write: Callable[[str], str]) -> None:
    assert whole_line(write(LONG), PAGE) == LONG


@pytest.mark.parametrize("cut", [20, 40, 64, 75, 76, 80, 100, 120, 163, 164, 165, 170, 172])
@pytest.mark.parametrize(
    "between",
    ["\n", "\r\n", " ", "=\r\n", "= ", "…", "...", " … ", " ... ", "[…]", ".. ", "***", "•••", "\n> ", "<br>",
     "\\n", " - ", '" + "', "'\n'", ", ", " / ", "\\", "\n\n", "\u2028", "⋯", " (…) "],
)  # fmt: skip
def test_a_line_in_pieces_is_joined_or_refused_but_never_a_part_for_the_whole(cut: int, between: str) -> None:
    found = whole_line(f"{LONG[:cut]}{between}{LONG[cut:]}", PAGE)
    assert isinstance(found, Problem) or found == LONG, found


@pytest.mark.parametrize("seed", range(20))
def test_any_line_broken_anywhere_is_joined_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(200):
        line = "2RF:" + base64.urlsafe_b64encode(chance.randbytes(chance.randrange(20, 200))).decode()
        cuts = sorted(chance.sample(range(24, len(line)), min(chance.randrange(1, 4), len(line) - 24)))
        pieces = [line[a:b] for a, b in pairwise([0, *cuts, len(line)])]
        found = whole_line(chance.choice((" ", "\n", "\r\n  ")).join(pieces), PAGE)
        assert isinstance(found, Problem) or found == line


@pytest.mark.parametrize(
    "behind", [CLIENT_ID, OLD, JWT, "REF-2026-0001", "0f7ad1b2", "12:30", "…", "(…)", "|", "abc", "x1"]
)
def test_what_could_belong_to_a_line_is_never_taken_for_its_end(behind: str) -> None:
    for line in (LONG, LONG[:76], LONG[:64]):
        assert isinstance(whole_line(f"{line} {behind}", PAGE), Problem)


def test_a_line_in_pieces_says_what_to_do() -> None:
    found = whole_line(f"{LONG[:75]} {LONG[75:]}", PAGE)
    assert isinstance(found, Problem)
    assert found.code == "KEY-CUT"
    assert "nothing but the line" in wording(found).do


def test_two_lines_are_counted_and_cleaning_is_said() -> None:
    found = inspect_key(f"  {LINE}\n\n{LINE}  ")
    assert (found.lines, found.cleaned) == (2, True)
    assert not inspect_key(LINE).cleaned


def test_the_text_itself_is_not_in_the_verdict() -> None:
    assert "abcdefghij" not in repr(inspect_key(LINE))


def test_a_procedure_may_ask_for_longer_lines() -> None:
    assert inspect_key(LINE, min_length=100).kind is KeyKind.OAUTH2_TRUNCATED

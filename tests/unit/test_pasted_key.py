"""What is in the key box, told from the text alone."""

import pytest

from wizard.oauth.pasted_key import KeyKind, inspect_key

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


def test_two_lines_are_counted_and_cleaning_is_said() -> None:
    found = inspect_key(f"  {LINE}\n\n{LINE}  ")
    assert (found.lines, found.cleaned) == (2, True)
    assert not inspect_key(LINE).cleaned


def test_the_text_itself_is_not_in_the_verdict() -> None:
    assert "abcdefghij" not in repr(inspect_key(LINE))


def test_a_procedure_may_ask_for_longer_lines() -> None:
    assert inspect_key(LINE, min_length=100).kind is KeyKind.OAUTH2_TRUNCATED

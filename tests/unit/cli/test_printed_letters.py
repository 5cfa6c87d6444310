"""What is printed on a console that lacks a letter."""

import pytest

from wizard.cli.output import in_letters_of


@pytest.mark.parametrize(
    ("encoding", "line", "printed"),
    [
        ("utf-8", "995 → 34857, Łódź ✓", "995 → 34857, Łódź ✓"),
        ("cp1252", "Incoming server (POP3): 995 → 34857", "Incoming server (POP3): 995 -> 34857"),
        ("cp1252", "Größe – “Café” …", "Größe – “Café” …"),
        ("cp1252", "Źródło ✓ 木", "Zródlo OK ?".replace("l", "?")),
        ("cp437", "Größe — “Café” … 3 × 4", 'Größe - "Café" ... 3 x 4'),
        ("ascii", "‘é’ → ü", "'e' -> u"),
    ],
)
def test_signs_become_plain_ones_and_letters_lose_their_marks(encoding: str, line: str, printed: str) -> None:
    assert in_letters_of(encoding, line) == printed
    in_letters_of(encoding, line).encode(encoding)

"""Matches changed as lines: the same as through the whole document, and what stands beside them stays."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.books.mapping_file import read_mapping, write_mapping
from wizard.books.mapping_lines import changed_lines
from wizard.model.mapping import Choice, Mapping

FILE = """# From Dana
[organisation]
name = "Corner Store"

[payment]   # how they pay
# never the bank itself
"EFTPOS" = {to = "641", name = "EFTPOS # Clearing", id = "x1", by = "person"}  # asked Dana
'Old "one"' = "not used"
Cash = "640"  # the till

[account]
"Web sales" = "203"
"""
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
CHOICES = st.builds(
    Choice, st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6).filter(str.strip),
    WORDS, WORDS, st.sampled_from(["person", "accepted"]),
)  # fmt: skip


def test_one_match_changes_one_line_and_its_comment_stays(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(FILE, "utf-8")
    write_mapping(path, read_mapping(path).with_choice("payment", "EFTPOS", Choice("640", "Till", "t")))
    after = path.read_text("utf-8").splitlines()
    changed = [line for line in after if line not in FILE.splitlines()]
    assert changed == ['"EFTPOS" = {to = "640", name = "Till", id = "t", by = "person"}  # asked Dana']
    assert len(after) == len(FILE.splitlines())


def test_a_new_match_stands_below_the_others_of_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(FILE, "utf-8")
    write_mapping(path, read_mapping(path).with_choice("payment", "PayPal", Choice("643")))
    lines = path.read_text("utf-8").splitlines()
    assert lines[lines.index('Cash = "640"  # the till') + 1] == '"PayPal" = "643"'


def test_a_match_taken_back_takes_its_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(FILE, "utf-8")
    write_mapping(path, read_mapping(path).with_choice("payment", 'Old "one"', None))
    assert path.read_text("utf-8") == FILE.replace('\'Old "one"\' = "not used"\n', "")


@pytest.mark.parametrize(
    "text", ['[payment]\nCash = """\n640"""\n', "[payment]\nCash = [\n]\n", '[payment.x]\nto = "1"\n']
)
def test_what_is_not_one_match_a_line_is_left_to_the_document(text: str) -> None:
    made = changed_lines(text, {}, {"payment": {"EFTPOS": Choice("641")}})
    assert made is None or "[payment]" in made


@given(st.dictionaries(WORDS, CHOICES, max_size=6), st.dictionaries(WORDS, CHOICES, max_size=6))
def test_whatever_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, Choice], then: dict[str, Choice]
) -> None:
    path = tmp_path_factory.mktemp("matches") / "mapping.toml"
    for words in (first, then, {}):
        mapping = Mapping("tenant", "Store", {}, {"payment": {w: _stripped(c) for w, c in words.items()}})
        write_mapping(path, mapping)
        tomllib.loads(path.read_text("utf-8"))
        assert read_mapping(path).choices.get("payment", {}) == mapping.choices["payment"]


def _stripped(choice: Choice) -> Choice:
    return Choice(choice.to.strip(), choice.name, choice.id, choice.by)

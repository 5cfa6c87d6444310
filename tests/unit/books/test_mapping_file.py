"""The file of matches: read with all its faults, written over what stands there, comments kept."""
# ruff: noqa: E501 - lines as they stand in files

from pathlib import Path

import pytest
from msgspec.structs import replace

from wizard.books.mapping_file import read_mapping, write_mapping
from wizard.model.mapping import OPEN, Choice, Mapping
from wizard.model.problem import FaultyInput

FILE = """# From Dana, the accountant
[organisation]
name = "Corner Store"

[settings]
amounts = "inclusive"
walk_in = "CASH"

[payment]
# never the bank itself
"EFTPOS" = { to = "641", name = "EFTPOS Clearing", id = "x1", by = "person" }
"Old voucher" = "not used"
Cash = "640"  # the till
Gone = "700"
"""


def written(tmp_path: Path, text: str = FILE) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(text, "utf-8")
    return path


def test_long_and_short_forms_are_read(tmp_path: Path) -> None:
    mapping = read_mapping(written(tmp_path))
    assert (mapping.organisation, mapping.tenant) == ("Corner Store", "")
    assert mapping.settings == {"amounts": "inclusive", "walk_in": "CASH"}
    assert mapping.choice("payment", "EFTPOS") == Choice("641", "EFTPOS Clearing", "x1", "person")
    assert mapping.choice("payment", "Old voucher") == Choice("not used")
    assert mapping.choice("payment", "Cash") == Choice("640")
    assert mapping.choice("payment", "Cheque") is None
    assert mapping.choice("account", "Cash") is None


def test_what_is_written_over_keeps_comments_order_and_short_forms(tmp_path: Path) -> None:
    path = written(tmp_path)
    before = read_mapping(path)
    write_mapping(path, before)
    assert path.read_text("utf-8") == FILE
    added = before.with_choice("payment", "PayPal", Choice("643", "PayPal", "x2", "accepted"))
    added = added.with_choice("account", "Web sales", Choice("203")).with_choice("payment", "Gone", None)
    write_mapping(path, added)
    text = path.read_text("utf-8")
    for line in FILE.splitlines():
        assert (line in text) is (not line.startswith("Gone"))
    assert read_mapping(path) == added


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    text = (
        'colour = "red"\npayment = 3\n[organisation]\nplace = "x"\n[settings]\namounts = 3\nstatus = "sent"\n'
        '[account]\nA = 200\nB = { name = "x" }\nC = { to = "1", by = "nobody" }\nD = { to = "1", colour = "x" }\n'
    )
    with pytest.raises(FaultyInput) as found:
        read_mapping(written(tmp_path, text))
    assert {(f.where, f.code) for f in found.value.faults} == {
        ("colour", "UNKNOWN-KEY"),
        ("payment", "NOT-A-TABLE"),
        ("organisation.place", "UNKNOWN-KEY"),
        ("settings.amounts", "NOT-A-TEXT"),
        ("settings.status", "NOT-A-CHOICE"),
        ("account.A", "NOT-VALID"),
        ("account.B.to", "MISSING"),
        ("account.C.by", "NOT-A-CHOICE"),
        ("account.D.colour", "UNKNOWN-KEY"),
    }


def test_words_of_any_kind_come_back(tmp_path: Path) -> None:
    mapping = Mapping()
    words = ['a "quoted" word', "back\\slash", "a.b", "Ünï ✓", "=1+1", "two\nlines", "#"]
    for word in words:
        mapping = mapping.with_choice("account", word, Choice("200", f"name {word}", "id", "accepted"))
    path = tmp_path / "mapping.toml"
    write_mapping(path, mapping)
    assert read_mapping(path) == mapping


def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_mapping(path, read_mapping(path).with_choice("payment", "PayPal", Choice("643")))
    assert path.read_text("utf-8") == FILE
    assert [entry.name for entry in tmp_path.iterdir()] == ["mapping.toml"]


def test_a_kind_that_is_not_named_stays_and_one_without_matches_is_emptied(tmp_path: Path) -> None:
    path = written(tmp_path)
    before = read_mapping(path)
    write_mapping(path, replace(before, choices={}))
    assert path.read_text("utf-8") == FILE
    write_mapping(path, replace(before, choices={"payment": {}}))
    assert read_mapping(path).choices == {}
    assert "# never the bank itself" in path.read_text("utf-8")


def test_a_typed_word_without_a_match_stands_open_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path)
    write_mapping(path, read_mapping(path).with_choice("account", "4000", OPEN))
    assert '"4000" = ""' in path.read_text("utf-8")
    again = read_mapping(path)
    assert again.choices["account"] == {"4000": OPEN}
    assert again.choice("account", "4000") is None

"""TOML that people write: in their shells' encodings, with faults that say what to write instead."""

from pathlib import Path

import pytest

from wizard.catalogue.toml_files import read_toml_file
from wizard.model.problem import FaultyInput


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_encodings_of_windows_are_read(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(f'name = "Café"{end}[answers]{end}x = 1{end}'.encode(encoding))
    assert read_toml_file(path) == {"name": "Café", "answers": {"x": 1}}


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('file = "C:\\Users\\Jo\\s.txt"', "write / instead"),
        ('file = "C:\\new folder\\s.txt"', "write / instead"),
        ("country = “AU”", "straight ones"),
        ("country = ‘AU’", "straight ones"),
        ("country = AU", ""),
    ],
)
def test_a_fault_says_what_to_write_instead_and_repeats_nothing(tmp_path: Path, line: str, hint: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(f"a = 1\n{line}\n", encoding="utf-8")
    with pytest.raises(FaultyInput) as caught:
        read_toml_file(path)
    (fault,) = caught.value.faults
    assert fault.code == "FILE-SYNTAX"
    assert "line 2" in fault.message
    assert (hint in fault.message) if hint else fault.message.endswith(")")
    assert "AU" not in fault.message
    assert "Jo" not in fault.message


@pytest.mark.parametrize("content", [b"\xff", b"\xff\xfea", b"x" * 5_000_000])
def test_what_is_no_text_is_a_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(content)
    with pytest.raises(FaultyInput) as caught:
        read_toml_file(path)
    assert caught.value.faults[0].code == "FILE-MISSING"

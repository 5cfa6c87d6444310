"""TOML that people write: in their shells' encodings, with faults that say what to write instead."""

import os
import time
from pathlib import Path

import pytest

from wizard.catalogue.toml_files import read_toml_file
from wizard.mailclients.pc.given import readable
from wizard.model.files import read_file
from wizard.model.problem import Fault, FaultyInput
from wizard.model.secret import Secret, SecretReference
from wizard.store.files import read_json
from wizard.vault.references import resolver


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


def fault_of(path: Path) -> Fault:
    with pytest.raises(FaultyInput) as caught:
        read_toml_file(path)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.parametrize(
    "content",
    [b"\xff", b"\xff\xfea", 'a = "Café"'.encode("cp1252"), "a = 1".encode("utf-16-le"), b"a = 1\0"],
)
def test_a_file_in_another_encoding_is_said_to_be_that(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(content)
    fault = fault_of(path)
    assert fault.code == "FILE-ENCODING"
    assert "save it as UTF-8" in fault.message


def deep(count: int) -> str:
    return ".".join("a" * count)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = " + "1" * 5000, "far too long"),
        ("a = " + "[" * 100_000, "too deeply"),
        ("a = " + "{a=" * 50_000, "too deeply"),
        (f"{deep(20_000)} = 1", "too deeply"),
        ("".join(f"[{deep(20_000)}.b{n}]\n" for n in range(50)), "too deeply"),
        (f"[ {deep(100)} ]", "too deeply"),
    ],
)
def test_depth_and_length_are_refused_before_they_cost_anything(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(text)
    began = time.monotonic()
    fault = fault_of(path)
    assert fault.code == "FILE-SYNTAX"
    assert said in fault.message
    assert time.monotonic() - began < 5


def test_dots_in_values_and_comments_are_no_depth(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(f"# {'.' * 500}\na = '{'.' * 500}'\n")
    assert read_toml_file(path) == {"a": "." * 500}


# --- the one reader ---


def odd_files(folder: Path) -> dict[str, Path]:
    made = {name: folder / name for name in ("pipe", "folder", "device", "loop", "huge")}
    os.mkfifo(made["pipe"])
    made["folder"].mkdir()
    made["device"].symlink_to("/dev/zero")
    made["loop"].symlink_to("loop")
    made["huge"].touch()
    os.truncate(made["huge"], 3 << 30)
    return made


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices are files there alone")
@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "loop", "huge"])
def test_what_is_no_file_is_not_waited_for_and_not_drained(tmp_path: Path, kind: str) -> None:
    path = odd_files(tmp_path)[kind]
    began = time.monotonic()
    with pytest.raises(OSError, match=r"\w") as caught:
        read_file(path)
    assert caught.value.strerror
    assert fault_of(path).code == "FILE-MISSING"
    assert readable(path) is not None
    assert read_json(path, 1) is None
    found = resolver(tmp_path, lambda _: None)(SecretReference("file", kind), "password")
    assert isinstance(found, Fault)
    assert found.code == "SECRET-MISSING"
    assert time.monotonic() - began < 2


def test_a_secret_in_another_encoding_is_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes("gehéim".encode("cp1252"))
    found = resolver(tmp_path, lambda _: None)(SecretReference("file", "s"), "password")
    assert isinstance(found, Fault)
    assert found.code == "SECRET-ODD"
    assert "UTF-8" in found.message


def test_a_secret_as_powershell_writes_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes("gehéim\r\n".encode("utf-16"))
    found = resolver(tmp_path, lambda _: None)(SecretReference("file", "s"), "password")
    assert isinstance(found, Secret)
    assert found.reveal() == "gehéim"

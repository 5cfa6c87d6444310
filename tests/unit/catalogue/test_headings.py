"""What is read of a data file without reading all of it is what the whole file says."""

import datetime
import tomllib
from pathlib import Path

import pytest

from tests import data_files
from wizard.catalogue import load
from wizard.catalogue.guides import guides
from wizard.catalogue.headings import (
    guide_headings,
    plain_lines,
    procedure_headings,
    read_heading,
    screen_heading,
    step_headings,
)
from wizard.catalogue.resources import CatalogueError, names_in, read_table


def test_procedures_are_listed_as_their_files_say() -> None:
    assert [h.id for h in procedure_headings()] == [p.id for p in load.procedures()]
    for heading, whole in zip(procedure_headings(), load.procedures(), strict=True):
        assert heading._asdict() == {name: getattr(whole, name) for name in heading._fields}
        assert type(heading.checked) is datetime.date
        steps = [(s.id, s.number, s.screen, s.title) for s in whole.steps]
        assert step_headings(heading.id) == steps


@pytest.mark.parametrize(
    "line",
    ['a = "b"', 'a = ""', 'a = "\\u00e9"', 'a = "b" # c', 'a = "b', 'a = "b"c"', "a = 'b'", "a = 12",
     "a = 012", "a = -1", "a = 1_000", "a = ٣", "a = 2026-11-20", "a = 2026-11-31", "a = true", "a=1",
     'a.b = "c"', 'a = """', "a = 1.5", "# a", "", 'a = "tab\there"', 'a = {b = "c"}'],
)  # fmt: skip
def test_a_line_read_plainly_says_what_toml_says(line: str) -> None:
    plain = plain_lines(line)
    assert plain is None or plain == tomllib.loads(line)


@pytest.mark.parametrize("name", names_in("screens"))
def test_screens_are_named_as_their_files_say(name: str) -> None:
    whole = load.screen(name)
    assert screen_heading(name) == (whole.id, whole.title, whole.support)


def test_guides_are_offered_as_their_files_say() -> None:
    assert guide_headings() == tuple((g.id, g.name, g.versions, g.order) for g in guides())


@pytest.mark.parametrize("code", [*load.problems(), "NO-SUCH-CODE"])
def test_one_problem_is_read_as_the_whole_file_says(code: str) -> None:
    assert load.problem_text(code) == load.problems().get(code)


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    return data_files.copy_to(tmp_path)


def test_a_value_that_looks_like_a_table_is_read_whole(spoilt: Path) -> None:
    path = spoilt / "procedures" / "imagatec-mail.toml"
    path.write_text('card = """\n[not a table]\n"""\n' + path.read_text().replace("card = ", "# card = "))
    table = spoilt / "deadlines.toml"
    table.write_text('[ONE]\nwhy = """\n[not a table]\n"""\n[TWO]\nwhy = "second"\n')
    with data_files.read_from(spoilt):
        assert read_heading("procedures/imagatec-mail.toml")["card"] == "[not a table]\n"
        assert read_table("deadlines.toml", "ONE") == {"why": "[not a table]\n"}
        assert read_table("deadlines.toml", "TWO") == {"why": "second"}


def test_a_heading_without_its_key_is_a_fault_of_its_file(spoilt: Path) -> None:
    data_files.change(spoilt, "procedures/imagatec-mail.toml", 'vendor = "Imagatec"', 'vendr = "Imagatec"')
    with data_files.read_from(spoilt), pytest.raises(CatalogueError, match="`vendor`") as found:
        procedure_headings()
    assert found.value.file == "procedures/imagatec-mail.toml"

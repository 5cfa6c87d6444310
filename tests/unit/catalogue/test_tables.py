"""Rows of tables of words: what code asks for by name is there, and what is there is asked for."""

import ast
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.words_in_code import CODE
from wizard.catalogue.export import export_words
from wizard.catalogue.layouts import reading_words
from wizard.catalogue.resources import FOLDER

FILES = (
    "daily",
    "export",
    "home",
    "kinds",
    "matching",
    "papers",
    "reading",
    "schedule",
    "standings",
    "trades",
)
PUT_TOGETHER = {
    "export": {
        "window.send_one", "window.post_one",  # by how many there are
        "window.no_accounts", "window.no_sums", "window.no_files",  # what takes away again what was shown
        "sentence.clean-added", "sentence.some-added", "sentence.earlier-clean", "sentence.earlier-some",
    },
    "schedule": {"says.choose-daily", "says.choose-weekly", "says.choose-never"},
    # The rules below them name them; the file itself refuses another one.
    "trades": {
        "norms.gift-card", "norms.store-credit", "norms.surcharge", "norms.variance",
        "norms.petty-cash",
    },
}  # fmt: skip
"""By file, the rows whose names code puts together, or other data have."""


@lru_cache(maxsize=1)
def parsed() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(CODE.rglob("*.py"))}


@lru_cache(maxsize=1)
def named() -> frozenset[str]:
    """Every name that code may mean a row by: a text, an argument's name, an attribute, a field."""
    found = set[str]()
    for node in (node for tree in parsed().values() for node in ast.walk(tree)):
        match node:
            case ast.Constant(value=str(text)):
                found.add(text)
            case ast.keyword(arg=str(name)) | ast.Attribute(attr=name) | ast.Name(id=name):
                found.add(name)
    return frozenset(found)


def rows(data: dict[str, Any], table: str = "") -> Iterator[tuple[str, str]]:
    """Every row of a file's tables: its table, and its name there."""
    for name, value in data.items():
        if isinstance(value, dict):
            yield from rows(value, f"{table}.{name}" if table else name)
        elif table:
            yield table, name


@pytest.mark.parametrize("file", FILES)
def test_each_row_is_asked_for_by_its_name(file: str) -> None:
    data = tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))
    strangers = {
        f"{table}.{name}" for table, name in rows(data) if not {name, name.replace("-", "_")} & named()
    }
    assert strangers == PUT_TOGETHER.get(file, set())


def texts_given(function: str, at: int = 0, room: str = "") -> set[str]:
    """The plain texts that code of a room gives a function as its argument at a place."""
    return {
        argument.value
        for path, tree in parsed().items()
        if path.is_relative_to(CODE / room)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function
        for argument in node.args[at : at + 1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value
    }


def test_each_reason_that_code_gives_has_words() -> None:
    reasons, whys = texts_given("Reason"), texts_given("Why")
    assert len(reasons) > 10
    assert len(whys) > 20
    assert reasons - reading_words().reasons.keys() == set()
    assert whys - export_words().why.keys() == set()


def test_each_fault_of_a_file_that_code_names_has_words() -> None:
    faults = texts_given("refused", at=1, room="books")
    assert faults
    assert faults - reading_words().faults.keys() == set()


def test_each_text_of_the_screens_of_sending_that_code_names_is_there() -> None:
    texts = texts_given("window_words")
    assert len(texts) > 30
    assert texts - export_words().window.keys() == set()

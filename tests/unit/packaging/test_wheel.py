"""What the wheel carries: every package of the program, and every file of its resources."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def setuptools() -> dict[str, Any]:
    described: dict[str, Any] = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))
    return dict(described["tool"]["setuptools"])


def test_every_package_of_the_program_is_named(setuptools: dict[str, Any]) -> None:
    folders = {each.parent.relative_to(ROOT) for each in ROOT.joinpath("wizard").rglob("__init__.py")}
    assert {".".join(folder.parts) for folder in folders} <= set(setuptools["packages"])


def test_every_kind_of_resource_is_named(setuptools: dict[str, Any]) -> None:
    named = {pattern.rpartition(".")[2] for pattern in setuptools["package-data"]["wizard.resources"]}
    files = [each for each in ROOT.joinpath("resources").rglob("*.*") if "__pycache__" not in each.parts]
    assert sorted(each.name for each in files if each.suffix[1:] not in {*named, "py"}) == []

"""What is installed is what was locked: every version by its hashes, and no address to fetch it from."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.unit.packaging.test_bootstrap import commands, environment, pins, project_name

ROOT = Path(commands.ROOT)
SETS = ("build", "program", "browser", *pins.CHECK_GROUPS, *pins.OTHER_GROUPS)
PACKAGE_LOCK = ROOT / "tests" / "servers" / "openid_provider" / "package-lock.json"
_HASH = re.compile(r"^ {4}--hash=sha256:[0-9a-f]{64}( \\)?$")
_ADDRESS = re.compile(r"://|\bwww\.|\b[a-z0-9-]+\.(com|org|net|io|dev)\b", re.IGNORECASE)


def lock(name: str) -> str:
    return (environment.LOCKS / f"{name}.txt").read_text("utf-8")


def versions(lines: list[str]) -> dict[str, str]:
    return {project_name(line): line.split("==")[1] for line in lines if "==" in line}


def test_there_is_a_lock_for_each_set_that_can_be_wanted() -> None:
    assert sorted(path.stem for path in environment.LOCKS.glob("*.txt")) == sorted(SETS)


@pytest.mark.parametrize("name", SETS)
def test_every_version_has_hashes_and_is_the_pinned_one(name: str) -> None:
    pinned = versions(pins.CONSTRAINTS.read_text("utf-8").splitlines())
    locked = versions(pins.pins_of(lock(name)))
    assert locked.items() <= pinned.items()
    blocks = re.split(r"\n(?=\S)", lock(name).strip())
    assert len(blocks) == len(locked)
    for block in blocks:
        hashes = block.splitlines()[1:]
        assert hashes, block
        assert all(_HASH.match(line) for line in hashes), block


@pytest.mark.parametrize("name", SETS)
def test_what_a_set_asks_for_is_in_its_lock(name: str) -> None:
    project = tomllib.loads(commands.PROJECT_FILE.read_text("utf-8"))
    wanted = {project_name(line) for line in pins.sets_to_lock(project)[name]}
    assert wanted <= versions(pins.pins_of(lock(name))).keys()


def test_windows_and_older_pythons_are_locked_too() -> None:
    program = lock("program")
    assert re.search(r"^pywin32-ctypes==\S+ ; sys_platform == 'win32'", program, re.MULTILINE)
    assert re.search(r"^importlib-metadata==\S+ ; python_full_version < '3.12'", program, re.MULTILINE)
    assert re.search(r"^colorama==\S+ ; sys_platform == 'win32'", lock("test"), re.MULTILINE)


def test_pip_is_told_to_take_nothing_that_is_not_locked() -> None:
    build, wanted, program = environment.install_commands({"program", "test"})
    assert "--require-hashes" in build
    assert "--require-hashes" in wanted
    assert "--no-build-isolation" in wanted
    named = {Path(part).name for part in [*build, *wanted] if part.endswith(".txt")}
    assert named == {"build.txt", "program.txt", "test.txt"}
    assert program == ["--no-deps", "--no-build-isolation", "--editable", "."]


def test_no_lock_names_a_host() -> None:
    files = [*environment.LOCKS.glob("*.txt"), pins.CONSTRAINTS, PACKAGE_LOCK]
    assert len(files) > len(SETS)
    named = {path.name: _ADDRESS.findall(path.read_text("utf-8")) for path in files}
    assert {name: found for name, found in named.items() if found} == {}


def test_every_npm_package_has_its_hash() -> None:
    packages = json.loads(PACKAGE_LOCK.read_text("utf-8"))["packages"]
    declared = json.loads(PACKAGE_LOCK.with_name("package.json").read_text("utf-8"))["dependencies"]
    assert packages[""]["dependencies"] == declared
    fetched = {name: row for name, row in packages.items() if name}
    assert len(fetched) > 20
    assert all(row["integrity"].startswith("sha512-") for row in fetched.values())

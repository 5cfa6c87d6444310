"""What `doctor --windows-checklist` tries, on whatever system it runs."""

import re
from dataclasses import replace
from pathlib import Path

from tests.unit.doubles import tools_for
from wizard.jobs.pc.windows_probes import probe, save
from wizard.model.secret import Secret
from wizard.vault.memory_store import InMemorySecretStore

ROOT = Path(__file__).resolve().parents[3]


class CutsOff(InMemorySecretStore):
    """A password safe that keeps what Windows keeps under one name, and no more."""

    def set(self, name: str, secret: Secret) -> None:
        super().set(name, Secret(secret.reveal()[:1280]))


def test_what_can_be_tried_holds_and_leaves_nothing_behind(tmp_path: Path) -> None:
    tools = tools_for(tmp_path / "home")
    found = {each.number: each for each in probe(tools)}
    assert [each for each in found.values() if each.holds is False] == []
    assert found["7"].holds
    assert tools.vault.get("windows-checklist") is None
    left = [path.name for path in tools.world.home.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert left == []


def test_a_safe_that_cuts_off_is_noticed(tmp_path: Path) -> None:
    tools = replace(tools_for(tmp_path / "home"), vault=CutsOff())
    assert {each.number: each.holds for each in probe(tools)}["7"] is False


def test_a_home_that_takes_nothing_fails_each_and_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way", "utf-8")
    found = {each.number: each.holds for each in probe(tools_for(tmp_path / "home"))}
    assert (found["8"], found["9"], found["10"]) == (False, False, False)


def test_the_numbers_are_those_of_the_list(tmp_path: Path) -> None:
    text = (ROOT / "packaging" / "windows-checklist.md").read_text("utf-8")
    by_itself = set(re.findall(r"^\| (\d+) \| \(by itself\)", text, re.MULTILINE))
    assert {each.number for each in probe(tools_for(tmp_path))} - {"1"} == by_itself


def test_the_report_is_one_file_in_the_home(tmp_path: Path) -> None:
    tools = tools_for(tmp_path / "home")
    place = save(tools, [each.line() for each in probe(tools)])
    assert place.parent == tools.world.home
    assert re.search(r"^7 +passed +a secret", place.read_text("utf-8"), re.MULTILINE)

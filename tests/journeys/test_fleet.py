"""Several stores by Ansible: set up, then nothing changes; a broken one is named and stops no other."""

import shutil
from pathlib import Path

import pytest

from tests.journeys.fleet import PASSWORD, Fleet
from tests.servers.ansible import NoAnsibleError
from tests.servers.fixtures import unavailable
from wizard.app.policies import policies_of
from wizard.catalogue.toml_files import read_toml_file
from wizard.practice.logins import read_logins

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
NAMES = ["corner", "river", "station"]


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    try:
        return Fleet(tmp_path, NAMES)
    except NoAnsibleError as error:
        unavailable(str(error))


def test_stores_are_set_up_once_and_a_broken_one_is_named(fleet: Fleet) -> None:
    right = dict.fromkeys(NAMES, read_logins()["mail-password"])
    broken = {**right, "river": "wrong-Qz7!"}
    first = fleet.play(broken)
    assert first.status != 0
    assert first.failed == {"corner": 0, "river": 1, "station": 0}, first.said
    assert first.changed["corner"] == first.changed["station"] > 0
    assert "river, imagatec-mail.toml: MAIL-LOGIN" in " ".join(first.said.split())
    assert "wrong-Qz7!" not in first.said
    assert fleet.report("river")["problems"][0]["code"] == "MAIL-LOGIN"
    assert fleet.report("corner")["ok"] is True
    second = fleet.play(right)
    assert (second.status, second.changed["corner"], second.changed["station"]) == (0, 0, 0), second.said
    assert second.changed["river"] == 1
    third = fleet.play(right)
    assert (third.status, set(third.changed.values())) == (0, {0}), third.said
    assert fleet.report("river") == {
        "ok": True, "procedure": "imagatec-mail", "site": "store", "would_change": 0, "changes": [],
    }  # fmt: skip
    said = policies_of(read_toml_file(fleet.folder / "homes" / "corner-policies.toml"))
    assert said.support_name == 'The "Corner" desk'
    kept = [path for path in fleet.folder.rglob("*") if path.is_file() and b"wrong-Qz7!" in path.read_bytes()]
    assert kept == [fleet.folder / "inventory.json"] or kept == []


def test_only_looking_changes_nothing_at_all(fleet: Fleet) -> None:
    played = fleet.play(dict.fromkeys(NAMES, read_logins()["mail-password"]), "--check", "--limit", "corner")
    assert played.failed == {"corner": 0}, played.said
    assert fleet.report("corner")["would_change"] > 0
    assert not list((fleet.folder / "homes").glob("corner*/practice/sites"))
    assert PASSWORD not in played.said
    shutil.rmtree(fleet.folder)

"""A site's folder: whole or not at all, for this user alone."""

import os
import stat
import sys
from pathlib import Path

import pytest

from wizard.model.problem import ProblemFound
from wizard.store import files
from wizard.store.files import write_atomic
from wizard.store.site import SiteFolder, home_id


def test_files_are_for_this_user_alone(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path / "sites" / "store")
    site.save_draft("p", ("a",), {"x": 1}, {})
    path = site.folder / "drafts" / "p.json"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(site.folder.stat().st_mode) == 0o700
    draft = site.load_draft("p")
    assert draft is not None
    assert (draft.trail, draft.answers) == (("a",), {"x": 1})


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    write_atomic(path, "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemFound) as caught:
        write_atomic(path, "new")
    assert caught.value.problem.code == "STORE-WRITE"
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"], "nothing is left lying about"


def test_a_place_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProblemFound):
        files.make_folder(tmp_path / "file" / "below")


def test_the_newest_receipt_counts(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    assert site.last_receipt("p") is None
    first = site.save_receipt("p", {"n": 1})
    (tmp_path / "receipts" / f"{first}.json").rename(tmp_path / "receipts" / "20200101-0000-p-0000.json")
    site.save_receipt("p", {"n": 2})
    found = site.last_receipt("p")
    assert found is not None
    assert found["n"] == 2


def test_a_home_has_one_id_for_ever(tmp_path: Path) -> None:
    assert home_id(tmp_path / "h") == home_id(tmp_path / "h")
    assert home_id(tmp_path / "h") != home_id(tmp_path / "other")

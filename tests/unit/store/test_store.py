"""A site's folder: whole or not at all, for this user alone."""

import json
import os
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.doubles import tools_for
from wizard.catalogue.wording import wording
from wizard.jobs.programs.receipts import alone
from wizard.model.problem import Problem, ProblemFound
from wizard.model.setback import Setback
from wizard.store import files
from wizard.store.files import write_atomic
from wizard.store.home_id import home_id
from wizard.store.site import SiteFolder


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


def test_a_draft_keeps_what_failed_last(tmp_path: Path) -> None:
    site, at = SiteFolder(tmp_path), datetime(2026, 11, 25, 8, 2, tzinfo=UTC)
    setback = Setback("mail-check", Problem("MAIL-LOGIN", {"said": "no"}), at)
    site.save_draft("p", ("a",), {}, {}, setback, at)
    draft = site.load_draft("p")
    assert draft is not None
    assert (draft.setback, draft.checked) == (setback, at)


@pytest.mark.parametrize("kept", [None, 5, {}, {"facts": 5}, {"facts": {}, "at": "yesterday"}])
def test_what_a_draft_says_oddly_of_a_failure_is_left_out(tmp_path: Path, kept: object) -> None:
    site = SiteFolder(tmp_path)
    site.save_draft("p", ("a",), {}, {})
    path = site.folder / "drafts" / "p.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "setback": kept, "checked": kept}))
    draft = site.load_draft("p")
    assert draft is not None
    assert (draft.setback, draft.checked) == (None, None)


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


def test_the_newest_receipt_counts_also_within_a_minute(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    assert site.last_receipt("p") is None
    for number in range(20):  # their names say the minute, and something by chance
        site.save_receipt("p", {"n": number})
        found = site.last_receipt("p")
        assert found is not None
        assert found["n"] == number


def test_a_home_has_one_id_for_ever(tmp_path: Path) -> None:
    assert home_id(tmp_path / "h") == home_id(tmp_path / "h")
    assert home_id(tmp_path / "h") != home_id(tmp_path / "other")


@pytest.mark.parametrize("content", [b"", b"\0" * 16, b"\0\0\n", b"  \r\n"])
def test_an_id_that_a_first_use_left_empty_is_made_anew_once(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "home-id"
    path.write_bytes(content)
    made = home_id(tmp_path)
    assert len(made) == 16
    assert path.read_text() == made == home_id(tmp_path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00a\x00b", b"two words", b"a" * 65, b"../up", "né".encode()])
def test_an_id_that_cannot_be_one_is_said_and_left_for_whoever_can_mend_it(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "home-id"
    path.write_bytes(content)
    with pytest.raises(ProblemFound) as caught:
        home_id(tmp_path)
    assert caught.value.problem.code == "HOME-DAMAGED"
    assert path.read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes by name")
def test_a_pipe_in_the_ids_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "home-id")
    assert home_id(tmp_path) == home_id(tmp_path)
    assert (tmp_path / "home-id").is_file()


@pytest.mark.parametrize("name", ["home/a.json", "home/below/a.json"])
def test_a_file_in_the_place_of_the_folder_is_said_to_be_that(tmp_path: Path, name: str) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(ProblemFound) as caught:
        write_atomic(tmp_path / name, "new")
    words = wording(caught.value.problem)
    assert (caught.value.problem.code, words.do) == (
        "STORE-WRITE", "Give that file another name, then try again.",
    )  # fmt: skip


def test_a_first_use_on_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(ProblemFound) as caught:
            home_id(tmp_path)
    assert caught.value.problem.code == "STORE-WRITE"
    assert not (tmp_path / "home-id").exists()
    assert len(home_id(tmp_path)) == 16


def test_everybody_who_makes_an_id_at_once_gets_the_same(tmp_path: Path) -> None:
    (tmp_path / "home-id").touch()
    found: list[str] = []
    begin = threading.Barrier(8)

    def make() -> None:
        begin.wait()
        found.append(home_id(tmp_path))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) == {home_id(tmp_path)}


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not synchronised there")
def test_a_written_file_is_durable_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synchronised: list[str] = []

    def note(handle: int) -> None:
        synchronised.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")

    monkeypatch.setattr(os, "fsync", note)
    write_atomic(tmp_path / "a.json", "text")
    assert synchronised == ["file", "folder"]


def test_a_home_that_is_a_file_is_a_problem_of_the_mail_programs_lock_too(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.touch()
    with pytest.raises(ProblemFound) as caught, alone(tools_for(home)):
        pass
    assert caught.value.problem.code == "STORE-WRITE"


def test_of_receipts_of_one_minute_the_last_is_the_last(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    for number in range(12):
        site.save_receipt("imagatec-mail", {"number": number})
        found = site.last_receipt("imagatec-mail")
        assert found is not None
        assert found["number"] == number


@pytest.mark.skipif(sys.platform == "win32", reason="a process is asked by a signal there")
def test_what_a_killed_write_left_goes_with_the_next_one(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f".tillbridge-{gone.pid}-abc_123.tmp"
    mine = tmp_path / f".tillbridge-{os.getpid()}-abc_123.tmp"
    other = tmp_path / ".somebody-elses.tmp"
    for path in (left, mine, other):
        path.write_text("half")
    write_atomic(tmp_path / "a.json", "whole")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([mine.name, other.name, "a.json"])

"""Who is the first window of a home, a world and a store, and what it is asked for."""

import json
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from wizard.app.one_window import Asked, FirstWindow, come_first
from wizard.app.options import Options
from wizard.model.problem import ProblemFound


@pytest.fixture
def first(tmp_path: Path) -> FirstWindow:
    found = come_first(Options(home=tmp_path / "home"), "")
    assert found is not None
    assert found.hears
    return found


def ask(first: FirstWindow, name: str = "1", **said: object) -> Path:
    path = first.folder / f"{name}.asked"
    path.write_text(json.dumps({"procedure": "imagatec-mail", "at": time.monotonic(), **said}), "utf-8")
    return path


def test_what_was_asked_for_is_taken_once(first: FirstWindow) -> None:
    path = ask(first, activation="token")
    assert first.take() == [Asked("imagatec-mail", "token")]
    assert not path.exists()
    assert first.take() == []


@pytest.mark.parametrize(
    "at",
    [pytest.param(-11.0, id="nobody waits for it any more"), pytest.param(1e6, id="before the PC started")],
)
def test_what_nobody_waits_for_is_not_done(first: FirstWindow, at: float) -> None:
    path = ask(first, at=time.monotonic() + at)
    assert first.take() == []
    assert not path.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 100, b"[1, 2]", b"{", b'{"at": "now"}', b"[" * 100_000, b'{"procedure": "x"}'],
    ids=["empty", "zeros", "a list", "half", "no time", "deep", "none"],
)
def test_what_is_none_of_ours_is_taken_away_and_the_rest_is_done(first: FirstWindow, content: bytes) -> None:
    (first.folder / "0.asked").write_bytes(content)
    ask(first, "1")
    (first.folder / "2.asked").mkdir()
    assert first.take() == [Asked("imagatec-mail")]
    assert not first.is_asked


def test_a_text_that_is_too_long_or_holds_signs_for_a_terminal_counts_as_none(first: FirstWindow) -> None:
    ask(first, procedure="x" * 301, activation="\x1b[2J")
    assert first.take() == [Asked("", "")]


def test_a_flood_is_taken_in_turns(first: FirstWindow) -> None:
    for number in range(50):
        ask(first, f"{number:03}")
    assert len(first.take()) == 20
    assert first.is_asked


def test_a_window_that_went_leaves_its_place(first: FirstWindow, tmp_path: Path) -> None:
    first.release()
    again = come_first(Options(home=tmp_path / "home"), "")
    assert again is not None
    again.release()


def test_worlds_stores_and_services_are_apart(first: FirstWindow, tmp_path: Path) -> None:
    home = tmp_path / "home"
    others = [
        Options(home=home, practice=True),
        Options(home=home, site="harbour"),
        Options(home=home, services=tmp_path / "a.toml"),
        Options(home=home, services=tmp_path / "b.toml"),
    ]
    claims = [come_first(options, "", wait_seconds=0) for options in others]
    assert all(claim is not None and claim.hears for claim in claims)
    for claim in claims:
        assert claim is not None
        claim.release()


def test_a_window_that_does_not_answer_is_a_problem_that_names_its_process(
    first: FirstWindow, tmp_path: Path
) -> None:
    # On Windows a process' own lock holds against its other handles too, as flock does.
    with pytest.raises(ProblemFound) as found:
        come_first(Options(home=tmp_path / "home"), "", wait_seconds=0.1)
    assert found.value.problem.code == "WINDOW-SILENT"
    assert found.value.problem.facts == {"process": str(os.getpid())}
    assert not first.is_asked


def test_the_same_home_by_another_spelling_is_the_same(first: FirstWindow, tmp_path: Path) -> None:
    with pytest.raises(ProblemFound, match="WINDOW-SILENT"):
        come_first(Options(home=tmp_path / "other" / ".." / "home"), "", wait_seconds=0)


if sys.platform != "win32":  # it has neither such files nor such rights

    def test_a_pipe_is_not_waited_for(first: FirstWindow) -> None:
        os.mkfifo(first.folder / "0.asked")
        assert first.take() == []

    def test_the_folder_and_the_home_are_this_users_alone(first: FirstWindow) -> None:
        for path in (first.folder, first.folder.parents[1]):
            assert stat.S_IMODE(path.stat().st_mode) == 0o700

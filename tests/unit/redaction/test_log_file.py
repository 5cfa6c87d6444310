"""The log in the home: bounded, for this user alone, and in nobody's way."""

import os
import stat
import warnings
from pathlib import Path

import pytest

from tests.unit.redaction.test_redaction import SECRET, installed
from wizard.redaction.log_file import NAME, LogFile
from wizard.redaction.log_filter import MASK, Redactor


def test_it_is_made_when_there_is_something_to_say_and_is_for_this_user_alone(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "home" / "log")
    assert not (tmp_path / "home").exists()
    log.note("Größe → ☃ \udcff")
    assert "Größe → ☃ \\udcff\n" in log.path.read_text("utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(log.path.parent.stat().st_mode) == 0o700


def test_a_full_one_is_turned_over_and_the_oldest_goes(tmp_path: Path) -> None:
    log = LogFile(tmp_path)
    for at in range(30):
        log.write(f"{at:02} " + "x" * 99_996 + "\n")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [NAME, f"{NAME}.1", f"{NAME}.2", f"{NAME}.3"]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 4 * 400_000
    assert log.path.read_text("utf-8").splitlines()[-1].startswith("29 ")
    assert (tmp_path / f"{NAME}.1").read_text("utf-8").startswith("24 ")


def test_where_it_cannot_be_written_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way", "utf-8")
    LogFile(tmp_path / "log").note("anything")
    assert (tmp_path / "log").read_text("utf-8") == "in the way"


def test_without_any_console_logs_and_warnings_go_there_cleaned(tmp_path: Path) -> None:
    redactor, log = Redactor(), LogFile(tmp_path)
    redactor.learn(SECRET)
    with installed(redactor, None, log) as logger:
        logger.warning("the password is %s", SECRET)
        warnings.showwarning(f"odd {SECRET}", UserWarning, "f.py", 1)
    text = log.path.read_text("utf-8")
    assert SECRET not in text
    assert text.count(MASK) == 2
    assert "UserWarning" in text


class Closed:
    def write(self, text: str, /) -> int:
        raise OSError(9, "Bad file descriptor")

    def flush(self) -> None:
        raise ValueError("I/O operation on closed file")


def test_a_console_that_went_away_keeps_nothing_from_the_log(tmp_path: Path) -> None:
    log = LogFile(tmp_path)
    with installed(Redactor(), Closed(), log) as logger:
        logger.error("said anyway")
    assert "said anyway" in log.path.read_text("utf-8")


@pytest.mark.parametrize("streams", [(), (None,)])
def test_with_nothing_to_write_to_whoever_warns_is_not_disturbed(streams: tuple[None, ...]) -> None:
    with installed(Redactor(), *streams) as logger:
        logger.error("to nobody")
        warnings.showwarning("to nobody", UserWarning, "f.py", 1)

"""Open programs are asked to close as a person would, and never ended."""

import subprocess
import sys
from contextlib import contextmanager

import pytest

from wizard.mailclients.pc.closing import CAN_ASK, ask_to_close


@contextmanager
def window(answer):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.windows.inside.window", answer],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout.readline().strip() == b"ready"
        yield process
    finally:
        process.kill()
        process.communicate(timeout=30)


def test_a_program_that_is_asked_closes_itself():
    assert CAN_ASK
    with window("yes") as program:
        assert ask_to_close([program.pid]) is True
        assert program.stdout.readline().strip() == b"asked"
        assert program.wait(30) == 0


def test_a_program_that_refuses_stays_open():
    with window("no") as program:
        assert ask_to_close([program.pid]) is True
        assert program.stdout.readline().strip() == b"asked"
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(1)


def test_other_programs_are_not_asked():
    with window("yes") as mine, window("yes") as other:
        assert ask_to_close([mine.pid]) is True
        assert mine.wait(30) == 0
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(1)


def test_a_program_without_a_window_cannot_be_asked():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as program:
        assert ask_to_close([program.pid]) is False
        program.communicate(b"\n", timeout=30)

"""A file is read whole up to its limit, without room for the limit being asked for."""

import os
import tracemalloc
from pathlib import Path

import pytest

from wizard.model import files
from wizard.model.files import LARGEST, read_file


def test_a_small_file_takes_little_room(tmp_path: Path) -> None:
    """Python asks for what it is told to read: under Wine 64 MB took most of a second, each time."""
    path = tmp_path / "store.json"
    path.write_bytes(b"x" * 5_000)
    tracemalloc.start()
    try:
        assert read_file(path) == b"x" * 5_000
        assert tracemalloc.get_traced_memory()[1] < LARGEST / 50
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("grown", "fits"), [(9, True), (10, True), (11, False)])
def test_what_grows_meanwhile_is_read_up_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grown: int, fits: bool
) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"x" * 4)
    stat = os.fstat

    def then_it_grows(handle: int) -> os.stat_result:
        found = stat(handle)
        path.write_bytes(b"x" * grown)
        return found

    monkeypatch.setattr(files.os, "fstat", then_it_grows)
    if fits:
        assert read_file(path, 10) == b"x" * grown
    else:
        with pytest.raises(OSError, match="far too large"):
            read_file(path, 10)

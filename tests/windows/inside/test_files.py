"""A file of ours is replaced while it is read, and read while it is replaced: Windows refuses both."""

import threading
from pathlib import Path

from wizard.model.files import read_file, write_file

TIMES = 40


def test_it_is_replaced_once_a_reader_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "store.json"
    write_file(path, b"before")
    writing = threading.Thread(target=write_file, args=(path, b"after"))
    with path.open("rb") as held:
        writing.start()
        writing.join(0.3)
        assert writing.is_alive(), "Windows lets nobody replace what is open"
        assert held.read() == b"before"
    writing.join(30)
    assert read_file(path) == b"after"
    assert [each.name for each in tmp_path.iterdir()] == ["store.json"]


def test_a_reader_and_a_writer_meet_without_a_word(tmp_path: Path) -> None:
    path, over, failed = tmp_path / "store.json", threading.Event(), []
    write_file(path, b"0")

    def read() -> None:
        while not over.wait(0.05):  # as a page that looks; one that never lets go keeps every writer out
            try:
                assert int(read_file(path)) >= 0
            except (OSError, ValueError) as error:
                failed.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(TIMES):
            write_file(path, str(number).encode())
    finally:
        over.set()
        reader.join(30)
    assert failed == []

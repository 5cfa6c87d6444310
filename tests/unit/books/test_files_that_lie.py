"""Every kind of file that stores have, read right: each small file with its answer."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.unit.books.cases import CASES, Case
from wizard.jobs.books.read_store_files import ReadStoreFiles, report_json
from wizard.model.progress import Cancel, Silent


def read(folder: Path, case: Case) -> dict[str, Any]:
    path = folder / case.file
    path.write_bytes(case.content)
    layout = None
    if case.layout:
        layout = folder / "layout.toml"
        layout.write_text(case.layout, "utf-8")
    found = ReadStoreFiles.given(path, layout).read(Silent(), Cancel())
    return msgspec.json.decode(msgspec.json.encode(report_json(found)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_file_is_read_as_it_is_meant(case: Case, tmp_path: Path) -> None:
    answer = read(tmp_path, case)
    assert answer["ok"] is (case.status == 0), answer
    if case.status == 2:
        (fault,) = answer["faults"]
        assert (fault["where"], fault["code"]) == (case.file, case.code)
        assert case.message in fault["message"]
        return
    assert "faults" not in answer, answer["faults"]
    (file,) = answer["files"]
    assert file["file"] == case.file
    assert bool(file["faults"]) is (case.status == 1), file
    for name, wanted in case.says.items():
        if name == "layout_id":
            assert file["layout"] == wanted
        elif name == "said_encoding":
            assert file["encoding"] == wanted
        elif name == "columns_number":
            assert file["columns"]["number"] == wanted
        else:
            assert file[name] == wanted, (name, file)


def test_there_are_at_least_sixty_files() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 60

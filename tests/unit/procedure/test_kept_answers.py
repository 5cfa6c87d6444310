"""What is kept of the answers: places on this PC, however they look, and no key in the wrong box."""

from pathlib import Path

from wizard.catalogue.load import procedure
from wizard.procedure.answers import Answers
from wizard.procedure.shared import kept_answers
from wizard.redaction.shapes import looks_like_key

KEY = "q8Zt4LwR2/xN7vB1cM5kJ9hG3fD6sA0pQ8Zt4LwR2yN7"


def kept(folder: str) -> str | None:
    answers = Answers()
    answers.put("folder", folder)
    found = kept_answers(procedure("ipages-xero"), answers).get("folder")
    return None if found is None else str(found)


def test_a_folder_that_looks_like_a_key_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "Sales-of-the-shop-and-the-yard-in-the-year-2026" / "clean"
    folder.mkdir(parents=True)
    assert looks_like_key(str(folder))
    assert kept(str(folder)) == str(folder)


def test_a_key_in_the_folders_box_is_not_kept() -> None:
    assert looks_like_key(KEY)
    assert kept(KEY) is None

"""Whether this PC names a program for a file, as the desktop's own tool says it."""

import os
from pathlib import Path

import pytest

from wizard.app.openers import names_a_program

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows says by itself that there is no program")

TOOL = """#!/bin/sh
case "$3" in
application/pdf) ;;
text/html) echo firefox.desktop ;;
inode/directory) echo files.desktop ;;
x-scheme-handler/mailto) ;;
*) exit 3 ;;
esac
"""


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "bin" / "xdg-mime"
    made.parent.mkdir()
    made.write_text(TOOL)
    made.chmod(0o755)
    monkeypatch.setenv("PATH", f"{made.parent}:/usr/bin:/bin")
    return made


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("file:///store/proof.pdf", False),
        ("file:///store/a%20receipt.html", True),
        ("mailto:?subject=x", False),
        ("file:///store/what.thing", True),
    ],
    ids=["pdf", "page", "mail", "the tool failed"],
)
def test_what_the_desktop_says(tool: Path, url: str, named: bool) -> None:
    assert names_a_program(url) is named


def test_a_folder_is_one_whatever_it_is_called(tool: Path, tmp_path: Path) -> None:
    folder = tmp_path / "for.pdf"
    folder.mkdir()
    assert names_a_program(folder.as_uri())


def test_what_cannot_be_asked_is_not_said_to_be_missing(tool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tool.parent.parent))
    assert names_a_program("file:///store/proof.pdf")

"""The proof as PDF: of the sealed page alone, over as many sheets as it takes, sealed by its own hash."""

import hashlib
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import OpenWindow
from tests.gui.test_schedule_on_home import program, row_of
from tests.gui.web import HARMLESS
from tests.gui.window import let_live, wait_for
from wizard.app.program import Program
from wizard.gui.home.papers_page import PapersPage
from wizard.gui.printing import a4, as_pdf, laid_out, proof_as_pdf
from wizard.model.export import Proof, ProvenKind, ProvenRecord
from wizard.model.problem import ProblemFound
from wizard.model.record import LastRun
from wizard.model.world import WorldKind
from wizard.papers.paper import Paper
from wizard.papers.proof import Page

__all__ = ["program"]
WHEN = datetime(2026, 11, 28, 18, 30, tzinfo=UTC)


def a_page(folder: Path, count: int) -> Path:
    kinds = (ProvenKind("invoice", count, *[Decimal(count)] * 4, count),)
    records = tuple(
        ProvenRecord("invoice", f"S-{number}", Decimal(1), f"id-{number}") for number in range(count)
    )
    text = "".join(Page(Proof(7, "Corner Store Pty Ltd", "!Cs7tR", WHEN, kinds, ()), records, WorldKind.LIVE))
    path = folder / "20261128-183000-7.html"
    path.write_text(text, "utf-8")
    return path


def sheets(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", content))


def test_a_long_proof_takes_several_sheets_and_a_short_one_is_one(
    dressed: QApplication, tmp_path: Path
) -> None:
    short = as_pdf(a_page(tmp_path, 3).read_text("utf-8"), "Proof")
    long = as_pdf(a_page(tmp_path, 300).read_text("utf-8"), "Proof")
    assert short.startswith(b"%PDF-")
    assert short.rstrip().endswith(b"%%EOF")
    assert sheets(short) == 1
    assert sheets(long) > 3
    assert b"go.xero.com" in short, "its links open each document in Xero"


def test_no_amount_and_no_kind_is_broken_over_two_lines(dressed: QApplication) -> None:
    sums = [Decimal("1234567.89")] * 4
    kinds = tuple(ProvenKind(kind, 12345, *sums, 12345) for kind in ("overpayment", "credit-note", "contact"))
    records = (ProvenRecord("overpayment", "A long name of somebody " * 5, sums[0], "id-1"),)
    text = "".join(Page(Proof(7, "Corner Store Pty Ltd", "!Cs7tR", WHEN, kinds, ()), records, WorldKind.LIVE))
    into = QBuffer()
    into.open(QIODevice.OpenModeFlag.WriteOnly)
    document = laid_out(text, a4(into))
    document.size()  # lays it out
    lines: dict[str, int] = {}
    block = document.begin()
    while block.isValid():
        lines[block.text().replace("\N{NO-BREAK SPACE}", " ")] = block.layout().lineCount()
        block = block.next()
    words = ("1,234,567.89", "Overpayments", "Credit notes", "12,345", "Records")
    assert {word: lines[word] for word in words} == dict.fromkeys(words, 1)


@pytest.mark.qt_log_ignore(*HARMLESS)
def test_no_amount_and_no_kind_is_broken_in_the_list_of_papers(dressed: QApplication) -> None:
    sums = [Decimal("12688.17")] * 4
    kinds = tuple(ProvenKind(kind, 45, *sums, 45) for kind in ("overpayment", "credit-note", "invoice"))
    text = "".join(Page(Proof(7, "Corner Store Pty Ltd", "!Cs7tR", WHEN, kinds, ()), (), WorldKind.LIVE))
    shown = PapersPage(lambda _text: None, lambda _address: True)
    shown.resize(1080 - 248, 600)
    shown.show()
    shown.show_paper(Paper("Proof", "proof", text))
    let_live(20)
    preview = shown.preview
    lines: dict[str, int] = {}
    block = preview.document().begin()
    while block.isValid():
        lines[block.text().replace("\N{NO-BREAK SPACE}", " ")] = block.layout().lineCount()
        block = block.next()
    words = ("12,688.17", "Overpayments", "Credit notes", "Records", "Found")
    assert {word: lines[word] for word in words} == dict.fromkeys(words, 1)
    assert preview.horizontalScrollBar().maximum() == 0
    shown.hide()


def test_it_is_kept_beside_its_page_with_its_own_seal(dressed: QApplication, tmp_path: Path) -> None:
    path = proof_as_pdf(a_page(tmp_path, 3))
    assert path == tmp_path / "20261128-183000-7.pdf"
    seal, name = (tmp_path / f"{path.name}.sha256").read_text().split()
    assert (seal, name) == (hashlib.sha256(path.read_bytes()).hexdigest(), path.name)


def test_a_page_that_somebody_changed_is_not_printed(dressed: QApplication, tmp_path: Path) -> None:
    kept = a_page(tmp_path, 3)
    kept.write_text(kept.read_text("utf-8").replace("S-1", "S-9"), "utf-8")
    for wrong in (kept, tmp_path / "gone.html"):
        with pytest.raises(ProblemFound) as refused:
            proof_as_pdf(wrong)
        assert refused.value.problem.code == "PROOF-BROKEN"
    assert list(tmp_path.glob("*.pdf")) == []


def test_home_opens_the_last_proof(
    open_window: OpenWindow, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = LastRun(WHEN, {"read": 3, "sent": 3}, str(a_page(tmp_path, 3)))
    program.site.change(lambda record: replace(record, books=replace(record.books, last_run=last)))
    window = open_window(program)
    opened: list[str] = []
    monkeypatch.setattr(window.controller.frame, "open_address", lambda url: opened.append(url) or True)
    row_of(window).proof.click()
    wait_for(lambda: opened)
    assert opened == [(tmp_path / "20261128-183000-7.pdf").as_uri()]
    assert (tmp_path / "20261128-183000-7.pdf").is_file()

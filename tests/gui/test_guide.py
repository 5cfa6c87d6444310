"""The guide's pictures are drawn by walking the procedure in practice: each screen is on it, no secret is."""

import base64
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.gui.window import XERO
from wizard.app.options import Options
from wizard.catalogue.load import procedure
from wizard.catalogue.practice import practice_logins
from wizard.gui.guide import write_guide


@pytest.mark.long
def test_a_guide_shows_every_screen_that_is_walked(tmp_path: Path, qapp: object) -> None:
    out = tmp_path / "guide.html"
    drawn = write_guide(Options(home=tmp_path / "home"), XERO, "", "Corner Store", out)
    html = out.read_text("utf-8")
    pictures = re.findall(r"<img [^>]*alt='(\w+) [^']*' src='data:image/png;base64,([^']+)'", html)
    counted = [f"K{step.number}" for step in procedure(XERO).steps if not step.side]
    assert [name for name, _ in pictures][: len(counted)] == counted
    assert drawn == len(pictures)
    for _, data in pictures:
        image = QImage.fromData(base64.b64decode(data), "PNG")
        assert image.width() == 900
    words = re.sub(r"base64,[^']+", "", html)
    assert not [name for name, secret in practice_logins().items() if "secret" in name and secret in words]
    assert not list((tmp_path / "home").glob("**/*.json")), "the store's own home is only read"


@pytest.mark.long
def test_a_mail_programs_windows_are_drawn_and_a_pdf_is_one(tmp_path: Path, qapp: object) -> None:
    out = tmp_path / "guide.pdf"
    drawn = write_guide(Options(home=tmp_path / "home"), "imagatec-mail", "outlook-2013", "", out)
    assert out.read_bytes().startswith(b"%PDF-")
    assert drawn > len([step for step in procedure("imagatec-mail").steps if not step.side]) + 5

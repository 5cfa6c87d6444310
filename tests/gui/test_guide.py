"""The guide's pictures are drawn by walking the procedure in practice: each screen is on it, no secret is."""

import base64
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.gui.web import OwnBrowser
from tests.gui.window import XERO, Window
from wizard.app.options import Options
from wizard.catalogue.load import procedure
from wizard.catalogue.practice import practice_logins
from wizard.gui.guide import write_guide


@pytest.mark.long
def test_a_guide_shows_every_screen(tmp_path: Path, qapp: object) -> None:
    out = tmp_path / "guide.html"
    drawn = write_guide(Options(home=tmp_path / "home"), XERO, "", "Corner Store", out)
    html = out.read_text("utf-8")
    pictures = re.findall(r"<img alt='(\w+) [^']*' width='\d+' src='data:image/png;base64,([^']+)'", html)
    every = [f"K{number}" for number in sorted(step.number for step in procedure(XERO).steps)]
    assert [name for name, _ in pictures] == every
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
    assert drawn > len(procedure("imagatec-mail").steps) + 5


@pytest.mark.long
@pytest.mark.timeout(400)
def test_a_last_screen_makes_the_guide_and_opens_it(window: Window, own_browser: OwnBrowser) -> None:
    window.walk_to("K7")
    window.press("Print the guide")
    window.wait_for(lambda: not window.busy, 240)
    guide = window.program.site.folder / "papers" / "imagatec-xero-guide.pdf"
    assert guide.read_bytes().startswith(b"%PDF")
    assert [address for address in own_browser.opened if address.startswith("file:")] == [guide.as_uri()]
    assert any(text.startswith("The guide is ") for text in window.texts())


def test_a_guide_that_is_not_made_is_a_problem(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.app.guide_child.own_command", lambda: ["/bin/false"])
    window.walk_to("K7")
    window.press("Print the guide")
    window.come_to_rest()
    assert window.problem is not None
    assert any("GUIDE-NOT-MADE" in text for text in window.texts(window.problem))

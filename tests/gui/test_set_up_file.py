"""A store that was set up in the window, saved as a file for the next one."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.gui.window import XERO, Window, plain_values
from wizard.catalogue.load import procedure
from wizard.model.secret import Secret
from wizard.session.set_up_file import load, read


def test_what_was_answered_is_saved_for_the_next_store_without_a_secret(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "next-store.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    window.controller.open_procedure(XERO)
    window.walk_to("K7")
    window.press("Save for the next store")
    window.come_to_rest()
    text = out.read_text("utf-8")
    values = plain_values(XERO)
    assert values["api_secret"] not in text
    assert 'api_secret = { practice = "api-secret" }' in text
    assert "its own: write the next store's here" in text
    answers = read(load(out), lambda *_: Secret("x" * 48), practice=True)
    assert load(out).procedure is procedure(XERO)
    assert answers["api_key"] == values["api_key"]
    assert answers["country"] == values["country"]

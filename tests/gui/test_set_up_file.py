"""A store that was set up in the window, saved as a file for the next one."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.gui.window import XERO, Window, plain_values
from wizard.catalogue.load import procedure
from wizard.cli.answer_file import load, read
from wizard.model.secret import Secret


def test_what_was_answered_is_saved_for_the_next_store_without_a_secret(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "next-store.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    window.controller.open_procedure(XERO)
    window.walk_to("K7")
    window.press("Save for the next store")
    text = out.read_text("utf-8")
    values = plain_values(XERO)
    assert values["api_secret"] not in text
    assert 'api_secret = { keyring = "api_secret" }' in text
    raw, faults = load(out, procedure(XERO))
    answers = read(raw, faults, procedure(XERO), lambda *_: Secret("x" * 48), practice=False)
    assert answers["api_key"] == values["api_key"]
    assert answers["country"] == values["country"]

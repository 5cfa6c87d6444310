"""A store that was set up in the window, saved as a file for the next one."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.gui.window import XERO, Window, plain_values
from wizard.catalogue.load import procedure, procedures
from wizard.model.problem import FaultyInput
from wizard.model.secret import Secret
from wizard.papers.answer_sheet import write
from wizard.session.set_up_file import load, read, with_answers


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
    assert f'# api_key = "{values["api_key"]}"' in text
    file = load(out)
    assert file.procedure is procedure(XERO)
    with pytest.raises(FaultyInput) as left_out:
        read(file, lambda *_: Secret("x" * 48), practice=True)
    assert [fault.where for fault in left_out.value.faults] == ["answers.api_key"]
    file = with_answers(file, [f"api_key={'A' * 32}"])
    answers = read(file, lambda *_: Secret("x" * 48), practice=True)
    assert (answers["api_key"], answers["country"]) == ("A" * 32, values["country"])


@pytest.mark.parametrize(
    ("given", "where", "code"),
    [
        ("canary-Qz7", "--answer", "NOT-VALID"),
        ("surprise=1", "--answer surprise", "UNKNOWN-FIELD"),
        ("password=canary-Qz7", "--answer password", "SECRET-IN-COMMAND"),
    ],
)
def test_an_answer_of_a_command_line_that_is_none_is_a_fault_and_no_secret_is_said(
    tmp_path: Path, given: str, where: str, code: str
) -> None:
    (path := tmp_path / "next.toml").write_text('procedure = "imagatec-mail"\n')
    with pytest.raises(FaultyInput) as faulty:
        with_answers(load(path), [given])
    (fault,) = faulty.value.faults
    assert (fault.where, fault.code) == (where, code)
    assert "canary" not in fault.message


def test_secrets_of_two_procedures_are_kept_under_two_names() -> None:
    names = [
        name
        for each in procedures()
        for name in re.findall(r'= \{ keyring = "([^"]+)" \}', write(each, practice=False))
    ]
    assert {"imagatec-mail-password", "kashflow-smtp-password"} <= set(names)
    assert len(names) == len(set(names))


def test_answers_of_a_command_line_are_typed_as_those_of_a_file(tmp_path: Path) -> None:
    (path := tmp_path / "next.toml").write_text('procedure = "imagatec-mail"\n[answers]\nremove_days = 9\n')
    given = ["store_name=River = Sea", "remove_days=5", "leave_copy=false", "incoming_port=many"]
    assert with_answers(load(path), given).answers == {
        "store_name": "River = Sea", "remove_days": 5, "leave_copy": False, "incoming_port": "many",
    }  # fmt: skip

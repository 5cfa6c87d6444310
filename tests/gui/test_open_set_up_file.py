"""A set-up file opened in the window: what it fills and asks is shown before anything is begun."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tests.gui.conftest import OpenWindow
from tests.gui.window import MAIL, SHOP, Window
from wizard.catalogue.set_up import set_up_words
from wizard.gui.set_up.page import SetUpPage

WORDS = set_up_words().open
MAIL_FILE = """
procedure = "imagatec-mail"
[answers]
access_isp = "optus"
store_name = "Second Store"
incoming_server = "mail.second.example"
password = { keyring = "second" }
leave_copy = false
"""


def opened(window: Window, monkeypatch: pytest.MonkeyPatch, path: Path) -> SetUpPage:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.controller.show_home()
    window.press("Open a set-up file")
    window.wait_for(lambda: window.controller.asides.set_ups.page is not None)
    window.come_to_rest()
    page = window.controller.asides.set_ups.page
    assert page is not None
    return page


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "next.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_it_is_shown_and_then_the_first_screen_comes_filled_in(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = opened(window, monkeypatch, written(tmp_path, MAIL_FILE))
    texts = window.texts(page)
    assert f"M2  Name of store: Second Store {WORDS.own}" in texts
    assert "M3  Leave a copy of messages on the server: no" in texts
    assert "M3  Password: a password or key is never taken out of a file here" in texts
    assert "M2  Store e-mail address" in texts
    assert not window.program.has_kept
    window.wait_for(lambda: window.focused is window.shell.verb)
    window.key(Qt.Key.Key_Return)
    window.come_to_rest()
    assert (window.number, window.session.procedure.id) == ("M1", MAIL)
    assert window.session.answers.text("store_name") == "Second Store"
    assert window.session.answers.secret("password") is None
    assert window.box("access_isp").value == "optus"


def test_what_was_begun_stays_where_the_file_says_nothing(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.walk_to("M3")
    page = opened(window, monkeypatch, written(tmp_path, MAIL_FILE))
    assert any(text.startswith("“Store e-mail” was begun already") for text in window.texts(page))
    window.press_verb()
    window.come_to_rest()
    assert window.number == "M1"
    assert window.session.answers.text("store_name") == "Second Store"
    assert window.session.answers.text("email_address") == "store@practice.example"
    draft = window.program.site.load_draft(MAIL)
    assert draft is not None
    assert draft.answers["incoming_server"] == "mail.second.example"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "procedure: must be one of: "),
        ("procedure =", "next.toml: is not TOML"),
        (b"\xff\xfe\x00\xd8PK\x03\x04", "next.toml: cannot be read: it is not UTF-8 text"),
        ('procedure = "imagatec-mail"\n[answers]\npassword = "Qz7!"', "answers.password: a secret"),
        ('procedure = "imagatec-mail"\n[answers]\nincoming_port = 99999', "must be a whole number from 1 to"),
        ('procedure = "imagatec-mail"\n[answers]\nsurprise = 1\n[other]', "other: is not part of"),
        ('procedure = "kashflow-smtp"\nanswers = 7', "answers: must be a table"),
        ("a = " + "[" * 100_000, "next.toml: is nested too deeply"),
        ("\n".join(f"k{at} = 1" for at in range(400)), "procedure: must be one of: "),
        (b"x" * 5_000_000, "cannot be read: it is far too large"),
    ],
    ids=["empty", "broken", "binary", "literal", "port", "foreign", "no-table", "deep", "keys", "huge"],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_why_and_nothing_is_begun(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | bytes, said: str
) -> None:
    page = opened(window, monkeypatch, written(tmp_path, text))
    texts = window.texts(page)
    assert fill_name(WORDS.faulty) in texts
    assert any(said in each for each in texts), texts
    assert not any("Qz7!" in each for each in texts)
    assert page.verb == ""
    assert not window.program.has_kept


def fill_name(text: str) -> str:
    return text.replace("{name}", "next.toml")


@pytest.mark.skipif(os.name != "posix", reason="a pipe of that kind is of POSIX")
def test_a_pipe_is_not_waited_for(window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "next.toml")
    page = opened(window, monkeypatch, tmp_path / "next.toml")
    assert any("no file but a pipe" in each for each in window.texts(page))


def test_matches_and_layouts_are_counted_and_taken_over(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = """
procedure = "ipages-xero"
[match.organisation]
name = "First Store"
[match.payment]
EFTPOS = "606"
Cash = "not used"
[layouts.orders]
kind = "invoices"
columns = { contact = "Customer", number = "Order", date = "Day", amount = "Paid" }
"""
    page = opened(window, monkeypatch, written(tmp_path, text))
    texts = window.texts(page)
    assert "Matches: 2 of First Store. In another organisation they are only suggested." in texts
    assert "Columns of files: orders" in texts
    window.press_verb()
    window.come_to_rest()
    assert (window.number, window.session.procedure.id) == ("W1", SHOP)
    assert (window.program.site.folder / "books" / "layouts" / "orders.toml").is_file()
    assert "EFTPOS" in window.session.answers.text("match")


def test_escape_and_back_lead_home_and_the_number_leads_there(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = open_window()
    opened(window, monkeypatch, written(tmp_path, MAIL_FILE))
    window.shell.escape_pressed.emit()
    window.come_to_rest()
    assert window.number == "H1"
    assert window.controller.jumps.go("H", 5) == ""
    window.wait_for(lambda: window.number == "H5")


def test_imagatecs_file_fills_the_four_values_at_m3(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "from-imagatec.txt"
    path.write_text(
        "Incoming mail server: mail.practice.example\nOutgoing mail server: mail.practice.example:15925\n"
        "User name: store\nPassword: Pa ss\n",
        "utf-8",
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.walk_to("M3")
    window.press("Open Imagatec's file")
    window.come_to_rest()
    four = ("incoming_server", "outgoing_server", "user_name", "password")
    assert [window.box(name).value for name in four] == [
        "mail.practice.example", "mail.practice.example:15925", "store", "Pa ss",
    ]  # fmt: skip
    (said,) = [text for text in window.texts() if text.startswith("Filled in from from-imagatec.txt:")]
    assert "delete the file" in said
    assert "Pa ss" not in " ".join(window.texts())
    path.write_text("Dear store, thank you for your question.\n", "utf-8")
    window.press("Open Imagatec's file")
    window.come_to_rest()
    assert any(text.startswith("Nothing in from-imagatec.txt is called Incoming") for text in window.texts())
    assert window.box("user_name").value == "store"
    path.write_bytes(b"\xff\xfe\x00\xd8x")
    window.press("Open Imagatec's file")
    window.come_to_rest()
    assert window.problem is not None
    assert any("VALUES-FILE" in text for text in window.texts(window.problem))


def test_what_each_store_has_of_its_own_stays_as_this_store_was_told(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.program.site.change(lambda record: record.with_shared({"store_name": "Third Shop"}))
    page = opened(window, monkeypatch, written(tmp_path, MAIL_FILE))
    assert f"M2  Name of store: Third Shop {WORDS.stays}" in window.texts(page)
    window.press_verb()
    window.come_to_rest()
    assert window.session.answers.text("store_name") == "Third Shop"
    assert window.session.answers.text("incoming_server") == "mail.second.example"

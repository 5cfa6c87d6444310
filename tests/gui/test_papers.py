"""H8 and the buttons below every paper: saved where its user says, printed, copied, e-mailed by its user."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from msgspec import convert
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QListWidget, QPushButton

from tests.gui.test_home_states import mail_set_up
from tests.gui.web import HARMLESS
from tests.gui.window import Window, plain_values, wait_for
from wizard.app.papers import kept_papers, read_paper, receipt_of
from wizard.catalogue.export import words_of_group
from wizard.catalogue.load import procedure
from wizard.catalogue.papers import paper_words
from wizard.gui.home.papers_page import PapersPage
from wizard.gui.widgets.paper_bar import PaperBar, text_of
from wizard.model.export import Equals
from wizard.model.world import WorldKind
from wizard.papers.paper import Paper, as_mark, made_in

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
ENDS = {"M8": "imagatec-mail", "K7": "imagatec-xero", "T8": "kashflow-smtp", "R8": "point-of-rental-xero"}
SECRETS = {"password", "api_secret", "client_secret", "line", "sending_password"}


def bar(window: Window) -> PaperBar:
    return next(window.visible(PaperBar))


def listed(window: Window) -> PapersPage:
    window.press("Receipts and proofs")
    page = next(window.visible(PapersPage))
    wait_for(lambda: page.bar.isEnabled() or not page.list.count())
    return page


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Lets the system's window name this file."""

    def choose(name: str) -> Path:
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "PDF (*.pdf)"))
        return path

    return choose


@pytest.mark.parametrize("number", ENDS)
def test_the_last_screen_has_its_receipt_to_save(
    window: Window, chosen: Callable[[str], Path], number: str
) -> None:
    window.walk_to(number)
    path = chosen("receipt.html")
    window.press("Save", bar(window))
    text = path.read_text("utf-8")
    name = window.program.site.record().name or str(plain_values(ENDS[number])["email_address"])
    assert name in text
    assert str(window.session.facts()["receipt"]) in text
    assert "What was seen to work" in text
    values = plain_values(ENDS[number])
    secrets = [str(value) for name, value in values.items() if name in SECRETS and value]
    assert secrets
    assert not any(secret in text for secret in secrets)
    assert f"Saved as {path}" in window.texts()


def test_a_receipt_is_saved_as_pdf_where_no_ending_is_named(
    window: Window, chosen: Callable[[str], Path]
) -> None:
    window.walk_to("M8")
    path = chosen("receipt")
    window.press("Save", bar(window))
    assert path.with_name("receipt.pdf").read_bytes().startswith(b"%PDF")


def test_the_text_of_a_receipt_is_copied(window: Window) -> None:
    window.walk_to("M8")
    window.press("Copy the text", bar(window))
    copied = QGuiApplication.clipboard().text()
    assert "Receiving works" in copied
    assert "<" not in copied
    assert "The text is copied." in window.texts()


def test_an_e_mail_is_begun_in_the_users_own_program_and_sent_there_or_not(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.walk_to("M8")
    opened = list[str]()
    paper = Paper("A title & more", "a-file", "<p>One line &amp; another</p>")
    made = PaperBar(
        lambda: paper, lambda text: None, lambda url: opened.append(url) is None, lambda text: None
    )
    made._do(made._mail)
    assert opened == ["mailto:?subject=A%20title%20%26%20more&body=One%20line%20%26%20another"]
    long = Paper("Long", "a-file", "<p>" + "word " * 2_000 + "</p>")
    copied = list[str]()
    made = PaperBar(lambda: long, copied.append, lambda url: opened.append(url) is None, lambda text: None)
    made._do(made._mail)
    assert len(opened[1]) < 2_000
    assert "paste it here" in unquote(opened[1])
    assert copied[0].count("word") == 2_000


def test_practice_begins_no_e_mail_and_copies_the_text(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: pytest.fail("it would leave practice"))
    window.walk_to("M8")
    window.press("E-mail", bar(window))
    assert "Receiving works" in QGuiApplication.clipboard().text()
    assert any(text.startswith("No e-mail was begun here") for text in window.texts())


def test_home_lists_every_receipt_and_proof_and_shows_it_whole(window: Window) -> None:
    mail_set_up(window)
    window.walk_to("W10")
    window.press_verb()
    page = listed(window)
    assert window.number == "H8"
    rows = [page.list.item(at).text().partition("\n")[0] for at in range(page.list.count())]
    assert rows == [
        "Receipt: Web shop to Xero",
        "Proof of what was sent",
        "Receipt: Store e-mail",
        "Written into Thunderbird, store@practice.example",
    ]
    for at, said in enumerate(["read back", "Invoices", "Receiving works", "smtp.old-provider.example"]):
        page.list.setCurrentRow(at)
        wait_for(lambda said=said: said in page.preview.toPlainText(), what=said)
    window.press("‹ Back")
    assert window.number == "H1"


def test_a_proof_that_somebody_changed_is_not_shown_as_one(window: Window) -> None:
    window.walk_to("W10")
    window.press_verb()
    (proof,) = [each for each in kept_papers(window.program) if each.kind == "proof"]
    assert read_paper(window.program, proof) is not None
    path = Path(proof.name)
    path.write_text(path.read_text("utf-8").replace("Corner", "Corne"), "utf-8")
    assert read_paper(window.program, proof) is None


def test_without_any_paper_that_is_said(window: Window) -> None:
    window.walk_to("K2")
    window.controller.show_home()
    listed(window)
    assert any(text.startswith("Nothing was written down of this store yet") for text in window.texts())


def test_where_there_is_no_paper_nothing_looks_as_if_it_could_be_pressed(window: Window) -> None:
    window.walk_to("K2")
    window.controller.show_home()
    page = listed(window)
    wait_for(lambda: not page.list.isVisible())
    shown = {made.text() for made in window.visible(QPushButton)}
    assert not {"Save", "Print", "Copy the text", "E-mail"} & shown
    assert not list(window.visible(QListWidget))


def test_every_paper_says_above_all_where_it_was_made(window: Window) -> None:
    """On paper a practised set-up and its proof would be taken for the store's."""
    said = paper_words().made_in[window.program.world.kind.value]
    window.walk_to("W10")
    window.controller.show_home()
    listed(window)
    for kept in kept_papers(window.program):
        paper = read_paper(window.program, kept)
        assert paper is not None, kept
        assert text_of(paper).split("\n", 1)[0] == said, kept
    assert {"receipt", "proof"} <= {kept.kind for kept in kept_papers(window.program)}


def test_the_real_ones_say_nothing_of_it() -> None:
    assert made_in(WorldKind.LIVE) == as_mark(WorldKind.LIVE) == ""


def test_a_receipt_of_a_sending_says_what_became_of_every_record(window: Window) -> None:
    window.walk_to("W10")
    facts, program = window.session.facts(), window.program
    paper = receipt_of(program.site, program.world.kind, procedure("ipages-xero"), str(facts["receipt"]))
    assert paper is not None
    text = text_of(paper)
    assert str(facts["said"]) in text
    for group in convert(facts["left"], list[Equals]):
        assert words_of_group(group) in text
    everything = "Everything: contacts, invoices, payments, credit notes, overpayments and journals"
    assert everything in text, "the last tick takes all before it"


def test_a_receipt_has_what_was_answered_and_names_the_organisation(window: Window) -> None:
    window.walk_to("R8")
    assert "vendor_off" in window.session.answers, "R6 notes it, though nobody was asked"
    facts, program = window.session.facts(), window.program
    paper = receipt_of(
        program.site, program.world.kind, procedure("point-of-rental-xero"), str(facts["receipt"])
    )
    assert paper is not None
    text = text_of(paper)
    values = text.partition("Values")[2]
    assert "Point of Rental's own posting is off" not in values, "Point of Rental posts: no screen asked it"
    own = program.site.record().organisation
    assert own is not None
    assert own.tenant_id not in text
    assert f"{own.name} · …{own.last_four}" in values
    assert "Which organisation was picked on Xero's page?" in values


def test_a_receipt_that_was_overtaken_says_so_itself(window: Window) -> None:
    """Saved or printed nobody sees the list in which it is called an earlier one."""
    window.walk_to("M8")
    site, first = window.program.site, str(window.session.facts()["receipt"])
    kept = site.receipt(first)
    assert kept is not None
    later = "Another was made later, on "
    (paper,) = [each for each in kept_papers(window.program) if each.name == first]
    shown = read_paper(window.program, paper)
    assert shown is not None
    assert later not in text_of(shown)
    again = {name: value for name, value in kept.items() if name not in {"id", "made_at"}}
    second = site.save_receipt("imagatec-mail", again)
    told = {each.name: read_paper(window.program, each) for each in kept_papers(window.program)}
    old, new = told[first], told[second]
    assert old is not None
    assert new is not None
    assert later in text_of(old)
    assert later not in text_of(new)


def test_a_receipt_names_values_as_its_reader_does_and_a_safe_only_where_one_was_used(window: Window) -> None:
    window.walk_to("M8")
    name = str(window.session.facts()["receipt"])

    def text(kind: WorldKind) -> str:
        paper = receipt_of(window.program.site, kind, procedure("imagatec-mail"), name)
        assert paper is not None
        return text_of(paper)

    said = text(WorldKind.PRACTICE)
    assert "Thunderbird, store@practice.example" in said
    assert {"3 minutes", "3 days"} <= set(said.replace("\t", "\n").split("\n"))
    assert not any(ord(char) < 32 and char not in "\n\t" for char in said)
    assert "No password and no key stands on this page." in said
    assert "password safe" not in said
    assert "put into this PC's password safe then" in text(WorldKind.LIVE)


def test_a_receipt_says_what_nobody_saw(window: Window) -> None:
    window.walk_to("R8")
    name = str(window.session.facts()["receipt"])
    paper = receipt_of(
        window.program.site, window.program.world.kind, procedure("point-of-rental-xero"), name
    )
    assert paper is not None
    text = text_of(paper)
    seen, _, rest = text.partition("What was not seen by us")
    assert "looks whole" not in seen.partition("What was seen to work")[2], (
        "it was typed: nobody looked at it"
    )
    assert "The line looks whole" in rest
    assert "What arrived in Xero was not looked at" in rest


def test_a_page_for_somebody_else_has_the_same_buttons(window: Window, chosen: Callable[[str], Path]) -> None:
    window.walk_to("M3")
    window.run.open_side("ask-imagatec")
    window.press("Save the page")
    path = chosen("ask.html")
    window.press("Save", bar(window))
    assert "Imagatec support" in path.read_text("utf-8")

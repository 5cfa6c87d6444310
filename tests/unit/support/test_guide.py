"""A guide holds every screen of its procedure, with number, boxes, words for the phone and problems."""

import re
from html import unescape

import pytest

from wizard.catalogue.load import procedure, procedures, screen
from wizard.papers.guide import Drawing, GuideProgram, page
from wizard.support.guide import guide_book

PNG = b"\x89PNG\r\n\x1a\n"


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("name", [one.id for one in procedures()])
def test_every_screen_stands_there_once_and_in_the_index(name: str) -> None:
    found = procedure(name)
    html = page(guide_book(found, {}, [], ""))
    for step in found.steps:
        number = f"{found.letter}{step.number}"
        assert html.count(f"<a name='{number}'>") == 1
        assert f"<a href='#{number}'>" in html
        assert unescape(step.title or screen(step.screen).title).split("{")[0] in text_of(html)
    assert not re.search(r"\{\w+\}|\$\w+", text_of(html))


@pytest.mark.parametrize("name", [one.id for one in procedures()])
def test_every_entry_of_the_index_leads_to_a_place_of_the_page(name: str) -> None:
    html = page(guide_book(procedure(name), {}, [], ""))
    places = set(re.findall(r"<a name='([^']+)'", html))
    assert set(re.findall(r"<a href='#([^']+)'", html)) == places
    assert "KEY-REFUSED" in places if name == "imagatec-xero" else "PROGRAM-ERROR" in places


def test_a_problem_stands_at_the_screen_it_comes_up_at() -> None:
    book = guide_book(procedure("imagatec-mail"), {}, [], "")
    at = {problem.code: one.shown.number for one in book.screens for problem in one.problems}
    assert (at["MAIL-LOGIN"], at["CLIENT-OPEN"], at["WRITE-BACK"]) == ("M4", "M7", "M7")
    assert "POST-SOME" not in at
    assert "POST-SOME" not in [one.code for one in book.anywhere]
    assert "VAULT-LOCKED" in [one.code for one in book.anywhere]


def test_the_senders_guide_tells_its_own_problems_and_not_imagatecs() -> None:
    book = guide_book(procedure("kashflow-smtp"), {}, [], "")
    told = " ".join(one.do for screen in book.screens for one in screen.problems)
    assert "your mail provider" in told
    assert "Imagatec" not in told


def test_the_old_guides_words_stand_beside_todays() -> None:
    text = text_of(page(guide_book(procedure("imagatec-xero"), {}, [], "")))
    assert "(the old guide says: " in text


def test_pictures_are_within_the_page_and_say_what_they_show() -> None:
    program = GuideProgram("Outlook", "2013", (Drawing(PNG, "A window called “A & B”.", ("1. Press <OK>",)),))
    html = page(guide_book(procedure("imagatec-mail"), {"M1": PNG}, [program], "Corner <Store>"))
    assert html.count("src='data:image/png;base64,iVBORw0KGgo='") == 2
    assert "alt='A window called “A &amp; B”.'" in html
    assert "1. Press &lt;OK&gt;" in html
    assert "For Corner &lt;Store&gt;." in html
    assert "http" not in re.sub(r"https?://\S+", "", html)
    assert not re.search(r"(src|href)='(?!data:|#)", html)

"""The pretended language: longer, in brackets, and nothing but words is changed."""

import subprocess
import sys
from string import Formatter

import pytest

from wizard.catalogue.pretended import WORDS, pretended, with_pretended_words
from wizard.catalogue.resources import FOLDER


@pytest.mark.parametrize(
    "text",
    ["Check the mail", "{count:,} of {all} lines", "On the phone?<br>The screen: <b>{number}</b>", "pfft"],
)
def test_a_text_is_40_percent_longer_and_keeps_what_is_filled_in(text: str) -> None:
    made = pretended(text)
    assert (made[0], made[-1]) == ("⟦", "⟧")
    words = "".join(literal for literal, _, _, _ in Formatter().parse(text)).replace("<br>", "")
    words = words.replace("<b>", "").replace("</b>", "")
    assert len(made) - 2 - len(text) == pytest.approx(0.4 * len(words), abs=1)
    assert [part[1:3] for part in Formatter().parse(made) if part[1]] == [
        part[1:3] for part in Formatter().parse(text) if part[1]
    ]
    assert made.count("<b>") == text.count("<b>")


@pytest.mark.parametrize("text", ["", "…", "{name}", "→ {count}", "https://go.xero.com/"])
def test_what_has_no_words_stays(text: str) -> None:
    assert pretended(text) == text


def test_words_change_and_values_do_not() -> None:
    screen = {
        "id": "mail-check",
        "title": "Mail",
        "fields": [{"id": "person", "if_blank": "required", "options": [{"value": "me", "label": "Me"}]}],
        "shown": [{"when": {"title": "yes"}, "title": "Done"}],
        "lines": [{"text": "Open", "open": "https://go.xero.com/"}],
    }
    assert with_pretended_words("screens/mail-check.toml", screen) == {
        "id": "mail-check",
        "title": "⟦Mááííl⟧",
        "fields": [{"id": "person", "if_blank": "required", "options": [{"value": "me", "label": "⟦Méé⟧"}]}],
        "shown": [{"when": {"title": "yes"}, "title": "⟦Dóóñéé⟧"}],
        "lines": [{"text": "⟦ÓÓpééñ⟧", "open": "https://go.xero.com/"}],
    }
    assert with_pretended_words("practice/answers.toml", {"title": "Mail"}) == {"title": "Mail"}


def test_a_program_in_that_language_reads_all_its_data() -> None:
    code = (
        "from wizard.catalogue.language import speak; speak('qps')\n"
        "from wizard.catalogue.check import check\n"
        "from wizard.gui.pages.registry import PAGES\n"
        "from wizard.jobs.vocabulary import vocabulary\n"
        "print(*check(vocabulary(PAGES)), sep='\\n')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.stdout.strip(), ended.stderr) == ("", "")


def test_of_each_file_of_data_it_is_known_which_keys_hold_words() -> None:
    without = ("practice/", "documents.toml", "mail-wordings.toml", "web-hosts.toml")
    files = [file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.toml")]
    assert [name for name in sorted(files) if not name.startswith((*WORDS, *without))] == []
    assert [name for name in WORDS if not any(file.startswith(name) for file in files)] == []

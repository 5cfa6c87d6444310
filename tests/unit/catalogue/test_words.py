"""The words of code stand in `resources/words`: what is asked for is there, what is there is asked for."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.words_in_code import (
    CODE,
    WORDS,
    in_rooms,
    joined_lists,
    modules,
    places_in,
    sentences,
    texts_of,
    uses,
    with_words,
)
from wizard.catalogue.resources import CatalogueError
from wizard.catalogue.words import Words, amount, number, texts_in, words_of

_STAYS = {
    "Are you sure you want to leave this page? Changes that you made may not be saved.": "as Qt has it",
    "a folder of a store with a long name": "a path that the probe makes and takes away",
}
"""Sentences that nobody reads as words of the program, each with the reason."""
_FOR_AUTHORS = {"screens.py"}
"""Whose lists only whoever writes data reads."""


def test_a_text_is_filled() -> None:
    words = words_of("wizard.gui.jumps")
    assert words("no-such-screen", letter="M", number=40) == "There is no screen M40."


def test_a_text_that_is_not_there_and_a_place_that_nobody_fills_are_faults_of_the_data() -> None:
    words = words_of("wizard.gui.jumps")
    with pytest.raises(CatalogueError, match=r"words/gui/jumps\.toml: nowhere: there is no"):
        words("nowhere")
    with pytest.raises(CatalogueError, match=r"no-such-screen: 'number' is filled in by nobody"):
        words("no-such-screen", letter="M")
    with pytest.raises(CatalogueError, match="there is no such table"):
        words.one_of("no-such-screen", "one")


def test_nothing_is_read_before_something_is_said() -> None:
    assert Words("words/there/is/no/such/file.toml") == words_of("wizard.there.is.no.such.file")


@pytest.mark.parametrize("file", sorted(WORDS.rglob("*.toml")), ids=lambda file: file.stem)
def test_the_quick_way_reads_what_toml_reads(file: Path) -> None:
    module = CODE / file.relative_to(WORDS).with_suffix(".py")
    assert texts_in(f"words/{file.relative_to(WORDS).as_posix()}") == texts_of(module)


def test_each_file_of_words_belongs_to_a_module() -> None:
    assert [str(module) for module in modules() if not module.is_file()] == []


@pytest.mark.parametrize("module", modules(), ids=lambda path: str(path.relative_to(CODE)))
def test_code_and_data_have_the_same_texts_with_the_same_places(module: Path) -> None:
    there = texts_of(module)
    asked = list(uses(module))
    assert {(use.key, use.is_table) for use in asked} == {
        (key, isinstance(text, dict)) for key, text in there.items()
    }
    for use in asked:
        text = there[use.key]
        rows = list(text.values()) if isinstance(text, dict) else [text]
        places = frozenset[str]().union(*(places_in(row) for row in rows))
        assert use.filled - {"count"} <= places <= use.filled, f"{module.name}:{use.line}: {use.key}"


@pytest.mark.parametrize("module", in_rooms(), ids=lambda path: str(path.relative_to(CODE)))
def test_no_sentence_stands_in_code(module: Path) -> None:
    assert [found for found in sentences(module) if found[1] not in _STAYS] == []


@pytest.mark.parametrize("module", with_words(), ids=lambda path: str(path.relative_to(CODE)))
def test_no_list_is_joined_in_code(module: Path) -> None:
    """What stands between the names of a list, and before its last, is said in one way: `listed`."""
    assert [found for found in joined_lists(module) if module.name not in _FOR_AUTHORS] == []


def test_a_list_that_is_joined_in_code_is_found(tmp_path: Path) -> None:
    module = tmp_path / "one.py"
    module.write_text('a = ", ".join(x)\nb = " and ".join(x)\nc = " ".join(x)\nd = " · ".join(x)\n', "utf-8")
    assert [line for line, _ in joined_lists(module)] == [1, 2]


def test_figures_have_the_marks_of_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (number(1234567), amount(Decimal("-1234.5")), number(0)) == ("1,234,567", "-1,234.50", "0")
    marks = {"thousands": ".", "decimal": ","}
    counted = {"left-of": "{left:,} left of {count:,}"}
    monkeypatch.setattr("wizard.catalogue.words.texts_in", lambda file: counted if "bars" in file else marks)
    assert (number(1234567), amount(Decimal("-1234.5"))) == ("1.234.567", "-1.234,50")
    assert words_of("wizard.gui.matching.bars")("left-of", left=1, count=2000) == "1 left of 2.000"

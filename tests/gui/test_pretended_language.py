"""The tour in the pretended language: every text is taken from data, and longer words are cut nowhere."""

import functools
import gc
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit

from tests.gui.test_fits import cut_in, window_on
from tests.gui.web import HARMLESS
from tests.gui.window import LETTERS, Window
from wizard.app.practice_values import practice_values
from wizard.catalogue.language import PLAIN, PRETENDED, speak
from wizard.catalogue.practice import ONCE_MORE
from wizard.catalogue.pretended import with_pretended_words
from wizard.catalogue.resources import FOLDER
from wizard.gui.tour import Tour

pytestmark = [pytest.mark.long, pytest.mark.timeout(400), pytest.mark.qt_log_ignore(*HARMLESS)]

_PHRASE = re.compile(r"[A-Za-z’'-]{2,}(?: [A-Za-z’'-]+)*? [a-z’']{2,}(?: [A-Za-z’'-]+)*")
"""Where two words stand beside each other, the second small, they are no name."""
_TAGS = re.compile(r"<[^<>]*>")


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _strings(each)


@functools.cache
def values() -> str:
    """Every text of the data that is no word of ours: other programs' own, practice's, what Xero says."""
    found = list[str]()
    for file in sorted(FOLDER.rglob("*.*")):
        name = file.relative_to(FOLDER).as_posix()
        if file.suffix == ".toml" and not name.startswith("words/"):
            data = tomllib.loads(file.read_text(encoding="utf-8"))
            pairs = zip(_strings(data), _strings(with_pretended_words(name, data)), strict=True)
            found += [before for before, after in pairs if before == after]
        elif name.startswith("practice/") and file.suffix in {".csv", ".json"}:
            found.append(file.read_text(encoding="utf-8", errors="replace"))
    return "\n".join(found)


@pytest.fixture(autouse=True)
def pretended() -> Iterator[None]:
    """The pretended language; whatever was read before in another is read again."""
    _forget_what_was_read()
    speak(PRETENDED)
    yield
    speak(PLAIN)
    _forget_what_was_read()


def _forget_what_was_read() -> None:
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper) and each.__module__.startswith("wizard.catalogue"):
            each.cache_clear()


def without_brackets(text: str) -> str:
    """What of a text stands in no brackets."""
    left, depth = [], 0
    for char in text:
        depth += (char == "⟦") - (char == "⟧")
        if depth == 0 and char != "⟧":
            left.append(char)
    return _TAGS.sub(" ", "".join(left))


def shown(window: Window) -> Iterator[str]:
    """Every text that can be read or heard just now."""
    for label in window.visible(QLabel):
        yield label.text()
        yield label.toolTip()
    for button in window.visible(QAbstractButton):
        yield from (button.text(), button.toolTip(), button.accessibleName(), button.accessibleDescription())
    for edit in window.visible(QLineEdit):
        yield from (edit.placeholderText(), edit.accessibleName(), edit.accessibleDescription())
    for box in window.visible(QComboBox):
        yield from (box.itemText(at) for at in range(box.count()))


def untranslated(window: Window) -> list[str]:
    """The texts of which some words were neither taken from data nor are values."""
    return [
        text
        for text in dict.fromkeys(shown(window))
        if any(phrase not in values() for phrase in _PHRASE.findall(without_brackets(text)))
    ]


class Read(Tour):
    """Reads each stop instead of taking pictures of it."""

    def begin(self, window: Window) -> None:
        self.window, self.untranslated, self.cut, self.seen = window, list[str](), list[str](), 0

    def picture(self, number: str, state: str, outcome: str) -> None:
        self.seen += 1
        name = f"{number}-{state}".rstrip("-")
        self.untranslated += [f"{name}: {text}" for text in untranslated(self.window)]
        self.cut += [f"{name}: {each}" for each in cut_in(self.window) and cut_in(self.window, 30)]


@pytest.mark.parametrize("procedure", LETTERS)
def test_every_text_is_from_data_and_none_is_cut(window: Window, tmp_path: Path, procedure: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    tour = Read(app, window.shell, window.controller, tmp_path, lambda _text: None)
    tour.begin(window)
    window.shell.resize(window_on((1366, 768), 100))
    tour.picture("H1", "", "")
    tour.walk(procedure)
    if again := practice_values(f"{procedure}{ONCE_MORE}"):
        tour.walk(procedure, again)
    assert tour.seen > 8
    assert "\n".join(dict.fromkeys([*tour.untranslated, *tour.cut])) == ""

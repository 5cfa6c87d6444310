"""A procedure's guide as one page that needs no other file, for paper and for a telephone."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from wizard.catalogue.calls import call_file
from wizard.catalogue.resources import read_text
from wizard.model.calls import SaidProblem, ShownScreen

_WIDTH = 640
"""Pixels at which a picture is shown at most; a telephone makes it narrower."""


@dataclass(frozen=True)
class Drawing:
    """A picture as PNG, what it shows in words, and the lines that belong to it."""

    png: bytes
    words: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class GuideScreen:
    """One screen with its picture, if it was drawn, and the problems that come up there."""

    shown: ShownScreen
    picture: Drawing | None
    problems: tuple[SaidProblem, ...]


@dataclass(frozen=True)
class GuideProgram:
    """A mail program's windows, in the order they come up."""

    name: str
    versions: str
    drawings: tuple[Drawing, ...]


@dataclass(frozen=True)
class GuideBook:
    """All of a guide; `store` is empty where none is known, `checked` a day in words."""

    title: str
    source: str
    checked: str
    store: str
    screens: tuple[GuideScreen, ...]
    anywhere: tuple[SaidProblem, ...]
    programs: tuple[GuideProgram, ...]


def page(book: GuideBook) -> str:
    """Return the guide as one HTML text, which needs no other file."""
    words = call_file().paper
    facts = {"title": book.title, "source": book.source, "checked": book.checked, "store": book.store}

    def said(text: str) -> str:
        for name, value in facts.items():
            text = text.replace(f"{{{name}}}", value)
        return escape(text)

    codes = [problem.code for one in book.screens for problem in one.problems]
    codes += [problem.code for problem in book.anywhere]
    return Template(read_text("papers/guide.html")).substitute(
        title=said(words.title),
        store=f"<p>{said(words.store)}</p>" if book.store else "",
        source=said(words.source),
        numbers=_index(words.index, ((one.shown.number, one.shown.title) for one in book.screens)),
        codes=_index(words.codes, ((code, "") for code in dict.fromkeys(codes))),
        screens="\n".join(map(_screen, book.screens)),
        anywhere=_problems(words.anywhere, book.anywhere, "h2"),
        programs="\n".join(map(_program, book.programs)),
        never=_list(words.never, call_file().never),
    )


def _index(heading: str, entries: Iterable[tuple[str, str]]) -> str:
    rows = " · ".join(
        f"<a href='#{escape(name)}'>{escape(name)}</a> {escape(text)}".strip() for name, text in entries
    )
    return f"<h2>{escape(heading)}</h2><p class='index'>{rows}</p>"


def _screen(one: GuideScreen) -> str:
    words, shown = call_file().paper, one.shown
    parts = [
        f"<h2 class='screen'><a name='{shown.number}'>{shown.number}</a> {escape(shown.title)}"
        f" <span class='spelled'>“{escape(shown.spelled)}”</span></h2>",
        _picture(one.picture),
        f"<p>{escape(shown.instruction)}</p>",
        _list(words.boxes, shown.boxes),
        _numbered(shown.lines),
        *(f"<p>{escape(note)}</p>" for note in shown.notes),
        f"<p>{escape(words.button.replace('{button}', shown.verb))}</p>",
        f"<p class='help'><b>{escape(shown.question)}</b> {escape(shown.say)}</p>",
        _list(words.phone, shown.ask),
        _list(words.often, shown.mistakes),
        _problems(words.problems, one.problems, "h3"),
    ]
    return "\n".join(filter(None, parts))


def _picture(drawing: Drawing | None) -> str:
    if drawing is None:
        return ""
    data = base64.b64encode(drawing.png).decode()
    return f"<p><img width='{_WIDTH}' alt='{escape(drawing.words)}' src='data:image/png;base64,{data}'></p>"


def _list(heading: str, rows: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(row)}</li>" for row in rows)
    return f"<h3>{escape(heading)}</h3><ul>{items}</ul>" if rows else ""


def _numbered(rows: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(row)}</li>" for row in rows)
    return f"<ol>{items}</ol>" if rows else ""


def _problems(heading: str, problems: Sequence[SaidProblem], level: str) -> str:
    rows = "".join(
        f"<p class='problem'><a name='{one.code}'><b>{escape(one.code)}</b></a> {escape(one.what)}"
        f" {escape(one.why)} <b>{escape(one.do)}</b></p>"
        for one in problems
    )
    return f"<{level}>{escape(heading)}</{level}>{rows}" if problems else ""


def _program(program: GuideProgram) -> str:
    heading = call_file().paper.program.replace("{name}", program.name)
    windows = "".join(
        f"{_picture(drawing)}<p class='steps'>{'<br>'.join(map(escape, drawing.lines))}</p>"
        for drawing in program.drawings
    )
    return f"<h2 class='screen'>{escape(heading)}</h2><p>{escape(program.versions)}</p>{windows}"

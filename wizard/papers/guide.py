"""A procedure's guide as one page that needs no other file, for paper and for a telephone."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from wizard.catalogue.calls import call_file
from wizard.catalogue.resources import read_text
from wizard.model.calls import SaidProblem, ShownScreen

_WIDTH = 600
"""Pixels at which a picture is shown at most; a telephone makes it narrower."""


@dataclass(frozen=True)
class Drawing:
    """A picture as PNG, what it shows in words, and the lines that belong to it."""

    png: bytes
    words: str
    lines: tuple[str, ...] = ()
    width: int = _WIDTH
    """Pixels at which it is shown."""


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

    at = {problem.code: one.shown.number for one in book.screens for problem in one.problems}
    at |= {problem.code: "" for problem in book.anywhere if problem.code not in at}
    screens = [(one.shown.number, one.shown.number, one.shown.title) for one in book.screens]
    return Template(read_text("papers/guide.html")).substitute(
        title=said(words.title),
        store=f"<p>{said(words.store)}</p>" if book.store else "",
        source=said(words.source),
        numbers=_table(words.index, screens),
        helps=_table(words.by_hand, [(_place_of(one), one.name, one.versions) for one in book.programs]),
        codes=_codes(words.codes, at),
        screens="\n".join(map(_screen, book.screens)),
        anywhere=_problems(words.anywhere, book.anywhere, "h2"),
        programs="\n".join(map(_program, book.programs)),
        never=_list(words.never, call_file().never),
    )


def _page_of(place: str) -> str:
    """Return where the number of a place's page comes, on paper."""
    return f"<span class='page'><!--page:{escape(place)}--></span>"


def _table(heading: str, rows: Sequence[tuple[str, str, str]]) -> str:
    """Return an index of places with their names and titles."""
    lines = "".join(
        f"<tr><td><a href='#{escape(place)}'>{escape(name)}</a></td><td>{escape(text)}</td>"
        f"<td>{_page_of(place)}</td></tr>"
        for place, name, text in rows
    )
    return f"<h2>{escape(heading)}</h2><table>{lines}</table>" if rows else ""


def _codes(heading: str, at: Mapping[str, str]) -> str:
    """Return an index of problems in the order of their codes, each with the screen it stands at."""
    rows = " · ".join(
        f"<a href='#{escape(code)}'>{escape(code)}</a> {escape(at[code])} {_page_of(code)}".rstrip()
        for code in sorted(at)
    )
    return f"<h2>{escape(heading)}</h2><p class='index'>{rows}</p>"


def _place_of(program: GuideProgram) -> str:
    return "program-" + "-".join(word for word in re.split(r"[^a-z0-9]+", program.name.lower()) if word)


def _screen(one: GuideScreen) -> str:
    words, shown = call_file().paper, one.shown
    parts = [
        f"<h2 class='screen'><a name='{shown.number}'>{shown.number}</a> {escape(shown.title)}"
        f" <span class='spelled'>“{escape(shown.spelled)}”</span></h2>",
        _picture(one.picture),
        f"<p>{escape(shown.instruction)}</p>",
        _list(words.boxes, shown.boxes),
        _numbered(shown.lines) if shown.in_order else _list(words.may_stand, shown.lines),
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
    shown = f"width='{min(drawing.width, _WIDTH)}' src='data:image/png;base64,{data}'"
    return f"<p class='picture'><img alt='{escape(drawing.words)}' {shown}></p>"


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
    place = f"<a name='{_place_of(program)}'>{escape(heading)}</a>"
    windows = "".join(
        f"{_picture(drawing)}<p class='steps'>{'<br>'.join(map(escape, drawing.lines))}</p>"
        for drawing in program.drawings
    )
    return f"<h2 class='screen'>{place}</h2><p>{escape(program.versions)}</p>{windows}"

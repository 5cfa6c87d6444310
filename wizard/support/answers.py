"""A caller's screens and problems, as whoever is on the phone needs them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wizard.catalogue.calls import call_file, family_of
from wizard.catalogue.guides import UNKNOWN_VALUES, guide, plain_text, with_note
from wizard.catalogue.load import problem_text, screen
from wizard.catalogue.schema import FieldSpec, Procedure, Screen, Step
from wizard.catalogue.schema.rows import readable
from wizard.catalogue.vocabulary import all_procedures
from wizard.catalogue.wording import texts_of
from wizard.model.calls import SaidProblem, ShownScreen
from wizard.support.asked import Asked
from wizard.support.search import Hits, search


@dataclass(frozen=True)
class Answer:
    """What was found, the likeliest first; `unknown` are numbers and codes of nothing."""

    screens: tuple[ShownScreen, ...]
    problems: tuple[SaidProblem, ...]
    unknown: tuple[str, ...]
    never: tuple[str, ...]
    program: tuple[str, ...] = ()
    """The clicks in the caller's mail program, in its own words, where one is named and this is about it."""


def answer(asked: Asked, client: str = "") -> Answer:
    """Return the screens and problems that are meant; without number and code its words are searched.

    `client` is the guide of the caller's mail program, empty where nobody knows which it is.
    """
    known = steps_by_number()
    numbers = [one for one in asked.numbers if one in known or one in call_file().pages]
    codes = [one for one in asked.codes if problem_text(one) is not None]
    unknown = [one for one in (*asked.numbers, *asked.codes) if one not in (*numbers, *codes)]
    found = Hits() if asked.codes else search(asked.words)
    if asked.numbers:
        found = Hits((), tuple(one for one in found.problems if _comes_up_at(one, numbers)))
    screens, problems = [*numbers, *found.screens], [*codes, *found.problems]
    first = known[screens[0]][1].screen if screens and screens[0] in known else ""
    return Answer(
        tuple(shown_screen(*known[one]) if one in known else _home_page(one) for one in screens),
        tuple(said_problem(one, screens[0] if screens else "") for one in problems),
        tuple(unknown),
        tuple(call_file().never),
        _clicks(client) if client and _is_about_programs(first, problems[:1]) else (),
    )


def _comes_up_at(code: str, numbers: Iterable[str]) -> bool:
    family, known = call_file().families.get(family_of(code)), steps_by_number()
    return family is not None and any(
        known[one][1].screen in family.on if one in known else not family.on for one in numbers
    )


def _is_about_programs(shown: str, codes: Iterable[str]) -> bool:
    about = call_file().programs
    return shown in about.screens or any(family_of(code) in about.families for code in codes)


def _clicks(client: str) -> tuple[str, ...]:
    """Return the lines of a mail program's guide; what only the caller's store knows stands in brackets."""
    found = guide(client)
    values = found.values(UNKNOWN_VALUES)
    lines = enumerate(found.lines_for(values), 1)
    return tuple(
        with_note(f"{at}. {plain_text(one.text, values)}", plain_text(one.note, values)) for at, one in lines
    )


def steps_by_number() -> dict[str, tuple[Procedure, Step]]:
    """Return every procedure's steps by the number that is read out."""
    return {f"{p.letter}{s.number}": (p, s) for p in all_procedures() for s in p.steps}


def usual_screen(code: str) -> str:
    """Return the number of the first screen that a problem comes up at; empty where that may be any."""
    family = call_file().families.get(family_of(code))
    names, numbers = family.on if family is not None else [], steps_by_number()
    return next((number for on in names for number, (_, s) in numbers.items() if s.screen == on), "")


def shown_screen(procedure: Procedure, step: Step) -> ShownScreen:
    """Return a step's screen as its caller sees it, without anything that only their PC knows."""
    shown = screen(step.screen)
    calls = call_file().screens.get(shown.id)
    return ShownScreen(
        f"{procedure.letter}{step.number}",
        f"{procedure.say.partition(',')[0]} {step.number}",
        procedure.title,
        readable(step.title or shown.title),
        readable(shown.instruction),
        readable(shown.button),
        tuple(_boxes(shown)),
        tuple(_lines(shown)),
        not any(line.when for line in shown.lines),
        tuple(readable(text) for text in (*shown.notes, *shown.fold_lines)),
        tuple(one for one in (readable(shown.support), calls.next if calls else "") if one),
        tuple(calls.mistakes) if calls else (),
        readable(shown.help.question),
        readable(shown.help.answer),
    )


def _home_page(number: str) -> ShownScreen:
    page = call_file().pages[number]
    return ShownScreen(
        number,
        f"Hotel {number[1:]}",
        call_file().home,
        page.title,
        readable(page.instruction),
        page.button,
        boxes=(),
        lines=(),
        in_order=True,
        notes=(),
        ask=tuple(page.ask),
        mistakes=tuple(page.mistakes),
        question="",
        say=page.say,
    )


def _lines(shown: Screen) -> Iterator[str]:
    """Yield what is done there, each with what is copied for it, the old guide's word and its note."""
    words = call_file().paper
    for line in shown.lines:
        text = readable(line.text)
        if line.copy and not line.secret:
            text = f"{text}: {readable(line.copy)}"
        old = words.old.replace("{old}", line.old) if line.old else ""
        done = " ".join(filter(None, (text, old)))
        yield with_note(done, readable(line.note))


def _boxes(shown: Screen) -> list[str]:
    """Return its boxes, with letters as far as those are sure: a box that is not always asked shifts them."""
    rows, is_sure = [], True
    for at, field in enumerate(shown.fields):
        is_sure = is_sure and not field.only_when and not field.fold
        rows.append(_box(field, chr(ord("A") + at) if is_sure else ""))
    return rows


def _box(field: FieldSpec, letter: str) -> str:
    words = call_file().paper
    blank = words.required if field.required else words.blank.replace("{blank}", field.if_blank)
    about = f" {field.about}" if field.about else ""
    return f"{letter} {readable(f'{field.label} ({blank}){about}')}".strip()


def known_at(number: str) -> Mapping[str, str]:
    """Return what is known of every problem at a screen, by its number or its letter alone."""
    return call_file().known_at.get(number[:1], {})


def said_problem(code: str, number: str = "") -> SaidProblem:
    """Return a problem that has texts, as it is told at a screen where one is named.

    What only the caller's screen knows stands in brackets.
    """
    row = problem_text(code)
    about = call_file().about(code)
    assert row is not None, code
    assert about is not None, code
    facts = known_at(number)
    what, why, do, actions = texts_of(row, facts) if facts else (row.what, row.why, row.do, row.actions)
    return SaidProblem(
        code,
        readable(what),
        readable(why),
        readable(do),
        about.say,
        about.ask,
        tuple(readable(action.label) for action in actions),
    )

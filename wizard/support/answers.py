"""A caller's screens and problems, as whoever is on the phone needs them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wizard.catalogue.calls import call_file, family_of
from wizard.catalogue.examples import example_problem, with_examples
from wizard.catalogue.guides import guide, plain_text, unknown_values, with_note
from wizard.catalogue.load import problem_text, screen
from wizard.catalogue.schema import FieldSpec, Procedure, Screen, Step
from wizard.catalogue.vocabulary import all_procedures
from wizard.catalogue.wording import fill, wording
from wizard.model.calls import SaidProblem, ShownScreen
from wizard.model.problem import Problem
from wizard.support.asked import Asked
from wizard.support.search import Hits, search


@dataclass(frozen=True)
class Answer:
    """What was found, the likeliest first; `unknown` are numbers and codes of nothing."""

    screens: tuple[ShownScreen, ...]
    problems: tuple[SaidProblem, ...]
    unknown: tuple[str, ...]
    never: tuple[str, ...]
    is_guess: bool = False
    """Whether its problems are only meant by what was said: nobody has seen any of their codes."""
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
        tuple(map(screen_of, screens)),
        tuple(said_problem(one, screens[0] if screens else "") for one in problems),
        tuple(unknown),
        tuple(call_file().never),
        bool(problems) and not codes,
        _clicks(client) if client and _is_about_programs(first, problems[:1]) else (),
    )


def _comes_up_at(code: str, numbers: Iterable[str]) -> bool:
    at = appears_at(code)
    return any(one in at if at else one not in steps_by_number() for one in numbers)


def _is_about_programs(shown: str, codes: Iterable[str]) -> bool:
    about = call_file().programs
    return shown in about.screens or any(family_of(code) in about.families for code in codes)


def _clicks(client: str) -> tuple[str, ...]:
    """Return the lines of a mail program's guide; what only the caller's store knows is said in words."""
    found = guide(client)
    values = found.values(unknown_values())
    lines = enumerate(found.lines_for(values), 1)
    return tuple(
        with_note(f"{at}. {plain_text(one.text, values)}", plain_text(one.note, values)) for at, one in lines
    )


def steps_by_number() -> dict[str, tuple[Procedure, Step]]:
    """Return every procedure's steps by the number that is read out."""
    return {f"{p.letter}{s.number}": (p, s) for p in all_procedures() for s in p.steps}


def appears_at(code: str) -> tuple[str, ...]:
    """Return the numbers of the screens a problem comes up at, the usual one first; none: it may be any."""
    numbers, pages = steps_by_number(), call_file().pages
    found: list[str] = []
    for on in call_file().screens_of(code):
        found += [on] if on in pages else [at for at, (_, step) in numbers.items() if step.screen == on]
    return tuple(found)


def usual_screen(code: str) -> str:
    """Return the number of the first screen that a problem comes up at; empty where that may be any."""
    return next(iter(appears_at(code)), "")


def seen_at(found: Answer) -> str:
    """Return the number of the screen to be looked at: where its problem comes up, else the likeliest."""
    likeliest = [one.number for one in found.screens]
    at = found.problems[0].at if found.problems else ()
    if not at or (likeliest and not found.is_guess):
        return next(iter((*likeliest, *at)), "")
    return next((one for one in likeliest if one in at), at[0])


def shown_screen(procedure: Procedure, step: Step) -> ShownScreen:
    """Return a step's screen as its caller sees it, without anything that only their PC knows."""
    shown = screen(step.screen)
    calls = call_file().screens.get(shown.id)
    return ShownScreen(
        f"{procedure.letter}{step.number}",
        f"{procedure.say.partition(',')[0]} {step.number}",
        procedure.title,
        with_examples(step.title or shown.title),
        with_examples(shown.instruction),
        (calls.button if calls else "") or with_examples(shown.button),
        tuple(_boxes(shown)),
        tuple(_lines(shown)),
        not any(line.when for line in shown.lines),
        tuple(with_examples(text) for text in (*shown.notes, *shown.fold_lines)),
        tuple(one for one in (with_examples(shown.support), calls.next if calls else "") if one),
        tuple(calls.mistakes) if calls else (),
        with_examples(shown.help.question),
        with_examples(shown.help.answer),
    )


def _home_page(number: str) -> ShownScreen:
    page = call_file().pages[number]
    return ShownScreen(
        number,
        f"Hotel {number[1:]}",
        call_file().home,
        page.title,
        with_examples(page.instruction),
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
        text = with_examples(line.text)
        if line.copy and not line.secret:
            text = f"{text}: {with_examples(line.copy)}"
        old = words.old.replace("{old}", line.old) if line.old else ""
        done = " ".join(filter(None, (text, old)))
        yield with_note(done, with_examples(line.note))


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
    return f"{letter} {with_examples(f'{field.label} ({blank}){about}')}".strip()


def screen_of(number: str) -> ShownScreen:
    """Return a screen, or a page of home, by the number that is read out."""
    known = steps_by_number()
    return shown_screen(*known[number]) if number in known else _home_page(number)


def ask_first(found: Answer) -> tuple[str, ...]:
    """Return what is asked before anything is said, where nobody has seen a code yet."""
    words, at = call_file().window, seen_at(found)
    problem = found.problems[0]
    there = fill(words.go_there, {"number": at}) if problem.at else words.read_code
    asked = found.screens[0].ask if found.screens else ()
    return tuple(dict.fromkeys((problem.ask, there, *asked)))


def problem_heading(found: Answer, problem: SaidProblem) -> str:
    """Return a problem's first line; one that nobody has seen is for the case that a screen says it."""
    if not found.is_guess:
        return f"{problem.code}  {problem.what}"
    words, shown = call_file().window, seen_at(found)
    at = shown if shown in problem.at else next(iter(problem.at), "")
    case = words.if_it_says if at else words.if_any_says
    return f"{fill(case, {'number': at, 'code': problem.code})}:  {problem.what}"


def comes_up(problem: SaidProblem) -> str:
    """Return the sentence that names the screens that a problem comes up at."""
    return fill(call_file().window.comes_up, {"numbers": ", ".join(problem.at)})


def made_up(code: str, number: str = "") -> Problem:
    """Return a problem of which only its code and screen are known: what else it says is an example."""
    return example_problem(code, call_file().known_at.get(number[:1], {}))


def said_problem(code: str, number: str = "") -> SaidProblem:
    """Return a problem that has texts, as it is told at a screen where one is named.

    What only the caller's screen knows is an example.
    """
    about, told = call_file().about(code), wording(made_up(code, number))
    assert about is not None, code
    return SaidProblem(
        code,
        told.what,
        told.why,
        told.do,
        about.say,
        about.ask,
        tuple(action.label for action in told.actions),
        appears_at(code),
    )

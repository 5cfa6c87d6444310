"""The data files: they load, every id they name exists, and every checklist item is carried by something."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

import wizard
from tests.checklist import named_items
from wizard.catalogue import load
from wizard.catalogue.kinds import file_words
from wizard.catalogue.load import convert
from wizard.catalogue.resources import CatalogueError, names_in
from wizard.catalogue.schema import FieldSpec, Procedure, Row, Screen, Step
from wizard.jobs.mail.check_mail import VAULT_PASSWORD, VAULT_SENDING
from wizard.jobs.sender import own_sender as sender
from wizard.jobs.xero.use_organisation import VAULT_SECRET
from wizard.procedure.navigator import BACK, END
from wizard.procedure.shared import fields_of

PROCEDURES = [p.id for p in load.procedures()]
ALL = [*load.procedures(), *load.hidden_procedures()]


def steps(name: str) -> dict[str, Step]:
    return {step.id: step for step in load.procedure(name).steps}


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_step_leads_somewhere_and_every_step_is_reached(name: str) -> None:
    found = steps(name)
    reached, todo = set(), [next(iter(found))]
    while todo:
        step = found[todo.pop()]
        if step.id in reached:
            continue
        reached.add(step.id)
        shown = load.screen(step.screen)
        for target in [*step.targets, *(link for link in shown.links if link in found)]:
            if target not in {END, BACK}:
                todo.append(target)
    # A side page may also be opened by a problem's button.
    assert {s for s in found if not found[s].side or found[s].next != END} <= reached
    opened = {a.step for row in load.problems().values() for a in row.all_actions() if a.does == "side"}
    assert set(found) - reached <= opened | OPENED_BY_PAGES


@pytest.mark.parametrize("name", PROCEDURES)
def test_numbers_cover_one_to_total(name: str) -> None:
    procedure = load.procedure(name)
    numbers = [s.number for s in procedure.steps] + [s.number for s in procedure.later]
    assert {n for n in numbers if n <= 10} == set(range(1, procedure.total + 1))
    assert all((s.number > 10) == s.side for s in procedure.steps)


@pytest.mark.parametrize("name", PROCEDURES)
def test_there_are_at_most_two_branching_points(name: str) -> None:
    branching = [s for s in load.procedure(name).steps if not isinstance(s.next, str) and len(s.next) > 1]
    assert len(branching) <= 2


def test_every_procedure_has_a_letter_of_its_own() -> None:
    letters = [p.letter for p in load.procedures()]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize("name", names_in("screens"))
def test_a_screen_is_shown_by_a_step_and_its_fields_are_sound(name: str) -> None:
    screen = load.screen(name)
    assert any(s.screen == name for p in ALL for s in p.steps), f"nobody shows {name}"
    assert screen.help.question.endswith("?")
    assert "wizard" not in screen.title.lower()
    assert not re.search(r"[.!:?]$", screen.title)
    for spec in screen.fields:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", spec.id)


def test_the_vault_names_of_fields_are_those_of_the_jobs() -> None:
    named = {f.vault for p in load.procedures() for f in fields_of(p) if f.vault}
    assert named == {
        VAULT_PASSWORD,
        VAULT_SENDING,
        VAULT_SECRET,
        sender.VAULT_PASSWORD,
        sender.VAULT_CLIENT_SECRET,
    }


def test_every_problem_says_what_why_and_what_to_do_and_has_a_button() -> None:
    for code, row in load.problems().items():
        assert re.fullmatch(r"[A-Z]+(-[A-Z0-9]+)+", code)
        assert row.what, code
        assert row.why, code
        assert row.do, code
        assert row.actions, code


def test_every_problem_code_in_the_program_has_words() -> None:
    root = Path(wizard.__file__).parent
    used: set[str] = set()
    families = "MAIL|XERO|KEY|ORG|VAULT|SENDER|EXCH|OUT|PROV|SIGN-IN|BOUNCE"
    for path in root.rglob("*.py"):
        if "practice" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'Problem\(\s*"([A-Z]+(?:-[A-Z0-9]+)+)"', text))
        used |= set(re.findall(rf'"((?:{families})-[A-Z0-9-]+)"', text))
    used.discard("VAULT-")
    assert used - set(load.problems()) == set()


def test_every_problem_with_words_can_come_up() -> None:
    root = Path(wizard.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    quoted = set(re.findall(r'"([A-Z]+(?:-[A-Z0-9]+)+)"', code))
    in_data = {row.problem for row in load.mail_sign_in().refusal}
    assert set(load.problems()) - quoted - in_data == set()


def test_no_text_on_a_screen_uses_words_of_the_trade() -> None:
    forbidden = re.compile(r"\b(OAuth|token|scope|grant|tenant|TLS|STARTTLS|credentials?|payload)\b", re.I)
    for name in names_in("screens"):
        screen = load.screen(name)
        texts = [screen.title, screen.instruction, *screen.notes, *(f.label for f in screen.fields)]
        for text in texts:
            # a label of another program is quoted exactly
            ours = re.sub("“[^”]*”", "", text.replace("Tenant ID", ""))
            assert not forbidden.search(ours), f"{name}: {text}"


# --- faults in data files ---


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        ({"titel": "x"}, "$", "unknown field `titel`"),
        ({"number": "4"}, "$.number", "Expected `int`"),
        ({"next": [{"goto": 5}]}, "$.next[...].goto", "Expected `str`"),
    ],
)
def test_a_fault_in_a_data_file_names_file_key_and_reason(change: Any, key: str, reason: str) -> None:
    data = {"id": "a", "number": 1, "screen": "b", **change}
    with pytest.raises(CatalogueError) as caught:
        convert(data, Step, "procedures/x.toml")
    assert caught.value.file == "procedures/x.toml"
    assert caught.value.key in {key, "$.next[0].goto"}
    assert reason in caught.value.reason


def test_types_are_closed() -> None:
    for kind in (Procedure, Screen, FieldSpec):
        assert issubclass(kind, Row)
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"nonsense": 1}, kind)


# --- coverage of the checklist ---

OPENED_BY_PAGES = {"choose-columns"}
"""Side pages that a page opens itself: which file it is for stands on that page."""
NAMED = {"S1": 81, "S2": 39, "S3": 33, "S4": 38, "S5": 89}
"""How many items of each document are named in the data files; what carries one is tested where it is."""


def test_the_documents_have_280_items() -> None:
    assert sum(d.items for d in load.documents()) == 280


def test_exactly_so_many_items_are_named_so_far() -> None:
    named = named_items()
    found = {d.id: sum(item.startswith(f"{d.id}.") for item in named) for d in load.documents()}
    assert found == NAMED


def test_the_fifth_document_is_complete() -> None:
    named = named_items()
    assert [f"S5.{n}" for n in range(1, 90) if f"S5.{n}" not in named] == []


def test_the_first_two_documents_are_complete() -> None:
    named = named_items()
    assert [f"S2.{n}" for n in range(1, 40) if f"S2.{n}" not in named] == []
    assert [f"S1.{n}" for n in range(1, 82) if f"S1.{n}" not in named] == []


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "today's programs"),
        ("utf-16-le", "Windows' own"),
        ("cp1252", "older programs write them (cp1252)"),
    ],
)
def test_how_a_file_writes_its_letters_is_said_without_its_jargon_first(encoding: str, said: str) -> None:
    assert said in file_words().letters_of(encoding)
    assert file_words().letters_of(encoding).startswith("é and ü as ")

"""A kind of screen is one class and one row: nothing else in the program lists kinds or asks for one."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest
from PySide6.QtWidgets import QVBoxLayout

import wizard
from tests.gui.window import MAIL, Window
from wizard.catalogue.load import hidden_procedures, procedures, screen
from wizard.catalogue.schema import Screen
from wizard.gui.pages.page import Begins, Page
from wizard.gui.pages.registry import PAGES, page_class
from wizard.gui.pages.sheet import Sheet
from wizard.gui.widgets.labels import label
from wizard.session.results import StepResult
from wizard.session.run import Session

SOURCES = Path(wizard.__file__).parent
CHECK = "mail-check"


def shown_screens() -> set[str]:
    return {step.screen for p in [*procedures(), *hidden_procedures()] for step in p.steps}


def all_screens() -> list[str]:
    files = (resources.files("wizard.resources") / "screens").iterdir()
    return [path.name.removesuffix(".toml") for path in files if path.name.endswith(".toml")]


@pytest.mark.parametrize("name", sorted(all_screens()))
def test_every_screen_has_a_page(name: str) -> None:
    assert issubclass(page_class(screen(name).kind), Page)


def test_every_page_shows_a_screen() -> None:
    assert {screen(name).kind for name in shown_screens()} == set(PAGES)


def questions_of_kind(tree: ast.AST) -> Iterator[ast.Attribute]:
    """Every `….screen.kind`, `screen(…).kind`, `shown.kind` of a piece of code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "kind":
            of = node.value.func if isinstance(node.value, ast.Call) else node.value
            name = of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else ""
            if name in {"screen", "shown"}:
                yield node


def test_the_kind_is_asked_for_only_where_the_page_is_made_and_where_data_are_checked() -> None:
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if any(questions_of_kind(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == {"gui/pages/registry.py", "catalogue/check_screens.py"}


class ProbePage(Page):
    """A kind of screen that the program does not know."""

    begins: ClassVar[Begins] = Begins.ONCE
    stays: ClassVar[bool] = True

    @property
    def verb(self) -> str:
        return "Probed" if self.session.result is not None else "Probe"

    @property
    def again(self) -> str:
        return "Probe once more" if self.session.result is not None else ""

    def build(self, body: QVBoxLayout) -> None:
        self.said = label("")
        body.addWidget(self.said)

    def show_result(self, result: StepResult) -> None:
        super().show_result(result)
        self.said.setText(f"probed: {result.ok}")


@pytest.fixture
def probe_in_place_of_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row of the new kind, and a screen that is of it."""
    monkeypatch.setitem(PAGES, "probe", f"{__name__}:ProbePage")
    shown = Session.screen.fget
    assert shown is not None

    def as_probe(session: Session) -> Screen:
        found: Screen = shown(session)
        return msgspec.structs.replace(found, kind="probe") if found.kind == CHECK else found

    monkeypatch.setattr(Session, "screen", property(as_probe))


@pytest.mark.usefixtures("probe_in_place_of_the_check")
def test_a_new_kind_begins_stays_and_names_its_verbs_by_itself(window: Window) -> None:
    window.walk_to("M4")
    page = window.page
    assert isinstance(page, ProbePage)
    assert page.said.text() == "probed: True"
    assert (window.shell.verb.text(), window.shell.again.text()) == ("Probed", "Probe once more")
    assert window.number == "M4", "it stays to be read"
    window.press("Probe once more")
    assert window.page is page
    window.press_verb()
    assert window.number != "M4"
    assert window.session.procedure.id == MAIL


# --- a page's private names ---


def kept_by(kind: type) -> set[str]:
    """The private names that a class gives itself, read from its source."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr.startswith("_")
        and isinstance(node.value, ast.Name) and node.value.id == "self"
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_page_calls_something_of_its_own_what_the_sheet_below_calls_so(name: str) -> None:
    """M11's line took the place of the sheet's step words: a window made narrower asked for what was gone."""
    own, sheet = page_class(name), kept_by(Sheet)
    assert sheet, "the sheet keeps what every page has"
    for kind in own.__mro__[: own.__mro__.index(Sheet)]:
        assert kept_by(kind) & sheet == set(), kind.__name__

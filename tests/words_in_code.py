"""What code says of the words it shows: which texts it asks for, and which sentences stand in it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import wizard
from wizard.catalogue.resources import FOLDER

CODE = Path(wizard.__path__[0])
WORDS = FOLDER / "words"
ROOMS = ("gui", "jobs", "procedure")
"""Whose words all stand in data; the others speak to whoever writes files or programs, too."""
_SENTENCE = re.compile(r"[A-Za-z’']+ [a-z]+ [a-z]+")
_LISTS = re.compile(r"^(, ?|,? *(and|or) +)$")
_PROGRAMS = re.compile(r"\(function \(|^QWidget|SELECT ")
"""JavaScript, style sheets, SQL."""

_OUR_OWN_ERRORS = {"AssertionError", "RuntimeError", "TypeError"}
"""What they say is for whoever reads the log; what a user reads is a Problem."""


@dataclass(frozen=True)
class Use:
    """A text that a module asks for: the key, or the name of a table, and what it fills in."""

    key: str
    is_table: bool
    filled: frozenset[str]
    line: int


def modules() -> list[Path]:
    """Return every module of the rooms whose words stand in data, and each other one with words there."""
    others = {CODE / file.relative_to(WORDS).with_suffix(".py") for file in WORDS.rglob("*.toml")}
    return sorted({*in_rooms(), *others})


def in_rooms() -> list[Path]:
    """Return every module of the rooms whose words stand in data."""
    return sorted(path for room in ROOMS for path in (CODE / room).rglob("*.py"))


def with_words() -> list[Path]:
    """Return every module whose words stand in data: of those rooms, and each other that has a file there."""
    return [module for module in modules() if module.is_file()]


def joined_lists(module: Path) -> Iterator[tuple[int, str]]:
    """Yield where a list is made with a comma or a word of the code: what stands between is the data's."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        between = node.func.value if node.func.attr == "join" else None
        if isinstance(between, ast.Constant) and _LISTS.search(str(between.value)):
            yield node.lineno, ast.unparse(node)


def file_of(module: Path) -> Path:
    """Return where a module's words stand."""
    return WORDS / module.relative_to(CODE).with_suffix(".toml")


def texts_of(module: Path) -> dict[str, str | dict[str, str]]:
    """Return a module's words as they stand; none where it has no file."""
    file = file_of(module)
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def uses(module: Path) -> Iterator[Use]:
    """Yield every text that a module asks for; a key that is no plain text fails."""
    text = module.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if "_words = words_of(__name__)" in text else ():
        if not isinstance(node, ast.Call):
            continue
        is_table = isinstance(node.func, ast.Attribute)
        name = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        if not (isinstance(name, ast.Name) and name.id == "_words"):
            continue
        filled = {keyword.arg or "**" for keyword in node.keywords}
        if isinstance(node.func, ast.Attribute) and node.func.attr == "counted":
            filled.add("count")
        yield from (Use(key, is_table, frozenset(filled), node.lineno) for key in _keys(node.args[0], module))


def _keys(node: ast.expr, module: Path) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_keys(node.body, module), *_keys(node.orelse, module)]
    assert isinstance(node, ast.Constant), f"{module}:{node.lineno}: the key of a text stands there as it is"
    return [str(node.value)]


def places_in(text: str) -> frozenset[str]:
    """Return the names that a text leaves to be filled in."""
    return frozenset(name.partition(".")[0] for _, name, _, _ in Formatter().parse(text) if name)


def sentences(module: Path) -> Iterator[tuple[int, str]]:
    """Yield what reads like a sentence in a module's code, with its line; reasons of an `assert` are none."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    left_out = {id(part) for node in ast.walk(tree) for part in _not_shown(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in left_out:
            continue
        if _SENTENCE.search(node.value) and not _PROGRAMS.search(node.value):
            yield node.lineno, node.value


def _not_shown(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in code for whoever reads it: docstrings and reasons."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.Assert) and node.msg is not None:
        yield from ast.walk(node.msg)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _OUR_OWN_ERRORS:
        yield from ast.walk(node)

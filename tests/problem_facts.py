"""Which facts the program gives each problem: read out of its source, and watched while a test runs."""

import ast
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import wizard
from wizard.catalogue.load import problems
from wizard.model.problem import Problem

ADDED = {
    "own_sender",
    "provider",
    "undo",
    "on",
    "side",
    "host",
    "port",
    "other",
    "user",
    "address",
    "personal",
}
"""What is added to a problem on its way: by a conversation with a mail server, the sender's test, a page."""
ROOT = Path(wizard.__file__).parent


@dataclass
class Source:
    """What the source says of problems."""

    given: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    built: set[str] = field(default_factory=set)
    """Codes whose every mention builds one from facts that are written out."""
    names: set[str] = field(default_factory=set)
    """Every text and keyword there is: what is none of them is nobody's fact."""


def read_source() -> Source:
    """Read every module but the practice services, which make no problems."""
    found = Source()
    mentions: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    for path in ROOT.rglob("*.py"):
        if "practice" in path.relative_to(ROOT).parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg:
                found.names.add(node.arg)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.names.add(node.value)
                mentions[node.value] += node.value in problems()
        for code, facts in _built_in(tree):
            found.given[code] |= facts
            exact[code] += 1
    found.built = {code for code, count in mentions.items() if count and exact[code] == count}
    return found


def _built_in(tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
    """Yield the code and the facts of every `Problem(...)` whose facts can be told from its function."""
    for function in [tree, *(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))]:
        mine = list(_without_inner_functions(function))
        for call in mine:
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "Problem" or not call.args:
                continue
            code = call.args[0]
            before = [n for n in mine if getattr(n, "lineno", 0) <= call.lineno]
            facts = _names(call.args[1], before) if len(call.args) > 1 else set()
            if isinstance(code, ast.Constant) and facts is not None:
                yield code.value, facts


def _without_inner_functions(function: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _without_inner_functions(child)


def _names(facts: ast.expr, before: list[ast.AST]) -> set[str] | None:
    """Return the keys of an expression, None if they cannot be told; `before` = what was run until then."""
    if isinstance(facts, ast.Dict):
        parts = [
            {str(key.value)} if isinstance(key, ast.Constant) else None if key else _names(value, before)
            for key, value in zip(facts.keys, facts.values, strict=True)
        ]
        return None if None in parts else {name for part in parts if part for name in part}
    if isinstance(facts, ast.Call) and getattr(facts.func, "id", "") == "facts_for":
        return {"vendor", "said", *(str(keyword.arg) for keyword in facts.keywords)}
    if isinstance(facts, ast.Name):
        return _names_of_variable(facts.id, before)
    return None


def _names_of_variable(name: str, before: list[ast.AST]) -> set[str] | None:
    found: set[str] | None = None
    for node in before:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                earlier = [one for one in before if getattr(one, "lineno", 0) < node.lineno]
                found = _names(node.value, earlier)
            for target in targets:
                if isinstance(target, ast.Subscript) and getattr(target.value, "id", "") == name:
                    key = target.slice
                    found = found | {str(key.value)} if found and isinstance(key, ast.Constant) else None
        elif isinstance(node, ast.AugAssign) and getattr(node.target, "id", "") == name:
            more = _names(node.value, before)
            found = found | more if found is not None and more is not None else None
    return found


def undeclared(code: str, facts: Mapping[str, object]) -> list[str]:
    """Return what a problem says of itself that its row in `problems.toml` does not have."""
    row = problems().get(code)
    if row is None:
        return []
    known = {*row.facts, *row.one_of, *ADDED}
    wrong = [f"{code}: {name}" for name in facts if name not in known]
    for name, words in row.one_of.items():
        value = str(facts.get(name, ""))
        if value not in {"", *words}:
            wrong.append(f"{code}: {name} = {value}")
    return wrong


@contextmanager
def watched() -> Iterator[list[str]]:
    """Yield a list that gets every undeclared fact of the problems made meanwhile."""
    seen: list[str] = []
    make: Callable[..., Problem] = Problem.__new__

    def noted(kind: type[Problem], *args: Any, **more: Any) -> Problem:
        made = make(kind, *args, **more)
        seen.extend(undeclared(made.code, made.facts))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Problem, "__new__", noted)
        yield seen

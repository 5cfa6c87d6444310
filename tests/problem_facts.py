"""Which facts the program gives each problem: read out of its source, and watched while a test runs."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import wizard
from wizard.catalogue.load import problems
from wizard.model.problem import Problem

ADDED = {"own_sender", "provider", "undo", "on", "side", "host", "port", "other", "user", "address"}
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
    found, mentions, exact = Source(), defaultdict(int), defaultdict(int)
    for path in ROOT.rglob("*.py"):
        if "practice" in path.relative_to(ROOT).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg:
                found.names.add(node.arg)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.names.add(node.value)
                mentions[node.value] += node.value in problems()
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                code, facts = _built(node)
                if code is not None and facts is not None:
                    found.given[code] |= facts
                    exact[code] += 1
    found.built = {code for code, count in mentions.items() if count and exact[code] == count}
    return found


def _built(call: ast.Call) -> tuple[str | None, set[str] | None]:
    """Return the code and the facts of `Problem(...)`; None for what is not written out."""
    code = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    if len(call.args) < 2:
        return code, set()
    facts = call.args[1]
    if not isinstance(facts, ast.Dict):
        return code, None
    names = [key.value if isinstance(key, ast.Constant) else None for key in facts.keys]
    return code, None if None in names else {str(name) for name in names}


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
    make: Callable[..., None] = Problem.__init__

    def noted(self: Problem, *args: Any, **more: Any) -> None:
        make(self, *args, **more)
        seen.extend(undeclared(self.code, self.facts))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Problem, "__init__", noted)
        yield seen

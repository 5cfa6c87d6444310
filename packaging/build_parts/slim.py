"""Sources without what only their readers need; every line keeps its number, as a crash report names it."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterable
from importlib.util import decode_source
from pathlib import Path
from tokenize import TokenInfo
from types import CodeType

from setup_parts.commands import SetupError

_INSTEAD = " "
"""Of what explains a module; not nothing at all: dataclasses would write one at each start."""
SPEAKING = ("dns",)
"""Packages that say what went wrong in their classes' own words."""
_NO_WORDS = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER}


def slim_folder(folder: Path) -> None:
    """Slims each source of the packages in a folder."""
    for path in sorted(folder.rglob("*.py")):
        speaks = path.relative_to(folder).parts[0] in SPEAKING
        path.write_bytes(slim(path.read_bytes(), classes_speak=speaks).encode())


def slim(content: bytes, *, classes_speak: bool = False) -> str:
    """The source without comments, docstrings and wide margins; SetupError where that changes it."""
    text = decode_source(content)
    tree, lines = ast.parse(text), text.split("\n")
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    for token in tokens:
        if token.type == tokenize.COMMENT:
            lines[token.start[0] - 1] = token.line[: token.start[1]].rstrip()
    kinds = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, *(() if classes_speak else (ast.ClassDef,)))
    for node in ast.walk(tree):
        if isinstance(node, kinds) and ast.get_docstring(node, clean=False):
            _empty(node.body[0], lines)
    _outdent(tokens, lines)
    made = "\n".join(lines)
    meant, means = (_meaning(compile(each, "", "exec", dont_inherit=True)) for each in (tree, made))
    if meant != means:
        raise SetupError(f"A source means something else once it is slim: {text[:60]!r}")
    return made


def _empty(docstring: ast.stmt, lines: list[str]) -> None:
    """Empties a docstring that has its lines to itself; in the tree as well."""
    first, last = docstring.lineno - 1, (docstring.end_lineno or docstring.lineno) - 1
    before = lines[first].encode()[: docstring.col_offset].decode()
    after = lines[last].encode()[docstring.end_col_offset :].decode()
    if before.strip() or after.strip():
        return
    assert isinstance(docstring, ast.Expr)
    assert isinstance(docstring.value, ast.Constant)
    docstring.value.value = _INSTEAD
    lines[first : last + 1] = [f'{before}"{_INSTEAD}"', *[""] * (last - first)]


def _outdent(tokens: Iterable[TokenInfo], lines: list[str]) -> None:
    """Leaves one blank a level; what a text has on its further lines stays."""
    depth, seen = 0, 0
    for token in tokens:
        depth += (token.type == tokenize.INDENT) - (token.type == tokenize.DEDENT)
        (row, column), last = token.start, token.end[0]
        if token.type in {tokenize.INDENT, tokenize.DEDENT} or token.type in _NO_WORDS or last <= seen:
            continue
        if row > seen:
            lines[row - 1] = " " * depth + lines[row - 1][column:]
        seen = last


def _meaning(value: object) -> object:
    """What Python makes of it, with the line of each instruction."""
    if isinstance(value, CodeType):
        inner = _meaning(value.co_consts)
        return (value.co_name, value.co_code, value.co_names, value.co_varnames, [*value.co_lines()], inner)
    if isinstance(value, tuple):
        return [_meaning(each) for each in value]
    return sorted(map(repr, value)) if isinstance(value, frozenset) else repr(value)

"""Compiling what is installed: a start reads no source, and a user's PC writes nothing beside the program."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from setup_parts.commands import SetupError, quietly

PYTHON = (3, 11)
_CODE = """
import ast, pathlib, sys
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import decode_source, source_hash
documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
folder = pathlib.Path(sys.argv[1])
for path in sorted(folder.rglob("*.py")):
    content = path.read_bytes()
    tree = ast.parse(decode_source(content))
    name = path.relative_to(folder)
    # the name server's library says what went wrong in its classes' own words
    for part in ast.walk(tree) if name.parts[0] != "dns" else ():
        if isinstance(part, documented) and ast.get_docstring(part, clean=False):
            part.body[0].value.value = " "  # not none at all: dataclasses would write one at each start
    code = compile(tree, name.as_posix(), "exec", dont_inherit=True)
    path.with_suffix(".pyc").write_bytes(_code_to_hash_pyc(code, source_hash(content), False))
"""
"""What explains a module to whoever reads it is left out; assertions stay."""


def compile_folder(folder: Path) -> None:
    """Puts a compiled module in the place of each source; the same bytes whenever and wherever it is done."""
    # sets of words in a module's constants would come in another order each time
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    quietly([compiling_python(), "-c", _CODE, str(folder)], "Not everything compiles.", environment)
    for source in folder.rglob("*.py"):
        source.unlink()


def compiling_python() -> str:
    """A Python of the version that is packed: only that makes modules which it reads."""
    if sys.version_info[:2] == PYTHON:
        return sys.executable
    found = shutil.which(f"python{PYTHON[0]}.{PYTHON[1]}")
    if found is None:
        raise SetupError(
            f"Python {PYTHON[0]}.{PYTHON[1]} is packed, so that one must compile it; this is "
            f"{sys.version.split()[0]}. Install python3.11 beside it, then start again."
        )
    return found

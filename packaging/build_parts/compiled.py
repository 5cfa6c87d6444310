"""Compiling what is installed: a start reads no source, and a user's PC writes nothing beside the program."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from setup_parts.commands import ROOT, SetupError, quietly

PYTHON = (3, 11)
COMPILE = ROOT / "packaging" / "windows" / "compile.py"
OPTIONS = ("-X", "no_debug_ranges")
"""Where in its line something failed is not kept: no source is there to show it in."""


def compile_folder(folder: Path) -> None:
    """Puts a compiled module in the place of each source; the same bytes whenever and wherever it is done."""
    # sets of words in a module's constants would come in another order each time
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    quietly(
        [compiling_python(), *OPTIONS, str(COMPILE), str(folder)], "Not everything compiles.", environment
    )


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

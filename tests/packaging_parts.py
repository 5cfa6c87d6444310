"""What the tests use of `packaging/`, whose parts lie beside its scripts and in no package."""

import importlib
import sys
from pathlib import Path

PACKAGING = Path(__file__).resolve().parents[1] / "packaging"
if str(PACKAGING) not in sys.path:
    sys.path.insert(0, str(PACKAGING))

(archives, compiled, fetched, folder, installer, libraries, licences, parts, signing, slim, twins, whole) = (
    importlib.import_module(f"build_parts.{name}")
    for name in (
        *("archives", "compiled", "fetched", "folder", "installer", "libraries", "licences"),
        *("parts", "signing", "slim", "twins", "whole"),
    )
)
PARTS_FILE: Path = parts.FILE
read_parts = parts.read_parts

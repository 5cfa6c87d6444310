"""Puts a compiled module in the place of each source below a folder: `python compile.py FOLDER`.

What builds runs it, and the installer on the user's PC: sources pack into a third of what they compile to.
Where one does not compile all stay as they are: Python runs sources as well, only slower.
"""

import sys
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import source_hash
from pathlib import Path


def main() -> None:
    """Compiles all, and deletes the sources once that is done."""
    folder = Path(sys.argv[1])
    sources = sorted(folder.rglob("*.py"))
    for source in sources:
        content = source.read_bytes()
        name = source.relative_to(folder).as_posix()
        code = compile(content, name, "exec", dont_inherit=True)
        source.with_suffix(".pyc").write_bytes(_code_to_hash_pyc(code, source_hash(content), False))
    for source in sources:
        source.unlink()


main()

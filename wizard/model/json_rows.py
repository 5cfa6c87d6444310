"""An answer of many rows as a file that is read and written row by row: JSON like any other, a row a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
_END = "]}\n"


def written(key: str, rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a file that holds rows under a key."""
    yield _head(key)
    before = ""
    for row in rows:
        yield before + json.dumps(row, sort_keys=True)
        before = ",\n"
    yield f"\n{_END}" if before else _END


def is_by_row(path: Path, key: str) -> bool:
    """Whether a file is written so; OSError, ValueError."""
    with path.open(encoding="utf-8", newline="\n") as file:
        return file.readline(len(key) + 20) == _head(key)


def each_row(path: Path, key: str) -> Iterator[Row]:
    """Yield the rows of a file that is written so; OSError, ValueError where it is cut or changed."""
    with path.open(encoding="utf-8", newline="\n") as file:
        if file.readline() != _head(key):
            raise ValueError(key)
        for line in file:
            if line == _END:
                return
            row = json.loads(line.rstrip("\n").removesuffix(","))
            if not isinstance(row, dict):
                raise ValueError(key)
            yield row
    raise ValueError(key)


def _head(key: str) -> str:
    return f"{{{json.dumps(key)}: [\n"

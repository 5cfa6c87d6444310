"""What Xero's API answered, kept as files of one organisation's folder in the API's own shape.

A file's time is when Xero was asked last. `since.json` holds Xero's own clock at that answer, and when the
file was last read whole: what was deleted in Xero is in no answer about changes.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from wizard.model.files import read_file
from wizard.model.json_rows import each_row, is_by_row, written
from wizard.model.problem import ProblemFound
from wizard.model.scratch import Scratch, as_bytes
from wizard.store.files import cannot_write, write_atomic, write_json

_MOST_BYTES = 200_000_000
WHOLE_AFTER = 86_400.0
"""Seconds after which changes alone are not enough."""
_SINCE = "since.json"
Row = Mapping[str, Any]


class XeroAnswers:
    """The files of one folder; what cannot be read of them is as if it had never been asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = _read(folder / _SINCE)
        pairs = found.items() if isinstance(found, dict) else ()
        self._since: dict[str, dict[str, Any]] = {k: v for k, v in pairs if isinstance(v, dict)}

    def asked_at(self, name: str) -> float | None:
        """Return when Xero was asked for a part last (seconds since 1970); None where it never was."""
        try:
            return self._file(name).stat().st_mtime if name in self._since else None
        except OSError:
            return None

    def since(self, name: str, now: float) -> str:
        """Return Xero's clock at the last answer; blank where only the whole will do."""
        kept = self._since.get(name, {})
        whole_at = kept.get("whole_at")
        if self.asked_at(name) is None or not isinstance(whole_at, int | float):
            return ""
        return str(kept.get("clock", "")) if 0 <= now - whole_at < WHOLE_AFTER else ""

    def keep(self, name: str, key: str, rows: Iterable[Row], clock: str, now: float) -> None:
        """Keep a part's rows in place of those before; ProblemFound STORE-WRITE."""
        self._write(name, key, rows, now)
        self._note(name, {"clock": clock, "whole_at": now})

    def merge(self, name: str, key: str, id_: str, rows: Iterable[Row], clock: str, now: float) -> bool:
        """Keep the rows that changed beside the others; `id_` tells rows apart; ProblemFound STORE-WRITE.

        False, and nothing is changed, where what was kept cannot be read: then only the whole will do.
        """
        changed = Scratch("CREATE TABLE changed (at INTEGER PRIMARY KEY, id UNIQUE, row);")
        try:
            for row in rows:
                values = (as_bytes(str(row.get(id_))), as_bytes(json.dumps(row)))
                changed.ask("INSERT OR REPLACE INTO changed (id, row) VALUES (?, ?)", values)
            if changed.one("SELECT 1 FROM changed LIMIT 1") is not None:
                self._write(name, key, _merged(self._each(name, key), changed, id_), now)
            else:
                self._stamp(name, now)
        except ValueError:
            return False
        finally:
            changed.close()
        self._note(name, {**self._since.get(name, {}), "clock": clock})
        return True

    def rows(self, name: str, key: str) -> list[Row]:
        """Return a part's rows as they are kept."""
        data = _read(self._file(name))
        rows = data.get(key) if isinstance(data, dict) else None
        return [row for row in rows or () if isinstance(row, dict)]

    def _each(self, name: str, key: str) -> Iterator[Row]:
        """Yield a part's rows as they are kept, one in memory at once; ValueError where it cannot be read."""
        path = self._file(name)
        try:
            if is_by_row(path, key):
                yield from each_row(path, key)
                return
        except OSError:
            raise ValueError(name) from None
        data = _read(path)  # as an older version wrote it
        rows = data.get(key) if isinstance(data, dict) else None
        if not isinstance(rows, list):
            raise ValueError(name)
        yield from (row for row in rows if isinstance(row, dict))

    def drop(self, name: str) -> None:
        """Forget a part that nobody can read any more; ProblemFound STORE-WRITE."""
        try:
            self._file(name).unlink(missing_ok=True)
        except OSError as error:
            raise ProblemFound(cannot_write(self._file(name), error)) from None
        if name in self._since:
            del self._since[name]
            write_json(self.folder / _SINCE, self._since)

    def _write(self, name: str, key: str, rows: Iterable[Row], now: float) -> None:
        write_atomic(self._file(name), written(key, rows))
        self._stamp(name, now)

    def _stamp(self, name: str, now: float) -> None:
        try:
            os.utime(self._file(name), (now, now))
        except OSError as error:
            raise ProblemFound(cannot_write(self._file(name), error)) from None

    def _note(self, name: str, about: dict[str, Any]) -> None:
        self._since[name] = about
        write_json(self.folder / _SINCE, self._since)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def _merged(before: Iterable[Row], changed: Scratch, id_: str) -> Iterator[Row]:
    """Yield what was kept, with what changed of it in its place, then what is new."""
    for row in before:
        known = (as_bytes(str(row.get(id_))),)
        found = changed.one("SELECT row FROM changed WHERE id = ?", known)
        yield row if found is None else json.loads(found[0])
        if found is not None:
            changed.ask("DELETE FROM changed WHERE id = ?", known)
    for (found_row,) in changed.ask("SELECT row FROM changed ORDER BY at"):
        yield json.loads(found_row)


def _read(path: Path) -> Any:
    try:
        return json.loads(read_file(path, _MOST_BYTES).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None

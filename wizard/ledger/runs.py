"""The sendings of a ledger: when each began, how it ended, and its proof."""

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from wizard.ledger.file import LedgerFile


class Run(Struct, frozen=True):
    """One sending: when (ISO 8601), the counts by word, how it ended, and its proof."""

    id: int
    organisation: str
    began: str
    ended: str
    counts: Mapping[str, int]
    state: str
    stamp: str
    proof: str
    sha256: str


class Runs:
    """The sendings to one organisation."""

    def __init__(self, file: LedgerFile, tenant: str) -> None:
        self._file, self._tenant = file, tenant

    def begin(self, organisation: str, began: str, stamp: str) -> int:
        """Note that a sending begins and return its number."""
        values = (self._tenant, organisation, began, stamp)
        with self._file.writing() as file:
            made = file.execute(
                "INSERT INTO run (tenant, organisation, began, stamp) VALUES (?, ?, ?, ?)", values
            )
            return int(made.lastrowid or 0)

    def end(self, run: int, ended: str, counts: Mapping[str, int], state: str) -> None:
        """Note how a sending ended."""
        with self._file.writing() as file:
            file.execute(
                "UPDATE run SET ended = ?, counts = ?, state = ? WHERE id = ?",
                (ended, json.dumps(dict(counts)), state, run),
            )

    def keep_proof(self, run: int, proof: str, sha256: str) -> None:
        """Note where a run's proof is, and its seal."""
        with self._file.writing() as file:
            file.execute("UPDATE run SET proof = ?, sha256 = ? WHERE id = ?", (proof, sha256, run))

    def was_any_done(self) -> bool:
        """Whether a sending ever came to its own end: one that was cut short or stopped did not."""
        asked = "SELECT 1 FROM run WHERE tenant = ? AND state = 'done' LIMIT 1"
        return bool(self._file.ask(asked, (self._tenant,)))

    def last(self, stamp: str = "") -> Run | None:
        """Return the latest sending to this organisation, or the latest of what has that stamp."""
        rows = self._file.ask(
            "SELECT id, organisation, began, ended, counts, state, stamp, proof, sha256 FROM run "
            "WHERE tenant = ? AND ? IN (stamp, '') ORDER BY id DESC LIMIT 1",
            (self._tenant, stamp),
        )
        return next(map(_run, rows), None)


def _run(row: tuple[Any, ...]) -> Run:
    number, organisation, began, ended, counts, state, stamp, proof, sha256 = row
    told = json.loads(counts) if counts else {}
    return Run(number, organisation, began, ended, told, state, stamp, proof, sha256)

"""A site's folder: drafts, receipts, and what is known of the store."""

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.model.problem import Fact, Problem
from wizard.model.setback import Setback
from wizard.store.files import read_json, write_atomic, write_json

if TYPE_CHECKING:
    from wizard.model.record import StoreRecord
    from wizard.store.kept_record import KeptRecord

DRAFT_SCHEMA = 1
RECEIPT_SCHEMA = 1
PROFILES_SCHEMA = 1
_RECEIPT_ID = re.compile(r"\d{8}-\d{4}-[a-z0-9-]{1,60}-[0-9a-f]{4}")


@dataclass(frozen=True)
class Draft:
    """A half-done procedure: which steps were visited, the non-secret answers, which steps ran."""

    procedure: str
    trail: tuple[str, ...]
    answers: dict[str, str | int | bool]
    results: dict[str, dict[str, Any]]
    saved_at: str
    setback: Setback | None = None
    """What its jobs failed with last, until they do not."""
    checked: datetime | None = None
    """When the step that proves what it sets up was last done without a problem."""
    typed: tuple[str, ...] = ()
    """Boxes whose secret was typed anew and is kept nowhere: the one in the vault is not meant."""
    emptied: tuple[str, ...] = ()
    """Boxes that were answered before and were left empty here."""


_MINUTE = len("20261120-1405")
"""How much of a receipt's name says when it was made."""


class SiteFolder:
    """One site of one world: `<world folder>/sites/<site>/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # --- drafts ---

    def save_draft(
        self,
        procedure: str,
        trail: tuple[str, ...],
        answers: dict[str, str | int | bool],
        results: dict[str, dict[str, Any]],
        setback: Setback | None = None,
        checked: datetime | None = None,
        typed: tuple[str, ...] = (),
        emptied: tuple[str, ...] = (),
    ) -> None:
        """Write a procedure's draft; ProblemFound STORE-WRITE."""
        data = {
            "schema": DRAFT_SCHEMA,
            "procedure": procedure,
            "trail": list(trail),
            "answers": answers,
            "results": results,
            "saved_at": datetime.now(UTC).isoformat(timespec="seconds"),
            **({"setback": _as_data(setback)} if setback is not None else {}),
            **({"checked": checked.isoformat()} if checked is not None else {}),
            **({"typed": list(typed)} if typed else {}),
            **({"emptied": list(emptied)} if emptied else {}),
        }
        write_json(self._draft(procedure), data)

    def keep_draft(self, draft: Draft) -> None:
        """Write a draft as it was; ProblemFound STORE-WRITE."""
        self.save_draft(
            draft.procedure, draft.trail, draft.answers, draft.results, draft.setback, draft.checked,
            draft.typed, draft.emptied,
        )  # fmt: skip

    def load_draft(self, procedure: str) -> Draft | None:
        """Return a procedure's draft, None when there is none that can be read."""
        data = read_json(self._draft(procedure), DRAFT_SCHEMA)
        if data is None or data.get("procedure") != procedure:
            return None
        trail, answers, results = data.get("trail"), data.get("answers"), data.get("results")
        if not (isinstance(trail, list) and isinstance(answers, dict) and isinstance(results, dict)):
            return None
        steps, at = tuple(map(str, trail)), str(data.get("saved_at", ""))
        setback, checked = _setback_of(data.get("setback")), _moment_of(data.get("checked"))
        typed, emptied = _names(data.get("typed")), _names(data.get("emptied"))
        return Draft(procedure, steps, answers, results, at, setback, checked, typed, emptied)

    def drop_draft(self, procedure: str) -> None:
        """Forget a procedure's draft."""
        self._draft(procedure).unlink(missing_ok=True)

    def _draft(self, procedure: str) -> Path:
        return self.folder / "drafts" / f"{procedure}.json"

    # --- receipts ---

    def save_receipt(self, procedure: str, content: dict[str, Any]) -> str:
        """Write a receipt and return its id, e.g. `20261120-1405-imagatec-mail-3f9c`."""
        now = datetime.now(UTC)
        name = f"{now:%Y%m%d-%H%M}-{procedure}-{secrets.token_hex(2)}"
        while self._receipt(name).exists():
            name = f"{now:%Y%m%d-%H%M}-{procedure}-{secrets.token_hex(2)}"
        data = {"schema": RECEIPT_SCHEMA, "id": name, "procedure": procedure, **content}
        data["made_at"] = now.isoformat(timespec="microseconds")
        write_json(self._receipt(name), data)
        return name

    def receipt(self, name: str) -> dict[str, Any] | None:
        """Return a receipt by its id; None when there is none, or it is not an id."""
        if not _RECEIPT_ID.fullmatch(name):
            return None
        data = read_json(self._receipt(name), RECEIPT_SCHEMA)
        return data if data is not None and data.get("id") == name else None

    def update_receipt(self, name: str, changes: dict[str, Any]) -> None:
        """Add to a receipt; nothing happens if there is none."""
        data = self.receipt(name)
        if data is not None:
            write_json(self._receipt(name), {**data, **changes})

    def receipts(self, procedure: str) -> list[dict[str, Any]]:
        """Return every readable receipt of a procedure."""
        names = (path.stem for path in (self.folder / "receipts").glob(f"*-{procedure}-*.json"))
        found = (self.receipt(name) for name in names)
        return [data for data in found if data is not None]

    def _receipts_in_order(self, pattern: str) -> list[dict[str, Any]]:
        """Return every readable receipt whose file matches, the oldest first; names go by the minute only."""
        paths = sorted((self.folder / "receipts").glob(pattern))
        found = [data for path in paths if (data := read_json(path, RECEIPT_SCHEMA)) is not None]
        return sorted(found, key=lambda data: str(data.get("made_at", "")))

    def _receipt(self, name: str) -> Path:
        return self.folder / "receipts" / f"{name}.json"

    def last_receipt(self, procedure: str) -> dict[str, Any] | None:
        """Return the newest readable receipt of a procedure."""
        names = sorted(
            (path.name for path in self.folder.glob(f"receipts/*-{procedure}-*.json")), reverse=True
        )
        for minute in dict.fromkeys(name[:_MINUTE] for name in names):  # home asks: not every receipt is read
            if found := self._receipts_in_order(f"{minute}-{procedure}-*.json"):
                return found[-1]
        return None

    # --- the store's record ---

    @cached_property
    def _kept(self) -> "KeptRecord":
        from wizard.store.kept_record import KeptRecord  # noqa: PLC0415 - a mail check asks for none

        return KeptRecord(self.folder, self.receipts, self._receipts_in_order)

    def record(self) -> "StoreRecord":
        """Return what is kept of this store; what cannot be read of it is left out."""
        return self._kept.read()

    def change(self, by: "Callable[[StoreRecord], StoreRecord]") -> "StoreRecord":
        """Change the record in one step, alone among all processes, and return it; ProblemFound STORE-WRITE.

        `by` gets the record as it is just then, and must not change it itself.
        """
        return self._kept.change(by)

    def called(self, name: str = "") -> str:
        """Return what this store is called, or is to be (`name`); empty where nobody said.

        Where another store of this PC is called the same, its own folder's name stands behind.
        """
        own = name or self.record().name
        if not own:
            return ""
        siblings = (each for each in self.folder.parent.glob("*") if each.name != self.folder.name)
        same = any(SiteFolder(each).record().name.casefold() == own.casefold() for each in siblings)
        return f"{own} ({self.folder.name})" if same else own

    # --- mail programs' profiles that a person named ---

    def given_profiles(self) -> tuple[Path, ...]:
        """Return the profile folders that something was written into because a person named them."""
        data = read_json(self.folder / "mail-profiles.json", PROFILES_SCHEMA)
        found = data.get("folders") if data else None
        return tuple(Path(str(each)) for each in found) if isinstance(found, list) else ()

    def remember_profile(self, folder: Path) -> None:
        """Keep a profile folder that a person named, so that an undo finds it again."""
        names = [str(each) for each in self.given_profiles()]
        if str(folder) not in names:
            data = {"schema": PROFILES_SCHEMA, "folders": [*names, str(folder)]}
            write_json(self.folder / "mail-profiles.json", data)

    def write_text(self, name: str, text: str | Iterable[str]) -> Path:
        """Write a page (hand-over, set-up file) into the site's `papers` folder and return its path.

        One that is long comes in pieces.
        """
        path = self.folder / "papers" / name
        write_atomic(path, text)
        return path


def _as_data(setback: Setback) -> dict[str, Any]:
    problem = setback.problem
    return {
        "step": setback.step,
        "code": problem.code,
        "facts": dict(problem.facts),
        "at": setback.at.isoformat(timespec="seconds"),
    }


def _names(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _setback_of(data: object) -> Setback | None:
    """Return what a draft says of its setback; None where nothing of it can be read."""
    if not isinstance(data, dict) or not isinstance(data.get("facts"), dict):
        return None
    at = _moment_of(data.get("at"))
    if at is None:
        return None
    facts = {str(name): value for name, value in data["facts"].items() if isinstance(value, Fact)}
    return Setback(str(data.get("step")), Problem(str(data.get("code")), facts), at)


def _moment_of(text: object) -> datetime | None:
    """Return a moment with its time zone; None for anything else."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None

"""What a support file needs of the program: known secrets, the log, and a place for the names' key."""

import platform
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from wizard import __version__
from wizard.app.program import log_folder_of
from wizard.catalogue.vocabulary import all_procedures
from wizard.model.files import read_file
from wizard.model.pc import PcFinding
from wizard.model.problem import ProblemFound
from wizard.procedure.shared import fields_of
from wizard.redaction.log_file import NAME
from wizard.store.files import write_atomic, write_json
from wizard.support.codes import Codes
from wizard.support.file import Item
from wizard.support.gather import Gatherer, Surroundings

if TYPE_CHECKING:
    from wizard.app.program import Program

_LIBRARIES = ("PySide6-Essentials", "requests", "keyring")
_MOST_LOG = 4 * 1024 * 1024


def vault_names(program: "Program") -> None:
    """Have the log filter know every secret that a box keeps, so that none is in any line."""
    boxes = (box for procedure in all_procedures() for box in fields_of(procedure))
    for name in {box.vault for box in boxes if box.vault}:
        with suppress(ProblemFound):
            secret = program.vault.get(name)
            if secret is not None:
                program.redactor.learn(secret.reveal())


def collected(program: "Program", findings: Iterable[PcFinding]) -> tuple[list[Item], dict[str, str]]:
    """Return every line that a support file would have, and which name each code in them stands for.

    Reads the password safe, so that no secret is in any line: not for the interface thread.
    """
    vault_names(program)
    codes = Codes(program.world.home)
    around = Surroundings(_versions(), tuple(findings), log_text(program))
    return Gatherer(program.site, codes, program.redactor.clean).items(around), codes.key


def _versions() -> dict[str, str]:
    found = {"Tillbridge": __version__, "Python": platform.python_version(), "System": platform.platform()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def log_text(program: "Program") -> str:
    """Return the log as far as it can be read."""
    try:
        return read_file(log_folder_of(program.world.home) / NAME, _MOST_LOG).decode("utf-8", "replace")
    except OSError:
        return ""


def save(out: Path, text: str) -> None:
    """Write the file in one step, for this user alone; ProblemFound STORE-WRITE."""
    write_atomic(out, text)


def keep_key(program: "Program", key: dict[str, str]) -> Path:
    """Keep which name each code stands for, at the store alone; ProblemFound STORE-WRITE."""
    path = program.site.folder / "support" / f"{datetime.now(UTC):%Y%m%d-%H%M}-{secrets.token_hex(2)}.json"
    write_json(path, {"schema": 1, "names": key})
    return path

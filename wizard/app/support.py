"""What a support file needs of the program: known secrets, the log, and a place for the names' key."""

import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.app.program import log_folder_of
from wizard.catalogue.vocabulary import all_procedures
from wizard.model.files import read_file
from wizard.model.problem import ProblemFound
from wizard.procedure.shared import fields_of
from wizard.redaction.log_file import NAME
from wizard.store.files import write_atomic, write_json

if TYPE_CHECKING:
    from wizard.app.program import Program

_MOST_LOG = 4 * 1024 * 1024


def vault_names(program: "Program") -> None:
    """Have the log filter know every secret that a box keeps, so that none is in any line."""
    boxes = (box for procedure in all_procedures() for box in fields_of(procedure))
    for name in {box.vault for box in boxes if box.vault}:
        with suppress(ProblemFound):
            secret = program.vault.get(name)
            if secret is not None:
                program.redactor.learn(secret.reveal())


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

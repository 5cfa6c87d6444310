"""One box of a mail account in its three versions, as `--json` has it."""

from typing import Any

from wizard.jobs.job import Gives
from wizard.model.mail_clients import Versions


class VersionsFacts(Gives, frozen=True, kw_only=True):
    """One box in its three versions, as `versions_facts` makes it."""

    name: str
    label: str
    old: str | int | bool | None
    ours: str | int | bool | None
    now: str | int | bool | None
    changed_since: bool


def versions_facts(row: Versions) -> dict[str, Any]:
    """Return one box in its three versions as `--json` has it."""
    return {
        "name": row.setting.value,
        "label": row.label,
        "old": row.old,
        "ours": row.ours,
        "now": row.now,
        "changed_since": row.changed_since,
    }

"""Comparing boxes by what they mean: programs write the same setting in another way at their next start."""

from collections.abc import Sequence
from dataclasses import replace

from wizard.model.mail_clients import Account, BeforeImage, Versions


def seen_by_meaning(
    rows: Sequence[Versions], image: BeforeImage, account: Account | None
) -> tuple[Versions, ...]:
    """Return the rows with a box that means what we wrote, or what was there, counted as that."""
    meant = account.values if account is not None else {}
    changes = {change.setting: change for change in image.changes}
    seen = []
    for row in rows:
        change, now = changes[row.setting], meant.get(row.setting)
        if row.changed_since and now is not None and now in (change.new, change.old):
            seen.append(replace(row, now=row.ours if now == change.new else row.old))
        else:
            seen.append(row)
    return tuple(seen)

"""Comparing boxes by what they mean: Outlook writes the same setting in another way at its next start."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from wizard.mailclients.pc.sealing import Sealing
from wizard.mailclients.stores.registry_values import bytes_of
from wizard.model.mail_clients import (
    Account,
    Address,
    BeforeImage,
    Setting,
    Stored,
    Value,
    Versions,
)


@dataclass(frozen=True)
class ByMeaning:
    """An image's boxes beside the account as it is now, and what stands at the image's addresses now."""

    image: BeforeImage
    account: Account | None
    now: Mapping[Address, Stored | None]
    sealing: Sealing | None
    shown: Callable[[Setting, Value], str]

    def rows(self, rows: Sequence[Versions]) -> tuple[Versions, ...]:
        """Return the rows with a box that means what we wrote, or what was there, counted as that."""
        password = Setting.REMEMBER_PASSWORD
        return tuple(self._password(r) if r.setting is password else self._meant(r) for r in rows)

    def _meant(self, row: Versions) -> Versions:
        change = next(change for change in self.image.changes if change.setting is row.setting)
        now = self.account.values.get(row.setting) if self.account is not None else None
        if row.changed_since and now is not None and now in (change.new, change.old):
            return replace(row, now=row.ours if now == change.new else row.old)
        return row

    def _password(self, row: Versions) -> Versions:
        """Compare passwords themselves: Outlook encrypts the same one anew, and a blob is not to be shown."""
        changes = [change for change in self.image.changes if change.setting is row.setting]
        edits = [edit for change in changes for edit in change.edits]
        for said, versions in (
            (row.ours, [edit.after for edit in edits]),
            (row.old, [edit.before for edit in edits]),
        ):
            pairs = zip(versions, (self.now[edit.address] for edit in edits), strict=True)
            if all(self._same_secret(one, other) for one, other in pairs):
                return replace(row, now=said)
        missing = any(self.now[edit.address] is None for edit in edits)
        return replace(row, now=self.shown(row.setting, False if missing else "third"))

    def _same_secret(self, one: Stored | None, other: Stored | None) -> bool:
        if one is None or other is None or self.sealing is None:
            return one == other
        secret = self.sealing.unseal(bytes_of(one)[1:])
        return one == other or (secret is not None and secret == self.sealing.unseal(bytes_of(other)[1:]))

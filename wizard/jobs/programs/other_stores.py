"""What another store of this PC wrote into an account of a mail program: one mail program serves them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from wizard.jobs.job import Tools
from wizard.jobs.programs.receipts import MailReceipt, ReceiptState, last_written_of, receipts_of, versions_of
from wizard.model.mail_clients import Versions
from wizard.model.problem import ProblemFound
from wizard.store.site import SiteFolder


@dataclass(frozen=True)
class OtherStore:
    """A store of this home that set an account up for itself, and when."""

    name: str
    at: datetime


def set_up_for_another(tools: Tools, ours: MailReceipt, changed: Sequence[Versions]) -> OtherStore | None:
    """Return the store whose own settings stand in every box that holds something else than we wrote.

    None where there is none: then somebody changed it. What was written before us explains nothing.
    """
    for site in other_sites(tools.site):
        rows = last_written_of(_later(site, ours)).get(ours.account)
        if not rows:
            continue
        try:
            found = versions_of(tools, rows)
        except ProblemFound:
            continue
        stands = {row.setting for row in found if row.now == row.ours}
        if stands.issuperset(row.setting for row in changed):
            return OtherStore(site.record().name or site.folder.name, _moment(rows[0].receipt))
    return None


def set_up_for(tools: Tools, account: tuple[str, str, str]) -> OtherStore | None:
    """Return the other store that an account (client, profile, account) was set up for last; None: none."""
    own = last_written_of(receipts_of(tools.site)).get(account)
    since = _moment(own[0].receipt) if own else None
    found = None
    for site in other_sites(tools.site):
        rows = last_written_of(receipts_of(site)).get(account)
        at = _moment(rows[0].receipt) if rows else None
        if at is not None and (since is None or at > since):
            since, found = at, OtherStore(site.record().name or site.folder.name, at)
    return found


def other_sites(own: SiteFolder) -> Iterator[SiteFolder]:
    """Yield the folders of this PC's other stores."""
    folder = own.folder.parent
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and path != own.folder:
            yield SiteFolder(path)


def _later(site: SiteFolder, ours: MailReceipt) -> list[MailReceipt]:
    """Return what a store wrote into this account after us, the newest first."""
    return [
        receipt
        for receipt in receipts_of(site)
        if receipt.state is ReceiptState.WRITTEN
        and receipt.account == ours.account
        and _moment(receipt) > _moment(ours)
    ]


def _moment(receipt: MailReceipt) -> datetime:
    return datetime.fromisoformat(receipt.made_at)

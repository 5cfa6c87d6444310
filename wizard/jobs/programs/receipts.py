"""Receipts of what was written into mail programs: kept durably before the first write."""

import dataclasses
import enum
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from wizard import __version__
from wizard.catalogue.words import words_of
from wizard.jobs.job import Tools
from wizard.mailclients.image_json import image_from_json, image_to_json, seal_of
from wizard.model.mail_clients import Address, BeforeImage, Change, Plan, Versions
from wizard.model.problem import Problem, ProblemFound
from wizard.store.files import cannot_write, make_folder
from wizard.store.proofs import MAIL_WRITES, mail_account
from wizard.store.site import SiteFolder

_words = words_of(__name__)

_LOCK_SECONDS = 30.0


class ReceiptState(enum.StrEnum):
    """How far a write got."""

    BEGUN = "begun"
    """The old values are kept; whether the new ones were written is not known (it was cut short)."""
    WRITTEN = "written"
    NOT_WRITTEN = "not-written"
    UNDONE = "undone"


@dataclass(frozen=True)
class MailReceipt:
    """One write into a mail program, with its before-image."""

    id: str
    state: ReceiptState
    made_at: str
    client_name: str
    image: BeforeImage
    again: str = ""
    """The receipt whose values it wrote once more, after somebody had changed them."""
    undone_at: str = ""
    """When the old settings were put back; empty where nobody noted it."""
    undone_with: str = ""
    """The receipt whose old settings were put back then: this one, or one before it."""

    @property
    def account(self) -> tuple[str, str, str]:
        """Into which account of which profile of which mail program it was."""
        return self.image.client, self.image.profile, self.image.account

    @property
    def account_name(self) -> str:
        """The same as `Proof.rests_on` has it."""
        return mail_account(*self.account)


def begin_receipt(tools: Tools, plan: Plan, image: BeforeImage, again: str = "") -> str:
    """Keep the old values, durably, and return the receipt's id."""
    kept = image_to_json(image)
    content = {
        "seal": seal_of(kept),
        "state": ReceiptState.BEGUN.value,
        "order": time.time_ns(),
        "site": tools.world.site,
        "world": tools.world.kind.value,
        "client_name": plan.client_name,
        "tillbridge": __version__,
        "again": again,
        "image": kept,
    }
    name = tools.site.save_receipt(MAIL_WRITES, content)
    tools.site.change(lambda record: replace(record, written=name))
    return name


def mark_receipt(tools: Tools, name: str, state: ReceiptState, **more: Any) -> None:
    """Write down how far it got."""
    tools.site.update_receipt(name, {"state": state.value, **more})
    if state in {ReceiptState.NOT_WRITTEN, ReceiptState.UNDONE}:
        cover(tools, name)


def cover(tools: Tools, name: str) -> None:
    """Nothing is left to be said of what this receipt wrote: it is proven, or is not there."""
    tools.site.change(lambda record: replace(record, written="") if record.written == name else record)


def read_receipt(tools: Tools, name: str) -> MailReceipt:
    """Return a receipt by its id; ProblemFound RECEIPT-NONE, RECEIPT-DAMAGED, RECEIPT-NEWER."""
    data = tools.site.receipt(name)
    if data is None or data.get("procedure") != MAIL_WRITES:
        raise ProblemFound(Problem("RECEIPT-NONE", {"receipt": name[:80]}))
    return _receipt(data)


def mail_receipts(tools: Tools) -> list[MailReceipt]:
    """Return every receipt of this store that can be read, the newest first."""
    return receipts_of(tools.site)


def receipts_of(site: SiteFolder) -> list[MailReceipt]:
    """Return every receipt of a store that can be read, the newest first."""
    found = []
    for data in site.receipts(MAIL_WRITES):
        try:
            found.append((int(data.get("order", 0)), _receipt(data)))
        except (ProblemFound, ValueError, TypeError):
            continue
    return [receipt for _, receipt in sorted(found, key=lambda pair: pair[0], reverse=True)]


def settle(tools: Tools) -> None:
    """Say of every write that was cut short what became of it; one that is half done stays `begun`."""
    for receipt in mail_receipts(tools):
        if receipt.state is not ReceiptState.BEGUN:
            continue
        image = receipt.image
        try:
            profile = tools.mail_clients.profile(image.client, image.profile)
            client = tools.mail_clients.client(image.client)
            now = client.stored(profile, [edit.address for edit in image.edits])
        except ProblemFound:
            continue
        hard = [edit for edit in image.edits if not edit.soft]
        left = any(now[edit.address] == edit.after for edit in image.edits if edit.soft)
        if all(now[edit.address] == edit.after for edit in hard):
            mark_receipt(tools, receipt.id, ReceiptState.WRITTEN)
        elif not left and all(now[edit.address] == edit.before for edit in hard):
            mark_receipt(tools, receipt.id, ReceiptState.NOT_WRITTEN)


def unfinished(tools: Tools, client: str, profile: str) -> MailReceipt | None:
    """Return a write into this profile that was cut short half-way, so that only an undo may follow."""
    return next(
        (
            r
            for r in mail_receipts(tools)
            if r.state is ReceiptState.BEGUN and (r.image.client, r.image.profile) == (client, profile)
        ),
        None,
    )


@dataclass(frozen=True)
class LastWritten:
    """One box as it was last written into an account: the receipt, and its line there."""

    receipt: MailReceipt
    change: Change


def last_written(tools: Tools, client: str | None = None) -> dict[tuple[str, str, str], list[LastWritten]]:
    """Return what we last wrote, box by box, for every account (client, profile, account); undone is out."""
    receipts = mail_receipts(tools)
    return last_written_of(each for each in receipts if client in {None, each.image.client})


def last_written_of(receipts: Iterable[MailReceipt]) -> dict[tuple[str, str, str], list[LastWritten]]:
    """Return by account what was last written box by box; the newest receipt comes first."""
    found: dict[tuple[str, str, str], list[LastWritten]] = {}
    for receipt in receipts:
        image = receipt.image
        if receipt.state not in {ReceiptState.WRITTEN, ReceiptState.BEGUN}:
            continue
        rows = found.setdefault((image.client, image.profile, image.account), [])
        known = {row.change.setting for row in rows}
        anew = frozenset(edit.address for row in rows for edit in row.change.edits)
        rows += [LastWritten(receipt, _without(c, anew)) for c in image.changes if c.setting not in known]
    return found


def _without(change: Change, addresses: frozenset[Address]) -> Change:
    """Return a line without the values that a later write holds: a box may share one with another box."""
    return dataclasses.replace(change, edits=tuple(e for e in change.edits if e.address not in addresses))


def mark_undone(tools: Tools, undone: MailReceipt) -> str:
    """Mark a receipt as undone, and with it what was written into the same account after it.

    Return when an earlier write of ours was made that stands there again; empty where there is none.
    """
    same = [receipt for receipt in mail_receipts(tools) if receipt.account == undone.account]
    at = next(at for at, receipt in enumerate(same) if receipt.id == undone.id)
    now = datetime.now(UTC)
    for receipt in same[: at + 1]:
        if receipt.state is not ReceiptState.NOT_WRITTEN:
            noted = {} if receipt.undone_at else {"undone_at": now.isoformat(), "undone_with": undone.id}
            mark_receipt(tools, receipt.id, ReceiptState.UNDONE, **noted)
    account = undone.account_name
    # What stands there again may be an earlier write of ours, which no proof covers any more.
    earlier = next((r.id for r in same[at + 1 :] if r.state is ReceiptState.WRITTEN), "")
    tools.site.change(lambda record: replace(record.after_undo(account, now), written=earlier))
    return next((r.made_at for r in same[at + 1 :] if r.id == earlier), "")


@contextmanager
def alone(tools: Tools) -> Iterator[None]:
    """Keep other Tillbridges of this home from writing into mail programs meanwhile; CLIENT-BUSY."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - costs start-up time

    make_folder(tools.world.home)
    path = tools.world.home / "mail-clients.lock"
    lock = FileLock(path, timeout=_LOCK_SECONDS, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise ProblemFound(Problem("CLIENT-BUSY")) from None
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None
    try:
        yield
    finally:
        lock.release()


def _receipt(data: dict[str, Any]) -> MailReceipt:
    try:
        state = ReceiptState(str(data.get("state")))
    except ValueError:
        raise ProblemFound(Problem("RECEIPT-DAMAGED", {"said": _words("state-unknown")})) from None
    image = image_from_json(data.get("image"))
    # Receipts of earlier versions have no seal.
    if "seal" in data and data["seal"] != seal_of(data.get("image")):
        raise ProblemFound(Problem("RECEIPT-DAMAGED", {"said": _words("edited-by-somebody")}))
    return MailReceipt(
        str(data.get("id", "")),
        state,
        str(data.get("made_at", "")),
        str(data.get("client_name", "")),
        image,
        str(data.get("again", "")),
        str(data.get("undone_at", "")),
        str(data.get("undone_with", "")),
    )


def without_account(tools: Tools, receipt: MailReceipt) -> Problem | None:
    """Say that the account which a receipt wrote into was removed from the mail program.

    ProblemFound where the program's settings cannot be read.
    """
    image = receipt.image
    client = tools.mail_clients.client(image.client)
    found = client.accounts(tools.mail_clients.profile(image.client, image.profile))
    if receipt.state is ReceiptState.BEGUN or any(each.key == image.account for each in found):
        return None
    return Problem("CLIENT-ACCOUNT-GONE", {"client": client.name, "account": image.account_name})


def versions_of(tools: Tools, rows: Sequence[LastWritten]) -> tuple[Versions, ...]:
    """Return each box of an account as it is now, beside what was last written there.

    ProblemFound where the program's settings cannot be read.
    """
    image = dataclasses.replace(rows[0].receipt.image, changes=tuple(row.change for row in rows))
    profile = tools.mail_clients.profile(image.client, image.profile)
    return tools.mail_clients.client(image.client).versions(profile, image)

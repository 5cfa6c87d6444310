"""Job: compare the mail programs with what was last written into them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from wizard.catalogue.listing import listed
from wizard.catalogue.moments import in_words
from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Gives, Tools
from wizard.jobs.programs.other_stores import OtherStore, set_up_for_another
from wizard.jobs.programs.receipts import (
    LastWritten,
    MailReceipt,
    last_written,
    settle,
    versions_of,
    without_account,
)
from wizard.jobs.programs.versions import VersionsFacts, versions_facts
from wizard.model.mail_clients import Versions
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.record import StoreRecord

_words = words_of(__name__)


@dataclass(frozen=True)
class Watched:
    """One account that we set up: its last receipt, and the boxes that hold something else now."""

    receipt: MailReceipt
    changed: tuple[Versions, ...]
    problem: Problem | None = None
    """Why it could not be compared."""
    other: OtherStore | None = None
    """The store of this PC for which Tillbridge itself set the account up since: nobody else changed it."""

    @property
    def is_gone(self) -> bool:
        """Whether the mail program has this account no more."""
        return self.problem is not None and self.problem.code == "CLIENT-ACCOUNT-GONE"


class WatchedFacts(Gives, frozen=True, kw_only=True):
    """One account: `state` is changed, other-store, gone, unknown or as-written.

    `store` is that other one.
    """

    receipt: str
    client: str
    account: str | None
    account_name: str
    written_at: str
    state: str
    changed: tuple[VersionsFacts, ...]
    problem: str | None
    store: str = ""


class MailClientsWatched(Gives, frozen=True, kw_only=True):
    """Every account that was set up here."""

    accounts: tuple[WatchedFacts, ...] = ()


def wrong_with_written(watched: Done, record: StoreRecord) -> Problem | None:
    """Return what is wrong with it: a change behind our back, else a write that no proof covers."""
    if watched.problem is None and record.written:
        return Problem("CLIENT-NOT-PROVEN", {"receipt": record.written})
    return watched.problem


@dataclass(frozen=True)
class WatchMailClients:
    """Look once. Value: a tuple of Watched; CLIENT-CHANGED when a box was changed behind our back.

    CLIENT-ACCOUNT-GONE where the whole account was removed.

    CLIENT-OTHER-STORE where Tillbridge itself did, for another store of this PC.
    """

    gives: ClassVar = MailClientsWatched
    client: str | None = None
    notes: bool = True
    """Whether the cards are told what was seen; not where nothing at all is to be changed."""

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Compare every account, box by box, with what was last written there."""
        settle(tools)
        watched = []
        for rows in last_written(tools, self.client).values():
            cancel.check()
            progress.step(0.5, _words("looking-at", program=rows[0].receipt.client_name))
            one = _compare(tools, rows)
            if not one.is_gone or _matters(tools, one.receipt):
                watched.append(one)
        if self.notes:
            note(tools, watched)
        progress.step(1.0, _words("done"))
        facts = {"accounts": [_facts(each) for each in watched]}
        problem = next((each.problem for each in watched if each.problem is not None), None)
        changed = sorted((each for each in watched if each.changed), key=lambda each: each.other is not None)
        if changed:
            code = "CLIENT-CHANGED" if changed[0].other is None else "CLIENT-OTHER-STORE"
            problem = Problem(code, {**_named(changed[0]), "receipt": changed[0].receipt.id})
        problem = next((each.problem for each in watched if each.is_gone), problem)
        return Done(facts, tuple(watched), problem)


def note(tools: Tools, watched: Sequence[Watched]) -> None:
    """Note on the cards that rest on these accounts what was seen there."""
    now = datetime.now(UTC)
    same = frozenset(w.receipt.account_name for w in watched if w.problem is None and not w.changed)
    changed = {w.receipt.account_name: _named(w) for w in watched if w.changed or w.is_gone}
    with suppress(ProblemFound):  # it was looked at all the same, and is told
        tools.site.change(lambda record: record.after_comparing(now, same, changed))


def _named(watched: Watched) -> dict[str, str]:
    """Return whose an account is, which boxes hold something else, and for which other store if for one."""
    receipt, boxes = watched.receipt, listed(row.label for row in watched.changed)
    named = {"client": receipt.client_name, "account": receipt.image.account_name, "boxes": boxes}
    if watched.is_gone:
        return {**named, "gone": "True"}
    other = watched.other
    return named if other is None else {**named, "store": other.name, "since": in_words(other.at)}


def _compare(tools: Tools, rows: Sequence[LastWritten]) -> Watched:
    newest = rows[0].receipt
    try:
        if (gone := without_account(tools, newest)) is not None:
            return Watched(newest, (), gone)
        found = versions_of(tools, rows)
    except ProblemFound as problem:
        return Watched(newest, (), problem.problem)
    changed = tuple(row for row in found if row.now != row.ours)
    return Watched(newest, changed, other=set_up_for_another(tools, newest, changed) if changed else None)


def _matters(tools: Tools, receipt: MailReceipt) -> bool:
    """Whether what is proven rests on an account, or would; one that another took the place of may go."""
    record = tools.site.record()
    rests = {name for proof in record.proofs.values() for name in proof.rests_on}
    return receipt.account_name in rests or record.written == receipt.id


def _facts(watched: Watched) -> dict[str, Any]:
    image = watched.receipt.image
    return {
        "receipt": watched.receipt.id,
        "client": image.client,
        "account": image.account,
        "account_name": image.account_name,
        "written_at": watched.receipt.made_at,
        "state": _state(watched),
        "changed": [versions_facts(row) for row in watched.changed],
        "problem": watched.problem.code if watched.problem else None,
        "store": watched.other.name if watched.other else "",
    }


def _state(watched: Watched) -> str:
    if watched.changed:
        return "changed" if watched.other is None else "other-store"
    if watched.is_gone:
        return "gone"
    return "unknown" if watched.problem else "as-written"

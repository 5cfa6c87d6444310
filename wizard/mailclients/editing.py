"""What all mail programs share whose values are edited in place: plan, write, compare, undo."""

import contextlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from wizard.catalogue.listing import listed
from wizard.catalogue.load import client_words
from wizard.mailclients.contract import Places, ValueStore
from wizard.mailclients.pc.closing import ask_to_close
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import (
    Account,
    Address,
    BeforeImage,
    Change,
    Edit,
    FoundClient,
    Held,
    Note,
    Plan,
    Profile,
    Running,
    Setting,
    Stored,
    Value,
    Values,
    Versions,
)
from wizard.model.problem import Fact, Problem, ProblemFound


@dataclass(frozen=True)
class Target:
    """One place that a box's value is kept in, and what it is to hold; None = it is to be absent."""

    address: Address
    after: Stored | None
    soft: bool = False


@dataclass(frozen=True)
class Box:
    """One box of the program: what it holds, what it is to hold, and where that is kept.

    Where a box's value follows from another one while it is not written down (the port from the encryption),
    the other one has its targets too: when that changes, what followed from it is written down as it was.
    """

    setting: Setting
    old: Value | None
    new: Value
    targets: tuple[Target, ...]


class EditingClient(ABC):
    """A mail program whose values are files' lines or registry values; an adapter says which."""

    id: str
    rank: int

    def __init__(self, places: Places) -> None:
        self.places = places
        self.words = client_words(self.id)
        self.name = self.words.name

    # --- what an adapter says ---

    @abstractmethod
    def detect(self) -> FoundClient | None:
        """Return what there is of this program for this user."""

    @abstractmethod
    def accounts(self, profile: Profile) -> tuple[Account, ...]:
        """Return every account of a profile."""

    @abstractmethod
    def store(self, profile: Profile) -> ValueStore:
        """Return where a profile's values are; ProblemFound CLIENT-GONE when it is not found now."""

    @abstractmethod
    def boxes(
        self, profile: Profile, account: Account | None, settings: MailSettings
    ) -> tuple[str, str, list[Box]]:
        """Return the account's key, its name, and its boxes; None = the boxes of a new account."""

    @abstractmethod
    def owns(self, address: Address) -> bool:
        """Whether this adapter ever writes there: what a damaged receipt may not widen."""

    @abstractmethod
    def running(self, profile: Profile) -> Running | None:
        """Say whether the program is open with this profile."""

    def close_gently(self, profile: Profile) -> bool:
        """Ask its windows to close; a program with a documented way of its own is asked in that."""
        found = self.running(profile)
        return found is not None and ask_to_close(found.pids)

    def notes(self, profile: Profile, account: Account | None, settings: MailSettings) -> list[Note]:  # noqa: ARG002
        """Return what the plan says besides its changes."""
        return [Note(code, text) for code, text in self.words.notes.items()]

    def guide(self) -> str:
        """Return the id of the click path."""
        return self.id

    # --- what an adapter may use ---

    def gone(self) -> ProblemFound:
        """Return what is raised where a profile is not found now."""
        return self.refusal("CLIENT-GONE")

    def refusal(self, code: str, **facts: Fact) -> ProblemFound:
        """Return what is raised where this program cannot do what is asked; `facts` besides which it is."""
        return ProblemFound(Problem(code, {"client": self.id, "name": self.name} | facts))

    def must_hold(self, no_box_for: str) -> None:
        """Raise CLIENT-CANNOT-HOLD where there is something that no box of the program is for."""
        if no_box_for:
            raise self.refusal("CLIENT-CANNOT-HOLD", what=no_box_for)

    def account(self, key: str, name: str, address: str, protocol: str, values: Values) -> Account:
        """Return an account as it was found; one of another kind than POP3 is shown and not written."""
        problem = None
        if protocol != "pop3":
            facts = {"client": self.id, "name": self.name, "account": name, "protocol": protocol}
            problem = Problem("CLIENT-ACCOUNT-KIND", facts)
        return Account(key, name, address, protocol, values, problem)

    # --- what all do alike ---

    def plan(self, profile: Profile, account: Account | None, settings: MailSettings) -> Plan:
        """Compare what is there with what is wanted; boxes that hold it already are left out."""
        if account is not None and account.problem is not None:
            raise ProblemFound(account.problem)
        key, name, boxes = self.boxes(profile, account, settings)
        store = self.store(profile)
        now = store.read([target.address for box in boxes for target in box.targets])
        changes: list[Change] = []
        planned: set[Address] = set()
        for box in boxes:
            edits = tuple(
                Edit(t.address, now[t.address], t.after, t.soft)
                for t in box.targets
                if now[t.address] != t.after and t.address not in planned
            )
            if box.old != box.new and edits:
                changes.append(self._change(box, edits))
                planned.update(edit.address for edit in edits)
        containers = _containers([edit for change in changes for edit in change.edits])
        return Plan(
            self.id,
            self.name,
            profile,
            key,
            name,
            account is None,
            tuple(changes),
            tuple(self.words.untouched),
            tuple(self.notes(profile, account, settings)),
            tuple(self.shown(profile, container) for container in containers),
        )

    def shown(self, profile: Profile, container: str) -> str:
        """Return a container as a person knows it."""
        return f"{profile.path}{os.sep}{container}"

    def before_image(self, plan: Plan) -> BeforeImage:
        """Return the planned values as they stand now."""
        store = self.store(plan.profile)
        after = store.preview(plan.edits)
        before = store.digests(list(after))
        digests = {name: (before[name], after[name]) for name in after}
        return BeforeImage(
            self.id, plan.profile.key, plan.account, plan.account_name, plan.creates, plan.changes, digests
        )

    @contextmanager
    def closed(self, profile: Profile) -> Iterator[None]:
        """Make sure that the program is closed; CLIENT-OPEN."""
        found = self.running(profile)
        if found is not None:
            raise ProblemFound(open_problem(found))
        yield

    def write(self, plan: Plan) -> None:
        """Write the plan and compare; what did not stay is put back."""
        store = self.store(plan.profile)
        now = store.read([edit.address for edit in plan.edits])
        if any(now[edit.address] != edit.before for edit in plan.edits):
            raise ProblemFound(Problem("WRITE-STALE", {"client": self.name}))
        store.clean_up(_containers(plan.edits))
        try:
            store.apply(plan.edits)
        except ProblemFound:
            # Of several files or values the first may be written: back with them. What cannot be put back
            # now stays known by its receipt.
            with contextlib.suppress(ProblemFound):
                store.apply(_inverse(plan.edits))
            raise
        now = store.read([edit.address for edit in plan.edits])
        wrong = [c.label for c in plan.changes if any(now[e.address] != e.after for e in c.edits)]
        if wrong:
            store.apply(_inverse(plan.edits))
            raise ProblemFound(Problem("WRITE-BACK", {"client": self.name, "box": listed(wrong)}))

    def read_back(self, profile: Profile, account: str) -> Account:
        """Read the account again."""
        for found in self.accounts(profile):
            if found.key == account:
                return found
        raise ProblemFound(Problem("WRITE-BACK", {"client": self.name, "box": account}))

    def stored(self, profile: Profile, addresses: Sequence[Address]) -> Mapping[Address, Stored | None]:
        """Return what stands at some addresses now."""
        return self.store(profile).read(addresses)

    def versions(self, profile: Profile, image: BeforeImage) -> tuple[Versions, ...]:
        """Return every box as it was, as we wrote it, and as it is."""
        self._check(image)
        now = self.store(profile).read([edit.address for edit in image.edits])
        account = next((a for a in self.accounts(profile) if a.key == image.account), None)
        rows = []
        for change in image.changes:
            old = None if change.old is None else change.old_words
            found = [(edit, now[edit.address]) for edit in change.edits if not edit.soft]
            state: str | None
            if all(stored == edit.after for edit, stored in found):
                state = change.new_words
            elif all(stored in (edit.before, edit.after) for edit, stored in found):
                state = old
            else:
                state = self._odd(change, account, found)
            rows.append(Versions(change.setting, change.label, old, change.new_words, state))
        return tuple(rows)

    def _odd(
        self, change: Change, account: Account | None, found: Sequence[tuple[Edit, Stored | None]]
    ) -> str | None:
        """Say what a box holds that is neither as it was nor as we wrote it."""
        shown = account.values.get(change.setting) if account is not None else None
        # A box of several values may show the same and still hold another one behind it.
        valued = [edit for edit, _ in found if edit.address.name]
        if shown is not None and (len(valued) == 1 or shown not in (change.old, change.new)):
            return self.words.shown(change.setting, shown)
        odd = [stored for edit, stored in found if stored not in (edit.before, edit.after)]
        words = self.words
        return "; ".join("–" if o is None else words.shown(change.setting, o.data) for o in odd)

    def undo(self, profile: Profile, image: BeforeImage, *, overwrite: bool = False) -> bool:
        """Put the old values back and verify."""
        rows = self.versions(profile, image)
        changed = [row.label for row in rows if row.changed_since]
        if changed and not overwrite:
            facts = {"client": self.name, "boxes": listed(changed)}
            raise ProblemFound(Problem("UNDO-CHANGED", facts))
        store = self.store(profile)
        store.clean_up(_containers(image.edits))
        now = store.read([edit.address for edit in image.edits])
        edits = [
            replace(edit, before=edit.after, after=edit.before)
            for edit in reversed(image.edits)
            if now[edit.address] != edit.before and (not edit.soft or now[edit.address] == edit.after)
        ]
        store.apply(edits)
        now = store.read([edit.address for edit in edits])
        stayed = {e.address for e in edits if not e.soft and not _went(e, now[e.address])}
        wrong = [c.label for c in image.changes if any(e.address in stayed for e in c.edits)]
        if wrong:
            raise ProblemFound(Problem("WRITE-BACK", {"client": self.name, "box": listed(wrong)}))
        ended = store.digests(list(image.digests))
        return all(ended[name] == before for name, (before, _) in image.digests.items())

    # --- parts ---

    def _change(self, box: Box, edits: tuple[Edit, ...]) -> Change:
        return Change(
            box.setting,
            self.words.words.get(box.setting, box.setting.value),
            box.old,
            box.new,
            self.words.shown(box.setting, box.old),
            self.words.shown(box.setting, box.new),
            edits,
        )

    def _check(self, image: BeforeImage) -> None:
        if image.client != self.id or not all(self.owns(edit.address) for edit in image.edits):
            raise ProblemFound(Problem("RECEIPT-DAMAGED", {"said": "it names values that are not ours"}))


def open_problem(running: Running) -> Problem:
    """Return the problem of a program that is open."""
    return Problem(
        "CLIENT-OPEN",
        {
            "client": running.client,
            "name": running.name,
            "pids": ", ".join(map(str, running.pids)),
            "can_close": running.can_close,
        },
    )


def _containers(edits: Sequence[Edit]) -> list[str]:
    return list(dict.fromkeys(edit.address.container for edit in edits))


def _inverse(edits: Sequence[Edit]) -> list[Edit]:
    return [replace(edit, before=edit.after, after=edit.before) for edit in reversed(edits)]


def _went(edit: Edit, now: Stored | None) -> bool:
    """Whether a value is as it was to be; a file with somebody else's content in it stays."""
    file_stays = edit.after is None and now is not None and now.held in {Held.FILE, Held.GROUP, Held.REG_KEY}
    return now == edit.after or file_stays

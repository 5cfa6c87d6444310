"""What is kept of a store between runs: one frozen record, without any secret.

Every part has a default, so that what cannot be read in a damaged file is left out alone.
"""

import enum
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from wizard.model.mail import SocketType
from wizard.model.problem import Problem
from wizard.model.sender import SignInWay, Vendor
from wizard.model.setback import ELSEWHERE
from wizard.model.xero import Organisation

Moment = Annotated[datetime, Meta(tz=True)]
"""A point in time, with its time zone."""
Plain = str | int | bool

XERO_APP = "xero_client_id"
"""The shared answer that is kept with the Xero connection: which app the store signs in with."""

_NO_LOOK = ("SECRET-", "VAULT-", "STORE-")
"""Codes that begin so are of this PC: nobody could look."""


def is_no_look(problem: Problem) -> bool:
    """Whether a problem says nothing of what was to be looked at; so it is in practice that was closed."""
    return problem.code.startswith(_NO_LOOK) or problem.facts.get("by") == "practice"


class Opened(Struct, frozen=True, omit_defaults=True):
    """An organisation that a sign-in opens: its tenant id, and its name at Xero."""

    tenant: str
    name: str = ""


class XeroConnection(Struct, frozen=True, omit_defaults=True):
    """The store's own sign-in to Xero; its tokens are in the password safe."""

    client_id: str = ""
    auth_event: str = ""
    """The sign-in in which its user picked organisations last."""
    chosen_event: str = ""
    """The sign-in after which one of them was chosen."""
    connection_id: str = ""
    connected: bool = False
    may_write: bool = True
    """Whether it was given what sending needs; a sign-in that is only to read asks for less."""
    may_post: bool = False
    """Whether it was given what sending journals alone needs; `may_write` has that as well."""
    stopped: bool = False
    """Whether its user disconnected it on purpose."""
    good_until: date | None = None
    """When it lapses if nobody uses it any more."""
    opened: tuple[Opened, ...] | None = None
    """What was picked in the last sign-in; empty where Xero named none yet, None where nobody noted it."""

    def opens(self, own: Organisation) -> bool:
        """Whether the last sign-in is for this organisation, as far as that was noted."""
        if self.opened is None:
            return True
        if own.tenant_id:
            return any(each.tenant == own.tenant_id for each in self.opened)
        return any(own.is_meant_by(each.name) for each in self.opened)

    @property
    def was_used(self) -> bool:
        """Whether the store has a sign-in of its own, or had one: nothing else stands for it then."""
        return self.connected or self.stopped or bool(self.auth_event)

    @property
    def sends_journals(self) -> bool:
        """Whether journals can be sent with it."""
        return self.may_write or self.may_post

    @property
    def is_chosen(self) -> bool:
        """Whether an organisation was chosen after the last sign-in."""
        return not self.auth_event or self.chosen_event == self.auth_event


class ConnectionKey(Struct, frozen=True, omit_defaults=True):
    """The key of a custom connection: its public half, which organisation it opens, when that was proven."""

    tenant: str
    api_key: str
    proven: Moment


class SenderAccount(Struct, frozen=True, omit_defaults=True):
    """Which app somebody signed in with to send mail, and whose account it is."""

    client_id: str
    tenant: str = ""
    way: SignInWay | None = None
    name: str = ""
    address: str = ""


class KeptSender(Struct, frozen=True, omit_defaults=True):
    """The store's own sender as it was saved last; `server` is empty where there is none."""

    name: str = ""
    address: str = ""
    provider: str = ""
    server: str = ""
    port: int = 0
    socket: SocketType | None = None
    user: str = ""
    login: Literal["password", "sign-in", ""] = ""
    vendor: Vendor | None = None
    client_id: str = ""
    tenant: str = ""
    way: SignInWay | None = None
    secret_ends: date | None = None
    """The day on which the Client Secret of its Microsoft app ends, where somebody typed it."""
    override: bool = True
    """Whether mail goes through the store's own sender at all."""
    connected: SenderAccount | None = None


class VendorSignIn(Struct, frozen=True, omit_defaults=True):
    """A sign-in on a vendor's own page; `organisation` is a tenant id, empty where nobody knows which."""

    at: Moment
    organisation: str = ""


class ProofState(enum.StrEnum):
    """What a card's last receipt says."""

    PROVEN = "proven"
    SERVER_ONLY = "server-only"
    """The mail server works; no mail program was set up."""
    BY_HAND = "by-hand"
    """Done by hand, not seen by us."""
    UNDONE = "undone"
    """What was proven was put back afterwards."""


class Proof(Struct, frozen=True, omit_defaults=True):
    """What was proven for one card, and what was not looked at."""

    state: ProofState
    at: Moment
    said: str = ""
    """Whose it is, in words: an address, or an organisation's name."""
    organisation: str = ""
    """The tenant id it was proven for."""
    good_until: date | None = None
    not_checked: tuple[str, ...] = ()
    """copy | arrival | vendor-organisation | vendor-posting | mail-program"""
    to_copy: bool = False
    """Whether a new line is here that was not even copied: the other program has the old one."""
    arrived: bool = False
    """Whether what another program posts was looked for in Xero, and all of it was there."""
    missing: int = 0
    """How many of its entries were not there, or with other amounts, when they were looked for last."""
    rests_on: tuple[str, ...] = ()
    """Mail accounts (mail program/profile/account); once one has its old settings back, this is undone."""
    left: tuple[str, ...] = ()
    """Mail accounts that an earlier set-up wrote into, and that this one left alone: they can be undone."""
    checked: Moment | None = None
    """When it was looked at last since."""
    worked: Moment | None = None
    """When it was looked at last and found good."""
    failed: str = ""
    """The problem's code where that last look failed, and what it told."""
    failed_facts: Mapping[str, Plain] = {}
    unlooked: Moment | None = None
    """When it was to be looked at since, and nobody could; None once somebody did."""
    unlooked_code: str = ""
    """The problem's code that was in the way, and what it told."""
    unlooked_facts: Mapping[str, Plain] = {}
    held: Moment | None = None
    """When the accounts of `rests_on` were last seen to hold what was written there."""
    changed: Moment | None = None
    """When one of them was seen to hold something else; None once it is as it was written."""
    changed_facts: Mapping[str, Plain] = {}
    """Whose it is, and which boxes: client, account, boxes."""
    put_back: Moment | None = None
    """When the old settings were put back."""

    @property
    def last_good(self) -> datetime:
        """When it was last found good: in a look since, or when it was proven."""
        return self.worked or (self.at if self.failed else self.checked or self.at)


Whose = Literal["shop", "journals", ""]


class LastRun(Struct, frozen=True, omit_defaults=True):
    """The last export: when, the counts by word, and the file of its proof."""

    at: Moment
    counts: Mapping[str, int] = {}
    proof: str = ""
    differences: int | None = None
    """How many things Xero holds otherwise than they were sent; None where nobody read it back."""
    files: str = ""
    """The file or folder that was sent."""
    organisation: str = ""
    """The tenant id of the organisation it went to; empty where an older version did not note it."""
    whose: Whose = ""
    """Whose files they were: the shop's, or those of a program that may post its entries itself."""

    @property
    def day(self) -> date:
        """Its day, here."""
        return self.at.astimezone().date()

    def went_to(self, tenant: str) -> bool:
        """Whether it went to this organisation, as far as that was noted."""
        return not tenant or self.organisation in {"", tenant}

    @property
    def left(self) -> int:
        """How many records stayed here, or need a look."""
        return sum(self.counts.get(word, 0) for word in ("failed", "held", "remarks"))

    @property
    def changed(self) -> int:
        """How many of those are in Xero as they were sent, and were changed here since."""
        return self.counts.get("changed", 0)

    @property
    def is_absent(self) -> bool:
        """Whether all that stayed here is not in Xero at all, as far as that was noted."""
        noted = "changed" in self.counts or not self.counts.get("held")
        return noted and not self.changed and not self.counts.get("remarks")


def of_one_day(sendings: Iterable[LastRun]) -> tuple[LastRun, ...]:
    """Return the first of them, and those of the same day."""
    found = tuple(sendings)
    return tuple(one for one in found if one.day == found[0].day)


WhoPosts = Literal["vendor", "tillbridge", ""]
"""Who sends those entries to Xero; empty: nobody was asked, and the program does it itself."""


class Books(Struct, frozen=True, omit_defaults=True):
    """The store's own files and their matching."""

    folder: str = ""
    journals: str = ""
    """The file or folder with the entries of a program that posts them itself, or has us post them."""
    who_posts: WhoPosts = ""
    vendor_off: bool = False
    """Whether somebody said that the program does not post them any more, where we do."""
    revision: int = 0
    """Of the mapping file."""
    journals_revision: int = 0
    """Of the mapping file of those entries."""
    newest_file: Moment | None = None
    last_run: LastRun | None = None
    earlier: tuple[LastRun, ...] = ()
    """The last sendings of other files, or to another organisation, the latest first: those of the same day,
    and the last of each kind before it.
    """
    sending: Moment | None = None
    """When a sending began of which no end was noted: it goes on, or it was cut short."""
    schedule: str = ""
    """The daily run, as `18:30`, `fri 18:30` or `watch 18:30` (`model/schedule.py`); empty: there is none."""
    schedule_since: Moment | None = None
    """When that was given to this PC's scheduler."""

    @property
    def sendings(self) -> tuple[LastRun, ...]:
        """The last sending of each: of all files, to all organisations."""
        return () if self.last_run is None else (self.last_run, *self.earlier)

    def sent_to(self, tenant: str) -> tuple[LastRun, ...]:
        """The last sending to an organisation, and before it that day those of other files."""
        return of_one_day(one for one in self.sendings if one.went_to(tenant))

    def with_sending(self, last: LastRun) -> "Books":
        """Return them with a sending that ended; it is the last of its files."""
        earlier: list[LastRun] = []
        seen = {(last.organisation, last.whose)}
        for one in self.sendings:
            kind = one.organisation, one.whose
            is_same = (one.files, one.organisation) == (last.files, last.organisation)
            if not is_same and (one.day == last.day or (all(kind) and kind not in seen)):
                earlier.append(one)
                seen.add(kind)
        return replace(self, last_run=last, earlier=tuple(earlier), sending=None)

    @property
    def has_matches(self) -> bool:
        """Whether anything was matched and gone on with."""
        return bool(self.revision or self.journals_revision)

    @property
    def posts_here(self) -> bool:
        """Whether Tillbridge posts what another program would post by itself."""
        return self.who_posts == "tillbridge"


class LastDaily(Struct, frozen=True, omit_defaults=True):
    """The last daily run: when, which problems it met (codes), and when its user was told last.

    `by_scheduler`: when this PC's own scheduler was last seen to start one; others a person starts.
    """

    at: Moment | None = None
    problems: tuple[str, ...] = ()
    mailed: Moment | None = None
    noticed: Moment | None = None
    by_scheduler: Moment | None = None
    looked: int | None = None
    """At how many things it looked; None: it was a run of an older version."""


class StoreRecord(Struct, frozen=True, omit_defaults=True):
    """All that is known of a store."""

    shared: Mapping[str, Plain] = {}
    """Answers that several procedures ask for, by the name they share."""
    organisation: Organisation | None = None
    xero: XeroConnection = XeroConnection()
    key: ConnectionKey | None = None
    sender: KeptSender = KeptSender()
    vendor_sign_ins: Mapping[str, VendorSignIn] = {}
    """By procedure."""
    proofs: Mapping[str, Proof] = {}
    """By procedure, which has one card."""
    written: str = ""
    """The receipt of the last write into a mail program, while no proof covers it and nothing undid it."""
    books: Books = Books()
    daily: LastDaily = LastDaily()

    @property
    def name(self) -> str:
        """What the store is called: as its user typed it, else as Xero has it; empty where nobody said."""
        own = self.organisation
        return str(self.shared.get("store_name") or (own.name if own is not None else ""))

    def shared_answer(self, name: str) -> Plain | None:
        """Return an answer of another procedure, None where nobody gave one."""
        if name == XERO_APP:
            return self.xero.client_id or None
        return self.shared.get(name)

    def with_shared(
        self, answers: Mapping[str, Plain], emptied: frozenset[str] = frozenset()
    ) -> "StoreRecord":
        """Return the record with these answers added, and without those that were taken back."""
        rest = {name: value for name, value in answers.items() if name != XERO_APP}
        before = {name: value for name, value in self.shared.items() if name not in emptied}
        app = answers.get(XERO_APP, self.xero.client_id)
        return replace(self, shared={**before, **rest}, xero=replace(self.xero, client_id=str(app)))

    def with_proof(self, procedure: str, proof: Proof) -> "StoreRecord":
        """Return the record with a card's proof in place of the one before.

        What was written for that one, and is not written now, stays there until somebody undoes it.
        """
        before = self.proofs.get(procedure)
        if before is not None and before.state is not ProofState.UNDONE:
            there = dict.fromkeys((*before.rests_on, *before.left))
            proof = replace(proof, left=tuple(each for each in there if each not in proof.rests_on))
        return replace(self, proofs={**self.proofs, procedure: proof})

    def after_check(self, procedure: str, at: datetime, problem: Problem | None) -> "StoreRecord":
        """Return the record once what a card proves was looked at again.

        Without a proof it stays as it is. Where nobody could look, that says nothing of the proof, and stands
        beside it until somebody can. What is wrong in another program stands until that is mended.
        """
        proof = self.proofs.get(procedure)
        if proof is None:
            return self
        if problem is not None and is_no_look(problem):
            facts = _plain(problem)
            shut = replace(proof, unlooked=at, unlooked_code=problem.code, unlooked_facts=facts)
            return self.with_proof(procedure, shut)
        seen = replace(proof, checked=at, unlooked=None, unlooked_code="", unlooked_facts={})
        if problem is None:
            good = replace(seen, worked=at, failed="", failed_facts={})
            return self.with_proof(procedure, good)
        if proof.failed in ELSEWHERE and problem.code not in ELSEWHERE:
            return self.with_proof(procedure, replace(seen, worked=proof.last_good))
        facts = _plain(problem)
        failed = replace(seen, worked=proof.last_good, failed=problem.code, failed_facts=facts)
        return self.with_proof(procedure, failed)

    def after_arrivals(self, procedure: str, missing: int, *, arrived: bool) -> "StoreRecord":
        """Return the record once what another program posts was looked for in Xero again."""
        proof = self.proofs.get(procedure)
        if proof is None:
            return self
        return self.with_proof(procedure, replace(proof, missing=missing, arrived=arrived))

    def after_copy(self, procedure: str) -> "StoreRecord":
        """Return the record once what a card was waiting to have copied was copied from here."""
        proof = self.proofs.get(procedure)
        return self if proof is None else self.with_proof(procedure, replace(proof, to_copy=False))

    def with_vendor_sign_in(self, procedure: str, sign_in: VendorSignIn) -> "StoreRecord":
        """Return the record with the latest sign-in on the page of a procedure's vendor."""
        return replace(self, vendor_sign_ins={**self.vendor_sign_ins, procedure: sign_in})

    def after_undo(self, account: str, at: datetime | None = None) -> "StoreRecord":
        """Return the record once a mail account holds its old settings again: what rests on it is undone."""
        proofs = {
            name: replace(proof, state=ProofState.UNDONE, put_back=at, changed=None, changed_facts={})
            if account in proof.rests_on
            else replace(proof, left=tuple(each for each in proof.left if each != account))
            for name, proof in self.proofs.items()
        }
        return replace(self, proofs=proofs)

    def after_comparing(
        self, at: datetime, same: frozenset[str], changed: Mapping[str, Mapping[str, Plain]]
    ) -> "StoreRecord":
        """Return the record once mail accounts were compared with what was last written into them.

        `same` hold it, `changed` hold something else; of others nothing was seen.
        """
        proofs = {name: _compared(proof, at, same, changed) for name, proof in self.proofs.items()}
        return replace(self, proofs=proofs)


def _plain(problem: Problem) -> dict[str, Plain]:
    return {name: value for name, value in problem.facts.items() if isinstance(value, str | int)}


def _compared(
    proof: Proof, at: datetime, same: frozenset[str], changed: Mapping[str, Mapping[str, Plain]]
) -> Proof:
    if proof.state is ProofState.UNDONE or not proof.rests_on:
        return proof
    other = next((account for account in proof.rests_on if account in changed), None)
    if other is not None:
        return replace(proof, changed=at, changed_facts=changed[other])
    if same.issuperset(proof.rests_on):
        return replace(proof, held=at, changed=None, changed_facts={})
    return proof

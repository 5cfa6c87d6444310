"""Where a card of the home page stands: one pure function of the store's record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from wizard.model.card_state import Begun, CardState, Rests, Safe, Standing
from wizard.model.connection import WARN_DAYS
from wizard.model.problem import Fact, Problem
from wizard.model.record import LastRun, Moment, Proof, ProofState, StoreRecord, Whose, of_one_day
from wizard.model.schedule import parse
from wizard.model.sender import SignInWay
from wizard.model.setback import ELSEWHERE, Setback
from wizard.model.xero import Organisation


def card_standing(
    record: StoreRecord,
    card: str,
    rests: frozenset[Rests],
    today: date,
    safe: Safe = Safe.NOT_ASKED,
    *,
    owner: str = "",
    draft: Begun | None = None,
    whose: Whose = "",
    files: str = "",
) -> Standing:
    """Return where the card of a procedure stands; `owner`: whose own sign-in it may have besides.

    `whose` and `files`: what it sends, where that is known: what others sent or left here is said on theirs.
    """
    proof = record.proofs.get(card)
    mine = _mine(record, proof, whose, files) if Rests.SENDING in rests else ()
    sent = _sent(record, mine) if Rests.SENDING in rests else {}
    sendings = mine if record.books.sending is None else ()
    written = _written(record, draft) if Rests.PROGRAM in rests else None
    if proof is None:
        begun = Standing(CardState.NOT_SET_UP) if draft is None else _begun(draft, sent, None)
        return replace(written or begun, sendings=sendings)
    found = (
        written
        or _undone(proof)
        or _changed(proof)
        or _wrong_elsewhere(record, card, proof, rests, draft, today, safe)
        or _sign_in_of_card(record, card, proof, rests, today, safe, mine)
        or _key(record, proof, rests)
        or _sender(record, proof, rests, is_begun=draft is not None)
        or (_begun(draft, sent, proof, only_read=_only_read(proof, rests)) if draft is not None else None)
        or _last_look(proof)
        or _not_looked(proof)
        or _lapses(record, proof, rests, today, safe)
        or _as_proven(record, proof, rests, today, mine)
    )
    vendor: dict[str, Fact] = {"owner": owner} if owner and card in record.vendor_sign_ins else {}
    return Standing(
        found.state,
        proof.checked or proof.at,
        proof.last_good,
        {"said": proof.said, **vendor, **found.facts},
        proof.not_checked,
        found.cause or card,
        found.problem,
        sendings,
        bool(rests & {Rests.SIGN_IN, Rests.KEY}) and _in_demo(record),
    )


def sign_in_standing(record: StoreRecord, today: date, safe: Safe = Safe.NOT_ASKED) -> Standing:
    """Return where the store's own sign-in to Xero stands."""
    own, xero, until = record.organisation, record.xero, record.xero.good_until
    facts: dict[str, Fact] = {"what": "sign-in", "said": own.in_full if own else ""}
    state = _sign_in_state(record, today, safe)
    if until is not None and state not in _GONE:
        facts["until"] = until.isoformat()
    if own is not None and not xero.opens(own):
        facts["mine"] = own.name
        facts["other"] = ", ".join(each.name for each in xero.opened or ())
    if state is CardState.PROVEN and not xero.sends_journals:
        facts["what"] = "only-reads"
    return Standing(state, facts=facts, cause=Rests.SIGN_IN, sendings=_told(record), is_demo=_in_demo(record))


def _in_demo(record: StoreRecord) -> bool:
    return record.organisation is not None and record.organisation.is_demo


_GONE = {CardState.STOPPED, CardState.ENDED, CardState.FORGOTTEN}
"""States of a sign-in that is not there any more: it is good until no day."""


def _sign_in_state(record: StoreRecord, today: date, safe: Safe) -> CardState:
    own, xero, until = record.organisation, record.xero, record.xero.good_until
    if xero.stopped and not xero.connected:
        return CardState.STOPPED
    if not xero.connected or safe is Safe.EMPTY:
        return CardState.ENDED
    if safe is Safe.FORGOT:
        return CardState.FORGOTTEN
    if safe is Safe.CLOSED:
        return CardState.CLOSED
    if until is not None and until < today:
        return CardState.LAPSED
    if own is not None and not xero.opens(own):
        return CardState.DIFFERS if xero.opened else CardState.NOT_CHECKED
    if until is not None and until - today <= timedelta(days=WARN_DAYS):
        return CardState.LAPSES
    return CardState.PROVEN


_READS_ON = {CardState.PROVEN, CardState.CLOSED, CardState.LAPSES}
"""States of the sign-in that take nothing off a card today."""


def reads_xero(record: StoreRecord, today: date, safe: Safe = Safe.NOT_ASKED) -> bool:
    """Whether the sign-in is there by which Xero is read, as far as record and safe know."""
    return sign_in_standing(record, today, safe).state in _READS_ON


def _written(record: StoreRecord, draft: Begun | None) -> Standing | None:
    if not record.written:
        return None
    facts: dict[str, Fact] = {"what": "draft", "draft": draft.at} if draft is not None else {}
    return Standing(CardState.WRITTEN, facts={**facts, "receipt": record.written})


def _undone(proof: Proof) -> Standing | None:
    if proof.state is not ProofState.UNDONE:
        return None
    facts = {"put_back": proof.put_back.isoformat()} if proof.put_back is not None else {}
    return Standing(CardState.UNDONE, facts=facts)


def _changed(proof: Proof) -> Standing | None:
    """Say that a mail program was seen to hold something else than was proven, whatever was begun since."""
    if proof.changed is None:
        return None
    what = "mail-other-store" if proof.changed_facts.get("store") else "mail"
    what = "mail-gone" if proof.changed_facts.get("gone") else what
    facts = {"what": what, "changed": proof.changed.isoformat(), **proof.changed_facts}
    failed = _last_look(proof)
    return Standing(CardState.DIFFERS, facts=facts, problem=failed.problem if failed is not None else None)


def _wrong_elsewhere(
    record: StoreRecord,
    card: str,
    proof: Proof,
    rests: frozenset[Rests],
    draft: Begun | None,
    today: date,
    safe: Safe,
) -> Standing | None:
    """Say what is wrong with another program's own connection: that our sign-in ended mends nothing there."""
    if Rests.SIGN_IN not in rests:
        return None
    vendor = record.vendor_sign_ins.get(card)
    if vendor is not None and vendor.organisation and proof.organisation not in {"", vendor.organisation}:
        return Standing(CardState.DIFFERS, facts={"what": "vendor", "mine": proof.said})
    ours = sign_in_standing(record, today, safe).state
    if ours in _READS_ON:
        return None  # what is said then tells of all of it
    setback = draft.setback if draft is not None else None
    problem = wrong_elsewhere(proof, setback)
    if problem is not None and draft is not None and setback is not None and problem is setback.problem:
        facts: dict[str, Fact] = {"what": "elsewhere", "draft": draft.at, "tried": setback.at.isoformat()}
        return Standing(CardState.DRAFT, facts=facts, problem=problem)
    if problem is not None:
        return Standing(CardState.FAILED, facts={"what": "elsewhere"}, problem=problem)
    if ours is not CardState.STOPPED or Rests.SENDING in rests:
        return None
    if proof.missing:
        return _missing(proof)
    return Standing(CardState.SIGNED_IN, facts={"what": "to-copy"}) if proof.to_copy else None


def wrong_elsewhere(proof: Proof, setback: Setback | None) -> Problem | None:
    """Return what was found wrong last with another program's own connection; None where nothing was."""
    if setback is not None and setback.problem.code in ELSEWHERE:
        return setback.problem
    return Problem(proof.failed, proof.failed_facts) if proof.failed in ELSEWHERE else None


def _missing(proof: Proof) -> Standing:
    return Standing(CardState.HELD, facts={"what": "missing", "not_there": proof.missing})


def _sign_in_of_card(
    record: StoreRecord,
    card: str,
    proof: Proof,
    rests: frozenset[Rests],
    today: date,
    safe: Safe,
    mine: tuple[LastRun, ...],
) -> Standing | None:
    if Rests.SIGN_IN not in rests:
        return None
    sign_in, waits = sign_in_standing(record, today, safe), _not_in_xero(record, rests, mine)
    if sign_in.state is CardState.STOPPED and waits:
        facts = {**sign_in.facts, **waits, "said": proof.said}
        return Standing(sign_in.state, facts=facts, cause=sign_in.cause)
    if sign_in.state not in _READS_ON:
        what = "vendor-card" if card in record.vendor_sign_ins else "card"
        facts = {**sign_in.facts, "what": what, "said": proof.said}
        return Standing(sign_in.state, facts=facts, cause=sign_in.cause)
    may_send = record.xero.may_write if Rests.INVOICES in rests else record.xero.sends_journals
    if Rests.SENDING in rests and not may_send:
        return Standing(CardState.READS, facts={"what": "", **waits}, cause=sign_in.cause)
    return _other_organisation(record.organisation, proof)


def _not_in_xero(record: StoreRecord, rests: frozenset[Rests], mine: tuple[LastRun, ...]) -> dict[str, Fact]:
    """Return what of a sending is not in Xero, or was never seen to end; nothing where all of it is there."""
    if Rests.SENDING not in rests:
        return {}
    if record.books.sending is not None:
        return {"what": "cut", **_sent(record, mine)}
    left = sum(one.left for one in mine)
    return {"what": "left", "left_here": left, **_how_left(mine)} if left else {}


def _how_left(mine: tuple[LastRun, ...]) -> dict[str, Fact]:
    """Return whether what stayed here is `absent` from Xero or there `otherwise`; and how much is there."""
    how = "absent" if all(one.is_absent for one in mine if one.left) else "otherwise"
    changed = sum(one.changed for one in mine)
    return {"how_left": how, "changed_here": changed} if changed else {"how_left": how}


def _mine(record: StoreRecord, proof: Proof | None, whose: Whose, files: str) -> tuple[LastRun, ...]:
    """Return a card's last sending, to the organisation it was proven for, with others of its kind that day.

    Of the very `files` where those were sent.
    """
    own = record.organisation
    tenant = (proof.organisation if proof is not None else "") or (own.tenant_id if own is not None else "")
    known = [one for one in record.books.sendings if one.went_to(tenant) and _is_of(one, whose)]
    return of_one_day([one for one in known if files and one.files == files] or known)


def _is_of(one: LastRun, whose: Whose) -> bool:
    return not whose or one.whose in {"", whose}


def _key(record: StoreRecord, proof: Proof, rests: frozenset[Rests]) -> Standing | None:
    if Rests.KEY not in rests:
        return None
    tenant = record.key.tenant if record.key is not None else ""
    if tenant and proof.organisation not in {"", tenant}:
        return Standing(CardState.DIFFERS, facts={"what": "key", "mine": proof.said})
    return _other_organisation(record.organisation, proof)


def _other_organisation(now: Organisation | None, proof: Proof) -> Standing | None:
    if now is None or _is_for(proof, now):
        return None
    return Standing(CardState.DIFFERS, facts={"what": "organisation", "mine": proof.said, "other": now.name})


def _is_for(proof: Proof, organisation: Organisation) -> bool:
    """Whether something was proven for this organisation; where a key knows no id, names are compared."""
    if proof.organisation and organisation.tenant_id:
        return proof.organisation == organisation.tenant_id
    return not proof.said or not organisation.name or organisation.is_meant_by(proof.said)


def _sender(record: StoreRecord, proof: Proof, rests: frozenset[Rests], *, is_begun: bool) -> Standing | None:
    """Say that it is signed out, or another one than was tested.

    Another one that was only begun (`is_begun`) is not set up yet: its draft says how far it came.
    """
    sender = record.sender
    if Rests.SENDER not in rests or not proof.said:
        return None  # without a tested address nothing of the store's own is used for sending
    signed_out = sender.login == "sign-in" and sender.way is not SignInWay.APP and sender.connected is None
    forgotten = bool(sender.address) and not sender.server
    if signed_out or forgotten:
        return Standing(CardState.STOPPED, facts={"what": "sender"})
    if not is_begun and sender.address and sender.address.casefold() != proof.said.casefold():
        return Standing(
            CardState.DIFFERS, facts={"what": "sender", "mine": proof.said, "other": sender.address}
        )
    return None


def _last_look(proof: Proof) -> Standing | None:
    if not proof.failed:
        return None
    return Standing(CardState.FAILED, problem=Problem(proof.failed, proof.failed_facts))


def _not_looked(proof: Proof) -> Standing | None:
    """Say that it was to be looked at, and nobody could: what was proven may hold as it did."""
    if proof.unlooked is None:
        return None
    facts = {"what": "unlooked", "tried": proof.unlooked.isoformat()}
    return Standing(CardState.CLOSED, facts=facts, problem=Problem(proof.unlooked_code, proof.unlooked_facts))


def _only_read(proof: Proof, rests: frozenset[Rests]) -> bool:
    """Whether nothing but our own reading was seen to work: what another program does is its own matter."""
    return Rests.SIGN_IN in rests and Rests.SENDING not in rests and not proof.arrived


def _begun(
    draft: Begun, sent: Mapping[str, Fact], proof: Proof | None, *, only_read: bool = False
) -> Standing:
    """What was begun over a proof may have changed it already; what failed last is said in any case."""
    facts: dict[str, Fact] = {"draft": draft.at, **sent}
    problem = draft.setback.problem if draft.setback is not None else None
    if sent and (draft.sends or sent["sending"] == "cut"):
        is_whole = draft.has_sent and draft.setback is None and sent["sending"] == "whole"
        what = "whole" if is_whole else str(sent["sending"])
        what = what if is_whole or what in {"cut", "left"} else "sent"
        return Standing(CardState.DRAFT, facts={**facts, "what": what}, problem=problem)
    if draft.setback is not None and not _fails_since(proof, draft.setback.at):
        tried = draft.setback.at
        what = "stuck" if proof is None else "works" if _works_since(proof, tried) else "failed"
        what = "read-failed" if only_read else what
        facts |= {"what": what, "tried": tried.isoformat()}
        return Standing(CardState.DRAFT, facts=facts, problem=problem)
    failed = _last_look(proof) if proof is not None else None
    if proof is not None and failed is not None:
        looked = proof.checked or proof.at
        if draft.checked is not None and draft.checked > looked:
            facts |= {"what": "repaired", "tried": draft.checked.isoformat()}
            return Standing(CardState.DRAFT, facts=facts)
        facts |= {"what": "failed", "tried": looked.isoformat()}
        return Standing(CardState.DRAFT, facts=facts, problem=failed.problem)
    what = "" if proof is None else "to-copy" if proof.to_copy else "read" if only_read else "proven"
    return Standing(CardState.DRAFT, facts={**facts, "what": what})


def _fails_since(proof: Proof | None, tried: Moment) -> bool:
    """Whether what was proven was looked at after something else was tried, and failed as well."""
    return proof is not None and bool(proof.failed) and (proof.checked or proof.at) > tried


def _works_since(proof: Proof, tried: Moment) -> bool:
    """Whether what was proven was found good after something else was tried and failed."""
    return not proof.failed and (proof.checked or proof.at) > tried


def _lapses(
    record: StoreRecord, proof: Proof, rests: frozenset[Rests], today: date, safe: Safe
) -> Standing | None:
    sign_in = sign_in_standing(record, today, safe)
    if Rests.SIGN_IN not in rests or sign_in.state is not CardState.LAPSES:
        return None
    facts = {**sign_in.facts, "what": "card", "said": proof.said}
    return Standing(sign_in.state, facts=facts, cause=sign_in.cause)


def _sent(record: StoreRecord, mine: tuple[LastRun, ...]) -> dict[str, Fact]:
    """Return how a card's last sending ended; nothing where there was none.

    `sending` is `cut` where an end was never noted, `left` where some of it is not in Xero, `whole` where
    all of it was read back as it was sent.
    """
    began = record.books.sending
    if began is not None:
        return {"sending": "cut", "began": began.isoformat()}
    if not mine:
        return {}
    return {"sending": "left" if mine[0].left else "whole" if mine[0].differences == 0 else ""}


def _told(record: StoreRecord) -> tuple[LastRun, ...]:
    """Return what went to the store's organisation last; none while it is not known how that ended."""
    own = record.organisation
    if record.books.sending is not None:
        return ()
    return record.books.sent_to(own.tenant_id if own is not None else "")


def _due_by(schedule: str, today: date) -> date:
    """Return the last day before today on which the daily run was to send; without one, the first of all."""
    if not schedule:
        return date.min

    found = parse(schedule)
    days = (today - timedelta(days=back) for back in range(1, 8))
    return next((day for day in days if found is not None and found.sends_on(day)), date.min)


def _as_sent(record: StoreRecord, proof: Proof, today: date, mine: tuple[LastRun, ...]) -> Standing:
    """Return what a card's last sending leaves to be said."""
    facts = _sent(record, mine)
    if record.books.sending is not None:
        return Standing(CardState.HELD, facts={**facts, "what": "cut"})
    if not mine:
        return Standing(CardState.SIGNED_IN, facts={"what": "sends"})
    left, differs = sum(one.left for one in mine), any(one.differences for one in mine)
    if left or differs or mine[0].differences is None:
        what = "left" if left else "differs" if differs else ""
        return Standing(CardState.HELD, facts={**facts, "what": what, "left_here": left, **_how_left(mine)})
    if mine[0].day < _due_by(record.books.schedule, today):
        return Standing(CardState.STALE, facts={**facts, "what": "sends"})
    return Standing(CardState.SENT, facts={**facts, "what": "sends"}, not_checked=proof.not_checked)


def _as_proven(
    record: StoreRecord, proof: Proof, rests: frozenset[Rests], today: date, mine: tuple[LastRun, ...]
) -> Standing:
    if proof.state is ProofState.SERVER_ONLY:
        return Standing(CardState.SERVER_ONLY)
    if proof.state is ProofState.BY_HAND:
        return Standing(CardState.BY_HAND)
    if Rests.SENDING in rests:
        return _as_sent(record, proof, today, mine)
    if Rests.SIGN_IN in rests and proof.missing:
        return _missing(proof)
    if Rests.SIGN_IN in rests and not proof.arrived:
        return Standing(CardState.SIGNED_IN, facts={"what": "to-copy"} if proof.to_copy else {})
    if Rests.SENDER in rests and not proof.said:
        return Standing(CardState.PROVEN, facts={"what": "unused"})
    rows = {"key": Rests.KEY in rests, "sender": Rests.SENDER in rests, "mail": bool(proof.rests_on)}
    facts: dict[str, Fact] = {"what": next((name for name, holds in rows.items() if holds), "")}
    if proof.rests_on:
        facts["held"] = (proof.held or proof.at).isoformat()
    return Standing(CardState.NOT_CHECKED if proof.not_checked else CardState.PROVEN, facts=facts)

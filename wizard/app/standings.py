"""Where each procedure stands, for the home page."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wizard.catalogue.load import procedures
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.standings import StandingSaid, row_of, said_of, standing_file
from wizard.model.card_state import Begun, CardState, Rests, Safe, Standing
from wizard.model.connection import LAPSE_DAYS
from wizard.model.schedule import parse
from wizard.model.standing import card_standing, reads_xero, sign_in_standing

if TYPE_CHECKING:
    from wizard.catalogue.deadlines import Due
    from wizard.catalogue.schema import Procedure
    from wizard.model.record import StoreRecord
    from wizard.store.site import SiteFolder


@dataclass(frozen=True)
class Card:
    """One procedure on the home page: where it stands, the screen a draft waits at, its page that undoes."""

    procedure: "Procedure"
    standing: Standing
    at: str = ""
    undo: str = ""
    row: str = ""
    """Until when it is good, its last check, what it sent last."""


def deadlines_of(site: "SiteFolder") -> "list[Due]":
    """Return the dates that concern this store today."""
    from wizard.catalogue.deadlines import due  # noqa: PLC0415

    record = site.record()
    store: dict[str, object] = {
        "xero_connected": bool(record.xero.auth_event),
        "xero_keys": site.last_receipt("imagatec-xero") is not None,
    }
    return due(_today(), store | _of_sender(record))


def _of_sender(record: "StoreRecord") -> dict[str, object]:
    sender = record.sender
    if not sender.override:
        return {}
    return {
        "sender_provider": sender.provider,
        "sender_server": sender.server,
        "sender_login": sender.login,
    }


def _ends(record: "StoreRecord") -> str:
    """Return in words what ends the store's sender, and when."""
    from wizard.catalogue.deadlines import due  # noqa: PLC0415

    words, secret = standing_file().ends, record.sender.secret_ends
    if record.sender.login == "sign-in" and secret is not None:
        return words["secret"].format(day=day_in_words(secret))
    near = next((one for one in due(_today(), _of_sender(record)) if not one.is_past), None)
    if near is None:
        return words["none"]
    return words["deadline"].format(day=near.deadline.ends_words, title=near.deadline.title)


def cards(site: "SiteFolder", record: "StoreRecord", safe: Safe) -> list[Card]:
    """Return every procedure's card."""
    return [_card(site, record, each, safe) for each in procedures()]


def said_now(site: "SiteFolder") -> dict[str, StandingSaid]:
    """Return what home says of each procedure, by id; the password safe is not asked."""
    return {one.procedure.id: said_of(one.standing) for one in cards(site, site.record(), Safe.NOT_ASKED)}


def sign_in(record: "StoreRecord", safe: Safe) -> Standing:
    """Return where the store's own sign-in to Xero stands."""
    return sign_in_standing(record, _today(), safe)


def daily(record: "StoreRecord") -> Standing | None:
    """Return that the daily run has nothing to send with; None where nothing is to be said of it."""
    from wizard.jobs.books.who_posts import why_nothing_is_sent  # noqa: PLC0415 - only where something is kept

    why = why_nothing_is_sent(record, parse(record.books.schedule), _today())
    if why in {"", "no-files"}:
        return None
    state = CardState.READS if why == "reads-only" else CardState.STOPPED
    return Standing(state, facts={"what": "daily"}, cause=Rests.SIGN_IN)


def can_read_xero(record: "StoreRecord", safe: Safe | None) -> bool:
    """Whether there is a sign-in by which Xero can be read, as far as the record and the safe know.

    A store that never signed in by itself has a key, or nothing in Xero at all.
    """
    return not record.xero.was_used or reads_xero(record, _today(), safe or Safe.NOT_ASKED)


def sign_in_row(record: "StoreRecord", standing: Standing) -> str:
    """Return the line below it: until when it is good, when it was used and what was sent last."""
    until = record.xero.good_until
    used = day_in_words(until - timedelta(days=LAPSE_DAYS)) if until is not None else ""
    return row_of("sign-in", standing, {"used": used})


def _card(site: "SiteFolder", record: "StoreRecord", procedure: "Procedure", safe: Safe) -> Card:
    begun = _begun(site, procedure)
    owner = procedure.vendor if procedure.vendor_page else ""
    rests = rests_on(procedure, record)
    several = record.books.earlier
    standing = card_standing(
        record,
        procedure.id,
        rests,
        _today(),
        safe,
        owner=owner,
        draft=begun,
        whose="journals" if procedure.only_reads else "shop",
        files=_files(procedure, record) if several else "",
    )
    proof = record.proofs.get(procedure.id)
    covered = proof is not None and bool(proof.rests_on) and standing.state is not CardState.UNDONE
    written = covered or standing.state is CardState.WRITTEN or (proof is not None and bool(proof.left))
    side = next((s.id for s in procedure.steps if s.takes_back), "") if written else ""
    row = _row(record, rests, standing) if proof is not None else ""
    return Card(procedure, standing, begun.at if begun is not None else "", side, row)


_KINDS = {Rests.SENDER: "sender", Rests.KEY: "key", Rests.SENDING: "sends", Rests.SIGN_IN: "reads"}
"""By what a card rests on, its row in `standings.toml`; without any of them it is the store's mail."""


def _row(record: "StoreRecord", rests: frozenset[Rests], standing: Standing) -> str:
    kind = next((kind for rest, kind in _KINDS.items() if rest in rests), "mail")
    return row_of(kind, standing, {"ends": _ends(record)} if kind == "sender" else None)


def rests_on(procedure: "Procedure", record: "StoreRecord") -> frozenset[Rests]:
    """Return what a procedure's card cannot work without, as the store uses it."""
    jobs = {name for step in procedure.steps for name in step.jobs}
    needed = {Rests.SIGN_IN: "connect_xero", Rests.KEY: "check_xero_key", Rests.SENDER: "send_test"}
    needed[Rests.PROGRAM] = "write_mail_settings"
    if not procedure.only_reads or record.books.posts_here:
        needed |= {Rests.SENDING: "send_records"}
        if not procedure.only_reads:
            needed[Rests.INVOICES] = "send_records"
    return frozenset(kind for kind, job in needed.items() if job in jobs)


def _files(procedure: "Procedure", record: "StoreRecord") -> str:
    """Return what a procedure sends; empty where nobody said yet."""
    from wizard.jobs.books.who_posts import own_files  # noqa: PLC0415 - only where something was sent

    own = own_files(record)
    found = own.journals if procedure.only_reads else own.shop
    return str(found or "")


def _begun(site: "SiteFolder", procedure: "Procedure") -> Begun | None:
    draft = site.load_draft(procedure.id)
    if draft is None or not draft.trail:
        return None
    step = next((s for s in procedure.steps if s.id == draft.trail[-1]), None)
    if step is None:
        return None
    sending = [s for s in procedure.steps if "send_records" in s.jobs]
    came_by = any(s.id in draft.trail for s in sending)
    sends = came_by and (step in sending or not step.side)
    has_sent = any(s.id in draft.results for s in sending)
    return Begun(f"{procedure.letter}{step.number}", sends, draft.setback, draft.checked, has_sent)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the store's own day

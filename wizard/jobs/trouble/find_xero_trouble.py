"""Job: find out why Xero stopped, with all that is known of the store's connections to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from wizard.catalogue.load import procedures
from wizard.catalogue.moments import in_words
from wizard.catalogue.schema import Procedure
from wizard.catalogue.words import words_of
from wizard.jobs.daily.kept_mail import card_of
from wizard.jobs.export.read_status import left_behind
from wizard.jobs.job import Done, Tools
from wizard.jobs.trouble.looked import Look, Looked, TroubleFound, is_proven, look_with, tell
from wizard.jobs.xero.check_kept_key import CheckKeptKey
from wizard.jobs.xero.connection import (
    addresses_of,
    ask_with,
    connection_of,
    forget_lost,
    no_sign_in,
    own_tenant,
)
from wizard.jobs.xero.read_standing import ReadStanding
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.record import Proof, ProofState
from wizard.model.setback import Setback
from wizard.model.standing import wrong_elsewhere
from wizard.xero.organisation import read_organisation

_words = words_of(__name__)


@dataclass(frozen=True)
class FindXeroTrouble:
    """Use the sign-in, show Xero the key, and say what of the last sending is not there.

    Only reads; what another program does with a connection of its own is not seen from here, and said so.
    Value: a tuple of Looked.
    """

    gives: ClassVar = TroubleFound

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return everything that was looked at, and the problem of the first that is wrong."""
        looks = (
            (0.5, lambda part: _sign_in(tools, part, cancel)),
            (0.4, lambda part: _key(tools, part, cancel)),
            *((0.0, look) for look in _vendors(tools)),
            (0.1, lambda _part: _sending(tools)),
        )
        return tell(looks, progress, cancel)


def _sign_in(tools: Tools, progress: Progress, cancel: Cancel) -> Looked | None:
    record = tools.site.record()
    if not record.xero.client_id or record.organisation is None:
        return None
    said = record.organisation.name
    if record.xero.stopped and not record.xero.connected:
        return Looked(
            "sign-in", no_sign_in(tools), said
        )  # as home says; other organisations may be open still
    try:
        problem = _problem_of_sign_in(tools, progress, cancel)
    except ProblemFound as found:
        problem = found.problem
    return Looked("sign-in", problem, said)


def _problem_of_sign_in(tools: Tools, progress: Progress, cancel: Cancel) -> Problem | None:
    progress.step(0.1, _words("looking-at-sign-in"))
    kept = ReadStanding().run(tools, progress, cancel)
    if isinstance(kept, Problem):
        return kept
    if kept.problem is not None:
        return kept.problem
    cancel.check()
    progress.step(0.4, _words("asking-xero"))
    addresses, tenant = addresses_of(tools), own_tenant(tools)
    found = ask_with(
        connection_of(tools), lambda access: read_organisation(tools.http, addresses, access, tenant)
    )
    return forget_lost(tools, found) if isinstance(found, Problem) else None


def _key(tools: Tools, progress: Progress, cancel: Cancel) -> Looked | None:
    key = tools.site.record().key
    if key is None or not is_proven(tools, "key"):
        return None
    own = tools.site.record().organisation
    said = own.name if own is not None else ""
    return look_with("key", CheckKeptKey(key), said, tools, progress, cancel)


def _vendors(tools: Tools) -> Iterator[Look]:
    """Yield the looks at what is known of other programs' own connections."""
    for procedure in procedures():
        if procedure.vendor_page is not None:
            yield partial(_vendor, tools, procedure)


def _vendor(tools: Tools, procedure: Procedure, _part: Progress) -> Looked | None:
    """Say what is known of another program's own connection; nothing of it is seen from here."""
    record, card = tools.site.record(), procedure.id
    proof = record.proofs.get(card)
    assert procedure.vendor_page is not None
    has_own = procedure.only_reads or card in record.vendor_sign_ins
    if proof is None or proof.state is ProofState.UNDONE or not has_own:
        return None
    draft = tools.site.load_draft(card)
    setback = draft.setback if draft is not None else None
    problem, owner = wrong_elsewhere(proof, setback), procedure.vendor_page.owner
    missing, differing = _not_there(proof, setback)
    if missing or differing:
        well = "vendor-missing" if missing else "vendor-differing"
        return Looked("vendor", problem, owner, card, well=well, count=missing or differing)
    return Looked("vendor", problem, owner, card, well="vendor-to-copy" if proof.to_copy else "")


def _not_there(proof: Proof, setback: Setback | None) -> tuple[int, int]:
    """Return how many entries were not in Xero when they were last looked for, or with other amounts."""
    if setback is None or setback.problem.code != "POST-MISSING":
        return proof.missing, 0
    facts = setback.problem.facts
    return int(facts["missing"]), int(facts["differing"])


def _sending(tools: Tools) -> Looked | None:
    """Say what the last sending left here: asked of what was written down then, not of Xero."""
    sendings = tools.site.record().books.sent_to(own_tenant(tools))
    if not sendings:
        return None
    left = sum(one.counts.get(word, 0) for one in sendings for word in ("failed", "held"))
    sent = sum(one.counts.get(word, 0) for one in sendings for word in ("sent", "already_there"))
    out = sum(one.counts.get("excluded", 0) for one in sendings)
    differs = next((one for one in sendings if one.differences), None)
    newest, problem = max(one.at for one in sendings), None
    if left:
        problem = left_behind(sent, left, out, newest)
    elif differs is not None and differs.differences:
        problem = Problem("PROOF-DIFFERS", {"count": differs.differences, "path": differs.proof})
    well = "sending-unread" if any(one.differences is None for one in sendings) else ""
    return Looked("sending", problem, in_words(newest), card_of("send_records"), well=well)

"""Job: find out why Xero stopped, with all that is known of the store's connections to it."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.moments import in_words
from wizard.catalogue.words import words_of
from wizard.jobs.daily.kept_mail import card_of
from wizard.jobs.export.read_status import left_behind
from wizard.jobs.job import Done, Tools
from wizard.jobs.trouble.looked import Looked, TroubleFound, is_proven, look_with, note, tell
from wizard.jobs.xero.check_xero_key import CheckXeroKey
from wizard.jobs.xero.connection import addresses_of, ask_with, connection_of, forget_lost, own_tenant
from wizard.jobs.xero.read_standing import ReadStanding
from wizard.jobs.xero.use_organisation import VAULT_SECRET
from wizard.model.kept_secrets import secret_gone
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.xero.organisation import read_organisation

_words = words_of(__name__)


@dataclass(frozen=True)
class FindXeroTrouble:
    """Use the sign-in, show Xero the key, and say what of the last sending is not there.

    Only reads. Value: a tuple of Looked.
    """

    gives: ClassVar = TroubleFound

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return everything that was looked at, and the problem of the first that is wrong."""
        looks = (
            (0.5, lambda part: _sign_in(tools, part, cancel)),
            (0.4, lambda part: _key(tools, part, cancel)),
            (0.1, lambda _part: _sending(tools)),
        )
        return tell(looks, progress, cancel)


def _sign_in(tools: Tools, progress: Progress, cancel: Cancel) -> Looked | None:
    record = tools.site.record()
    if not record.xero.client_id or record.organisation is None:
        return None
    said = record.organisation.name
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
    try:
        secret = tools.vault.get(VAULT_SECRET)
    except ProblemFound as found:
        return note("key", found.problem, said, tools)
    if secret is None:
        return note("key", secret_gone(tools.vault, "API Secret", "api_secret"), said, tools)
    return look_with("key", CheckXeroKey(key.api_key, secret), said, tools, progress, cancel)


def _sending(tools: Tools) -> Looked | None:
    """Say what the last sending left here: asked of what was written down then, not of Xero."""
    sendings = tools.site.record().books.sendings
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

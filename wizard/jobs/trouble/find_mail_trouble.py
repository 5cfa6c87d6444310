"""Job: find out why the store's e-mail stopped working, with all that is known of it."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.listing import listed
from wizard.jobs.daily.kept_mail import card_of, kept_mail
from wizard.jobs.job import Done, Tools
from wizard.jobs.mail.check_mail import CheckMail
from wizard.jobs.programs.watch_mail_clients import WatchMailClients, wrong_with_written
from wizard.jobs.sender.mail_access import access_for
from wizard.jobs.sender.send_test import SendTest
from wizard.jobs.trouble.looked import Looked, TroubleFound, is_proven, look_with, note, tell
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.record import Proof, ProofState


@dataclass(frozen=True)
class FindMailTrouble:
    """Look at the mail server, then at the mail programs, then at the store's own sender.

    One message goes from the store's address to itself, as at M4. Value: a tuple of Looked.
    """

    gives: ClassVar = TroubleFound
    wait_seconds: float = 120.0

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return everything that was looked at, and the problem of the first that is wrong."""
        looks = (
            (0.7, lambda part: self._server(tools, part, cancel)),
            (0.1, lambda part: _programs(tools, part, cancel)),
            (0.2, lambda part: self._sender(tools, part, cancel)),
        )
        return tell(looks, progress, cancel)

    def _server(self, tools: Tools, progress: Progress, cancel: Cancel) -> Looked | None:
        try:
            settings = kept_mail(tools)
        except ProblemFound as found:
            return note("mail", found.problem, "", tools)
        if settings is None:
            return None
        access = access_for(tools, settings)
        job = CheckMail(settings, keep=False, wait_seconds=self.wait_seconds, access=access)
        return look_with("mail", job, settings.identity.address, tools, progress, cancel)

    def _sender(self, tools: Tools, progress: Progress, cancel: Cancel) -> Looked | None:
        """Log in where the store's own sender sends; nothing goes out a second time."""
        if not is_proven(tools, "sender") or not tools.site.record().sender.override:
            return None
        address = tools.site.record().sender.address
        try:
            job = SendTest.saved(tools, "", self.wait_seconds)
        except ProblemFound as found:
            return note("sender", found.problem, address, tools)
        if isinstance(job, Problem):
            return Looked("sender", job, address, card_of("send_test"))
        quiet = SendTest(job.sender, job.password, wait_seconds=self.wait_seconds, sends=False)
        return look_with("sender", quiet, address, tools, progress, cancel)


def _programs(tools: Tools, progress: Progress, cancel: Cancel) -> Looked | None:
    card = card_of("undo_mail_settings")
    record = tools.site.record()
    proof = record.proofs.get(card)
    if proof is not None and proof.state is ProofState.UNDONE and not record.written:
        return Looked("mail-programs", Problem("CLIENT-UNDONE"), card=card)
    if proof is not None and not proof.rests_on and not record.written:
        return _not_written(proof, card)
    try:
        done = WatchMailClients().run(tools, progress, cancel)
    except ProblemFound as found:
        return Looked("mail-programs", found.problem, card=card)
    if isinstance(done, Problem):
        return Looked("mail-programs", done, card=card)
    if not done.value:
        return None
    names = listed(dict.fromkeys(each.receipt.client_name for each in done.value))
    return Looked("mail-programs", wrong_with_written(done, record), names, card)


def _not_written(proof: Proof, card: str) -> Looked:
    """Say what is known of mail programs into which this set-up, whatever another did, wrote nothing."""
    if proof.state is ProofState.SERVER_ONLY:
        return Looked("mail-programs", Problem("CLIENT-NOT-SET"), card=card)
    if proof.state is ProofState.BY_HAND:
        return Looked("mail-programs", card=card, well="programs-by-hand")
    alone = "mail-program" in proof.not_checked
    return Looked("mail-programs", card=card, well="programs-alone" if alone else "programs-read")

"""Telling the store what a daily run found: one e-mail through its own proven sender, one desktop notice."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from wizard.jobs.daily.kept_mail import card_of, kept_mail
from wizard.jobs.job import Tools
from wizard.jobs.mail.settings import learn_passwords
from wizard.jobs.sender.mail_access import access_for
from wizard.jobs.sender.own_sender import VAULT_PASSWORD, known_sender
from wizard.mail.fetching import CheckOptions
from wizard.mail.notice import send_notice
from wizard.model.mail import MailSettings
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel
from wizard.model.record import Moment, ProofState, StoreRecord

Told = Literal["told", "told-today", "no-need", "nobody", "failed"]
"""`told-today`: there was one already, `nobody`: no proven sender, or no desktop that shows notices."""


def is_same_day(moment: Moment | None, now: datetime) -> bool:
    """Whether something was on this very day, by this PC's calendar."""
    return moment is not None and moment.astimezone().date() == now.astimezone().date()


def mail(tools: Tools, subject: str, text: str, cancel: Cancel) -> tuple[Told, Problem | None]:
    """Send a message from the store's proven address to itself."""
    try:
        settings = _proven(tools)
        if settings is None:
            return "nobody", None
        learn_passwords(tools, settings)
        options = CheckOptions(clean=tools.clean, access=access_for(tools, settings))
        said = tools.clean(subject), tools.clean(text)  # servers repeat what they were told
        problem = send_notice(settings, tools.dialer, options, *said, cancel)
    except ProblemFound as found:
        problem = found.problem
    return ("told", None) if problem is None else ("failed", problem)


def notify(tools: Tools, title: str, text: str) -> Told:
    """Show a notice on the desktop."""
    if tools.notify is None:
        return "nobody"
    return "told" if tools.notify(tools.clean(title), tools.clean(text)) else "nobody"


def _proven(tools: Tools) -> MailSettings | None:
    """Return what may send: the store's own sender, else its e-mail, whichever was proven and not undone."""
    record = tools.site.record()
    sender = known_sender(tools)
    if sender is not None and record.sender.override and _holds(record, card_of("send_test")):
        password = None if sender.signs_in else tools.vault.get(VAULT_PASSWORD)
        if sender.signs_in or password is not None:
            return MailSettings(sender.identity, None, replace(sender.outgoing, password=password))
    return kept_mail(tools) if _holds(record, card_of("check_mail")) else None


def _holds(record: StoreRecord, card: str) -> bool:
    proof = record.proofs.get(card)
    return proof is not None and proof.state is not ProofState.UNDONE and not proof.failed

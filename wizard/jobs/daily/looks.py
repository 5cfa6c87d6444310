"""Everything that a daily run looks at besides the books; each look says nothing of what was never set up."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from wizard.catalogue.deadlines import due
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.words import words_of
from wizard.jobs.daily.found import About, Found
from wizard.jobs.daily.kept_mail import card_of, kept_mail
from wizard.jobs.job import Done, Job, Tools
from wizard.jobs.mail.check_mail import CheckMail
from wizard.jobs.programs.watch_mail_clients import WatchMailClients, wrong_with_written
from wizard.jobs.sender.mail_access import access_for
from wizard.jobs.sender.send_test import SendTest
from wizard.jobs.xero.check_kept_key import CheckKeptKey
from wizard.jobs.xero.connection import connection_of, forget_lost
from wizard.jobs.xero.read_standing import ReadStanding
from wizard.model.connection import WARN_DAYS
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Silent
from wizard.model.record import ProofState
from wizard.model.unexpected import unexpected

_words = words_of(__name__)

_SECRET_DAYS = 30
"""Days before its end from which a Client Secret is spoken of: a new one takes an administrator."""
Look = Callable[[Tools, Cancel], Found | None]


def look_after(tools: Tools, cancel: Cancel) -> Iterator[Found]:
    """Look at all of it, one after the other, and note on each card what was found."""
    looks: dict[About, Look] = {
        "mail-programs": _programs, "mail": _mail, "key": _key, "sender": _sender, "sign-in": _sign_in,
        "secret": _secret,
    }  # fmt: skip
    for about, look in looks.items():
        cancel.check()
        found = guarded(about, lambda look=look: look(tools, cancel))  # type: ignore[misc]
        if found is not None:
            yield found
    yield from _dates(tools)


def guarded(about: About, look: Callable[[], Found | None]) -> Found | None:
    """Return what a look found; whatever ends it is what it found: the others are still looked at."""
    try:
        return look()
    except ProblemFound as found:
        return Found(about, found.problem)
    except Exception as error:  # noqa: BLE001 - one look that fails must not silence the rest
        return Found(about, unexpected(error))


def _programs(tools: Tools, cancel: Cancel) -> Found | None:
    record = tools.site.record()
    proof = record.proofs.get(card_of("undo_mail_settings"))
    if proof is not None and not proof.rests_on and not record.written:
        return None  # what an earlier set-up wrote there is not what this one proved
    done = WatchMailClients().run(tools, Silent(), cancel)
    if isinstance(done, Problem):
        return Found("mail-programs", done)
    if not done.value:
        return None
    return Found("mail-programs", wrong_with_written(done, record))


def _mail(tools: Tools, cancel: Cancel) -> Found | None:
    card = card_of("check_mail")
    proof = tools.site.record().proofs.get(card)
    if proof is not None and proof.state is ProofState.UNDONE:
        # What is kept are our settings, and those are in no mail program any more.
        day = day_in_words((proof.put_back or proof.at).astimezone().date())
        return Found("mail", said=_words("put-back", day=day), skipped=True)
    try:
        settings = kept_mail(tools)
    except ProblemFound as found:
        return _noted(tools, "mail", card, found.problem)
    if settings is None:
        return None
    job = CheckMail(settings, keep=False, sends=False, access=access_for(tools, settings))
    return _of_card(tools, "mail", card, job, cancel)


def _key(tools: Tools, cancel: Cancel) -> Found | None:
    key, card = tools.site.record().key, card_of("check_xero_key")
    if key is None or not _is_proven(tools, card):
        return None
    return _of_card(tools, "key", card, CheckKeptKey(key), cancel)


def _sender(tools: Tools, cancel: Cancel) -> Found | None:
    card = card_of("send_test")
    if not _is_proven(tools, card) or not tools.site.record().sender.override:
        return None
    try:
        job = SendTest.saved(tools, "", 60.0)
    except ProblemFound as found:
        return _noted(tools, "sender", card, found.problem)
    if isinstance(job, Problem):
        return Found("sender", job)
    quiet = SendTest(job.sender, job.password, wait_seconds=job.wait_seconds, sends=False)
    return _of_card(tools, "sender", card, quiet, cancel)


def _sign_in(tools: Tools, cancel: Cancel) -> Found | None:
    """Use the sign-in before it lapses: whoever is used does not lapse."""
    if not tools.site.record().xero.connected:
        return None
    done = ReadStanding().run(tools, Silent(), cancel)
    if isinstance(done, Problem):
        return Found("sign-in", done)
    if done.problem is None and done.facts["days_left"] <= WARN_DAYS:
        access = connection_of(tools).fresh()
        if isinstance(access, Problem):
            return Found("sign-in", forget_lost(tools, access))
    return Found("sign-in", done.problem)


def _secret(tools: Tools, cancel: Cancel) -> Found | None:  # noqa: ARG001 - as every look
    sender = tools.site.record().sender
    ends = sender.secret_ends
    if ends is None or not sender.override or sender.login != "sign-in":
        return None
    days = (ends - _today()).days
    said = day_in_words(ends)
    if days < 0:
        return Found("secret", Problem("SECRET-ENDED", {"ends": said}))
    near = Problem("SECRET-ENDS", {"ends": said, "days": days}) if days <= _SECRET_DAYS else None
    return Found("secret", near)


def _dates(tools: Tools) -> Iterator[Found]:
    for one in due(_today(), known_for_dates(tools)):
        row = one.deadline
        facts = {"title": row.title, "when": row.ends_words, "words": one.words}
        yield Found("dates", Problem("DATE-NEAR", facts))


def known_for_dates(tools: Tools) -> dict[str, object]:
    """Return what decides which dates concern this store."""
    record = tools.site.record()
    store: dict[str, object] = {
        "xero_connected": bool(record.xero.auth_event),
        "xero_keys": tools.site.last_receipt(card_of("check_xero_key")) is not None,
    }
    sender = record.sender
    if sender.override:
        store["sender_provider"], store["sender_server"] = sender.provider, sender.server
        store["sender_login"] = sender.login
    return store


def _of_card(tools: Tools, about: About, card: str, job: Job, cancel: Cancel) -> Found:
    """Run a card's job, and note on the card what it found."""
    try:
        outcome = job.run(tools, Silent(), cancel)
    except ProblemFound as found:
        outcome = found.problem
    return _noted(tools, about, card, outcome.problem if isinstance(outcome, Done) else outcome)


def _noted(tools: Tools, about: About, card: str, problem: Problem | None) -> Found:
    tools.site.change(lambda record: record.after_check(card, datetime.now(UTC), problem))
    return Found(about, problem)


def _is_proven(tools: Tools, card: str) -> bool:
    proof = tools.site.record().proofs.get(card)
    return proof is not None and proof.state is not ProofState.UNDONE


def _today() -> date:
    return datetime.now().astimezone().date()

"""Looking into the store's mailbox: what is there before, and fetching the check's message back."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from wizard.catalogue.words import words_of
from wizard.mail.guarded import Facts, outcome_of
from wizard.mail.line import BrokenOff
from wizard.mail.pop3 import Pop3, open_pop3, pop3_login, pop3_sign_in
from wizard.mail.round_trip import Look, collect, marks, wait_for
from wizard.mail.transcript import Transcript
from wizard.mail.waits import USUAL, Waits
from wizard.model.mail import Incoming, MailSettings, PortPair, RoundTripTicket
from wizard.model.ports import Dialer
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.redaction.facts import clean_facts
from wizard.redaction.words import Words

_words = words_of(__name__)

_LAST_LOOK = 5.0
"""Seconds for taking the message back out of the mailbox when somebody has stopped the check."""


@dataclass(frozen=True)
class CheckOptions:
    """How to check: the ISP rule's pairs, sending alone or not, how many seconds the round trip may take."""

    pairs: Sequence[PortPair] = ()
    outgoing_only: bool = False
    sends: bool = True
    """Whether a message goes out; without one the logins and the envelope are all that is proven."""
    wait_seconds: float = 120.0
    clean: Callable[[str], str] = str
    """Takes known secrets out of what servers say."""
    send_to: str = ""
    """Where a store that only sends has its message sent; empty = no message goes out."""
    access: Callable[[], Secret | Problem] | None = None
    """Fetches an access token for logins that want one (XOAUTH2); called only when it is about to be used."""
    waits: Waits = field(default=USUAL)
    transcript: Transcript = field(default_factory=Transcript)


@dataclass(frozen=True)
class Fetched:
    """The check's message came back; `left` = the server's words where it would not let it be removed."""

    facts: Facts
    left: Words | None = None


def fetch_back(
    settings: MailSettings,
    dialer: Dialer,
    ticket: RoundTripTicket,
    options: CheckOptions,
    progress: Progress,
    cancel: Cancel,
) -> Fetched | Problem:
    """Wait for a check message that is under way; MAIL-NOT-BACK when the time is over, or it bounced."""
    incoming = settings.incoming
    assert incoming is not None
    facts: Facts = {"host": incoming.host, "port": incoming.port, "side": "incoming"}
    found = Look()
    met: list[Problem] = []

    def visit() -> Facts:
        found.found = False
        with _logged_in(incoming, dialer, options, cancel) as pop:
            collect(pop, ticket, found, cancel)
        return {}

    def look() -> bool:
        # Servers hiccup between two looks; only what lasts to the end is the outcome.
        outcome = outcome_of(visit, facts)
        met[:] = [outcome] if isinstance(outcome, Problem) else []
        return not isinstance(outcome, Problem) and (found.found or found.bounced is not None)

    def on_look(left: float) -> None:
        done = 1 - left / max(options.wait_seconds, 0.001)
        progress.step(0.7 + 0.29 * min(max(done, 0.0), 1.0), _words("waiting"))

    came = wait_for(look, options.wait_seconds, cancel, on_look)
    address = settings.identity.address
    waited = round(time.time() - ticket.sent_at)
    if came and not found.found:
        bounced: Facts = {"cause": "bounced", "said": found.bounced or _words("nothing-said")}
        return Problem("MAIL-NOT-BACK", {**facts, "address": address, "waited": waited, **bounced})
    if came:
        took = round(time.time() - ticket.sent_at, 1)
        return Fetched({"address": address, "took": took}, found.left)
    return met[0] if met else Problem("MAIL-NOT-BACK", {**facts, "address": address, "waited": waited})


def left_behind(fetched: Fetched | Problem, address: str, clean: Callable[[str], str]) -> Problem | None:
    """Return the notice that the check's message is, or may be, in the mailbox; None where it is gone.

    A check that waits for it further, or has it back as undeliverable, says so in its own words.
    """
    if isinstance(fetched, Problem):
        unseen: Facts = {"address": address, "said": "", "cause": "unseen"}
        return None if fetched.code == "MAIL-NOT-BACK" else Problem("MAIL-CHECK-LEFT", unseen)
    if fetched.left is None:
        return None
    return Problem("MAIL-CHECK-LEFT", clean_facts({"address": address, "said": fetched.left}, clean))


def remove_quietly(
    settings: MailSettings, dialer: Dialer, ticket: RoundTripTicket, options: CheckOptions
) -> None:
    """Take the check's message out of the mailbox if it is there already; nothing is said of it."""
    incoming = settings.incoming
    if incoming is None:
        return
    short = Waits(_LAST_LOOK, _LAST_LOOK, 0.0, _LAST_LOOK, _LAST_LOOK)
    hurried = replace(options, waits=short)
    with (
        contextlib.suppress(OSError, BrokenOff, ProblemFound),
        _logged_in(incoming, dialer, hurried, Cancel()) as pop,
    ):
        outcome_of(lambda: _collected(pop, ticket), {})


def _collected(pop: Pop3, ticket: RoundTripTicket) -> Facts:
    collect(pop, ticket, Look(), Cancel())
    return {}


def look_into(
    incoming: Incoming, dialer: Dialer, options: CheckOptions, cancel: Cancel
) -> frozenset[str] | Problem:
    """Return what is in a mailbox (its marks), so that a message sent now is known by being new."""
    found: set[str] = set()

    def look() -> Facts:
        with _logged_in(incoming, dialer, options, cancel) as pop:
            found.update(marks(pop, cancel).values())
        return {}

    outcome = outcome_of(look, {"host": incoming.host, "port": incoming.port, "side": "incoming"})
    return outcome if isinstance(outcome, Problem) else frozenset(found)


@contextlib.contextmanager
def _logged_in(incoming: Incoming, dialer: Dialer, options: CheckOptions, cancel: Cancel) -> Iterator[Pop3]:
    server = incoming.host, incoming.port, incoming.socket
    with open_pop3(dialer, *server, cancel, options.waits, options.transcript) as pop:
        receive_login(pop, incoming, options)
        yield pop


def receive_login(pop: Pop3, incoming: Incoming, options: CheckOptions) -> None:
    """Log in to receive, with the password or, where the store signs in, with an access token."""
    if incoming.signs_in:
        pop3_sign_in(pop, incoming.user, token_from(options))
    else:
        pop3_login(pop, incoming.user, incoming.password.reveal())


def token_from(options: CheckOptions) -> str:
    """Return an access token; ProblemFound where there is none to be had."""
    access = options.access() if options.access is not None else Problem("SENDER-NOT-CONNECTED")
    if isinstance(access, Problem):
        raise ProblemFound(access)
    return access.reveal()

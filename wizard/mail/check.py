"""The seven checks of a store's mail, in order, each with its own outcome (checklist S1.67-68, S1.72)."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from wizard.mail import reach
from wizard.mail.clients import (
    Pop3,
    Smtp,
    open_pop3,
    open_smtp,
    pop3_login,
    pop3_sign_in,
    smtp_login,
    smtp_sign_in,
)
from wizard.mail.delivery import offer_envelope, send
from wizard.mail.guarded import outcome_of
from wizard.mail.probe import Answer, PortFinding, Side
from wizard.mail.round_trip import collect, compose, new_ticket, uidls, wait_for
from wizard.model.mail import (
    CheckId,
    CheckRow,
    CheckState,
    Incoming,
    MailReport,
    MailSettings,
    OutgoingAuth,
    PortPair,
    RoundTripTicket,
    SocketType,
)
from wizard.model.ports import Dialer
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.redaction.facts import clean_facts

Facts = dict[str, Fact]

_TEXTS = {
    CheckId.RESOLVE: "Looking up the server's name",
    CheckId.REACH: "Knocking at the ports",
    CheckId.ENCRYPTION: "Looking at the encryption",
    CheckId.INCOMING_LOGIN: "Logging in to receive",
    CheckId.OUTGOING_LOGIN: "Logging in to send",
    CheckId.SENDER: "Asking whether the server takes your messages",
    CheckId.ROUND_TRIP: "Sending a message and waiting for it",
}
_FRACTIONS = dict(zip(CheckId, (0.05, 0.1, 0.3, 0.4, 0.5, 0.6, 0.65), strict=True))


@dataclass(frozen=True)
class CheckOptions:
    """How to check: the ISP rule's pairs, sending alone or not, how many seconds the round trip may take."""

    pairs: Sequence[PortPair] = ()
    outgoing_only: bool = False
    wait_seconds: float = 120.0
    clean: Callable[[str], str] = str
    """Takes known secrets out of what servers say."""
    send_to: str = ""
    """Where a store that only sends has its message sent; empty = no message goes out."""
    access: Callable[[], Secret | Problem] | None = None
    """Fetches an access token for logins that want one (XOAUTH2); called only when it is about to be used."""


@dataclass
class _State:
    """What earlier rows found out for later ones."""

    broken: dict[Side, CheckId] = field(default_factory=dict)
    findings: list[PortFinding] = field(default_factory=list)
    before: frozenset[str] | None = None
    smtp: Smtp | None = None
    ticket: RoundTripTicket | None = None
    failed: dict[CheckId, Problem] = field(default_factory=dict)


class MailCheck:
    """One run of the seven checks; `run` never raises for what servers do."""

    def __init__(
        self,
        settings: MailSettings,
        dialer: Dialer,
        options: CheckOptions,
        progress: Progress,
        cancel: Cancel,
    ) -> None:
        # Before the receiving side goes: sending may use its login.
        self._login = _outgoing_login(settings)
        if options.outgoing_only:
            settings = MailSettings(settings.identity, None, settings.outgoing)
        self._settings, self._dialer, self._options = settings, dialer, options
        self._progress, self._cancel = progress, cancel
        self._state = _State()
        self._open = ExitStack()

    def run(self) -> MailReport:
        """Run all seven and return the report; Cancelled when its user stopped it."""
        steps: dict[CheckId, Callable[[], Facts | Problem | str]] = {
            CheckId.RESOLVE: self._resolve,
            CheckId.REACH: self._reach,
            CheckId.ENCRYPTION: self._encryption,
            CheckId.INCOMING_LOGIN: self._incoming_login,
            CheckId.OUTGOING_LOGIN: self._outgoing_login,
            CheckId.SENDER: self._sender,
            CheckId.ROUND_TRIP: self._round_trip,
        }
        with self._open:
            rows = tuple(self._row(check, step) for check, step in steps.items())
        return MailReport(rows, tuple(self._notices()), self._state.ticket)

    def _row(self, check: CheckId, step: Callable[[], Facts | Problem | str]) -> CheckRow:
        self._cancel.check()
        self._progress.step(_FRACTIONS[check], _TEXTS[check])
        began = time.monotonic()
        outcome = cleaned(step(), self._options.clean)
        seconds = round(time.monotonic() - began, 3)
        if isinstance(outcome, str):
            row = CheckRow(check, CheckState.SKIPPED, 0.0, facts={"because": outcome})
        elif isinstance(outcome, Problem):
            self._state.failed[check] = outcome
            row = CheckRow(check, CheckState.FAILED, seconds, outcome, outcome.facts)
        else:
            row = CheckRow(check, CheckState.PASSED, seconds, facts=outcome)
        self._progress.item(row)
        return row

    # --- the seven ---

    def _resolve(self) -> Facts | Problem:
        found, broken = reach.resolve(self._settings, self._dialer, self._cancel)
        for side in broken:
            self._state.broken[side] = CheckId.RESOLVE
        return next(iter(broken.values()), None) or found

    def _reach(self) -> Facts | Problem | str:
        if len(self._state.broken) == len(self._sides()):
            return CheckId.RESOLVE.value
        chosen, others = reach.probe_all(
            self._settings, self._options.pairs, self._dialer, self._cancel, set(self._state.broken)
        )
        self._state.findings = [*chosen, *others]
        failed = [f for f in chosen if not f.answers]
        for finding in failed:
            self._state.broken[finding.side] = CheckId.REACH
        if failed:
            return reach.reach_problem(self._settings, self._options.pairs, self._state.findings, failed[0])
        return reach.reach_facts(chosen, others)

    def _encryption(self) -> Facts | Problem | str:
        sides = [side for side in self._sides() if side not in self._state.broken]
        if not sides:
            return next(iter(self._state.broken.values())).value
        first: Problem | None = None
        facts: Facts = {}
        for side in sides:
            outcome = self._encryption_of(side)
            if isinstance(outcome, Problem):
                self._state.broken[side] = CheckId.ENCRYPTION
                first = first or outcome
            else:
                facts |= outcome
        return first or facts

    def _encryption_of(self, side: Side) -> Facts | Problem:
        server, facts = self._server(side), self._facts(side)
        finding = next(f for f in self._state.findings if f.side is side and f.port == server.port)
        if finding.answer is Answer.TLS and server.socket is not SocketType.TLS:
            return Problem("MAIL-PORT-TLS", facts)
        if finding.answer is Answer.PLAIN and server.socket is SocketType.TLS:
            return Problem("MAIL-PORT-PLAIN", facts)
        if server.socket is SocketType.PLAIN:
            offer = reach.encrypted_alternative(side, self._state.findings)
            return {f"{side}": "plain", f"{side}_offers": f"{offer[0]} on {offer[1]}" if offer else ""}

        def look() -> Facts:
            with self._conversation(side) as client:
                version = getattr(client.sock, "version", lambda: "")()
                return {f"{side}": server.socket.value, f"{side}_version": version or ""}

        return outcome_of(look, facts)

    def _incoming_login(self) -> Facts | Problem | str:
        incoming = self._settings.incoming
        if incoming is None:
            return "outgoing-only"
        if Side.INCOMING in self._state.broken:
            return self._state.broken[Side.INCOMING].value

        def log_in() -> Facts:
            with open_pop3(self._dialer, incoming.host, incoming.port, incoming.socket, self._cancel) as pop:
                receive_login(pop, incoming, self._options)
                self._state.before = frozenset(uidls(pop).values())
            return {"user": incoming.user, "messages": len(self._state.before)}

        outcome = outcome_of(log_in, self._facts(Side.INCOMING))
        if isinstance(outcome, Problem):
            self._state.broken[Side.INCOMING] = CheckId.INCOMING_LOGIN
        return outcome

    def _outgoing_login(self) -> Facts | Problem | str:
        if Side.OUTGOING in self._state.broken:
            return self._state.broken[Side.OUTGOING].value
        refused = self._state.failed.get(CheckId.INCOMING_LOGIN)
        if self._settings.outgoing.auth is OutgoingAuth.SAME and refused and refused.code == "MAIL-LOGIN":
            # The same login once more would only bring the account closer to being locked.
            self._state.broken[Side.OUTGOING] = CheckId.INCOMING_LOGIN
            return CheckId.INCOMING_LOGIN.value
        outcome = self._guarded_smtp(self._log_in_to_send)
        if isinstance(outcome, Problem):
            self._state.broken[Side.OUTGOING] = CheckId.OUTGOING_LOGIN
        return outcome

    def _log_in_to_send(self) -> Facts | Problem:
        out = self._settings.outgoing
        smtp = self._open.enter_context(open_smtp(self._dialer, out.host, out.port, out.socket, self._cancel))
        self._state.smtp = smtp
        if out.auth is OutgoingAuth.OAUTH2:
            user = out.user or self._settings.identity.address
            return {"user": user, "mechanism": smtp_sign_in(smtp, out.host, user, _access(self._options))}
        if self._login is None:
            problem = offer_envelope(smtp, self._settings.identity.address)
            wants_login = problem is not None and problem.code == "MAIL-OUT-AUTH"
            return problem if problem and wants_login else {"login": "none"}
        user, password = self._login
        return {"user": user, "mechanism": smtp_login(smtp, out.host, user, password)}

    def _sender(self) -> Facts | Problem | str:
        if Side.OUTGOING in self._state.broken:
            return self._state.broken[Side.OUTGOING].value

        def ask() -> Facts | Problem:
            assert self._state.smtp is not None
            address = self._settings.identity.address
            return offer_envelope(self._state.smtp, address, self._options.send_to) or {"address": address}

        outcome = self._guarded_smtp(ask)
        if isinstance(outcome, Problem):
            self._state.broken[Side.OUTGOING] = CheckId.SENDER
        return outcome

    def _round_trip(self) -> Facts | Problem | str:
        if self._settings.incoming is None and not self._options.send_to:
            return "outgoing-only"
        if self._state.broken:
            order = list(CheckId)
            return min(self._state.broken.values(), key=order.index).value
        ticket = new_ticket(self._state.before or frozenset())
        to = self._options.send_to

        def post() -> Facts | Problem:
            assert self._state.smtp is not None
            message = compose(self._settings.identity, ticket, to)
            return send(self._state.smtp, self._settings.identity.address, message, to) or {}

        problem = self._guarded_smtp(post)
        if isinstance(problem, Problem):
            return problem
        self._state.ticket = ticket
        if self._settings.incoming is None:
            return {"sent_to": to}
        outcome = fetch_back(
            self._settings, self._dialer, ticket, self._options, self._progress, self._cancel
        )
        if not isinstance(outcome, Problem):
            self._state.ticket = None
        return outcome

    # --- shared ---

    def _sides(self) -> list[Side]:
        return [Side.OUTGOING] if self._settings.incoming is None else list(Side)

    def _server(self, side: Side) -> "reach.Server":
        if side is Side.OUTGOING or self._settings.incoming is None:
            return self._settings.outgoing
        return self._settings.incoming

    def _conversation(self, side: Side) -> AbstractContextManager[Pop3 | Smtp]:
        server = self._server(side)
        opener = open_pop3 if side is Side.INCOMING else open_smtp
        return opener(self._dialer, server.host, server.port, server.socket, self._cancel)

    def _guarded_smtp(self, work: Callable[[], Facts | Problem]) -> Facts | Problem:
        return outcome_of(work, self._facts(Side.OUTGOING))

    def _facts(self, side: Side) -> Facts:
        """What every problem of a side says; `other` = how the other side is encrypted, to leave it so."""
        server, other = (
            self._server(side),
            self._server(Side.OUTGOING if side is Side.INCOMING else Side.INCOMING),
        )
        return {"host": server.host, "port": server.port, "side": side.value, "other": other.socket.value}

    def _notices(self) -> list[Problem]:
        plain = [s for s in self._sides() if self._server(s).socket is SocketType.PLAIN]
        if not plain:
            return []
        facts: Facts = {"offered": False}
        offers = {side: reach.encrypted_alternative(side, self._state.findings) for side in plain}
        kinds = {offer[0] for offer in offers.values() if offer}
        if len(kinds) == 1 and all(offers.values()):
            facts |= {f"{side}_port": offer[1] for side, offer in offers.items() if offer}
            facts |= {"offered": True, "kind": next(iter(kinds)).value}
        return [Problem("MAIL-PLAIN", facts)]


def cleaned(outcome: Facts | Problem | str, clean: Callable[[str], str]) -> Facts | Problem | str:
    """Return an outcome without any known secret in what the server said."""
    if isinstance(outcome, Problem):
        return Problem(outcome.code, clean_facts(outcome.facts, clean))
    return outcome if isinstance(outcome, str) else clean_facts(outcome, clean)


def fetch_back(
    settings: MailSettings,
    dialer: Dialer,
    ticket: RoundTripTicket,
    options: CheckOptions,
    progress: Progress,
    cancel: Cancel,
) -> Facts | Problem:
    """Wait for a check message that is under way; MAIL-NOT-BACK when the time is over."""
    incoming = settings.incoming
    assert incoming is not None
    facts: Facts = {"host": incoming.host, "port": incoming.port, "side": "incoming"}
    unreadable: set[str] = set()
    met: list[Problem] = []

    def visit() -> Facts:
        with open_pop3(dialer, incoming.host, incoming.port, incoming.socket, cancel) as pop:
            receive_login(pop, incoming, options)
            return {"found": collect(pop, ticket, unreadable)}

    def look() -> bool:
        # Servers hiccup between two looks; only what lasts to the end is the outcome.
        outcome = outcome_of(visit, facts)
        met[:] = [outcome] if isinstance(outcome, Problem) else []
        return not isinstance(outcome, Problem) and bool(outcome["found"])

    def on_look(left: float) -> None:
        done = 1 - left / max(options.wait_seconds, 0.001)
        progress.step(0.7 + 0.29 * min(max(done, 0.0), 1.0), "Waiting for the message to come back")

    if wait_for(look, options.wait_seconds, cancel, on_look):
        return {"address": settings.identity.address, "took": round(time.time() - ticket.sent_at, 1)}
    if met:
        return met[0]
    waited = round(time.time() - ticket.sent_at)
    return Problem("MAIL-NOT-BACK", {**facts, "address": settings.identity.address, "waited": waited})


def look_into(
    incoming: Incoming, dialer: Dialer, options: CheckOptions, cancel: Cancel
) -> frozenset[str] | Problem:
    """Return what is in a mailbox (UIDLs), so that a message sent now is known by being new."""
    found: set[str] = set()

    def look() -> Facts:
        with open_pop3(dialer, incoming.host, incoming.port, incoming.socket, cancel) as pop:
            receive_login(pop, incoming, options)
            found.update(uidls(pop).values())
        return {}

    outcome = outcome_of(look, {"host": incoming.host, "port": incoming.port, "side": "incoming"})
    return outcome if isinstance(outcome, Problem) else frozenset(found)


def receive_login(pop: Pop3, incoming: Incoming, options: CheckOptions) -> None:
    """Log in to receive, with the password or, where the store signs in, with an access token."""
    if incoming.signs_in:
        pop3_sign_in(pop, incoming.user, _access(options))
    else:
        pop3_login(pop, incoming.user, incoming.password.reveal())


def _access(options: CheckOptions) -> str:
    access = options.access() if options.access is not None else Problem("SENDER-NOT-CONNECTED")
    if isinstance(access, Problem):
        raise ProblemFound(access)
    return access.reveal()


def _outgoing_login(settings: MailSettings) -> tuple[str, str] | None:
    out = settings.outgoing
    if out.auth is OutgoingAuth.SAME and settings.incoming is not None:
        return settings.incoming.user, settings.incoming.password.reveal()
    if out.auth is OutgoingAuth.PASSWORD and out.password is not None:
        return out.user, out.password.reveal()
    return None

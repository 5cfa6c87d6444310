"""The seven checks of a store's mail, in order, each with its own outcome (checklist S1.67-68, S1.72)."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace

from wizard.catalogue.words import words_of
from wizard.mail import reach
from wizard.mail.check_message import compose, new_ticket
from wizard.mail.delivery import Unanswered, offer_envelope, send
from wizard.mail.fetching import (
    CheckOptions,
    fetch_back,
    left_behind,
    receive_login,
    remove_quietly,
    token_from,
)
from wizard.mail.guarded import outcome_of
from wizard.mail.pop3 import Pop3, open_pop3
from wizard.mail.probe import Answer, PortFinding, Side
from wizard.mail.round_trip import marks
from wizard.mail.smtp import Smtp, open_smtp
from wizard.mail.smtp_login import smtp_login, smtp_sign_in
from wizard.mail.transcript import Transcript
from wizard.mail.waits import Waits
from wizard.model.mail import (
    CheckId,
    CheckRow,
    CheckState,
    MailReport,
    MailSettings,
    OutgoingAuth,
    RoundTripTicket,
    SocketType,
)
from wizard.model.names import address_on_the_wire
from wizard.model.ports import Dialer
from wizard.model.problem import Fact, Problem
from wizard.model.progress import Cancel, Cancelled, Progress
from wizard.redaction.facts import clean_facts

_words = words_of(__name__)

Facts = dict[str, Fact]

_NOT_ABOUT_THE_LOGIN = {"MAIL-IN-USE", "MAIL-BUSY", "MAIL-NEEDS-TLS", "MAIL-SLOW"}
"""What a server may say to a login without a look at the password."""
_FRACTIONS = dict(zip(CheckId, (0.05, 0.1, 0.3, 0.4, 0.5, 0.6, 0.65), strict=True))


@dataclass
class _State:
    """What earlier rows found out for later ones."""

    broken: dict[Side, CheckId] = field(default_factory=dict)
    findings: list[PortFinding] = field(default_factory=list)
    before: frozenset[str] | None = None
    smtp: Smtp | None = None
    login_was_seen: bool = False
    """The server had name and password for receiving and did not take them, whatever it said."""
    notices: list[Problem] = field(default_factory=list)
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
        # As servers take them; screens show what was typed.
        self._address = address_on_the_wire(settings.identity.address)
        self._send_to = address_on_the_wire(options.send_to)
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
        spoken = self._options.transcript.spoken(self._options.clean)
        return MailReport(rows, (*self._plain_notices(), *self._state.notices), self._state.ticket, spoken)

    def _row(self, check: CheckId, step: Callable[[], Facts | Problem | str]) -> CheckRow:
        self._cancel.check()
        self._progress.step(_FRACTIONS[check], _words.one_of("looking", check.value))
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
        found, broken = reach.resolve(self._settings, self._dialer, self._cancel, self._options.waits)
        for side in broken:
            self._state.broken[side] = CheckId.RESOLVE
        return next(iter(broken.values()), None) or found

    def _reach(self) -> Facts | Problem | str:
        if len(self._state.broken) == len(self._sides()):
            return CheckId.RESOLVE.value
        chosen, others = reach.probe_all(
            self._settings,
            self._options.pairs,
            self._dialer,
            self._cancel,
            set(self._state.broken),
            self._options.waits,
        )
        self._state.findings = [*chosen, *others]
        failed = [f for f in chosen if not f.answers]
        for finding in failed:
            self._state.broken[finding.side] = CheckId.REACH
        if failed:
            for finding in self._state.findings:
                answer = finding.banner or finding.answer.value
                self._options.transcript.knocked(finding.host, finding.port, answer)
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
            server = incoming.host, incoming.port, incoming.socket
            with open_pop3(self._dialer, *server, self._cancel, *self._watched) as pop:
                self._state.login_was_seen = True
                receive_login(pop, incoming, self._options)
                self._state.login_was_seen = False
                found = marks(pop, self._cancel)
            self._state.before = frozenset(found.values())  # some servers give several the same mark
            return {"user": incoming.user, "messages": len(found)}

        outcome = outcome_of(log_in, self._facts(Side.INCOMING))
        if isinstance(outcome, Problem):
            self._state.broken[Side.INCOMING] = CheckId.INCOMING_LOGIN
        return outcome

    def _outgoing_login(self) -> Facts | Problem | str:
        if Side.OUTGOING in self._state.broken:
            return self._state.broken[Side.OUTGOING].value
        refused = self._state.failed.get(CheckId.INCOMING_LOGIN)
        same = self._settings.outgoing.auth is OutgoingAuth.SAME and self._state.login_was_seen
        if same and refused and refused.code not in _NOT_ABOUT_THE_LOGIN:
            # The same login once more would only bring the account closer to being locked.
            self._state.broken[Side.OUTGOING] = CheckId.INCOMING_LOGIN
            return CheckId.INCOMING_LOGIN.value
        outcome = self._guarded_smtp(self._log_in_to_send)
        if isinstance(outcome, Problem):
            self._state.broken[Side.OUTGOING] = CheckId.OUTGOING_LOGIN
        return outcome

    def _log_in_to_send(self) -> Facts | Problem:
        out = self._settings.outgoing
        opened = open_smtp(self._dialer, out.host, out.port, out.socket, self._cancel, *self._watched)
        smtp = self._open.enter_context(opened)
        self._state.smtp = smtp
        if out.auth is OutgoingAuth.OAUTH2:
            user = out.user or self._settings.identity.address
            return {"user": user, "mechanism": smtp_sign_in(smtp, out.host, user, token_from(self._options))}
        if self._login is None:
            problem = offer_envelope(smtp, self._address)
            wants_login = problem is not None and problem.code == "MAIL-OUT-AUTH"
            return problem if problem and wants_login else {"login": "none"}
        user, password = self._login
        return {"user": user, "mechanism": smtp_login(smtp, out.host, user, password)}

    def _sender(self) -> Facts | Problem | str:
        if Side.OUTGOING in self._state.broken:
            return self._state.broken[Side.OUTGOING].value

        def ask() -> Facts | Problem:
            assert self._state.smtp is not None
            refused = offer_envelope(self._state.smtp, self._address, self._send_to)
            if refused is not None and refused.code == "MAIL-RELAY" and self._login is None:
                return Problem(refused.code, {**refused.facts, "login": "none"})
            return refused or {"address": self._settings.identity.address}

        outcome = self._guarded_smtp(ask)
        if isinstance(outcome, Problem):
            self._state.broken[Side.OUTGOING] = CheckId.SENDER
        return outcome

    def _round_trip(self) -> Facts | Problem | str:
        if not self._options.sends:
            return "no-message"
        if self._settings.incoming is None and not self._options.send_to:
            return "outgoing-only"
        if self._state.broken:
            order = list(CheckId)
            return min(self._state.broken.values(), key=order.index).value
        self._state.ticket = ticket = new_ticket(self._state.before or frozenset())
        try:
            return self._post_and_fetch(ticket)
        except Cancelled:
            remove_quietly(self._settings, self._dialer, ticket, self._options)
            raise

    def _post_and_fetch(self, ticket: RoundTripTicket) -> Facts | Problem:
        to = self._send_to
        identity = replace(self._settings.identity, address=self._address)
        unanswered = False

        def post() -> Facts | Problem:
            assert self._state.smtp is not None
            message = compose(identity, ticket, to)
            seconds = max(self._options.waits.message, self._options.wait_seconds)
            return send(self._state.smtp, self._address, message, to, seconds) or {}

        try:
            problem = self._guarded_smtp(post)
        except Unanswered:
            self._cancel.check()
            unanswered, problem = True, {}
        if isinstance(problem, Problem):
            self._state.ticket = None
            return problem
        late = Problem("MAIL-SLOW", {**self._facts(Side.OUTGOING), "cause": "message"})
        if self._settings.incoming is None:
            return late if unanswered else {"sent_to": self._options.send_to}
        fetched = fetch_back(
            self._settings, self._dialer, ticket, self._options, self._progress, self._cancel
        )
        left = left_behind(fetched, self._settings.identity.address, self._options.clean)
        self._state.notices += [left] if left else []
        if isinstance(fetched, Problem):
            if fetched.facts.get("cause") == "bounced":
                self._state.ticket = None
            return late if unanswered and fetched.code == "MAIL-NOT-BACK" else fetched
        self._state.ticket = None
        return fetched.facts

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
        return opener(self._dialer, server.host, server.port, server.socket, self._cancel, *self._watched)

    @property
    def _watched(self) -> tuple[Waits, Transcript]:
        return self._options.waits, self._options.transcript

    def _guarded_smtp(self, work: Callable[[], Facts | Problem]) -> Facts | Problem:
        return outcome_of(work, self._facts(Side.OUTGOING))

    def _facts(self, side: Side) -> Facts:
        """What every problem of a side says; `other` = how the other side is encrypted, to leave it so."""
        server, other = (
            self._server(side),
            self._server(Side.OUTGOING if side is Side.INCOMING else Side.INCOMING),
        )
        return {"host": server.host, "port": server.port, "side": side.value, "other": other.socket.value}

    def _plain_notices(self) -> list[Problem]:
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


def _outgoing_login(settings: MailSettings) -> tuple[str, str] | None:
    out = settings.outgoing
    if out.auth is OutgoingAuth.SAME and settings.incoming is not None:
        return settings.incoming.user, settings.incoming.password.reveal()
    if out.auth is OutgoingAuth.PASSWORD and out.password is not None:
        return out.user, out.password.reveal()
    return None

"""Job: sign in to Xero with PKCE and keep the connection, whichever way the answer comes in."""

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import ClassVar

from msgspec.structs import replace

from wizard.catalogue.listing import listed
from wizard.catalogue.load import posting_scopes, procedures, reading_scopes, scopes
from wizard.catalogue.schema import Procedure, Scope
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.jobs.xero.connection import addresses_of, connection_of, note_opened, own_tenant
from wizard.jobs.xero.keep_app import client_id_of
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import StoreRecord, XeroConnection
from wizard.oauth.attempt import Attempt
from wizard.oauth.loopback import LoopbackListener
from wizard.oauth.sign_in import REDIRECT_PORTS, SignIn, redirect_uri
from wizard.oauth.token_endpoint import TokenEndpoint
from wizard.xero.connections import auth_event, list_tenants, picked

_words = words_of(__name__)

WAIT_SECONDS = 300.0
"""How long a sign-in is waited for unless its user asks for more."""


def not_heard() -> Problem:
    """Return the problem that a sign-in is whose browser could not come back by itself."""
    return Problem("XERO-PORTS", {"ports": listed(REDIRECT_PORTS)})


def permissions(procedure: Procedure, record: StoreRecord) -> tuple[Scope, ...]:
    """Return what a sign-in in a procedure asks Xero for: to write only where something is to be sent.

    One from the home page asks for what the store's own procedures need.
    """
    only_journals = procedure.only_reads
    if procedure.hidden:
        used = [each for each in procedures() if each.id in record.proofs and _signs_in(each)]
        only_journals = bool(used) and all(each.only_reads for each in used)
    if not only_journals:
        return scopes()
    return posting_scopes() if record.books.posts_here else reading_scopes()


def asks_to_send_more(asked: Iterable[Scope], there: XeroConnection) -> bool:
    """Whether a sign-in asks to send what the one that is there does not let us send."""
    sends = [each for each in asked if each.writes]
    if all(each.posts for each in sends):
        return bool(sends) and not there.sends_journals
    return not there.may_write


def _signs_in(procedure: Procedure) -> bool:
    return any("connect_xero" in step.jobs for step in procedure.steps)


def new_sign_in(tools: Tools, client_id: str, redirect: str, asks: tuple[Scope, ...]) -> SignIn:
    """Return a fresh sign-in for these permissions."""
    return SignIn(addresses_of(tools).authorize, client_id, [each.id for each in asks], redirect)


class XeroConnected(Gives, frozen=True, kw_only=True):
    """The names of the organisations picked on Xero's page."""

    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConnectXero:
    """Sign in. The `Attempt` is reported as a progress item: whoever watches opens its address.

    The answer comes through the listener, or through `Attempt.offer` (embedded browser, pasted address).
    """

    gives: ClassVar = XeroConnected
    client_id: str = ""
    wait_seconds: float = WAIT_SECONDS
    procedure: Procedure | None = None
    """Whose sign-in it is; without one it is for everything."""

    @classmethod
    def asked(cls, asked: Asked) -> "ConnectXero":
        """Build the input from a run."""
        return cls(asked.procedure.client_id, procedure=asked.procedure)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Keep the connection and return the organisations its user picked this time."""
        client_id = client_id_of(tools, self.client_id)
        if not client_id:
            return Problem("XERO-NO-APP")
        progress.step(0.05, _words("opening-the-safe"))
        connection_of(tools).prepare()
        try:
            listener = LoopbackListener()
        except OSError:
            listener = None  # the other two ways need none
        with listener or nullcontext():
            redirect = listener.redirect if listener else redirect_uri(REDIRECT_PORTS[0])
            record = tools.site.record()
            asks = permissions(self.procedure, record) if self.procedure else scopes()
            sign_in = new_sign_in(tools, client_id, redirect, asks)
            for secret in (sign_in.verifier, sign_in.state):
                tools.learn(secret, [])
            attempt = Attempt(sign_in, self.wait_seconds, heard=listener is not None)
            if listener:
                listener.expect(attempt)
            progress.step(0.1, _words("waiting-for-you"))
            progress.item(attempt)
            address = attempt.wait(cancel)
            if address is None:
                return Problem("XERO-SILENT", {"redirect": sign_in.redirect})
            return self._finish(tools, sign_in, address, progress)

    def _finish(self, tools: Tools, sign_in: SignIn, address: str, progress: Progress) -> Done | Problem:
        code = sign_in.code_of(address)
        if isinstance(code, Problem):
            return code
        tools.learn(code, [])
        progress.step(0.5, _words("fetching-permission"))
        addresses = addresses_of(tools)
        endpoint = TokenEndpoint(tools.http, addresses)
        tokens = endpoint.exchange(sign_in.client_id, code, sign_in.verifier, sign_in.redirect)
        if isinstance(tokens, Problem):
            return tokens
        if not tokens.refresh:
            return Problem("XERO-PERMISSION", {"permission": "offline_access", "by": "sign-in"})
        connection_of(tools).begin(sign_in.client_id, tokens)
        progress.step(0.8, _words("asking-what-you-picked"))
        event = auth_event(tokens.access)
        # An answer that names no permissions gave all that were asked for (RFC 6749 5.1).
        given = frozenset(tokens.scopes or sign_in.scopes)
        tools.site.change(
            lambda record: replace(record, xero=_signed_in(record.xero, sign_in.client_id, event, given))
        )
        found = list_tenants(tools.http, addresses, tokens.access)
        if isinstance(found, Problem):
            return found
        tenants = picked(found, event, own_tenant(tools))
        note_opened(tools, tenants)
        return Done({"organisations": [t.name for t in tenants]}, (tokens.access, tenants))


def _writes(asked: Iterable[Scope], given: frozenset[str]) -> bool:
    return {each.id for each in asked if each.writes} <= given


def _signed_in(before: XeroConnection, client_id: str, event: str, given: frozenset[str]) -> XeroConnection:
    """What the new sign-in opens is not known before Xero was asked."""
    return replace(
        before,
        client_id=client_id,
        auth_event=event,
        connected=True,
        may_write=_writes(scopes(), given),
        may_post=_writes(posting_scopes(), given),
        stopped=False,
        opened=(),
    )

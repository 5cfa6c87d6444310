"""The practice Xero's accounting API: who may read and write what, how often, and what comes back."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType

from wizard.practice import xero_reads, xero_scopes, xero_words
from wizard.practice.faults import FaultBoard
from wizard.practice.xero_batches import (
    batch_reply,
    carry_out,
    elements,
    envelope,
    post_trouble,
    query_trouble,
)
from wizard.practice.xero_books import ENDPOINTS, Endpoint, PracticeOrganisation
from wizard.practice.xero_http import Reply, Request, json_reply, trouble_reply
from wizard.practice.xero_limits import RateLimits
from wizard.practice.xero_replays import KEY_HEADER, Replays
from wizard.practice.xero_shelf import KEYS, Archive, Shelf, ShelfError
from wizard.practice.xero_tokens import Bearer, TokenBook
from wizard.practice.xero_where import QueryError
from wizard.practice.xero_writes import (
    allocations,
    bank,
    contacts,
    credit_notes,
    invoices,
    journals,
    payments,
)
from wizard.practice.xero_writes import groups as groups_of
from wizard.practice.xero_writes.credits import KEYS as CREDITS
from wizard.practice.xero_writes.desk import Desk, Json, Take
from wizard.practice.xero_writes.fields import PostDataError

ROOT = "/api.xro/2.0/"
SLOW_WRITE_SECONDS = 1.0


@dataclass(frozen=True)
class Kind:
    """A kind of document: its name, the scope that it needs, and what judges one (None: only read)."""

    name: str
    scope: str
    take: Take | None = None


_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name.lower(): kind
        for kind in (
            Kind("Contacts", "accounting.contacts", contacts.take),
            Kind("Invoices", "accounting.invoices", invoices.take),
            Kind("CreditNotes", "accounting.invoices", credit_notes.take),
            Kind("Payments", "accounting.payments", payments.take),
            Kind("BankTransactions", "accounting.banktransactions", bank.take),
            Kind("ManualJournals", "accounting.manualjournals", journals.take),
            Kind("Overpayments", "accounting.payments"),
            Kind("Prepayments", "accounting.payments"),
        )
    }
)
_CREDITS = MappingProxyType({kind: name for name, (kind, _) in CREDITS.items() if name != "Invoice"})


def bearer_of(request: Request, tokens: TokenBook) -> Bearer | Reply:
    """Return whose token a request carries, or the 401 that it deserves."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    bearer = tokens.bearer(token.strip()) if kind.lower() == "bearer" else None
    if bearer is None:
        return trouble_reply(401, "Unauthorized", "AuthenticationUnsuccessful")
    if tokens.is_expired(bearer):
        moment = datetime.fromtimestamp(bearer.expires, UTC)
        detail = f"TokenExpired: token expired at {moment:%m/%d/%Y %H:%M:%S}"
        return trouble_reply(401, "Unauthorized", detail)
    return bearer


class Accounting:
    """Answers everything below `/api.xro/2.0/`."""

    def __init__(
        self,
        organisations: Mapping[str, PracticeOrganisation],
        archive: Archive,
        tokens: TokenBook,
        limits: RateLimits,
        faults: FaultBoard,
        stopping: threading.Event,
    ) -> None:
        self._organisations = organisations
        self._archive = archive
        self._tokens = tokens
        self._limits = limits
        self._faults = faults
        self._stopping = stopping
        self._replays = Replays(archive, tokens.clock)

    def answer(self, request: Request) -> Reply | None:
        """Return the reply to one call: token, tenant, limits and scope are checked in Xero's order."""
        bearer = bearer_of(request, self._tokens)
        if isinstance(bearer, Reply):
            return bearer
        tenant_id = self._tenant(request, bearer)
        if tenant_id is None:
            return trouble_reply(403, "Forbidden", "AuthenticationUnsuccessful")
        with self._limits.call(tenant_id) as allowance:
            refusal = {} if allowance.problem else self._faulty_limit()
            if allowance.problem or refusal:
                return Reply(429, b"", allowance.headers | refusal)
            call = _Call(request, bearer, self._organisations[tenant_id])
            try:
                reply = self._route(call)
            except ShelfError as error:
                reply = trouble_reply(500, "InternalServerError", str(error))
        return reply and replace(reply, headers={**reply.headers, **allowance.headers})

    def _tenant(self, request: Request, bearer: Bearer) -> str | None:
        allowed = self._tokens.tenants(bearer)
        named = request.headers.get("xero-tenant-id", "")
        if not named and bearer.grant.consent.is_custom and allowed:
            return next(iter(allowed))
        return named if named in allowed else None

    def _faulty_limit(self) -> dict[str, str]:
        if "rate-limit" in self._faults:
            return {"X-MinLimit-Remaining": "0", "X-Rate-Limit-Problem": "minute", "Retry-After": "27"}
        if "rate-limit-day" in self._faults:
            return {"X-DayLimit-Remaining": "0", "X-Rate-Limit-Problem": "day", "Retry-After": "73451"}
        if "rate-limit-concurrent" in self._faults:
            return {"X-Rate-Limit-Problem": "concurrent"}
        return {}

    def _route(self, call: "_Call") -> Reply | None:
        path = call.request.path.removeprefix(ROOT).strip("/")
        endpoint = ENDPOINTS.get(path.lower())
        if endpoint is not None:
            return self._read_chart(call, endpoint)
        name, _, rest = path.partition("/")
        if name.lower() == "contactgroups" and rest.lower().endswith("/contacts"):
            return self._group(call, rest.partition("/")[0])
        kind = _KINDS.get(name.lower())
        is_allocation = kind is not None and kind.name in _CREDITS and rest.lower().endswith("/allocations")
        if kind is None or ("/" in rest and not is_allocation):
            return trouble_reply(404, "NotFound", "The resource you're looking for cannot be found")
        if is_allocation:
            return self._allocate(call, kind, rest.partition("/")[0])
        if call.request.method == "GET":
            return self._read(call, kind, rest)
        if kind.take is None or call.request.method not in ("PUT", "POST"):
            allowed = "GET" if kind.take is None else "GET, POST, PUT"
            return _wrong_method(call, allowed)
        return self._write(call, kind, rest)

    def _read_chart(self, call: "_Call", endpoint: Endpoint) -> Reply:
        if call.request.method != "GET":
            return _wrong_method(call, "GET")
        if self._lacks_scope(call, endpoint.scope):
            return _no_scope()
        since = xero_reads.modified_since(call.request.headers.get("if-modified-since", ""))
        now = self._tokens.clock.today()
        try:
            whole = call.organisation.answer(endpoint, call.request.query, now, since, self._moved_lock())
        except QueryError as error:
            return query_trouble(str(error))
        return json_reply(200, whole)

    def _read(self, call: "_Call", kind: Kind, name: str) -> Reply:
        if self._lacks_scope(call, kind.scope):
            return _no_scope()
        if "read-error" in self._faults:
            return _broken()
        unknown = sorted(call.request.query.keys() - xero_reads.KNOWN)
        if unknown:
            # Leaving a filter out silently would pass wrong rows off as the right ones.
            return query_trouble(f"The practice Xero cannot filter or sort: {', '.join(unknown)}")
        now, since = self._tokens.clock.today(), call.request.headers.get("if-modified-since", "")
        with self._archive.reading(call.organisation.tenant_id) as shelf:
            if name:
                found = xero_reads.read_one(shelf, kind.name, name)
                if found is None:
                    return trouble_reply(404, "NotFound", "The resource you're looking for cannot be found")
                return json_reply(200, envelope(kind.name, [found], now))
            try:
                page = xero_reads.read_many(shelf, kind.name, call.request.query, since, call.app)
            except QueryError as error:
                return query_trouble(str(error))
        return json_reply(200, envelope(kind.name, page.rows, now, page.pagination))

    def _allocate(self, call: "_Call", kind: Kind, credit_id: str) -> Reply | None:
        if call.request.method != "PUT":
            return _wrong_method(call, "PUT")
        name = _CREDITS[kind.name]
        judged = Kind("Allocations", kind.scope, allocations.taker(name, credit_id.lower()))
        with self._archive.reading(call.organisation.tenant_id) as shelf:
            if shelf[kind.name].get(credit_id) is None:
                return trouble_reply(404, "NotFound", "The resource you're looking for cannot be found")
        return self._write(call, judged, "")

    def _group(self, call: "_Call", group_id: str) -> Reply | None:
        if call.request.method != "PUT":
            return _wrong_method(call, "PUT")
        groups = call.organisation.data["ContactGroups"]
        group = next((one for one in groups if one["ContactGroupID"] == group_id.lower()), None)
        if group is None:
            return trouble_reply(404, "NotFound", "The resource you're looking for cannot be found")
        return self._write(call, Kind("Contacts", "accounting.contacts", groups_of.taker(group)), "")

    def _write(self, call: "_Call", kind: Kind, name: str) -> Reply | None:
        if not self._may_write(call, kind.scope):
            return _no_scope()
        if kind.name == "ManualJournals" and not call.organisation.chart().may("CreateManualJournal"):
            return trouble_reply(403, "Forbidden", xero_words.NO_REPORTING)
        if "write-slow" in self._faults:
            self._stopping.wait(SLOW_WRITE_SECONDS)
        if self._faults.take_once("write-cut"):
            return None
        if "write-error" in self._faults or ("idempotency-down" in self._faults and call.key):
            return _broken()
        try:
            sent = elements(call.request.body, kind.name)
        except PostDataError as error:
            return post_trouble(str(error))
        try:
            with self._archive.writing(call.organisation.tenant_id) as shelf:
                reply = self._replays.answer(
                    call.app, call.request, lambda: self._carry_out(call, kind, name, sent, shelf)
                )
        except PostDataError as error:
            reply = post_trouble(str(error))
        return self._as_it_arrives(reply)

    def _carry_out(self, call: "_Call", kind: Kind, name: str, sent: list[Json], shelf: Shelf) -> Reply:
        if name:
            held = xero_reads.read_one(shelf, kind.name, name)
            if held is None:
                return trouble_reply(404, "NotFound", "The resource you're looking for cannot be found")
            key = KEYS[kind.name][0]
            sent = [{**row, key: held[key]} for row in sent]
        desk = self._desk(call, shelf, creates_only=call.request.method == "PUT")
        assert kind.take is not None
        half = len(sent) // 2
        if is_broken := self._faults.take_once("write-half"):
            sent = sent[:half]
        refuses = "write-half-refused" in self._faults
        results = carry_out(desk, kind.take, sent, lambda number: refuses and number % 2 == 1)
        summarise = call.request.query.get("summarizeErrors", "true").lower() != "false"
        return _broken() if is_broken else batch_reply(desk, kind.name, results, summarise=summarise)

    def _as_it_arrives(self, reply: Reply) -> Reply | None:
        if self._faults.take_once("write-reply-lost"):
            return None
        if self._faults.take_once("write-reply-cut"):
            return replace(reply, sent=len(reply.body) // 2)
        return reply

    def _desk(self, call: "_Call", shelf: Shelf, *, creates_only: bool) -> Desk:
        return Desk(
            call.organisation.chart(self._moved_lock()),
            shelf,
            self._tokens.clock.today(),
            call.app,
            unit_places=4 if call.request.query.get("unitdp") == "4" else 2,
            creates_only=creates_only,
            may_approve="plan-full" not in self._faults,
        )

    def _moved_lock(self) -> date | None:
        return self._tokens.clock.today().date() if "lock-moved" in self._faults else None

    def _lacks_scope(self, call: "_Call", scope: str) -> bool:
        return "scope-missing" in self._faults or not xero_scopes.allows(call.bearer.grant.scopes, scope)

    def _may_write(self, call: "_Call", scope: str) -> bool:
        return "scope-missing" not in self._faults and scope in call.bearer.grant.scopes


@dataclass(frozen=True)
class _Call:
    """One call that was let in."""

    request: Request
    bearer: Bearer
    organisation: PracticeOrganisation

    @property
    def app(self) -> str:
        """The client id of the app that calls."""
        return self.bearer.grant.consent.client_id

    @property
    def key(self) -> str:
        """The call's idempotency key."""
        return self.request.headers.get(KEY_HEADER, "")


def _no_scope() -> Reply:
    header = {"WWW-Authenticate": "insufficient_scope"}
    return trouble_reply(401, "Unauthorized", "AuthorizationUnsuccessful", header)


def _wrong_method(call: _Call, allowed: str) -> Reply:
    detail = f"{call.request.method} is not allowed here"
    return trouble_reply(405, "MethodNotAllowed", detail, {"Allow": allowed})


def _broken() -> Reply:
    return trouble_reply(500, "InternalServerError", "An error occurred in Xero")

"""The practice Xero's accounting reads: who may read what, how often, and what comes back."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from wizard.practice import xero_scopes
from wizard.practice.faults import FaultBoard
from wizard.practice.xero_books import ENDPOINTS, Endpoint, PracticeOrganisation
from wizard.practice.xero_http import Reply, Request, json_reply
from wizard.practice.xero_limits import RateLimits
from wizard.practice.xero_tokens import Bearer, TokenBook

ROOT = "/api.xro/2.0/"
_IGNORED = frozenset({"includeArchived", "summaryOnly", "page", "pageSize"})


def bearer_of(request: Request, tokens: TokenBook) -> Bearer | Reply:
    """Return whose token a request carries, or the 401 that it deserves."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    bearer = tokens.bearer(token.strip()) if kind.lower() == "bearer" else None
    if bearer is None:
        return _trouble(401, "Unauthorized", "AuthenticationUnsuccessful")
    if tokens.is_expired(bearer):
        moment = datetime.fromtimestamp(bearer.expires, UTC)
        return _trouble(401, "Unauthorized", f"TokenExpired: token expired at {moment:%m/%d/%Y %H:%M:%S}")
    return bearer


class AccountingReads:
    """Answers everything below `/api.xro/2.0/`."""

    def __init__(
        self,
        organisations: Mapping[str, PracticeOrganisation],
        tokens: TokenBook,
        limits: RateLimits,
        faults: FaultBoard,
    ) -> None:
        self._organisations = organisations
        self._tokens = tokens
        self._limits = limits
        self._faults = faults

    def answer(self, request: Request) -> Reply:
        """Return the reply to one call: token, scope, tenant and limits are checked in Xero's order."""
        bearer = bearer_of(request, self._tokens)
        if isinstance(bearer, Reply):
            return bearer
        tenant_id = self._tenant(request, bearer)
        if tenant_id is None:
            return _trouble(403, "Forbidden", "AuthenticationUnsuccessful")
        with self._limits.call(tenant_id) as allowance:
            if allowance.problem:
                return Reply(429, b"", allowance.headers)
            if "rate-limit" in self._faults:
                headers = {"X-MinLimit-Remaining": "0", "X-Rate-Limit-Problem": "minute", "Retry-After": "27"}
                return Reply(429, b"", allowance.headers | headers)
            reply = self._read(request, bearer, self._organisations[tenant_id])
        return Reply(reply.status, reply.body, {**reply.headers, **allowance.headers})

    def _tenant(self, request: Request, bearer: Bearer) -> str | None:
        allowed = self._tokens.tenants(bearer)
        named = request.headers.get("xero-tenant-id", "")
        if not named and bearer.grant.consent.is_custom and allowed:
            return next(iter(allowed))
        return named if named in allowed else None

    def _read(self, request: Request, bearer: Bearer, organisation: PracticeOrganisation) -> Reply:
        endpoint = ENDPOINTS.get(request.path.removeprefix(ROOT).strip("/").lower())
        if endpoint is None:
            return _trouble(404, "NotFound", "The resource you're looking for cannot be found")
        if request.method != "GET":
            return _trouble(
                405, "MethodNotAllowed", "The practice Xero can be read, not written", {"Allow": "GET"}
            )
        if self._lacks_scope(bearer, endpoint):
            header = {"WWW-Authenticate": "insufficient_scope"}
            return _trouble(401, "Unauthorized", "AuthorizationUnsuccessful", header)
        unknown = sorted(request.query.keys() - _IGNORED)
        if unknown:
            # Leaving a filter out silently would pass wrong rows off as the right ones.
            message = f"The practice Xero cannot filter or sort: {', '.join(unknown)}"
            return json_reply(
                400, {"ErrorNumber": 16, "Type": "QueryParseException", "Message": message, "Elements": []}
            )
        now = self._tokens.clock.today()
        return json_reply(200, organisation.answer(endpoint, request.query, now))

    def _lacks_scope(self, bearer: Bearer, endpoint: Endpoint) -> bool:
        return "scope-missing" in self._faults or not xero_scopes.allows(bearer.grant.scopes, endpoint.scope)


def _trouble(status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> Reply:
    body: dict[str, object] = {
        "Type": None,
        "Title": title,
        "Status": status,
        "Detail": detail,
        "Instance": str(uuid.uuid4()),
        "Extensions": {},
    }
    return json_reply(status, body, headers)

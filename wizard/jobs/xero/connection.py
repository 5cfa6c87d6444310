"""The store's connections to Xero, put together from a job's tools: its own sign-in, and a key."""

import contextlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from msgspec.structs import replace

from wizard.jobs.job import Tools
from wizard.jobs.xero.use_organisation import VAULT_SECRET
from wizard.model.addresses import XeroAddresses
from wizard.model.connection import LAPSE_DAYS, AccessTokens, Tenant, TokenSet
from wizard.model.kept_secrets import is_forgetful
from wizard.model.problem import Problem, ProblemFound
from wizard.model.record import Opened, StoreRecord
from wizard.model.secret import Secret
from wizard.oauth.connection import Connection
from wizard.oauth.key_tokens import KeyTokens
from wizard.oauth.token_endpoint import CONNECTION_CHECK, TokenEndpoint
from wizard.vault.token_slots import XERO_SIGN_IN, VaultTokenSlots

_SIGN_IN, _KEY = "xero", "xero-key"
Found = TypeVar("Found")


def addresses_of(tools: Tools) -> XeroAddresses:
    """Return where Xero is; ProblemFound XERO-NOT-HERE in a world without one."""
    if tools.world.xero is None:
        raise ProblemFound(Problem("XERO-NOT-HERE"))
    return tools.world.xero


_OVER = {"CONN-NONE", "CONN-LOST", "CONN-LAPSED"}
"""Problems after which only a new sign-in helps."""
_REFUSED = {"XERO-EXPIRED", "XERO-NO-ACCESS"}
"""What Xero says of an access token that was taken back before its end, among other things."""


def forget_lost(tools: Tools, problem: Problem) -> Problem:
    """Note that the store has to sign in again, where that is what a problem means; return it, told in full.

    Practice may only have been closed meanwhile: then nobody took the sign-in away.
    """
    if problem.facts.get("by") == "practice":
        return problem
    if problem.code in _OVER:
        tools.site.change(lambda record: replace(record, xero=replace(record.xero, connected=False)))
    return problem


def is_forgotten(tools: Tools) -> bool:
    """Whether the store is signed in, but that was forgotten when practice was closed."""
    forgets = tools.world.is_practice or is_forgetful(tools.vault)
    return tools.site.record().xero.connected and forgets


def no_sign_in(tools: Tools) -> Problem:
    """Return CONN-NONE with what this store's record knows of how that came."""
    xero = tools.site.record().xero
    if is_forgotten(tools):
        return Problem("CONN-NONE", {"by": "practice"})
    if xero.stopped:
        return Problem("CONN-NONE", {"by": "stopped"})
    return Problem("CONN-NONE", {"by": "ended"} if xero.auth_event else {})


def note_opened(tools: Tools, tenants: Iterable[Tenant]) -> None:
    """Keep which organisations were picked in the last sign-in: the store's need not be among them."""
    opened = tuple(Opened(tenant.tenant_id, tenant.name) for tenant in tenants)
    tools.site.change(lambda record: replace(record, xero=replace(record.xero, opened=opened)))


def own_tenant(tools: Tools) -> str:
    """Return the tenant id of the organisation that this store uses, empty where there is none."""
    organisation = tools.site.record().organisation
    return organisation.tenant_id if organisation is not None else ""


def connection_of(tools: Tools) -> Connection:
    """Return the connection of this store's own sign-in, the same one to all jobs."""
    addresses = addresses_of(tools)

    def make() -> Connection:
        slots = VaultTokenSlots(tools.vault, XERO_SIGN_IN)
        return Connection(
            TokenEndpoint(tools.http, addresses),
            slots,
            tools.site.folder / "xero.lock",
            lambda secret: tools.learn(secret, []),
            on_use=lambda moment: _note_use(tools, moment),
            none=lambda: no_sign_in(tools),
        )

    return tools.connections.get(_SIGN_IN, addresses, make)


def _note_use(tools: Tools, moment: float) -> None:
    """Keep the day on which the connection would lapse, so that it is known without opening the safe."""
    lapses = datetime.fromtimestamp(moment, UTC) + timedelta(days=LAPSE_DAYS)

    def note(record: StoreRecord) -> StoreRecord:
        return replace(record, xero=replace(record.xero, good_until=lapses.date()))

    with contextlib.suppress(ProblemFound):  # the connection itself is kept; the next use notes it again
        tools.site.change(note)


def key_tokens(
    tools: Tools, api_key: str, api_secret: Secret, permissions: tuple[str, ...] = ()
) -> KeyTokens:
    """Return the tokens of a custom connection's key, the same ones to all jobs that need as much.

    `permissions` are what is to be read, without `.read`; none: what reading the organisation needs.
    """
    endpoint = TokenEndpoint(tools.http, addresses_of(tools))

    def fetch() -> TokenSet | Problem:
        # Which of the two spellings a connection has, its app's page in Xero decided: a refusal of one is no
        # word about the other. Without either the organisation itself may be open all the same.
        reads = tuple(f"{name}.read" for name in permissions)
        for asked in filter(None, (reads, permissions, CONNECTION_CHECK)):
            tokens = endpoint.client_credentials(api_key, api_secret, asked)
            if not (isinstance(tokens, Problem) and tokens.code == "XERO-PERMISSION"):
                break
        return tokens

    def make() -> KeyTokens:
        return KeyTokens(fetch, lambda secret: tools.learn(secret, []))

    name = " ".join((_KEY, *permissions))
    return tools.connections.get(name, (api_key, api_secret), make)


def tokens_of(tools: Tools, permissions: tuple[str, ...] = ()) -> AccessTokens:
    """Return what opens this store's organisation: its own sign-in, else the key of its custom connection.

    `permissions` are those that a key is asked for; a sign-in has what its user allowed. Without either it is
    the sign-in, whose problem says what to do; ProblemFound VAULT-… .
    """
    key = key_in_use(tools)
    return connection_of(tools) if key is None else key_tokens(tools, *key, permissions)


def key_in_use(tools: Tools) -> tuple[str, Secret] | None:
    """Return the custom connection's key and secret where they open this store's organisation.

    None where the store has or had a sign-in of its own: who ended that has said that nothing goes on, and
    who only let it end is told to sign in. None without such a key as well; ProblemFound VAULT-… .
    """
    record = tools.site.record()
    own, key = record.organisation, record.key
    if record.xero.was_used or key is None or own is None or key.tenant != own.tenant_id:
        return None
    secret = tools.vault.get(VAULT_SECRET)
    return None if secret is None else (key.api_key, secret)


def ask_with(tokens: AccessTokens, ask: Callable[[Secret], Found | Problem]) -> Found | Problem:
    """Return the answer to a question that takes an access token; one that is refused is renewed, once."""
    access = tokens.access()
    if isinstance(access, Problem):
        return access
    found = ask(access)
    if not (isinstance(found, Problem) and found.code in _REFUSED):
        return found
    anew = tokens.fresh()
    return anew if isinstance(anew, Problem) else ask(anew)

"""What every job of sending needs: the store's ledger, Xero at its pace, and that nobody else sends."""

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from wizard.catalogue.load import scopes
from wizard.export.api import XeroApi
from wizard.export.gate import Clock, Gate, Pause
from wizard.export.said import Said
from wizard.export.side import XeroNow, read_side
from wizard.jobs.books.own_ledger import ledger_of, own_organisation
from wizard.jobs.books.xero_side import xero_folder
from wizard.jobs.job import Tools
from wizard.jobs.xero.connection import addresses_of, connection_of, key_in_use, tokens_of
from wizard.ledger.ledger import Ledger
from wizard.model.connection import AccessTokens, TokenSet
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.model.xero import Organisation
from wizard.oauth.key_tokens import KeyTokens
from wizard.oauth.token_endpoint import TokenEndpoint
from wizard.store.files import cannot_write, make_folder
from wizard.xero.reads import Part
from wizard.xero.settle import objection

_CALLS = "xero-calls.sqlite"
_READS = ("accounting.settings", "accounting.manualjournals")
"""What comparing journals needs."""
_BROAD = ("accounting.transactions", "accounting.contacts", "accounting.settings")
"""What custom connections made before 29 April 2026 may have instead of the granular permissions."""


class Desk(Struct, frozen=True):
    """Opened for one organisation."""

    organisation: Organisation
    ledger: Ledger
    api: XeroApi
    gate: Gate


@contextmanager
def opened(
    tools: Tools,
    cancel: Cancel,
    clock: Clock | None = None,
    pause: Pause | None = None,
    *,
    only_reads: bool = False,
    said: Said | None = None,
) -> Iterator[Desk]:
    """Open ledger and Xero; ProblemFound where there is no organisation, or no place to write.

    `said` keeps what is said to Xero and what it says.
    """
    own = own_organisation(tools)
    with contextlib.ExitStack() as stack:
        ledger = ledger_of(tools, own)
        stack.callback(ledger.close)
        gate = Gate(tools.world.folder / _CALLS, own.tenant_id, clock, pause)
        stack.callback(gate.close)
        base = addresses_of(tools).api
        tokens = tokens_of(tools, _READS) if only_reads else writing_tokens(tools)
        # A custom connection opens one organisation and takes its name as well as none.
        api = XeroApi(tools.http, base, own.tenant_id, tokens, gate, cancel, said)
        yield Desk(own, ledger, api, gate)


def checked_side(tools: Tools, desk: Desk, parts: Sequence[Part], progress: Progress) -> XeroNow:
    """Read Xero's side; ProblemFound ORG-DEMO, ORG-CHANGED where it is not the store's own organisation."""
    folder = xero_folder(tools.site)
    if folder is None:
        raise ProblemFound(Problem("ORG-NONE", {"by": "nobody"}))
    now = read_side(desk.api, desk.organisation.tenant_id, folder, parts, progress)
    problem = _objection(tools, now.organisation, desk.organisation)
    if problem is not None:
        raise ProblemFound(problem)
    return now


def still_own(tools: Tools, own: Organisation) -> Problem | None:
    """Return the problem that the store's organisation is another one than a sending began with."""
    now = tools.site.record().organisation
    if now is None:
        return Problem("ORG-NONE", {"by": "nobody"})
    return _objection(tools, now, own)


def _objection(tools: Tools, now: Organisation, own: Organisation) -> Problem | None:
    return objection(now, own, allow_demo=tools.world.is_practice, by="sign-in")


@contextmanager
def alone(tools: Tools, own: Organisation) -> Iterator[None]:
    """Hold the right to send to an organisation from this PC; ProblemFound POST-BUSY."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - costs start-up time

    name = "".join(sign for sign in own.tenant_id if sign.isalnum() or sign == "-")
    path = tools.world.folder / f"sending-{name}.lock"
    make_folder(path.parent)
    lock = FileLock(path, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise ProblemFound(Problem("POST-BUSY", {"name": own.name})) from None
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None
    try:
        yield
    finally:
        lock.release()


def writing_tokens(tools: Tools) -> AccessTokens:
    """Return what may write: the store's own sign-in, else the key of its custom connection."""
    key = key_in_use(tools)
    return connection_of(tools) if key is None else _key_tokens(tools, *key)


def _key_tokens(tools: Tools, api_key: str, secret: Secret) -> KeyTokens:
    endpoint = TokenEndpoint(tools.http, addresses_of(tools))
    granular = tuple(scope.id for scope in scopes() if scope.id != "offline_access")

    def fetch() -> TokenSet | Problem:
        tokens = endpoint.client_credentials(api_key, secret, granular)
        if isinstance(tokens, Problem) and tokens.code == "XERO-PERMISSION":
            broad = endpoint.client_credentials(api_key, secret, _BROAD)
            return tokens if isinstance(broad, Problem) else broad
        return tokens

    def make() -> KeyTokens:
        return KeyTokens(fetch, lambda text: tools.learn(text, []))

    return tools.connections.get("xero-key-writing", (api_key, secret), make)


def newest_of(folder: Path) -> float:
    """Return when the newest file of a folder was written (seconds since 1970)."""
    files = folder.iterdir() if folder.is_dir() else (folder,)
    return max((file.stat().st_mtime for file in files if file.is_file()), default=0.0)

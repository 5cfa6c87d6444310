"""The sender's connection to Microsoft or Google, put together from a job's tools."""

from collections.abc import Callable
from dataclasses import replace

from msgspec import structs

from wizard.jobs.job import Tools
from wizard.jobs.sender import Sender, client_secret, vendor_name
from wizard.mail.clients import xoauth2_login
from wizard.model.connection import TokenSet
from wizard.model.mail import Identity
from wizard.model.problem import Problem, ProblemFound
from wizard.model.record import SenderAccount
from wizard.model.secret import Secret
from wizard.model.sender import Account, SignInApp, SignInWay, Vendor
from wizard.oauth.connection import Connection
from wizard.oauth.google import Google
from wizard.oauth.microsoft import Microsoft
from wizard.oauth.vendor_errors import facts_for
from wizard.vault.token_slots import VaultTokenSlots

_SLOTS = "sender-connection"
Access = Callable[[], Secret | Problem]


def vendor_of(tools: Tools, app: SignInApp) -> Microsoft | Google:
    """Return the vendor's sign-in for this app; ProblemFound SIGN-IN-NOT-HERE in a world without one."""
    secret = client_secret(tools, app)
    if secret is not None:
        tools.learn(secret.reveal(), [app.client_id])
    if app.vendor is Vendor.GOOGLE and tools.world.google is not None:
        return Google(tools.http, tools.world.google, app, secret)
    if app.vendor is Vendor.MICROSOFT and tools.world.microsoft:
        return Microsoft(tools.http, tools.world.microsoft, app, secret)
    raise ProblemFound(Problem("SIGN-IN-NOT-HERE", {"vendor": vendor_name(app.vendor)}))


def connection_of(tools: Tools, app: SignInApp) -> Connection:
    """Return the connection of this store's sender."""
    return Connection(
        vendor_of(tools, app),
        VaultTokenSlots(tools.vault, _SLOTS),
        tools.site.folder / "sender.lock",
        lambda secret: tools.learn(secret, []),
    )


def keep_connection(tools: Tools, app: SignInApp, tokens: TokenSet, account: Account) -> None:
    """Keep a sign-in's tokens in the two slots, and beside them whose they are."""
    connection_of(tools, app).begin(app.client_id, tokens)
    _remember(tools, SenderAccount(app.client_id, app.tenant, app.way, account.name, account.address))


def forget_connection(tools: Tools, app: SignInApp) -> Problem | None:
    """End the connection at the vendor where that can be done, and forget it here."""
    if app.way is not SignInWay.APP:
        problem = connection_of(tools, app).end()
        if problem is not None and problem.code != "CONN-NONE":
            return problem
    VaultTokenSlots(tools.vault, _SLOTS).clear()
    _remember(tools, None)
    return None


def _remember(tools: Tools, connected: SenderAccount | None) -> None:
    tools.site.change(
        lambda record: structs.replace(record, sender=structs.replace(record.sender, connected=connected))
    )


def known_account(tools: Tools) -> Account:
    """Return whose account is connected."""
    kept = tools.site.record().sender.connected
    return Account(kept.name, kept.address) if kept is not None else Account()


def is_connected(tools: Tools, app: SignInApp) -> bool:
    """Whether somebody signed in with this very app before; without a word to the vendor."""
    kept = tools.site.record().sender.connected
    return kept is not None and (kept.client_id, kept.tenant) == (app.client_id, app.tenant)


def checked_access(tools: Tools, sender: Sender) -> Access | Problem:
    """Return what fetches access tokens, once name and address are known to match the account (S5.60)."""
    app = sender.app
    assert app is not None
    access = fresh_access(tools, app)
    if isinstance(access, Problem):
        return access
    if app.way is not SignInWay.APP:
        mismatch = mismatch_of(sender.identity, known_account(tools), app.vendor)
        if mismatch is not None:
            return mismatch
    learn_login(tools, sender.outgoing.user or sender.identity.address, access)
    return lambda: access


def learn_login(tools: Tools, user: str, access: Secret) -> None:
    """Tell the log filter what the login will send: some servers repeat it in their answer."""
    tools.learn(xoauth2_login(user, access.reveal()), [])


def fresh_access(tools: Tools, app: SignInApp) -> Secret | Problem:
    """Return an access token: the app's own, or one of the person who signed in."""
    if app.way is SignInWay.APP:
        vendor = vendor_of(tools, app)
        if not isinstance(vendor, Microsoft) or app.tenant in {"", "consumers"}:
            return Problem("SENDER-WAY", facts_for(app.vendor))
        if client_secret(tools, app) is None:
            return Problem("EXCH-SECRET", facts_for(app.vendor, cause="missing"))
        tokens = vendor.for_app()
        if isinstance(tokens, Problem):
            return tokens
        tools.learn(tokens.access.reveal(), [])
        return tokens.access
    if not is_connected(tools, app):
        return Problem("SENDER-NOT-CONNECTED", facts_for(app.vendor))
    # Whoever signed in on another device did so without the app's secret, and goes on without it.
    kept = tools.site.record().sender.connected
    way = (kept.way if kept is not None else None) or app.way
    found = connection_of(tools, replace(app, way=way)).access_token()
    if isinstance(found, Problem) and found.code == "CONN-NONE":
        return Problem("SENDER-NOT-CONNECTED", facts_for(app.vendor))
    return found


def mismatch_of(identity: Identity, account: Account, vendor: Vendor) -> Problem | None:
    """Compare name and address with the account's; what the vendor does not say is not compared.

    Google sends with any name: there only the address counts. An address has no large letters.
    """
    name_counts = bool(account.name and identity.name) and vendor is Vendor.MICROSOFT
    same_name = not name_counts or account.name == identity.name
    same_address = not account.address or account.address.lower() == identity.address.lower()
    if same_name and same_address:
        return None
    return Problem(
        "SENDER-MISMATCH",
        facts_for(
            vendor,
            account=_words(account.name, account.address),
            account_name=account.name if name_counts else identity.name,
            account_address=account.address or identity.address,
            typed=_words(identity.name, identity.address),
        ),
    )


def _words(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address

"""The sender's connection to Microsoft or Google, put together from a job's tools."""

from dataclasses import dataclass, replace
from typing import Literal

from msgspec import structs

from wizard.jobs.job import Tools
from wizard.jobs.sender.own_sender import Sender, client_secret, vendor_name
from wizard.mail.xoauth2 import xoauth2_login
from wizard.model.connection import AccessTokens, TokenSet
from wizard.model.kept_secrets import is_forgetful
from wizard.model.mail import Identity
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.record import SenderAccount
from wizard.model.secret import Secret
from wizard.model.sender import Account, SignInApp, SignInWay, Vendor
from wizard.oauth.connection import Connection
from wizard.oauth.google import Google
from wizard.oauth.key_tokens import KeyTokens
from wizard.oauth.microsoft import Microsoft
from wizard.oauth.vendor_errors import facts_for
from wizard.vault.token_slots import SENDER_SIGN_IN, VaultTokenSlots

_PERSON, _APP = "sender", "sender-app"


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
    """Return the connection of this store's sender, the same one to all jobs."""

    def make() -> Connection:
        return Connection(
            vendor_of(tools, app),
            VaultTokenSlots(tools.vault, SENDER_SIGN_IN),
            tools.site.folder / "sender.lock",
            lambda secret: tools.learn(secret, []),
        )

    return tools.connections.get(_PERSON, _what_for(tools, app), make)


def _what_for(tools: Tools, app: SignInApp) -> SignInApp:
    """Return the app with its secret, typed or kept: with another one it is another connection."""
    return replace(app, secret=client_secret(tools, app))


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
    VaultTokenSlots(tools.vault, SENDER_SIGN_IN).clear()
    for name in (_PERSON, _APP):
        tools.connections.forget(name)
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


def checked_access(tools: Tools, sender: Sender, *, anew: bool = False) -> AccessTokens | Problem:
    """Return a sender's access tokens, once name and address are known to match the account (S5.60).

    `anew`: the vendor is asked for one, which proves that the permission still holds.
    """
    app = sender.app
    assert app is not None
    tokens = tokens_of(tools, app, sender.outgoing.user or sender.identity.address)
    if isinstance(tokens, Problem):
        return tokens
    access = tokens.fresh() if anew else tokens.access()
    if isinstance(access, Problem):
        return access
    if app.way is not SignInWay.APP:
        mismatch = mismatch_of(sender.identity, known_account(tools), app.vendor)
        if mismatch is not None:
            return mismatch
    return tokens


def learn_login(tools: Tools, user: str, access: Secret) -> None:
    """Tell the log filter what the login will send: some servers repeat it in their answer."""
    tools.learn(xoauth2_login(user, access.reveal()), [])


@dataclass(frozen=True)
class SenderTokens:
    """A sender's access tokens; the log filter is told what the logins of `users` with them will send."""

    tools: Tools
    vendor: Vendor
    tokens: AccessTokens
    users: tuple[str, ...]

    @property
    def by(self) -> Literal["sign-in", "key"]:
        """Whose they are."""
        return self.tokens.by

    def access(self) -> Secret | Problem:
        """Return a token that is good for some minutes; SENDER-NOT-CONNECTED without a sign-in."""
        return self._learnt(self.tokens.access())

    def fresh(self) -> Secret | Problem:
        """Return a token fetched just now."""
        return self._learnt(self.tokens.fresh())

    def _learnt(self, found: Secret | Problem) -> Secret | Problem:
        if isinstance(found, Problem):
            if found.code != "CONN-NONE":
                return found
            # The record knows of a sign-in, or nobody would have asked for its token.
            forgets = self.tools.world.is_practice or is_forgetful(self.tools.vault)
            by: dict[str, Fact] = {"by": "practice"} if forgets else {}
            return Problem("SENDER-NOT-CONNECTED", {**facts_for(self.vendor), **by})
        for user in self.users:
            learn_login(self.tools, user, found)
        return found


def tokens_of(tools: Tools, app: SignInApp, *users: str) -> SenderTokens | Problem:
    """Return the access tokens of the app itself, or of the person who signed in, for logins of `users`."""
    if app.way is SignInWay.APP:
        problem = _why_not_alone(tools, app)
        return problem or SenderTokens(tools, app.vendor, _of_app(tools, app), users)
    if not is_connected(tools, app):
        return Problem("SENDER-NOT-CONNECTED", facts_for(app.vendor))
    # Whoever signed in on another device did so without the app's secret, and goes on without it.
    kept = tools.site.record().sender.connected
    way = (kept.way if kept is not None else None) or app.way
    return SenderTokens(tools, app.vendor, connection_of(tools, replace(app, way=way)), users)


def _why_not_alone(tools: Tools, app: SignInApp) -> Problem | None:
    """Say why an app cannot ask in its own name, where it cannot."""
    if app.vendor is not Vendor.MICROSOFT or app.tenant in {"", "consumers"}:
        return Problem("SENDER-WAY", facts_for(app.vendor))
    if client_secret(tools, app) is None:
        return Problem("EXCH-SECRET", facts_for(app.vendor, cause="missing"))
    return None


def _of_app(tools: Tools, app: SignInApp) -> KeyTokens:
    def make() -> KeyTokens:
        vendor = vendor_of(tools, app)
        assert isinstance(vendor, Microsoft)
        return KeyTokens(vendor.for_app, lambda secret: tools.learn(secret, []))

    return tools.connections.get(_APP, _what_for(tools, app), make)


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

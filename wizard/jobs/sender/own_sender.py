"""The store's own sender as jobs and the command line know it: from answers, or from what was kept."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from msgspec.structs import replace

from wizard.catalogue.load import encryptions
from wizard.catalogue.provider_rows import Provider
from wizard.catalogue.providers import provider, provider_of_address
from wizard.jobs.job import Gives, Tools
from wizard.model.mail import Identity, Outgoing, OutgoingAuth, SocketType
from wizard.model.record import KeptSender, StoreRecord
from wizard.model.secret import Secret
from wizard.model.sender import SignInApp, SignInWay, Vendor
from wizard.procedure.answers import Answers

VAULT_PASSWORD = "sender-password"  # noqa: S105 - the name of the entry
VAULT_CLIENT_SECRET = "sender-client-secret"  # noqa: S105
PERSONAL_TENANT = "consumers"
"""Microsoft's word for personal accounts; KashFlow writes it with a capital letter (S5.66)."""
SIGN_IN: Final = "sign-in"


@dataclass(frozen=True)
class Sender:
    """Who sends, through which server, with which login; without the secrets themselves."""

    identity: Identity
    provider: Provider
    outgoing: Outgoing
    """`password` is always None here: it comes from the answers or the vault when it is used."""
    app: SignInApp | None = None

    @property
    def signs_in(self) -> bool:
        """Whether it signs in at a vendor instead of using a password."""
        return self.app is not None


class SenderFacts(Gives, frozen=True, kw_only=True):
    """A sender as `facts_of` tells of it; the last three only where it signs in."""

    provider_id: str = ""
    provider_name: str = ""
    sending_server: str = ""
    sending_port: int = 0
    sending_encryption: str = ""
    encryption_words: str = ""
    kashflow_encryption: str = ""
    kashflow_authentication: str = ""
    sending_user: str = ""
    sender_login: Literal["", "sign-in", "password"] = ""
    helper: Literal["", "exchange-administrator", "google-administrator", "mail-provider"] = ""
    vendor: str = ""
    vendor_name: str = ""
    kashflow_tenant: str = ""


class SenderConnected(SenderFacts, frozen=True, kw_only=True):
    """A sender whose connection works: whose it is, how it was made, and which secrets the safe holds."""

    connected_as: str = ""
    way: str = ""
    kept_secrets: tuple[str, ...] = ()


def provider_in(answers: Answers) -> Provider:
    """Return the provider that was chosen, else the one of the address."""
    chosen = answers.text("provider")
    return provider(chosen) if chosen else provider_of_address(answers.text("email_address"))


def sender_of(answers: Answers) -> Sender:
    """Put the sender together from a run's answers; what was left blank comes from the provider's row."""
    row = provider_in(answers)
    address = answers.text("email_address")
    socket = SocketType(answers.text("encryption") or _socket_for(answers, row))
    signs_in = answers.text("login_kind") == SIGN_IN
    user = answers.text("user_name") or ("apikey" if row.user == "apikey" else address)
    outgoing = Outgoing(
        answers.text("server") or row.outgoing.host,
        answers.number("port", row.outgoing.port if socket == row.outgoing.socket else _port_for(socket)),
        socket,
        OutgoingAuth.OAUTH2 if signs_in else OutgoingAuth.PASSWORD,
        address if signs_in else user,
    )
    app = app_in(answers) if signs_in else None
    return Sender(Identity(answers.text("sender_name"), address), row, outgoing, app)


def _socket_for(answers: Answers, row: Provider) -> str:
    """Return the encryption that belongs to a typed port, else the provider's."""
    typed = answers.number("port", row.outgoing.port)
    if typed == row.outgoing.port:
        return row.outgoing.socket
    return next((kind for kind, word in encryptions().items() if word.port == typed), row.outgoing.socket)


def _port_for(socket: SocketType) -> int:
    return encryptions()[socket.value].port


def app_in(answers: Answers) -> SignInApp:
    """Return the store's own app as it was typed, with its secret if that is in memory."""
    kind = answers.text("account_kind", "work")
    tenant = PERSONAL_TENANT if kind == "personal" else answers.text("tenant_id")
    vendor = Vendor.GOOGLE if kind == "google" else Vendor.MICROSOFT
    return SignInApp(
        vendor,
        answers.text("client_id"),
        "" if vendor is Vendor.GOOGLE else tenant.lower(),
        answers.secret("client_secret"),
        SignInWay(answers.text("way", SignInWay.BROWSER.value)),
    )


def facts_of(sender: Sender) -> dict[str, Any]:
    """Return what screens, receipts and `--json` say of a sender; the values KashFlow wants among them."""
    out, app = sender.outgoing, sender.app
    word = encryptions()[out.socket.value]
    facts: dict[str, Any] = {
        "provider_id": sender.provider.id,
        "provider_name": sender.provider.name,
        "sending_server": out.host,
        "sending_port": out.port,
        "sending_encryption": out.socket.value,
        "encryption_words": word.label,
        "kashflow_encryption": word.kashflow,
        "kashflow_authentication": "OAuth 2.0" if sender.signs_in else "Basic / session",
        "sending_user": out.user,
        "sender_login": SIGN_IN if sender.signs_in else "password",
        "helper": _helper(sender),
    }
    if app is not None:
        facts["vendor"] = app.vendor.value
        facts["vendor_name"] = vendor_name(app.vendor)
        facts["kashflow_tenant"] = "Consumers" if app.tenant == PERSONAL_TENANT else app.tenant
    return facts


def _helper(sender: Sender) -> str:
    """Return who can help with this sender, by the id of T12's cards."""
    vendor = sender.app.vendor.value if sender.app is not None else sender.provider.vendor
    helpers = {"microsoft": "exchange-administrator", "google": "google-administrator"}
    return helpers.get(vendor, "mail-provider")


def vendor_name(vendor: Vendor) -> str:
    """Return a vendor's name as people write it."""
    return vendor.value.capitalize()


def remember_sender(tools: Tools, sender: Sender) -> None:
    """Keep what is not secret of a sender, so that it can be tested and connected later."""
    out, app = sender.outgoing, sender.app
    kept = KeptSender(
        name=sender.identity.name,
        address=sender.identity.address,
        provider=sender.provider.id,
        server=out.host,
        port=out.port,
        socket=out.socket,
        user=out.user,
        login=SIGN_IN if app else "password",
        vendor=app.vendor if app else None,
        client_id=app.client_id if app else "",
        tenant=app.tenant if app else "",
        way=app.way if app else None,
    )

    def keep(record: StoreRecord) -> StoreRecord:
        before = record.sender
        whole = replace(
            kept, override=before.override, connected=before.connected, secret_ends=before.secret_ends
        )
        return replace(record, sender=whole)

    tools.site.change(keep)


def known_sender(tools: Tools) -> Sender | None:
    """Return the sender that was saved last, None when there is none."""
    kept = tools.site.record().sender
    if not kept.server or kept.socket is None:
        return None
    signs_in = kept.login == SIGN_IN
    auth = OutgoingAuth.OAUTH2 if signs_in else OutgoingAuth.PASSWORD
    app = None
    if signs_in:
        if kept.vendor is None:
            return None
        app = SignInApp(kept.vendor, kept.client_id, kept.tenant, None, kept.way or SignInWay.BROWSER)
    return Sender(
        Identity(kept.name, kept.address),
        provider(kept.provider),
        Outgoing(kept.server, kept.port, kept.socket, auth, kept.user),
        app,
    )


def client_secret(tools: Tools, app: SignInApp) -> Secret | None:
    """Return the app's secret, typed or kept; ProblemFound VAULT-… when the safe is closed."""
    return app.secret or tools.vault.get(VAULT_CLIENT_SECRET)

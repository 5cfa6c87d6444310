"""The store's own sender as jobs and the command line know it: from answers, or from what was kept."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from msgspec.structs import replace

from wizard.catalogue.load import encryptions
from wizard.catalogue.provider_rows import MailServerRow, Provider
from wizard.catalogue.providers import ANOTHER, provider, provider_of_address
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Gives, Tools
from wizard.model.mail import Identity, Outgoing, OutgoingAuth, SocketType
from wizard.model.names import address_on_the_wire
from wizard.model.problem import Problem
from wizard.model.record import KeptSender, StoreRecord
from wizard.model.secret import Secret
from wizard.model.sender import SignInApp, SignInWay, Vendor
from wizard.procedure.answers import Answers

_words = words_of(__name__)

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

    @property
    def is_personal(self) -> bool:
        """Whether it is a person's own account at Microsoft, with no administrator to ask."""
        return self.app is not None and self.app.tenant == PERSONAL_TENANT

    def told(self, problem: Problem) -> Problem:
        """Return a problem as it concerns this kind of account."""
        return Problem(problem.code, {**problem.facts, "personal": True}) if self.is_personal else problem


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
    helper: Literal[
        "", "exchange-administrator", "google-administrator", "mail-provider", "personal-registration"
    ] = ""
    vendor: str = ""
    vendor_name: str = ""
    kashflow_tenant: str = ""


class DomainAsked(SenderFacts, frozen=True, kw_only=True):
    """Who runs the mail of the address's own domain, as it was found out; empty where nobody knew."""

    found_for: str = ""
    """The domain that was asked about."""
    found_provider: str = ""
    found_server: str = ""
    found_port: int = 0
    found_encryption: Literal["", "plain", "starttls", "tls"] = ""
    found_user: Literal["", "address", "local"] = ""
    found_by: Literal["", "mx", "autoconfig", "list"] = ""
    found_said: str = ""
    """Who said so: a host's name."""


class SenderConnected(SenderFacts, frozen=True, kw_only=True):
    """A sender whose connection works: whose it is, how it was made, and which secrets the safe holds."""

    connected_as: str = ""
    way: str = ""
    kept_secrets: tuple[str, ...] = ()


def provider_in(answers: Answers) -> Provider:
    """Return the provider that was chosen, else the one of the address."""
    chosen = answers.text("provider")
    return provider(chosen) if chosen else provider_of_address(answers.text("email_address"))


def found_row(found: DomainAsked, address: str) -> Provider | None:
    """Return the row of what was found out about an address's domain; None where nothing was."""
    if not found.found_by or found.found_for != domain_of(address):
        return None
    row = provider(found.found_provider or ANOTHER)
    if not found.found_server:
        return row
    socket = found.found_encryption or row.outgoing.socket
    return replace(row, outgoing=MailServerRow(host=found.found_server, port=found.found_port, socket=socket))


def domain_of(address: str) -> str:
    """Return the domain of an address as name servers know it; empty where there is none."""
    try:
        return address_on_the_wire(address.strip().lower()).rpartition("@")[2]
    except UnicodeError:
        return ""


def sender_asked(asked: Asked) -> Sender:
    """Return the sender of a run: what was left blank comes from what was found out about its domain."""
    return sender_of(asked.answers, asked.given(DomainAsked))


def sender_of(answers: Answers, found: DomainAsked | None = None) -> Sender:
    """Put the sender together from a run's answers; what was left blank comes from the provider's row."""
    row = provider_in(answers)
    address = answers.text("email_address")
    typed = answers.text("provider") or answers.text("server")
    row = (found and not typed and found_row(found, address)) or row
    socket = SocketType(answers.text("encryption") or _socket_for(answers, row))
    signs_in = answers.text("login_kind") == SIGN_IN
    user = answers.text("user_name") or usual_user(row, address, found)
    outgoing = Outgoing(
        answers.text("server") or row.outgoing.host,
        answers.number("port", row.outgoing.port if socket == row.outgoing.socket else _port_for(socket)),
        socket,
        OutgoingAuth.OAUTH2 if signs_in else OutgoingAuth.PASSWORD,
        address if signs_in else user,
    )
    app = app_in(answers) if signs_in else None
    return Sender(Identity(answers.text("sender_name"), address), row, outgoing, app)


def usual_user(row: Provider, address: str, found: DomainAsked | None = None) -> str:
    """Return the user name for sending where nobody typed one."""
    if row.user == "apikey":
        return "apikey"
    is_local = found is not None and found.found_user == "local" and found.found_for == domain_of(address)
    return address.rpartition("@")[0] if is_local else address


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
        "kashflow_authentication": _words("oauth") if sender.signs_in else _words("basic"),
        "sending_user": out.user,
        "sender_login": SIGN_IN if sender.signs_in else "password",
        "helper": _helper(sender),
    }
    if app is not None:
        facts["vendor"] = app.vendor.value
        facts["vendor_name"] = vendor_name(app.vendor)
        facts["kashflow_tenant"] = _words("consumers") if app.tenant == PERSONAL_TENANT else app.tenant
    return facts


def _helper(sender: Sender) -> str:
    """Return who can help with this sender, by the id of T12's cards."""
    if sender.is_personal:
        return "personal-registration"
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


def no_sender(tools: Tools) -> Problem:
    """Return why there is none: nobody set one up, or it was disconnected since."""
    return Problem("SENDER-NONE", {"ended": "True"} if tools.site.record().sender.provider else {})


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

"""The types of the provider tables: internet and mail providers, their passwords and sign-ins, deadlines."""

import datetime
import re
from typing import Any, Literal

from wizard.catalogue.schema import Row


class Isp(Row, frozen=True, kw_only=True):
    """One internet provider and the port pair its access lines need (S1.3-S1.8)."""

    id: str
    name: str
    pair: str
    note: str = ""
    mirrors: list[str] = []


class IspFile(Row, frozen=True, kw_only=True):
    """The ISP rule as data."""

    checked: datetime.date
    source: str
    pairs: dict[str, list[int]]
    isps: list[Isp]

    def __post_init__(self) -> None:
        """Refuse a provider whose pair is not here."""
        for isp in self.isps:
            if isp.pair not in {"", *self.pairs}:
                raise ValueError(f"{isp.id} needs the pair {isp.pair}, which is not among `pairs`")


class MailServerRow(Row, frozen=True, kw_only=True):
    """Host, port and socket type of one side of a provider."""

    host: str
    port: int
    socket: Literal["plain", "starttls", "tls"]


class Provider(Row, frozen=True, kw_only=True):
    """One mail provider: where to send and receive, which logins it takes, and what is out of date."""

    id: str
    name: str
    domains: list[str]
    mx: list[str] = []
    """What the names of its servers that take mail end in: a domain of one's own is recognised by them."""
    own_domain: str = ""
    """What it is called where the domain is the store's own."""
    spf: str = ""
    """The name that a domain's SPF record includes so that this provider may send for it."""
    outgoing: MailServerRow
    incoming: MailServerRow | None = None
    login: list[Literal["password", "app-password", "api-key", "oauth2"]]
    user: Literal["address", "apikey", "given"] = "address"
    vendor: Literal["", "microsoft", "google"] = ""
    """Where its accounts sign in, for `oauth2`."""
    guide: str = ""
    """The steps that make the password it takes, by id of `providers/app-passwords.toml`."""
    state: Literal["current", "ending", "ended", "unverified"] = "current"
    ended: datetime.date | None = None
    """When the usual password stopped working."""
    guide_says: str = ""
    """What the KashFlow guide's table says, where that differs from this row."""
    note: str = ""
    checked: datetime.date
    source: str
    mirrors: list[str] = []


class EncryptionWord(Row, frozen=True, kw_only=True):
    """One way to encrypt, in plain words and in those of KashFlow's list (S5.22, S5.34-S5.35)."""

    label: str
    kashflow: str
    port: int
    about: str
    mirrors: list[str] = []


class PasswordGuide(Row, frozen=True, kw_only=True):
    """How the password that a provider takes from other programs is made."""

    id: str
    title: str
    url: str
    steps: list[str]
    shape: str = ""
    """What such a password looks like, as a regular expression; spaces are left out before."""
    shape_words: str = ""
    dialog: dict[str, Any] = {}
    """The page as it is drawn, in the form of the mail programs' dialogs."""
    touches: dict[str, str] = {}
    """Element of the drawing to the number of the step that touches it."""
    checked: datetime.date
    source: str
    mirrors: list[str] = []


class Deadline(Row, frozen=True, kw_only=True):
    """A date that will bite, or has: whom it concerns, and what to do."""

    id: str
    title: str
    ends: datetime.date
    ends_words: str
    what: str
    do: str
    concerns: list[dict[str, str]]
    """Conditions on what is known of a store; one that holds is enough."""
    warn_days: int = 60
    past_words: str = ""
    """What is said once it is over; empty = nothing any more."""
    checked: datetime.date
    source: str
    mirrors: list[str] = []


class VendorSignIn(Row, frozen=True, kw_only=True):
    """What is asked for when a mail account signs in at a vendor."""

    checked: datetime.date
    scopes: list[str]
    needed: list[str]
    """Of the scopes, those without which nothing can be sent."""
    app_scope: str
    unused_days: int
    """Days after which an unused permission ends."""


class Refusal(Row, frozen=True, kw_only=True):
    """Which problem the numbers of Microsoft's refusals (AADSTS…) mean."""

    codes: list[int]
    problem: str
    cause: str = ""


class SignInFile(Row, frozen=True, kw_only=True):
    """Signing in for mail as data."""

    microsoft: VendorSignIn
    google: VendorSignIn
    refusal: list[Refusal]


class Wording(Row, frozen=True, kw_only=True):
    """What mail servers say when they refuse, and what it means for certain."""

    means: Literal[
        "app-password", "busy", "in-use", "locked", "login", "needs-tls", "not-enabled", "rate", "web-login"
    ]
    says: str
    """A regular expression, capitals or not."""
    source: str
    checked: datetime.date

    def __post_init__(self) -> None:
        """Refuse an expression that is none."""
        try:
            re.compile(self.says)
        except re.error as error:
            raise ValueError(f"{self.means}: {error}") from None

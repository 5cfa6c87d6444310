"""Our own connection to Xero: tokens, and the organisations they open."""

from dataclasses import dataclass
from typing import Literal, Protocol

from wizard.model.problem import Problem
from wizard.model.secret import Secret

LAPSE_DAYS = 60
"""Days after which an unused refresh token ends (developer.xero.com/faq/oauth2)."""
WARN_DAYS = 14
"""Days before the lapse from which the user is warned."""

RENEW_EARLY_SECONDS = 120.0
"""An access token is renewed this long before it ends."""


@dataclass(frozen=True)
class TokenSet:
    """What the token endpoint gave: an access token for half an hour, and the next refresh token."""

    access: Secret
    refresh: Secret
    expires_in: int
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class TokenRecord:
    """A refresh token as it is kept: the highest whole generation of two slots is the one that counts.

    `obtained_at` is seconds since 1970.
    """

    generation: int
    refresh: Secret
    client_id: str
    obtained_at: float


class AccessTokens(Protocol):
    """Hands out access tokens to whoever asks a vendor; one is used until shortly before its end."""

    @property
    def by(self) -> Literal["sign-in", "key"]:
        """Whose they are: of the person who signed in, or of an app or custom connection itself."""

    def access(self) -> Secret | Problem:
        """Return a token that is good for some minutes; ProblemFound where safe or store cannot be used."""

    def fresh(self) -> Secret | Problem:
        """Return a token fetched just now, as after one that was refused before its end."""


class TokenSlots(Protocol):
    """Two places for token records, so that a new one is whole before the old one goes."""

    def read(self) -> TokenRecord | None:
        """Return the highest whole record; ProblemFound VAULT-… when the store is closed."""

    def prove(self, record: TokenRecord) -> None:
        """Show that a record of this size can be kept beside the present one; ProblemFound VAULT-… if not.

        The present record is left as it is, and nothing stays behind.
        """

    def write(self, record: TokenRecord) -> None:
        """Keep a record of a higher generation, then drop the one before."""

    def clear(self) -> None:
        """Forget both."""


@dataclass(frozen=True)
class Tenant:
    """One organisation of a connection as `/connections` names it."""

    connection_id: str
    tenant_id: str
    name: str
    auth_event: str

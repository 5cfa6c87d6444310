"""Xero: addresses and what is known of an organisation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class XeroAddresses:
    """Where Xero is in this world; all five are whole URLs, `api` ends in a slash."""

    authorize: str
    token: str
    revocation: str
    connections: str
    api: str


LIVE_XERO = XeroAddresses(
    authorize="https://login.xero.com/identity/connect/authorize",
    token="https://identity.xero.com/connect/token",  # noqa: S106 - an address
    revocation="https://identity.xero.com/connect/revocation",
    connections="https://api.xero.com/connections",
    api="https://api.xero.com/api.xro/2.0/",
)
"""Source: xero-identity.yaml of Xero's OpenAPI and the PKCE guide, checked 2026-11-20."""


@dataclass(frozen=True)
class Organisation:
    """A Xero organisation as its user knows it; `tenant_id` is never shown whole."""

    tenant_id: str
    name: str
    country: str
    short_code: str
    currency: str
    is_demo: bool

    @property
    def last_four(self) -> str:
        """The last four characters of the tenant id, to tell namesakes apart."""
        return self.tenant_id[-4:]

"""Where the services are: the public ones, and the shape in which another world names its own."""

from typing import NamedTuple


class XeroAddresses(NamedTuple):
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


class GoogleAddresses(NamedTuple):
    """Where Google's sign-in is in this world."""

    authorize: str
    token: str
    revocation: str


LIVE_MICROSOFT = "https://login.microsoftonline.com"
"""Microsoft's authority; a tenant is appended. Source: msal's own list, checked 2026-11-20."""
LIVE_GOOGLE = GoogleAddresses(
    authorize="https://accounts.google.com/o/oauth2/v2/auth",
    token="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
    revocation="https://oauth2.googleapis.com/revoke",
)
"""Source: Google's guide for installed apps and its OpenID discovery document, checked 2026-11-20."""

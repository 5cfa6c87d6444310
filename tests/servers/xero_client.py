"""Xero's own client library, led to a practice Xero."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xero_python.accounting import AccountingApi
from xero_python.api_client import ApiClient, Configuration
from xero_python.api_client.oauth2 import OAuth2Token, TokenApi
from xero_python.identity import IdentityApi


@dataclass(frozen=True)
class XeroClient:
    """The accounting and identity interfaces, and the tenant that the key opens."""

    accounting: AccountingApi
    identity: IdentityApi
    tenant: str


@contextmanager
def official_client(services: Path, logins: Mapping[str, str]) -> Iterator[XeroClient]:
    """Sign in with the published custom connection; `services` is the file that leads there."""
    addresses = tomllib.loads(services.read_text(encoding="utf-8"))["xero"]
    pair = (logins["api-key"], logins["api-secret"])
    grant = OAuth2Token(client_id=pair[0], client_secret=pair[1])
    client = ApiClient(Configuration(oauth2_token=grant))
    held: dict[str, Any] = {}
    client.oauth2_token_getter(lambda: held)
    client.oauth2_token_saver(held.update)
    tokens = TokenApi(client, *pair)
    tokens.client_credentials_token_url = addresses["token"]
    found = tokens.get_client_credentials_token(app_store_billing=False)
    grant.update_token(**found)
    client.set_oauth2_token(found)
    identity = IdentityApi(client, base_url=addresses["connections"].removesuffix("/connections"))
    (connection,) = identity.get_connections()
    accounting = AccountingApi(client, base_url=addresses["api"].rstrip("/"))
    try:
        yield XeroClient(accounting, identity, str(connection.tenant_id))
    finally:
        client.rest_client.pool_manager.clear()

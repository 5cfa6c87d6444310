"""Job: sign in to Xero with PKCE and keep the connection; the ways in differ in who brings the address."""

from collections.abc import Callable
from dataclasses import dataclass

from wizard.catalogue.load import scopes
from wizard.jobs.job import Done, Tools
from wizard.jobs.xero_connection import addresses_of, connection_of
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.oauth.loopback import LoopbackListener
from wizard.oauth.sign_in import REDIRECT_PORTS, SignIn, redirect_uri
from wizard.oauth.token_endpoint import TokenEndpoint
from wizard.xero.connections import auth_event, list_tenants


def new_sign_in(tools: Tools, client_id: str, redirect: str) -> SignIn:
    """Return a fresh sign-in for the permissions that the data names."""
    return SignIn(addresses_of(tools).authorize, client_id, [s.id for s in scopes()], redirect)


@dataclass(frozen=True)
class ConnectXero:
    """Sign in by the user's own browser (`browser`) or by pasting the address back (`paste`).

    `show` gets the address to open and says whether it could open it; `paste` brings the redirected address.
    """

    client_id: str
    show: Callable[[str], bool]
    paste: Callable[[], str] | None = None
    wait_seconds: float = 300.0

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Keep the connection and return the organisations its user picked this time."""
        if self.paste is not None:
            sign_in = new_sign_in(tools, self.client_id, redirect_uri(REDIRECT_PORTS[0]))
            self.show(sign_in.address())
            return self._finish(tools, sign_in, self.paste(), progress)
        try:
            listener = LoopbackListener()
        except OSError:
            return Problem("XERO-PORTS", {"ports": ", ".join(map(str, REDIRECT_PORTS))})
        with listener:
            sign_in = new_sign_in(tools, self.client_id, listener.redirect)
            listener.expect(sign_in)
            progress.step(0.1, "Waiting for you to sign in on Xero's page")
            if not self.show(sign_in.address()):
                return Problem("XERO-NO-BROWSER")
            address = listener.wait(self.wait_seconds, cancel)
        if address is None:
            return Problem("XERO-SILENT", {"redirect": sign_in.redirect})
        return self._finish(tools, sign_in, address, progress)

    def _finish(self, tools: Tools, sign_in: SignIn, address: str, progress: Progress) -> Done | Problem:
        tools.learn(sign_in.verifier, [])
        code = sign_in.code_of(address)
        if isinstance(code, Problem):
            return code
        tools.learn(code, [])
        progress.step(0.5, "Fetching the permission from Xero")
        addresses = addresses_of(tools)
        endpoint = TokenEndpoint(tools.http, addresses)
        tokens = endpoint.exchange(self.client_id, code, sign_in.verifier, sign_in.redirect)
        if isinstance(tokens, Problem):
            return tokens
        if not tokens.refresh:
            return Problem("XERO-PERMISSION", {"permission": "offline_access"})
        connection_of(tools).begin(self.client_id, tokens)
        progress.step(0.8, "Asking which organisations you picked")
        event = auth_event(tokens.access)
        tools.site.remember({"xero_client_id": self.client_id, "xero_auth_event": event})
        tenants = list_tenants(tools.http, addresses, tokens.access, event)
        if isinstance(tenants, Problem):
            return tenants
        return Done({"organisations": [t.name for t in tenants]}, (tokens.access, tenants))

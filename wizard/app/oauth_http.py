"""HTTP sessions that fetch tokens; apart from the others, for looking at a PC needs none of OAuth's own."""

import os

import oauthlib.oauth2
import requests_oauthlib

from wizard.app.http import LiveSession, LoopbackSession
from wizard.model.world import World


class _LiveOAuth(LiveSession, requests_oauthlib.OAuth2Session):
    """OAuth2Session with a live session's rules."""


class _LoopbackOAuth(LoopbackSession, requests_oauthlib.OAuth2Session):
    """OAuth2Session with a loopback session's rules."""


def oauth_session(world: World, client: oauthlib.oauth2.Client) -> requests_oauthlib.OAuth2Session:
    """Return an OAuth session of this world."""
    # Xero may grant more than was asked: scopes add up over sign-ins. oauthlib would raise.
    os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"  # noqa: S105 - a switch
    if world.is_live:
        os.environ.pop("OAUTHLIB_INSECURE_TRANSPORT", None)
        return _LiveOAuth(client=client)
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    return _LoopbackOAuth(world.extra_ca, client=client)

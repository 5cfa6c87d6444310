"""What gives access tokens for mail settings whose login is a sign-in."""

from collections.abc import Callable

from wizard.jobs.job import Tools
from wizard.model.mail import MailSettings, OutgoingAuth
from wizard.model.problem import Problem
from wizard.model.secret import Secret


def access_for(tools: Tools, settings: MailSettings) -> Callable[[], Secret | Problem] | None:
    """Return what asks for the settings' own app, else for the connected sender; None where none signs in."""
    incoming, outgoing = settings.incoming, settings.outgoing
    if not (incoming is not None and incoming.signs_in) and outgoing.auth is not OutgoingAuth.OAUTH2:
        return None
    address = settings.identity.address
    users = {outgoing.user or address, incoming.user if incoming else address}

    def access() -> Secret | Problem:
        from wizard.jobs.sender.connection import tokens_of  # noqa: PLC0415 - msal costs time
        from wizard.jobs.sender.own_sender import known_sender  # noqa: PLC0415 - only where one signs in

        known = known_sender(tools)
        app = settings.app or (known.app if known is not None else None)
        if app is None:
            return Problem("SENDER-NOT-CONNECTED")
        tokens = tokens_of(tools, app, *users)
        return tokens if isinstance(tokens, Problem) else tokens.access()

    return access

"""What Microsoft's mail programs have no box for."""

from wizard.model.mail import MailSettings, OutgoingAuth, SocketType


def no_box_for(settings: MailSettings) -> str:
    """Return what of some settings an account of theirs cannot express, "" where it can hold them."""
    if settings.incoming is None:
        return "an account without receiving"
    if settings.incoming.socket is SocketType.STARTTLS:
        return "STARTTLS for receiving"
    if settings.outgoing.auth is OutgoingAuth.OAUTH2:
        return "OAuth 2.0 for sending"
    return ""

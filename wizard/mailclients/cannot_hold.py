"""What Microsoft's mail programs have no box for."""

from wizard.model.mail import MailSettings, OutgoingAuth, SocketType
from wizard.model.problem import Problem, ProblemFound


def refuse_what_no_box_holds(client: str, name: str, settings: MailSettings) -> None:
    """Raise CLIENT-CANNOT-HOLD for settings that an account of theirs cannot express."""
    incoming, outgoing = settings.incoming, settings.outgoing
    reason = ""
    if incoming is None:
        reason = "an account without receiving"
    elif incoming.socket is SocketType.STARTTLS:
        reason = "STARTTLS for receiving"
    elif outgoing.auth is OutgoingAuth.OAUTH2:
        reason = "OAuth 2.0 for sending"
    if reason:
        raise ProblemFound(Problem("CLIENT-CANNOT-HOLD", {"client": client, "name": name, "what": reason}))

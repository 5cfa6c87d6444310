"""What Microsoft's mail programs have no box for."""

from wizard.mailclients.programs.outlook_express.values import starts_encrypted
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


def refuse_what_express_has_no_box_for(client: str, name: str, settings: MailSettings) -> None:
    """Raise CLIENT-CANNOT-HOLD also where one tick means TLS on port 465 and STARTTLS on any other."""
    refuse_what_no_box_holds(client, name, settings)
    socket, port = settings.outgoing.socket, settings.outgoing.port
    if socket is not SocketType.PLAIN and (socket is SocketType.TLS) != starts_encrypted(port):
        what = f"{socket.value} on port {port}"
        raise ProblemFound(Problem("CLIENT-CANNOT-HOLD", {"client": client, "name": name, "what": what}))

"""What Outlook Express, Windows Mail and Windows Live Mail have no box for."""

from wizard.mailclients.programs.outlook.limits import no_box_for
from wizard.mailclients.programs.outlook_express.values import starts_encrypted
from wizard.model.mail import MailSettings, SocketType


def no_express_box_for(settings: MailSettings) -> str:
    """Return what an account cannot express: one tick means TLS on port 465, and STARTTLS elsewhere."""
    socket, port = settings.outgoing.socket, settings.outgoing.port
    if socket is not SocketType.PLAIN and (socket is SocketType.TLS) != starts_encrypted(port):
        return no_box_for(settings) or f"{socket.value} on port {port}"
    return no_box_for(settings)

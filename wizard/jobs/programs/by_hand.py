"""What is typed by hand into a mail program: the values that the check proves, as texts."""

from wizard.jobs.job import Asked
from wizard.jobs.mail.check_mail import MailChecked
from wizard.jobs.mail.settings import is_pair_open, settings_of
from wizard.model.mail import MailSettings, OutgoingAuth, SocketType

_NO_LOGIN, _LOGIN = "no", "yes"


def values_by_hand(asked: Asked) -> dict[str, str]:
    """Return every value and condition of the guides; passwords are not among them."""
    proven = asked.given(MailChecked) if is_pair_open(asked.answers) else None
    ports = {"incoming_port": proven.incoming_port, "outgoing_port": proven.outgoing_port} if proven else {}
    return _texts(settings_of(asked.answers), {key: str(port) for key, port in ports.items() if port})


def _texts(settings: MailSettings, proven_ports: dict[str, str]) -> dict[str, str]:
    """`proven_ports`: the pair that the check found to get through, where no rule says which."""
    incoming, outgoing = settings.incoming, settings.outgoing
    assert incoming is not None, "a store's mail is received as well"
    own = outgoing.auth is OutgoingAuth.PASSWORD
    receives_plain = incoming.socket is SocketType.PLAIN
    sends_plain = outgoing.socket is SocketType.PLAIN
    return {
        "store_name": settings.identity.name,
        "email_address": settings.identity.address,
        "incoming_server": incoming.host,
        "incoming_port": str(incoming.port),
        "user_name": incoming.user,
        "outgoing_server": outgoing.host,
        "outgoing_port": str(outgoing.port),
        "sending_user_name": outgoing.user if own else "",
        "login_name_for_sending": outgoing.user if own else incoming.user,
        "timeout_minutes": str(incoming.timeout_seconds // 60),
        "remove_days": str(incoming.leave_on_server_days),
        "leave_copy": "yes" if incoming.leave_on_server_days else "no",
        "encryption": incoming.socket.value,
        "sending_encryption": outgoing.socket.value,
        "receiving_encrypted": "no" if receives_plain else "yes",
        "sending_encrypted": "no" if sends_plain else "yes",
        "encrypted": "no" if receives_plain and sends_plain else "yes",
        "sending_login": outgoing.auth.value,
        "sends_with_login": _NO_LOGIN if outgoing.auth is OutgoingAuth.NONE else _LOGIN,
        **proven_ports,
    }

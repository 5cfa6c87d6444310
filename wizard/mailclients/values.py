"""Mail settings as the boxes of a mail program, and back."""

from wizard.model.mail import Identity, Incoming, MailSettings, Outgoing, OutgoingAuth, SocketType
from wizard.model.mail_clients import Setting, Value, Values
from wizard.model.secret import Secret


def wanted_values(settings: MailSettings) -> dict[Setting, Value]:
    """Return what every box is to hold, in the order in which a plan shows them."""
    incoming, outgoing = settings.incoming, settings.outgoing
    assert incoming is not None, "a mail program is set up for receiving too"
    leave = incoming.leave_on_server_days > 0
    values: dict[Setting, Value] = {
        Setting.YOUR_NAME: settings.identity.name,
        Setting.ADDRESS: settings.identity.address,
        Setting.PROTOCOL: "pop3",
        Setting.INCOMING_SERVER: incoming.host,
        Setting.INCOMING_PORT: incoming.port,
        Setting.INCOMING_ENCRYPTION: incoming.socket.value,
        Setting.USER_NAME: incoming.user,
        Setting.SPA: False,
        Setting.LEAVE_COPY: leave,
        Setting.REMOVE_DAYS: incoming.leave_on_server_days,
        Setting.TIMEOUT_SECONDS: incoming.timeout_seconds,
        Setting.REMEMBER_PASSWORD: True,
        Setting.OUTGOING_SERVER: outgoing.host,
        Setting.OUTGOING_PORT: outgoing.port,
        Setting.OUTGOING_ENCRYPTION: outgoing.socket.value,
        Setting.OUTGOING_LOGIN: outgoing.auth.value,
    }
    if outgoing.auth is OutgoingAuth.PASSWORD:
        values[Setting.OUTGOING_USER] = outgoing.user
    return values


def settings_of(values: Values, like: MailSettings) -> MailSettings:
    """Return the settings that an account's boxes mean; passwords are those of `like`, clients show none."""
    incoming = like.incoming
    assert incoming is not None
    auth = OutgoingAuth(_text(values, Setting.OUTGOING_LOGIN))
    own = auth is OutgoingAuth.PASSWORD
    return MailSettings(
        Identity(_text(values, Setting.YOUR_NAME), _text(values, Setting.ADDRESS)),
        Incoming(
            _text(values, Setting.INCOMING_SERVER),
            _number(values, Setting.INCOMING_PORT),
            SocketType(_text(values, Setting.INCOMING_ENCRYPTION)),
            _text(values, Setting.USER_NAME),
            incoming.password,
            _number(values, Setting.REMOVE_DAYS) if values.get(Setting.LEAVE_COPY) else 0,
            _number(values, Setting.TIMEOUT_SECONDS) or incoming.timeout_seconds,
        ),
        Outgoing(
            _text(values, Setting.OUTGOING_SERVER),
            _number(values, Setting.OUTGOING_PORT),
            SocketType(_text(values, Setting.OUTGOING_ENCRYPTION)),
            auth,
            _text(values, Setting.OUTGOING_USER) if own else "",
            (like.outgoing.password or Secret("")) if own else None,
        ),
    )


def _text(values: Values, setting: Setting) -> str:
    return str(values.get(setting, ""))


def _number(values: Values, setting: Setting) -> int:
    found = values.get(setting, 0)
    return found if isinstance(found, int) else 0

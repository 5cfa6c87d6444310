"""Mozilla's format for the settings of a mail provider (clientConfig 1.1): its server for sending.

Source: wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat and thunderbird/autoconfig, checked
2026-11-20.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from wizard.model.mail import SocketType
from wizard.model.names import is_host

_SOCKETS = {"SSL": SocketType.TLS, "STARTTLS": SocketType.STARTTLS, "plain": SocketType.PLAIN}
_USERS = {"%EMAILADDRESS%": "address", "%EMAILLOCALPART%": "local"}


@dataclass(frozen=True)
class SendingServer:
    """A server for sending; `user` says what its logins are: the whole address, or what is before the @."""

    host: str
    port: int
    socket: SocketType
    user: str = "address"


def sending_server(document: bytes) -> SendingServer | None:
    """Return the first encrypted server of a document, else its first; None where it names none."""
    # entities could make a small document huge, and this format has none
    if b"<!DOCTYPE" in document or b"<!ENTITY" in document or b"\0" in document:
        return None
    try:
        root = ET.fromstring(document)  # noqa: S314 - bounded by its reader, and without a DTD
    except (ET.ParseError, ValueError, LookupError):
        return None
    if root.tag != "clientConfig":
        return None
    found = [server for each in root.iter("outgoingServer") if (server := _server(each)) is not None]
    encrypted = [server for server in found if server.socket is not SocketType.PLAIN]
    return next(iter([*encrypted, *found]), None)


def _server(element: ET.Element) -> SendingServer | None:
    host = _text(element, "hostname").lower()
    port = _text(element, "port")
    socket = _SOCKETS.get(_text(element, "socketType"))
    right = is_host(host) and port.isascii() and port.isdecimal() and len(port) <= 5
    if element.get("type") != "smtp" or socket is None or not right or not 0 < int(port) < 65536:
        return None
    return SendingServer(host, int(port), socket, _USERS.get(_text(element, "username"), "address"))


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()

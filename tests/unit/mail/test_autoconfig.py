"""Mozilla's format of mail settings, read from documents as providers publish them, and from odd ones."""

import pytest

from wizard.mail.autoconfig import SendingServer, sending_server
from wizard.model.mail import SocketType

OUTGOING = """<outgoingServer type="smtp"><hostname>{host}</hostname><port>{port}</port>
<socketType>{socket}</socketType><username>{user}</username>
<authentication>password-cleartext</authentication></outgoingServer>"""


def document(*servers: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?><clientConfig version="1.1"><emailProvider id="x">
    <domain>store.example</domain><displayName>Käthe</displayName>
    <incomingServer type="imap"><hostname>imap.store.example</hostname><port>993</port>
    <socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
    {"".join(servers)}</emailProvider></clientConfig>""".encode()


def server(
    host: str = "smtp.store.example",
    port: str = "587",
    socket: str = "STARTTLS",
    user: str = "%EMAILADDRESS%",
) -> str:
    return OUTGOING.format(host=host, port=port, socket=socket, user=user)


def test_the_server_for_sending_is_read() -> None:
    found = sending_server(document(server(port=" 465 ", socket="SSL", user="%EMAILLOCALPART%")))
    assert found == SendingServer("smtp.store.example", 465, SocketType.TLS, "local")


def test_an_encrypted_server_counts_before_a_plain_one_that_stands_first() -> None:
    found = sending_server(document(server(socket="plain", port="25"), server()))
    assert found == SendingServer("smtp.store.example", 587, SocketType.STARTTLS)


def test_where_there_is_only_a_plain_one_it_is_that() -> None:
    assert sending_server(document(server(socket="plain", port="25"))) == SendingServer(
        "smtp.store.example", 25, SocketType.PLAIN
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>404</body></html>",
        b"<clientConfig>",
        b"\xff\xfe<\x00c\x00",
        document(),
        document(server(host="not a host")),
        document(server(host="a" * 300)),
        document(server(port="0")),
        document(server(port="65536")),
        document(server(port="²³")),
        document(server(port="9" * 5000)),
        document(server(socket="magic")),
        document(server().replace('type="smtp"', 'type="http"')),
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + document(server()),
        b'<?xml version="1.0" encoding="nonsense"?><clientConfig/>',
        b"<a>" * 20_000,
    ],
)
def test_what_names_no_server_is_passed_over(content: bytes) -> None:
    assert sending_server(content) is None

"""Whom a live session believes: the authorities of this PC, and nobody else's, with a proxy and without."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
import requests.adapters
import trustme

from wizard.app.http import LiveSession

HOST = "identity.xero.example"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nit is"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """One that this PC trusts, as it does a proxy's that looks into what passes."""
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "this-pc.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "this-pc.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    return made


@contextmanager
def serving(authority: trustme.CA, *, is_proxy: bool) -> Iterator[int]:
    """One conversation: TLS at once, or behind a proxy's CONNECT."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST, "127.0.0.1").configure_cert(context)

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            if is_proxy:
                while b"\r\n\r\n" not in connection.recv(4096):
                    pass
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            try:
                with context.wrap_socket(connection, server_side=True) as talked:
                    talked.recv(4096)
                    talked.sendall(ANSWER)
            except OSError:
                return  # it was not believed

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join(30)


def asked(port: int, *, is_proxy: bool) -> str:
    session = LiveSession()
    if is_proxy:
        session.proxies = {"https": f"http://127.0.0.1:{port}"}
    return session.get(f"https://{HOST}/" if is_proxy else f"https://127.0.0.1:{port}/").text


@pytest.mark.parametrize("is_proxy", [False, True])
def test_whom_this_pc_trusts_is_believed(authority: trustme.CA, is_proxy: bool) -> None:
    with serving(authority, is_proxy=is_proxy) as port:
        assert asked(port, is_proxy=is_proxy) == "it is"


@pytest.mark.parametrize("is_proxy", [False, True])
def test_whom_only_a_librarys_list_trusts_is_not(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_proxy: bool
) -> None:
    other = trustme.CA()
    other.cert_pem.write_to_path(tmp_path / "list.pem")
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "list.pem"))
    with serving(other, is_proxy=is_proxy) as port, pytest.raises(requests.exceptions.SSLError):
        asked(port, is_proxy=is_proxy)

"""The World's network: a dialer that knows routes and refuses the rest, and the one HTTP session factory."""

import contextlib
import errno
import os
import select
import socket
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wizard.app.loopback import is_loopback_host, split_destination
from wizard.model.progress import Cancel
from wizard.model.world import World

if TYPE_CHECKING:
    import ssl

    import oauthlib.oauth2
    import requests
    import requests_oauthlib

_SLICE = 0.1


def look_up(host: str, port: int | None) -> list[Any]:
    """Return getaddrinfo's answer; `localhost` is this machine even without a hosts file (RFC 6761)."""
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror:
        if host != "localhost":
            raise
        return socket.getaddrinfo("127.0.0.1", port, type=socket.SOCK_STREAM)


class WorldDialer:
    """Dials in a World: live destinations as they are, elsewhere only what is routed or loopback."""

    def __init__(self, world: World) -> None:
        self._world = world

    def resolve(self, host: str) -> Sequence[str]:
        """Return the addresses of a name; socket.gaierror when it has none in this world."""
        if not self._world.is_live and not is_loopback_host(host):
            prefix = f"{host.lower()}:"
            routed = {v for k, v in self._world.routes.items() if k.startswith(prefix)}
            if not routed:
                raise socket.gaierror(socket.EAI_NONAME, "this name is not known here")
            return sorted({v.rpartition(":")[0] for v in routed})
        infos = look_up(host, None)
        return list(dict.fromkeys(str(info[4][0]) for info in infos))

    def connect(self, host: str, port: int, timeout: float, cancel: Cancel | None = None) -> socket.socket:
        """Open a TCP connection within `timeout` seconds over all addresses of the name together."""
        host, port = self._destination(host, port)
        deadline = time.monotonic() + timeout
        infos = look_up(host, port)
        last: OSError = OSError(errno.EHOSTUNREACH, "no address")
        for index, (family, kind, protocol, _, address) in enumerate(infos):
            share = (deadline - time.monotonic()) / (len(infos) - index)
            try:
                return _connect(socket.socket(family, kind, protocol), address, share, cancel)
            except OSError as error:
                # A refusal says more than a silence elsewhere only if nothing was silent.
                last = last if isinstance(last, TimeoutError) else error
        raise last

    def tls_context(self, host: str, port: int) -> "ssl.SSLContext":
        """Return the checking context: the PC's own store; the World's extra root for loopback only."""
        import ssl  # noqa: PLC0415 - not needed before the first connection

        real, _ = self._destination(host, port)
        if self._world.is_live:
            import truststore  # noqa: PLC0415

            return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context = ssl.create_default_context()
        if self._world.extra_ca is not None and is_loopback_host(real):
            context.load_verify_locations(cafile=str(self._world.extra_ca))
        return context

    def _destination(self, host: str, port: int) -> tuple[str, int]:
        if self._world.is_live:
            return host, port
        route = self._world.routes.get(f"{host.lower()}:{port}")
        if route is not None:
            real = split_destination(route)
            assert real is not None
            return real
        if is_loopback_host(host):
            return host, port
        raise ConnectionRefusedError(errno.ECONNREFUSED, "no such service in this world")


def _connect(sock: socket.socket, address: Any, seconds: float, cancel: Cancel | None) -> socket.socket:
    """Connect without blocking longer than a slice, so that Cancel is heard."""
    try:
        sock.setblocking(False)
        code = sock.connect_ex(address)
        deadline = time.monotonic() + seconds
        while code in {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1)}:
            if cancel is not None:
                cancel.check()
            # Windows reports a refused connection in the third list.
            _, ready, failed = select.select([], [sock], [sock], _SLICE)
            if ready or failed:
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                break
            if time.monotonic() >= deadline:
                raise TimeoutError(errno.ETIMEDOUT, "no answer")
        if code == errno.ETIMEDOUT:
            raise TimeoutError(code, "no answer")
        if code:
            raise OSError(code, _words_of(code))
        sock.settimeout(seconds)
    except BaseException:
        with contextlib.suppress(OSError):
            sock.close()
        raise
    return sock


if sys.platform == "win32":

    def _words_of(code: int) -> str:
        """Return what Windows calls a failure: C's library has no words for its own numbers (WSAE…)."""
        import ctypes  # noqa: PLC0415 - only there, and only once something failed

        return ctypes.FormatError(code).strip().rstrip(".")

else:

    def _words_of(code: int) -> str:
        """Return what the system calls a failure."""
        return os.strerror(code)


class WorldHttp:
    """The one HTTP session factory: time-outs, no netrc, no redirects, no proxy for loopback."""

    def __init__(self, world: World) -> None:
        self._world = world

    def session(self) -> "requests.Session":
        """Return a new session; in any world but live it reaches loopback alone."""
        from wizard.app.http import LiveSession, LoopbackSession  # noqa: PLC0415 - requests costs start-up time

        if self._world.is_live:
            return LiveSession()
        return LoopbackSession(self._world.extra_ca)

    def oauth_session(self, client: "oauthlib.oauth2.Client") -> "requests_oauthlib.OAuth2Session":
        """Return a new OAuth session; oauthlib is allowed http only where all of Xero is on this machine."""
        from wizard.app.oauth_http import oauth_session  # noqa: PLC0415

        return oauth_session(self._world, client)

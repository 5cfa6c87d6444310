"""A second SMTP implementation (aiosmtpd) with every login there is, and refusals at will."""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import secrets
import ssl
import threading
import warnings
from collections.abc import Mapping
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.ports import LOOPBACK

Login = str
"""PLAIN, LOGIN, CRAM-MD5 or XOAUTH2."""


class ScriptedSmtp:
    """Knows one user, one password and one access token.

    `offers` are the logins it names. `refuses` is stage (auth, mail, rcpt, data) to the whole reply.
    """

    def __init__(
        self,
        user: str,
        password: str,
        *,
        token: str = "",
        offers: tuple[Login, ...] = ("PLAIN", "LOGIN"),
        refuses: Mapping[str, str] | None = None,
        starttls: ssl.SSLContext | None = None,
        implicit: ssl.SSLContext | None = None,
    ) -> None:
        self.user, self.password, self.token = user, password, token
        self.offers, self.refuses = offers, dict(refuses or {})
        self.logins: list[Login] = []
        self.taken: list[bytes] = []
        service = self

        class Server(SMTP):
            def __init__(self, *given: Any, **more: Any) -> None:
                super().__init__(*given, **more)
                hidden = set(self._auth_methods) - set(service.offers)
                for name in hidden:
                    del self._auth_methods[name]

        def converse() -> SMTP:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of logins without TLS, which are meant here
                return Server(
                    self,
                    tls_context=starttls,
                    auth_require_tls=False,
                    authenticator=self._authenticate,
                    loop=self._loop,
                )

        self._converse, self._implicit = converse, implicit
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    # --- running ---

    def __enter__(self) -> Self:
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self._loop.set_exception_handler(lambda *_: None)  # connections that clients break off
        self._thread.start()
        serving = self._loop.create_server(self._converse, LOOPBACK, 0, ssl=self._implicit)
        self._server = asyncio.run_coroutine_threadsafe(serving, self._loop).result(10)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _stop(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    # --- logins ---

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, login: Any
    ) -> AuthResult:
        self.logins.append(mechanism)
        if "auth" in self.refuses:
            return AuthResult(success=False, handled=False, message=self.refuses["auth"])
        right = isinstance(login, LoginPassword) and (login.login, login.password) == (
            self.user.encode(),
            self.password.encode(),
        )
        return AuthResult(success=right, handled=False)

    async def auth_CRAM__MD5(self, server: SMTP, _words: list[str]) -> AuthResult:  # noqa: N802
        """RFC 2195."""
        self.logins.append("CRAM-MD5")
        challenge = f"<{secrets.token_hex(8)}@scripted.example>"
        answer = await server.challenge_auth(challenge)
        wanted = hmac.new(self.password.encode(), challenge.encode(), hashlib.md5).hexdigest()
        right = answer == f"{self.user} {wanted}".encode() and "auth" not in self.refuses
        return AuthResult(success=right, handled=False, auth_data=self.user, message=self.refuses.get("auth"))

    async def auth_XOAUTH2(self, server: SMTP, words: list[str]) -> AuthResult:  # noqa: N802
        """Google's and Microsoft's: a refused token is answered with JSON first."""
        self.logins.append("XOAUTH2")
        given = base64.b64decode(words[1])
        if given == f"user={self.user}\x01auth=Bearer {self.token}\x01\x01".encode():
            return AuthResult(success=True, handled=True, auth_data=self.user)
        refusal = {"status": "401", "schemes": "bearer mac", "scope": "https://mail.google.com/"}
        answer = await server.challenge_auth(json.dumps(refusal))
        assert answer in (b"", None) or not answer, answer
        return AuthResult(success=False, handled=False, message=self.refuses.get("oauth"))

    # --- mail ---

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if "mail" in self.refuses:
            return self.refuses["mail"]
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if "rcpt" in self.refuses:
            return self.refuses["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "data" in self.refuses:
            return self.refuses["data"]
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        return "250 OK"

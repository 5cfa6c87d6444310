"""A POP3 and an SMTP server over one mailbox, well-behaved but for what a test has them say."""

import base64
import hashlib
import hmac
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from typing import Self

from tests.servers.ports import LOOPBACK

HANG_UP = None
Said = bytes | str | None
Answer = Said | list[Said]
"""What is said, line by line; HANG_UP ends the connection."""
Hook = Callable[["Conversation", str, str], Answer | bool]
"""Given the conversation, the command and its words; False = the usual answer."""


def usual(*_: object) -> bool:
    """Answer as a good server does."""
    return False


def refusing(command: str, *words: Said) -> Hook:
    """A hook that says these words to one command."""
    return lambda _conversation, verb, _words: list(words) if verb == command else False


class HungUpError(Exception):
    """The script says that the connection ends here."""


class Conversation:
    """One connection."""

    def __init__(self, request: socket.socket) -> None:
        self.sock = request
        self._lines = request.makefile("rb")
        self.logged_in = False

    def say(self, *words: Said) -> None:
        for each in words:
            if each is HANG_UP:
                raise HungUpError
            self.sock.sendall((each.encode() if isinstance(each, str) else each) + b"\r\n")

    def hear(self) -> bytes:
        line = self._lines.readline()
        if not line:
            raise HungUpError
        return line.rstrip(b"\r\n")

    def hear_command(self) -> tuple[str, str]:
        verb, _, words = self.hear().decode().partition(" ")
        return verb.upper(), words

    def hear_base64(self) -> str:
        return decoded(self.hear().decode())


def decoded(text: str) -> str:
    return base64.b64decode(text).decode()


def asked(question: str) -> str:
    return "334 " + base64.b64encode(question.encode()).decode()


class ScriptedHost:
    """Knows one login. `box` is UIDL to message; `deliver` says what becomes of a message that was sent."""

    def __init__(
        self,
        *,
        user: str = "store",
        password: str = "a-scripted-password",
        pop3: Hook = usual,
        smtp: Hook = usual,
        pop3_greeting: Callable[[Conversation], Answer] = lambda _: "+OK ready",
        smtp_greeting: Callable[[Conversation], Answer] = lambda _: "220 scripted.test ESMTP",
        logins: str = "PLAIN LOGIN",
        deliver: Callable[[bytes], list[bytes]] = lambda message: [message],
    ) -> None:
        self.user, self.password, self.logins, self.deliver = user, password, logins, deliver
        self.pop3, self.smtp = pop3, smtp
        self._greetings = pop3_greeting, smtp_greeting
        self.box: dict[str, bytes] = {"uid-0": b"Subject: old\r\n\r\nan older message"}
        self.sent: list[bytes] = []
        self.heard: list[str] = []
        self.deleted: list[str] = []
        self._next = 1

    def put(self, message: bytes) -> str:
        uid = f"uid-{self._next}"
        self._next += 1
        self.box[uid] = message
        return uid

    # --- running ---

    def __enter__(self) -> Self:
        self._servers = [self._listen(self._serve_pop3), self._listen(self._serve_smtp)]
        self.pop3_port, self.smtp_port = (int(server.server_address[1]) for server in self._servers)
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _listen(self, converse: Callable[[Conversation], None]) -> socketserver.ThreadingTCPServer:
        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                try:
                    converse(Conversation(self.request))
                except (HungUpError, OSError):
                    return

        server = socketserver.ThreadingTCPServer((LOOPBACK, 0), Handler)
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return server

    def _follow(self, hook: Hook, talk: Conversation, verb: str, words: str) -> bool:
        """Say what the script has for a command; False where it has nothing."""
        self.heard.append(verb)
        answer = hook(talk, verb, words)
        if isinstance(answer, bool):
            return answer
        talk.say(*(answer if isinstance(answer, list) else [answer]))
        return True

    def _greet(self, talk: Conversation, greeting: Callable[[Conversation], Answer]) -> None:
        answer = greeting(talk)
        talk.say(*(answer if isinstance(answer, list) else [answer]))

    # --- POP3 ---

    def _serve_pop3(self, talk: Conversation) -> None:
        self._greet(talk, self._greetings[0])
        name, inside, gone = "", False, set[str]()
        uids: list[str] = []
        while True:
            verb, words = talk.hear_command()
            if self._follow(self.pop3, talk, verb, words):
                continue
            if verb == "CAPA":
                talk.say("+OK", "USER", "UIDL", "TOP", ".")
            elif verb == "USER":
                name = words
                talk.say("+OK")
            elif verb == "PASS":
                inside = (name, words) == (self.user, self.password)
                uids = list(self.box)
                talk.say("+OK" if inside else "-ERR [AUTH] no")
            elif verb == "QUIT":
                for uid in gone:
                    self.deleted.append(uid)
                    self.box.pop(uid, None)
                talk.say("+OK bye", HANG_UP)
            elif not inside:
                talk.say("-ERR log in first")
            else:
                self._mailbox(talk, verb, words, uids, gone)

    def _mailbox(self, talk: Conversation, verb: str, words: str, uids: list[str], gone: set[str]) -> None:
        numbered = list(enumerate(uids, 1))
        if verb == "STAT":
            talk.say(f"+OK {len(uids)} 0")
        elif verb == "UIDL":
            talk.say("+OK", *(f"{n} {uid}" for n, uid in numbered), ".")
        elif verb == "LIST" and not words:
            talk.say("+OK", *(f"{n} {len(self.box[uid])}" for n, uid in numbered), ".")
        else:
            uid = uids[int(words.split(maxsplit=1)[0]) - 1]
            if verb == "LIST":
                talk.say(f"+OK {words} {len(self.box[uid])}")
            elif verb == "DELE":
                gone.add(uid)
                talk.say("+OK")
            elif verb in {"TOP", "RETR"}:
                head, _, body = self.box[uid].partition(b"\r\n\r\n")
                lines = body.split(b"\r\n")
                shown = lines if verb == "RETR" else lines[: int(words.split()[1])]
                stuffed = [b"." + line if line.startswith(b".") else line for line in shown]
                talk.say("+OK", *head.split(b"\r\n"), b"", *stuffed, ".")
            else:
                talk.say("-ERR what?")

    # --- SMTP ---

    def _serve_smtp(self, talk: Conversation) -> None:
        self._greet(talk, self._greetings[1])
        while True:
            verb, words = talk.hear_command()
            if self._follow(self.smtp, talk, verb, words):
                continue
            if verb == "EHLO":
                talk.say("250-scripted.test", f"250 AUTH {self.logins}")
            elif verb == "AUTH":
                talk.say(self._authenticate(talk, *words.split()))
            elif verb == "QUIT":
                talk.say("221 bye", HANG_UP)
            elif verb == "RSET":
                talk.say("250 ok")
            elif not talk.logged_in:
                talk.say("530 5.7.0 Authentication required")
            elif verb == "DATA":
                talk.say("354 go on")
                self.take(talk)
                talk.say("250 taken")
            else:
                talk.say("250 ok")

    def take(self, talk: Conversation) -> None:
        """Read a message up to its dot, and deliver it."""
        lines = []
        while (line := talk.hear()) != b".":
            lines.append(line.removeprefix(b"."))
        self.sent.append(b"\r\n".join(lines))
        for message in self.deliver(self.sent[-1]):
            self.put(message)

    def log_in(self, talk: Conversation, user: str, password: str) -> str:
        talk.logged_in = (user, password) == (self.user, self.password)
        return "235 2.7.0 welcome" if talk.logged_in else "535 5.7.8 authentication failed"

    def _authenticate(self, talk: Conversation, mechanism: str, first: str = "") -> str:
        if mechanism == "PLAIN":
            _, user, password = decoded(first).split("\0")
            return self.log_in(talk, user, password)
        if mechanism == "LOGIN":
            talk.say(asked("Username:"))
            user = talk.hear_base64()
            talk.say(asked("Password:"))
            return self.log_in(talk, user, talk.hear_base64())
        challenge = f"<{time.time_ns()}@scripted.test>"
        talk.say(asked(challenge))
        user, _, digest = talk.hear_base64().rpartition(" ")
        wanted = hmac.new(self.password.encode(), challenge.encode(), hashlib.md5).hexdigest()
        return self.log_in(talk, user, self.password if digest == wanted else "")

"""A store that sends: its home, the key of its custom connection, and the practice Xero it sends to."""

import sqlite3
import time
import tomllib
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace as changed
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import requests
from msgspec.structs import replace

from wizard.app.options import Options
from wizard.app.program import Program, make_world
from wizard.catalogue.practice import practice_logins
from wizard.export.gate import Clock
from wizard.jobs.books.own_ledger import LEDGER
from wizard.jobs.export.given import Wanted
from wizard.jobs.export.send_records import SendRecords
from wizard.jobs.job import Done, Tools
from wizard.jobs.xero.use_organisation import VAULT_SECRET
from wizard.model.export import Sent
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.record import ConnectionKey, StoreRecord
from wizard.model.secret import Secret
from wizard.model.xero import Organisation
from wizard.redaction.log_filter import Redactor
from wizard.vault.memory_store import InMemorySecretStore

LOGINS = practice_logins()
TENANT = "3afc385c-cf57-5fa8-8d04-7f254f2a19c8"
STORE = Organisation(
    TENANT, "Corner Store Pty Ltd", "AU", "!Cs7tR", "AUD", False, "f658a233-1905-5d66-b46b-1dc8d084e1a8"
)
Json = dict[str, Any]
T = TypeVar("T")


def fast(speed: float, jump: float = 0.0) -> Clock:
    """A clock for the gate, as fast as the practice Xero's, over restarts too; `jump` seconds off."""
    return Clock(lambda: time.time() * speed + jump, speed)


class Shop:
    """One store at one PC."""

    def __init__(self, home: Path, services: Path, clock: Clock) -> None:
        program = Program(make_world(Options(home=home, services=services), None), Redactor())
        vault = InMemorySecretStore()
        vault.set(VAULT_SECRET, Secret(LOGINS["api-secret"]))
        program.__dict__["vault"] = vault
        self.tools: Tools = program.tools()
        self.clock = clock
        self.tools.site.change(_set_up)
        self._xero = tomllib.loads(services.read_text("utf-8"))["xero"]

    def send(self, folder: Path, mapping: Path, cancel: Cancel | None = None, **more: Any) -> Sent:
        """Send a folder and return what came of it."""
        ended = self.try_to_send(folder, mapping, cancel, **more)
        assert isinstance(ended, Done), ended
        sent = ended.value
        assert isinstance(sent, Sent)
        counts = sent.counts
        parts = (counts.sent, counts.already_there, counts.failed, counts.held, counts.excluded)
        assert counts.read == sum(parts)
        return sent

    def try_to_send(
        self, folder: Path, mapping: Path, cancel: Cancel | None = None, **more: Any
    ) -> Done | Problem:
        job = SendRecords(Wanted(folder, mapping, **more), clock=self.clock)
        return job.run(self.tools, Silent(), cancel or Cancel())

    def change_ledger(self, change: str) -> None:
        """Change the ledger's own file, as a program that ended in between leaves it."""
        with closing(sqlite3.connect(self.tools.site.folder / LEDGER)) as file:
            file.execute(change)
            file.commit()

    def ledger(self, question: str) -> list[tuple[Any, ...]]:
        """Ask the ledger's own file."""
        with closing(sqlite3.connect(self.tools.site.folder / LEDGER)) as file:
            return file.execute(question).fetchall()


def _set_up(record: StoreRecord) -> StoreRecord:
    key = ConnectionKey(TENANT, LOGINS["api-key"], datetime.now(UTC))
    return replace(record, organisation=STORE, key=key)


class Xero:
    """What the practice Xero holds, as anybody sees it who may read, and what somebody changes there."""

    def __init__(self, services: Path) -> None:
        self._xero = tomllib.loads(services.read_text("utf-8"))["xero"]
        self._http = requests.Session()
        self._http.trust_env = False
        self._sign_in()

    def _sign_in(self) -> None:
        pair = (LOGINS["api-key"], LOGINS["api-secret"])
        grant = {"grant_type": "client_credentials"}
        token = self._http.post(self._xero["token"], data=grant, auth=pair, timeout=10).json()
        self._http.headers["Authorization"] = f"Bearer {token['access_token']}"

    def close(self) -> None:
        self._http.close()

    def _is_to_go_again(self, reply: requests.Response) -> bool:
        """Whether nobody looked at a call, which may go again by now."""
        if reply.status_code == 401:  # on a fast clock a token ends soon
            self._sign_in()
        elif reply.status_code == 429:  # others used the minute up
            time.sleep(float(reply.headers["Retry-After"]))
        return reply.status_code in {401, 429}

    def all(self, kind: str, **params: str) -> list[Json]:
        """All documents of one kind."""
        rows: list[Json] = []
        page = 1
        while True:
            asked = {"page": str(page), "pageSize": "1000", **params}
            reply = self._http.get(self._xero["api"] + kind, params=asked, timeout=60)
            if self._is_to_go_again(reply):
                continue
            assert reply.status_code == 200, (reply.status_code, reply.headers, reply.text)
            answer = reply.json(parse_float=Decimal)
            rows += answer[kind]
            if page >= answer["pagination"]["pageCount"]:
                return rows
            page += 1

    def use_up(self) -> None:
        """Call until the minute's allowance is used up."""
        address = self._xero["api"] + "Organisation"
        while self._http.get(address, timeout=10).status_code == 200:
            pass

    def put(self, kind: str, *elements: Mapping[str, Any], method: str = "PUT") -> list[Json]:
        """Make or change something, as somebody does in Xero."""
        address = self._xero["api"] + kind
        while True:
            params, body = {"unitdp": "4"}, {kind: list(elements)}
            reply = self._http.request(method, address, json=body, params=params, timeout=30)
            if not self._is_to_go_again(reply):
                break
        assert reply.status_code == 200, reply.text
        found: list[Json] = reply.json()[kind]
        return found


def by(rows: list[T], key: Callable[[T], str]) -> dict[str, T]:
    """Rows by a key that each has once."""
    found = {key(row): row for row in rows}
    assert len(found) == len(rows)
    return found


__all__ = ["STORE", "TENANT", "Shop", "Xero", "by", "changed", "fast"]

"""The one caller of Xero's accounting interface: what was answered, or why nobody knows."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from wizard.export.gate import PATIENCE, Gate
from wizard.export.said import Said
from wizard.model.api_days import seconds_of
from wizard.model.connection import AccessTokens
from wizard.model.ports import HttpSessions
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.progress import Cancel
from wizard.model.proxy import proxy_problem
from wizard.xero.calls import Answer as PartAnswer
from wizard.xero.calls import refusal
from wizard.xero.reads import PAGE_SIZE, Part

if TYPE_CHECKING:
    import requests

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_TOLERANCE = 1.0
"""Seconds by which the clocks of Xero's own machines may differ."""
_EXPIRED = {"XERO-EXPIRED", "XERO-NO-ACCESS"}
_REFUSED = 400
_MOST_REFUSALS = 5
"""Times that one call is told to wait before it is given up for now."""


class Answer(Struct, frozen=True):
    """Xero's answer: its JSON with a status of 200 or 400, nothing with 304; `clock` is its time of day.

    `is_older`: it was given before others that were had already: the answer to an earlier request of that
    idempotency key, which may have been another PC's.
    """

    status: int
    data: Mapping[str, Any]
    clock: str = ""
    is_older: bool = False
    is_repeated: bool = False
    """Whether that is known, and not only that nobody can tell."""

    def rows(self, key: str) -> list[Mapping[str, Any]]:
        """Return the answer's elements of one name; ProblemFound XERO-ODD where it has none."""
        rows = self.data.get(key)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ProblemFound(Problem("XERO-ODD", {"status": self.status, "said": key}))
        return rows


class Unknown(Struct, frozen=True):
    """Nobody knows whether Xero carried out a call: no answer, half of one, or an error of its own."""

    problem: Problem


class _Busy(Struct, frozen=True):
    """Xero wants to be left alone for some seconds; nothing was carried out."""

    seconds: float
    problem: Problem


def encoded(body: Any) -> bytes:
    """Return a body as it goes: amounts to their last place."""
    return _ENCODER.encode(body)


class XeroApi:
    """Calls one organisation, named on each call, at its pace; threads may share it."""

    def __init__(
        self,
        http: HttpSessions,
        base: str,
        tenant: str,
        tokens: AccessTokens,
        gate: Gate,
        cancel: Cancel,
        said: Said | None = None,
    ) -> None:
        """`said` keeps what was asked and answered."""
        self._said = said or Said()
        self._http, self._base, self._tenant, self._tokens = http, base, tenant, tokens
        self.gate, self.cancel = gate, cancel
        self._local = threading.local()
        self._skew = 0.0
        self._ahead: float | None = None
        """How far Xero's clock is ahead of ours at least (seconds), as its answers tell."""
        self.calls = 0

    def now(self) -> float:
        """Return the time by Xero's own clock as far as its answers told it (seconds since 1970)."""
        return time.time() + self._skew

    def get(self, path: str, **params: str) -> Answer:
        """Return a read's answer; ProblemFound for every refusal and every silence."""
        return self._read_by(path, params, "")

    def ask(self, part: Part, params: Mapping[str, str], since: str) -> PartAnswer:
        """Return a page of a part of the organisation, or what changed of it; ProblemFound as `get`."""
        found = self._read_by(part.path, params, since)
        return PartAnswer(_as_json(found.data) if found.status == 200 else None, found.clock)

    def all_rows(self, path: str, key: str, **params: str) -> list[Mapping[str, Any]]:
        """Return all rows of a read; ProblemFound as `get`."""
        return [row for rows in self.pages(path, key, **params) for row in rows]

    def pages(self, path: str, key: str, **params: str) -> Iterator[list[Mapping[str, Any]]]:
        """Yield the rows of a read, page by page; ProblemFound as `get`."""
        number = 1
        while True:
            found = self.get(path, **params, page=str(number), pageSize=str(PAGE_SIZE))
            part = found.rows(key)
            yield part
            about = found.data.get("pagination")
            pages = about.get("pageCount") if isinstance(about, dict) else None
            if not part or (number >= pages if isinstance(pages, int) else len(part) < PAGE_SIZE):
                return
            number += 1

    def one(self, path: str, key: str) -> Mapping[str, Any] | None:
        """Return one row by its own address; None where Xero has none there; ProblemFound as `get`."""
        try:
            rows = self.get(path).rows(key)
        except ProblemFound as found:
            if found.problem.facts.get("status") == 404:
                return None
            raise
        return rows[0] if rows else None

    def _read_by(self, path: str, params: Mapping[str, str], since: str) -> Answer:
        found = self.call("GET", path, params, since=since)
        if isinstance(found, Unknown):
            raise ProblemFound(found.problem)
        if found.status not in {200, 304}:
            raise ProblemFound(refusal(found.status, {}, _message(found.data), by=self._tokens.by))
        return found

    def call(
        self,
        method: str,
        path: str,
        params: Mapping[str, str],
        body: bytes = b"",
        key: str = "",
        since: str = "",
    ) -> Answer | Unknown:
        """Return what came of a call; ProblemFound where Xero refused to look at it: nothing was carried out.

        A token that ended is renewed once; when Xero says to wait, it is waited for.
        """
        is_renewed = False
        extra = {"Idempotency-Key": key, "If-Modified-Since": since}
        extra |= {"Content-Type": "application/json" if body else ""}
        for _ in range(_MOST_REFUSALS):
            found = self._once(method, path, params, body, extra)
            if isinstance(found, _Busy):
                last = found.problem
                if found.seconds > PATIENCE * self.gate.clock.speed:
                    raise ProblemFound(self.gate.limit(found.seconds))
                continue  # the gate lets nothing go before that
            if not isinstance(found, Problem):
                return found
            last = found
            if found.code in _EXPIRED and not is_renewed:
                is_renewed = True
                self._access(anew=True)
            else:
                raise ProblemFound(found)
        raise ProblemFound(last)

    def _once(
        self, method: str, path: str, params: Mapping[str, str], body: bytes, extra: Mapping[str, str]
    ) -> "Answer | Unknown | Problem | _Busy":
        import requests  # noqa: PLC0415 - costs start-up time

        headers = {"Accept": "application/json"}
        headers |= {name: value for name, value in extra.items() if value}
        if self._tenant:
            headers["xero-tenant-id"] = self._tenant
        with self.gate.call(self.cancel):
            # Within the gate: a token could end while its call has to wait.
            headers["Authorization"] = f"Bearer {self._access()}"
            self.calls += 1
            began = self.gate.clock.now()
            call = self._said.asked(method, path, params, len(body))
            try:
                reply = self._session().request(
                    method, self._base + path, params=dict(params), data=body or None, headers=headers
                )
            except requests.exceptions.RequestException as error:
                host, said = self._base.split("/")[2], type(error).__name__
                self._said.silent(call, said)
                facts: dict[str, Fact] = {"host": host, "said": said, "by": self._tokens.by}
                return Unknown(proxy_problem(error, host) or Problem("XERO-UNREACHABLE", facts))
            self._note(call, reply)
            return self._read(reply, began)

    def _note(self, call: str, reply: "requests.Response") -> None:
        """Keep what was asked and answered; Xero's own words only where it took not all of it."""
        headers = {name.lower(): value for name, value in reply.headers.items()}
        words = _said_of(reply) if reply.status_code >= _REFUSED else ""
        self._said.answered(call, reply.status_code, reply.elapsed.total_seconds(), headers, words)

    def _read(self, reply: "requests.Response", began: float) -> "Answer | Unknown | Problem | _Busy":
        headers = {name.lower(): value for name, value in reply.headers.items()}
        self._heed_clock(headers.get("date", ""))
        if reply.status_code == 429:
            wait = self.gate.refused(headers)
            return _Busy(wait, refusal(429, headers, by=self._tokens.by))
        self.gate.heed(headers)
        if reply.status_code in {401, 403, 404}:
            return refusal(reply.status_code, headers, reply.text, by=self._tokens.by)
        if reply.status_code == 304:
            return Answer(304, {}, headers.get("date", ""))
        if reply.status_code not in {200, 400}:
            return Unknown(refusal(reply.status_code, headers, by=self._tokens.by))
        try:
            data = json.loads(reply.content, parse_float=Decimal)
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            facts: dict[str, Fact] = {
                "status": reply.status_code, "said": "not JSON", "by": self._tokens.by,
            }  # fmt: skip
            return Unknown(Problem("XERO-ODD", facts))
        is_older = self._is_older(data, began)
        date = headers.get("date", "")
        return Answer(reply.status_code, data, date, is_older is not False, is_older is True)

    def _is_older(self, data: Mapping[str, Any], began: float) -> bool | None:
        """Whether an answer was given before it was asked for; `began` is when, by our clock.

        None: nobody can tell.
        """
        moment = seconds_of(data.get("DateTimeUTC"))
        if moment is None:
            return None
        ahead = moment - self.gate.clock.now()
        known = self._ahead
        self._ahead = ahead if known is None else max(known, ahead)
        return None if known is None else moment < began + known - _TOLERANCE

    def _access(self, *, anew: bool = False) -> str:
        found = self._tokens.fresh() if anew else self._tokens.access()
        if isinstance(found, Problem):
            raise ProblemFound(found)
        return found.reveal()

    def _session(self) -> "requests.Session":
        if not hasattr(self._local, "session"):
            self._local.session = self._http.session()
        session: requests.Session = self._local.session
        return session

    def _heed_clock(self, text: str) -> None:
        try:
            self._skew = parsedate_to_datetime(text).timestamp() - time.time()
        except (TypeError, ValueError):
            return


def _as_json(value: Any) -> Any:
    """Return an answer as plain JSON, to be kept in a file."""
    if isinstance(value, dict):
        return {key: _as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


def _message(data: Mapping[str, Any]) -> str:
    return str(data.get("Message") or data.get("Detail") or "")


def _said_of(reply: "requests.Response") -> str:
    """Return a refusal's own message, without the records that it repeats."""
    try:
        data = json.loads(reply.content)
    except (ValueError, RecursionError):
        return ""
    return _message(data) if isinstance(data, dict) else ""

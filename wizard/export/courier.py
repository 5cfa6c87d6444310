"""Brings one batch to Xero: written down before it goes, and settled by what Xero answered or holds.

Whatever is no clear answer is followed by a look; only what is not there goes again.
"""

import json
from collections.abc import Container, Mapping, Sequence
from typing import Any

from msgspec import Struct

from wizard.catalogue.words import words_of
from wizard.export.api import Answer, Unknown, XeroApi, encoded
from wizard.export.look import Found, NotThere, Other, There, amount_of, look
from wizard.export.meaning import is_taken, rule_of
from wizard.export.shelves import NO_ID, SHELVES
from wizard.export.traffic import Traffic
from wizard.ledger.ledger import Batch, Claim, EntryState, Ledger, Settled
from wizard.model.export import State, Why
from wizard.model.problem import Problem, ProblemFound

_words = words_of(__name__)

REPLAYED = 330.0
"""Seconds for which a batch goes again as it was: Xero remembers an idempotency key for six minutes."""
_PAUSES = (1.0, 5.0, 20.0)
"""Seconds before each look after an answer that was none."""
_ODD = Problem("XERO-ODD", {"status": 200, "said": "another number of elements"})
Row = Mapping[str, Any]


class Result(Struct, frozen=True):
    """What became of a document that went, or that was there."""

    claim: Claim
    state: State
    why: Why | None = None
    xero_id: str = ""
    is_gone: bool = False


class Courier:
    """Brings batches of one run; threads may share it."""

    def __init__(self, api: XeroApi, ledger: Ledger, run: int, traffic: Traffic) -> None:
        self._api, self._ledger, self.run, self._traffic = api, ledger, run, traffic

    def deliver(self, kind: str, claims: Sequence[Claim], path: str = "") -> list[Result]:
        """Send documents of one kind and return what became of each.

        ProblemFound where Xero refused to look at them (they wait), or could not be asked what came of them
        (they stay in doubt); Cancelled between two tries.
        """
        if not claims:
            return []
        with self._traffic.holding(kind, claims):
            return self._delivered(kind, claims, path)

    def _delivered(self, kind: str, claims: Sequence[Claim], path: str) -> list[Result]:
        body = encoded({SHELVES[kind].key: [claim.sent for claim in claims]})
        at = path or SHELVES[kind].path
        batch = self._ledger.claim(self.run, kind, at, body, claims, self._api.now())
        return self._settled(batch, claims, is_in_doubt=False)

    def resume(self, batch: Batch, claims: Sequence[Claim], staying: Container[str] = ()) -> list[Result]:
        """Go on with a batch that an earlier program left in doubt: look, and send what is not there.

        Of `staying` (identities) nothing goes any more as it was: what is not there waits, and has no result.
        """
        there = look(self._api, self._ledger, batch.kind, claims)
        is_young = 0 <= self._api.now() - batch.began < REPLAYED
        is_whole = len(json.loads(batch.body)[SHELVES[batch.kind].key]) == len(claims)
        all_go = not any(claim.identity in staying for claim in claims)
        if is_young and is_whole and all_go and all(isinstance(one, NotThere) for one in there.values()):
            return self._settled(batch, claims, is_in_doubt=True)
        return self._sorted_out(batch, claims, there, staying)

    def _settled(self, batch: Batch, claims: Sequence[Claim], *, is_in_doubt: bool) -> list[Result]:
        params = {} if batch.kind == "membership" else {"summarizeErrors": "false"}
        if batch.kind in {"invoice", "credit-note", "overpayment"}:
            params["unitdp"] = "4"
        for tries in range(len(_PAUSES) + 1):
            try:
                found = self._api.call("PUT", batch.path, params, batch.body, batch.key)
            except BaseException as error:
                if not is_in_doubt:
                    self._ledger.release(batch.id)  # it was not looked at
                if batch.kind in {"allocation", "membership"} and _is_gone(error):
                    return [Result(claim, "failed", Why("ended", claim.name)) for claim in claims]
                raise
            rows = self._rows(batch, claims, found)
            if rows is not None:
                assert isinstance(found, Answer), "an Unknown has no rows"
                # What Xero repeats to bytes that never went before, it was given by another PC.
                by: State = "already-there" if found.is_repeated and not is_in_doubt else "sent"
                return self._read(batch, claims, rows, by, is_first=not found.is_older)
            is_in_doubt = True
            if isinstance(found, Answer) and found.status == 400:
                return self._refused(batch, claims, found)
            if tries == len(_PAUSES):
                break
            again = self._missing(batch, claims, tries)
            if again is not None:
                return again
        raise ProblemFound(found.problem if isinstance(found, Unknown) else _ODD)

    def _missing(self, batch: Batch, claims: Sequence[Claim], tries: int) -> list[Result] | None:
        """Look what came of a batch; None: nothing of it is there and it may go again as it was."""
        self._api.gate.clock.wait(_PAUSES[tries], self._api.cancel)
        there = look(self._api, self._ledger, batch.kind, claims)
        is_young = 0 <= self._api.now() - batch.began < REPLAYED
        if is_young and all(isinstance(one, NotThere) for one in there.values()):
            return None
        return self._sorted_out(batch, claims, there)

    def _sorted_out(
        self, batch: Batch, claims: Sequence[Claim], there: Mapping[str, Found], staying: Container[str] = ()
    ) -> list[Result]:
        """Settle what is there, and send the rest as a batch of its own, but for what stays."""
        results = [self._found(claim, there[claim.identity], is_ours=True) for claim in claims]
        known = [one for one in results if one is not None]
        rest = [claim for claim, one in zip(claims, results, strict=True) if one is None]
        waiting = [Settled(claim.identity, "waiting") for claim in rest]
        settled = [_settled_as(one, there[one.claim.identity], is_ours=True) for one in known]
        self._ledger.settle(batch.kind, [*settled, *waiting], batch.id)
        going = [claim for claim in rest if claim.identity not in staying]
        return known + self.deliver(batch.kind, going, batch.path)

    def _found(self, claim: Claim, found: Found, *, is_ours: bool) -> Result | None:
        match found:
            case There():
                return Result(claim, "sent" if is_ours else "already-there", None, found.id, found.is_gone)
            case Other():
                return Result(claim, "held", Why("foreign", found.said))
            case _:
                return None

    def _rows(self, batch: Batch, claims: Sequence[Claim], found: Answer | Unknown) -> list[Row] | None:
        """Return an answer's elements where they are those that were sent, one by one."""
        if isinstance(found, Unknown) or found.status != 200:
            return None
        shelf = SHELVES[batch.kind]
        rows = found.data.get(shelf.key)
        if not isinstance(rows, list) or len(rows) != len(claims):
            return None
        for claim, row in zip(claims, rows, strict=True):
            if not isinstance(row, dict):
                return None
            named = str(row.get(shelf.number) or "") if shelf.number else ""
            if named and named.casefold() != str(claim.sent.get(shelf.number, "")).casefold():
                return None
        return rows

    def _read(
        self, batch: Batch, claims: Sequence[Claim], rows: Sequence[Row], by: State, *, is_first: bool
    ) -> list[Result]:
        """Settle each element by its own errors, warnings and id; `by` is what those are that were made.

        What is due is only kept where Xero made the documents just now.
        """
        results: list[Result] = []
        settled: list[Settled] = []
        doubtful: list[Claim] = []
        for claim, row in zip(claims, rows, strict=True):
            errors, id_ = messages(row, "ValidationErrors"), str(row.get(SHELVES[batch.kind].id) or "")
            said = "; ".join(messages(row, "Warnings"))
            if errors or _is_bad(row):
                words = "; ".join(errors) or _words("no-reason")
                results.append(Result(claim, "failed", why_of(words)))
                settled.append(Settled(claim.identity, "refused", said=words))
            elif not id_ or id_ == NO_ID:
                doubtful.append(claim)  # all is said to be well, and nothing was made
            else:
                why = Why("warning", said) if said else None
                results.append(Result(claim, by, why, id_))
                state: EntryState = "sent" if by == "sent" else "there"
                settled.append(Settled(claim.identity, state, id_, _due(row) if is_first else None, said))
        self._ledger.settle(batch.kind, settled, None if doubtful else batch.id)
        taken = [one for one in results if one.why is not None and is_taken(one.why.said)]
        if taken:
            results = self._taken(batch.kind, results, taken)
        return results + (self._doubtful(batch, doubtful) if doubtful else [])

    def _taken(self, kind: str, results: list[Result], taken: list[Result]) -> list[Result]:
        """Look at what Xero says it has already: our equal needs no sending, another is held."""
        there = look(self._api, self._ledger, kind, [one.claim for one in taken])
        changed: dict[str, Result] = {}
        for one in taken:
            found = there[one.claim.identity]
            if isinstance(found, There) and found.is_gone:
                continue  # ended in Xero: its own words say so
            better = self._found(one.claim, found, is_ours=False)
            if better is not None:
                changed[one.claim.identity] = better
                self._ledger.settle(kind, [_settled_as(better, found, is_ours=False)])
        return [changed.get(one.claim.identity, one) for one in results]

    def _doubtful(self, batch: Batch, claims: Sequence[Claim]) -> list[Result]:
        there = look(self._api, self._ledger, batch.kind, claims)
        results = []
        settled = []
        for claim in claims:
            found = self._found(claim, there[claim.identity], is_ours=True)
            result = found or Result(claim, "failed", Why("xero", _words("nothing-made")))
            results.append(result)
            settled.append(_settled_as(result, there[claim.identity], is_ours=True))
        self._ledger.settle(batch.kind, settled, batch.id)
        return results

    def _refused(self, batch: Batch, claims: Sequence[Claim], found: Answer) -> list[Result]:
        """Settle a batch that was refused as a whole: what is there is there, the rest goes in halves."""
        there = look(self._api, self._ledger, batch.kind, claims)
        results = [self._found(claim, there[claim.identity], is_ours=True) for claim in claims]
        known = [one for one in results if one is not None]
        rest = [claim for claim, one in zip(claims, results, strict=True) if one is None]
        settled = [_settled_as(one, there[one.claim.identity], is_ours=True) for one in known]
        words = "; ".join(_whole_words(found.data))
        if len(claims) > 1:
            waiting = [Settled(claim.identity, "waiting") for claim in rest]
            self._ledger.settle(batch.kind, [*settled, *waiting], batch.id)
            half = max(1, len(rest) // 2)
            first = self.deliver(batch.kind, rest[:half], batch.path)
            return known + first + self.deliver(batch.kind, rest[half:], batch.path)
        refused = [Settled(claim.identity, "refused", said=words) for claim in rest]
        self._ledger.settle(batch.kind, [*settled, *refused], batch.id)
        return known + [Result(claim, "failed", why_of(words)) for claim in rest]


def _is_gone(error: BaseException) -> bool:
    """Whether Xero has nothing at the address any more."""
    return isinstance(error, ProblemFound) and error.problem.facts.get("status") == 404


def why_of(words: str) -> Why:
    """Return why Xero refused: in its own words, with the rule that means the same."""
    row = rule_of(words)
    return Why("xero", words, row.id if row is not None else "")


def messages(row: Row, key: str) -> list[str]:
    """Return what an element is told under a key, and what its lines are."""
    lines = [line for name in ("LineItems", "JournalLines") for line in _dicts(row.get(name))]
    told = [one for place in (row, *lines) for one in _dicts(place.get(key))]
    found = (str(one.get("Message") or one.get("Description") or "") for one in told)
    return [text for text in dict.fromkeys(found) if text]


def _dicts(value: object) -> list[Row]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _is_bad(row: Row) -> bool:
    flags = (row.get("HasErrors"), row.get("HasValidationErrors"))
    return True in flags or str(row.get("StatusAttributeString", "")).upper() == "ERROR"


def _whole_words(data: Row) -> list[str]:
    elements = _dicts(data.get("Elements"))
    found = [text for element in elements for text in messages(element, "ValidationErrors")]
    return found or [str(data.get("Message") or data.get("Detail") or _words("no-reason"))]


def _due(row: Row) -> Any:
    key = "AmountDue" if "AmountDue" in row else "RemainingCredit"
    return amount_of(row[key]) if key in row else None


def _settled_as(result: Result, found: Found, *, is_ours: bool) -> Settled:
    identity = result.claim.identity
    if isinstance(found, There):
        state: EntryState = "sent" if is_ours else "there"
        # Without what is due: another PC may have made it, and what was put against it has to be asked for.
        return Settled(identity, state, found.id)
    said = result.why.said if result.why is not None else ""
    return Settled(identity, "refused", said=said)

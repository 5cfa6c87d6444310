"""Xero's `where` and `order`: a filter such as `Type=="ACCREC" AND Date>=DateTime(2026,11,20)`.

Understood: `== != < <= > >=`, `AND OR && || !`, brackets, text in double quotes, numbers, `true false null`,
`DateTime(…)`, `Guid("…")`, dotted names, and `.Contains .StartsWith .EndsWith .ToLower .ToUpper`.
"""

import operator
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

Json = dict[str, Any]
Term = Callable[[Json], Any]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_.]*)"""
    r"""|(?P<sign>==|!=|<=|>=|&&|\|\||[<>=!(),]))"""
)
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TESTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda whole, piece: piece in whole,
    "startswith": str.startswith,
    "endswith": str.endswith,
}
_CASES: dict[str, Callable[[str], str]] = {"tolower": str.lower, "toupper": str.upper}
_DEEPEST = 50


class QueryError(ValueError):
    """A filter or an order that cannot be read."""


def matcher(text: str) -> Term:
    """Return what says whether a document passes a filter; QueryError when it cannot be read."""
    reader = _Reader(text)
    term = reader.either()
    if reader.sign or reader.value is not None:
        raise QueryError(f"cannot read the filter at '{reader.rest()}'")
    return term


def ordered(rows: Iterable[Json], text: str) -> list[Json]:
    """Return documents in an order such as `Date DESC, InvoiceNumber`; QueryError when it cannot be read."""
    found = list(rows)
    for part in reversed(text.split(",")):
        name, _, way = part.strip().partition(" ")
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name) or way.strip().upper() not in (
            "",
            "ASC",
            "DESC",
        ):
            raise QueryError(f"cannot read the order '{part.strip()}'")
        field = _field(name)
        found.sort(key=lambda row: _sortable(field(row)), reverse=way.strip().upper() == "DESC")
    return found


def _sortable(value: Any) -> tuple[int, Any]:
    if value is None:
        return 0, ""
    return (1, value) if isinstance(value, bool | int | float | Decimal) else (2, str(value))


def _field(name: str) -> Term:
    path = name.split(".")

    def read(row: Json) -> Any:
        value: Any = row
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        return value

    return read


class _Reader:
    """Reads a filter from left to right; `value` and `sign` are the token that comes next."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._depth = text.strip(), 0, 0
        self.kind = self.sign = ""
        self.value: Any = None
        self._next()

    def rest(self) -> str:
        """Return what has not been read."""
        return self._text[self._at :][:40]

    def either(self) -> Term:
        """Read terms joined by OR."""
        terms = [self._both()]
        while self._takes("||", "or"):
            terms.append(self._both())
        return terms[0] if len(terms) == 1 else lambda row: any(term(row) for term in terms)

    def _both(self) -> Term:
        terms = [self._one()]
        while self._takes("&&", "and"):
            terms.append(self._one())
        return terms[0] if len(terms) == 1 else lambda row: all(term(row) for term in terms)

    def _one(self) -> Term:
        if self._takes("!"):
            inner = self._one()
            return lambda row: not inner(row)
        if self._takes("("):
            self._depth += 1
            if self._depth > _DEEPEST:
                raise QueryError("the filter has too many brackets")
            inside = self.either()
            self._want(")")
            return inside
        left = self._operand()
        if self.sign not in _COMPARE:
            return left
        compare = _COMPARE[self.sign]
        self._next()
        right = self._operand()
        return lambda row: _holds(compare, left(row), right(row))

    def _operand(self) -> Term:
        kind, value = self.kind, self.value
        if kind not in ("text", "number", "name"):
            raise QueryError(f"cannot read the filter at '{self.rest() or self.sign}'")
        self._next()
        if kind != "name":
            return lambda _row: value
        return self._named(str(value))

    def _named(self, name: str) -> Term:
        word = name.lower()
        if word in ("true", "false", "null"):
            constant = {"true": True, "false": False, "null": None}[word]
            return lambda _row: constant
        if self.sign != "(":
            return _field(name)
        given = self._arguments()
        if word == "datetime":
            moment = _moment(given)
            return lambda _row: moment
        if word == "guid" and len(given) == 1:
            return lambda _row: str(given[0]).lower()
        return _method(name, given)

    def _arguments(self) -> list[Any]:
        self._want("(")
        given: list[Any] = []
        while self.kind in ("text", "number"):
            given.append(self.value)
            self._next()
            if not self._takes(","):
                break
        self._want(")")
        return given

    def _takes(self, *words: str) -> bool:
        if self.sign in words or (self.kind == "name" and str(self.value).lower() in words):
            self._next()
            return True
        return False

    def _want(self, sign: str) -> None:
        if not self._takes(sign):
            raise QueryError(f"'{sign}' is missing before '{self.rest()}'")

    def _next(self) -> None:
        self.kind, self.sign, self.value = "", "", None
        found = _TOKEN.match(self._text, self._at)
        if found is None:
            if self._at < len(self._text):
                raise QueryError(f"cannot read the filter at '{self.rest()}'")
            return
        self._at = found.end()
        self.kind = str(found.lastgroup)
        word = found[self.kind]
        if self.kind == "sign":
            self.sign = word
        elif self.kind == "text":
            self.value = re.sub(r"\\(.)", r"\1", word[1:-1])
        else:
            self.value = Decimal(word) if self.kind == "number" else word


def _moment(given: list[Any]) -> str:
    try:
        year, month, day, hour, minute, second = (*map(int, given), *[0] * (6 - len(given)))
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()[:19]
    except (TypeError, ValueError):
        raise QueryError("DateTime needs year, month and day") from None


def _method(name: str, given: list[Any]) -> Term:
    path, _, word = name.rpartition(".")
    field = _field(path)
    if word.lower() in _TESTS and len(given) == 1:
        test, piece = _TESTS[word.lower()], str(given[0])
        return lambda row: test(str(field(row) or ""), piece)
    if word.lower() in _CASES and not given:
        case = _CASES[word.lower()]
        return lambda row: case(str(field(row) or ""))
    raise QueryError(f"there is no {name}(…)")


def _holds(compare: Callable[[Any, Any], Any], left: Any, right: Any) -> bool:
    if left is None or right is None:
        return bool(compare(left, right)) if compare in (operator.eq, operator.ne) else False
    if isinstance(left, str) and isinstance(right, str):
        left, right = _alike(left, right)
    try:
        return bool(compare(left, right))
    except TypeError:
        raise QueryError("two things of different kinds cannot be compared") from None


def _alike(left: str, right: str) -> tuple[str, str]:
    """Return two texts so that a day and a moment can be compared; Xero does not tell cases apart in ids."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", left) and re.fullmatch(r"\d{4}-\d\d-\d\dT.*", right):
        return f"{left}T00:00:00", right
    return left, right

"""`.oeaccount` files of Windows Mail and Windows Live Mail, changed element by element in their own bytes."""

import codecs
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from wizard.model.mail_clients import Address, Edit, Held, Stored
from wizard.model.problem import Problem, ProblemFound

_GAP = r"(\s|<!--.*?-->)*"
_HEAD = re.compile(rf"\s*(<\?xml[^>]*\?>)?{_GAP}<MessageAccount(\s[^<>]*)?>", re.DOTALL)
_SPACE = re.compile(_GAP, re.DOTALL)
_ELEMENT = re.compile(
    r"<(?P<name>[A-Za-z_][\w.-]*)(?P<attributes>(\s[^<>]*?)?)(/>|>(?P<text>[^<]*)</(?P=name)\s*>)"
)
_TAIL = re.compile(r"</MessageAccount\s*>\s*")
_EMPTY = '<?xml version="1.0" encoding="utf-16" ?>\r\n<MessageAccount>\r\n</MessageAccount>\r\n'
_BREAK = "\r\n\t"
_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


@dataclass(frozen=True)
class _Span:
    """Where an element is, the white space before it included, and what it holds."""

    before: int
    start: int
    end: int
    name: str
    attributes: str
    text: str


class OeAccount:
    """One account's file: a flat list of elements whose names are the registry's with underscores."""

    def __init__(self, content: bytes, path: str = "") -> None:
        self._path = path
        self._bom = next((bom for bom in _BOMS if content.startswith(bom)), b"")
        self._encoding = _BOMS.get(self._bom, "utf-8")
        if not content:
            self._bom, self._encoding = codecs.BOM_UTF16_LE, "utf-16-le"
        try:
            self._text = content[len(self._bom) :].decode(self._encoding) or _EMPTY
        except UnicodeDecodeError:
            raise ProblemFound(self._unreadable()) from None
        self._spans = self._scan()

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read the file's bytes; ProblemFound CLIENT-UNREADABLE for anything else than a list of elements."""
        return cls(content)

    def content(self) -> bytes:
        """Return the file's bytes."""
        return self._bom + self._text.encode(self._encoding)

    @property
    def is_empty(self) -> bool:
        """Whether no element is left."""
        return not self._spans

    def values(self) -> Mapping[str, Stored]:
        """Return every element's text by its name in lower case."""
        return {name: Stored(Held.XML, span.text, self._raw(span)) for name, span in self._spans.items()}

    def get(self, address: Address) -> Stored | None:
        """Return an element's text; with no name, that the file is there."""
        if not address.name:
            return Stored(Held.FILE, True)
        return self.values().get(address.name.lower())

    def put(self, edit: Edit) -> None:
        """Make the edit's element what it is to be; what is around it stays byte for byte."""
        name, after = edit.address.name, edit.after
        if not name:
            return
        span = self._spans.get(name.lower())
        if after is None:
            if span is not None:
                self._replace(span.before, span.end, "")
        elif span is None:
            self._insert(after.raw or element(name, str(after.data), ' type="SZ"'))
        else:
            raw = after.raw or element(span.name, str(after.data), span.attributes)
            self._replace(span.start, span.end, raw)

    def changed(self, name: str, value: str | int) -> Stored:
        """Return a new value for an element, in its own type's form; numbers are hexadecimal."""
        span = self._spans.get(name.lower())
        if span is not None and isinstance(value, int) and number_of(span.text) == value:
            return Stored(Held.XML, span.text, self._raw(span))
        text = value if isinstance(value, str) else f"{value:08x}"
        kind = ' type="SZ"' if isinstance(value, str) else ' type="DWORD"'
        if span is not None:
            return Stored(Held.XML, text, element(span.name, text, span.attributes))
        return Stored(Held.XML, text, element(name, text, kind))

    def _insert(self, raw: str) -> None:
        """Insert behind the last element, set apart as that one is."""
        last = max(self._spans.values(), key=lambda span: span.end, default=None)
        if last is not None:
            self._replace(last.end, last.end, self._text[last.before : last.start] + raw)
            return
        head = _HEAD.match(self._text)
        assert head is not None
        self._replace(head.end(), head.end(), _BREAK + raw)

    def _replace(self, start: int, end: int, text: str) -> None:
        self._text = self._text[:start] + text + self._text[end:]
        self._spans = self._scan()

    def _raw(self, span: _Span) -> str:
        return self._text[span.start : span.end]

    def _scan(self) -> dict[str, _Span]:
        """Find every element; of a name that stands twice the first counts."""
        head = _HEAD.match(self._text)
        if head is None:
            raise ProblemFound(self._unreadable())
        spans: dict[str, _Span] = {}
        at = head.end()
        while True:
            space = _SPACE.match(self._text, at)
            start = space.end() if space else at
            found = _ELEMENT.match(self._text, start)
            if found is None:
                break
            text = html.unescape(found["text"] or "")
            span = _Span(at, start, found.end(), found["name"], found["attributes"], text)
            spans.setdefault(found["name"].lower(), span)
            at = found.end()
        if not _TAIL.fullmatch(self._text, start):
            raise ProblemFound(self._unreadable())
        return spans

    def _unreadable(self) -> Problem:
        return Problem(
            "CLIENT-UNREADABLE", {"path": self._path, "said": "not an account file as Windows Mail writes it"}
        )


def element(name: str, text: str, attributes: str) -> str:
    """Return an element as it stands in the file."""
    return f"<{name}{attributes.rstrip()}>{html.escape(text, quote=False)}</{name}>"


def number_of(text: str) -> int | None:
    """Return a number kept in hexadecimal digits or as a word; None when it is none."""
    words = {"TRUE": 1, "FALSE": 0}
    if text.strip().upper() in words:
        return words[text.strip().upper()]
    return int(text, 16) if re.fullmatch(r"\s*[0-9A-Fa-f]{1,8}\s*", text) else None

"""The proof of a sending as one page, sealed: whoever changes it breaks the seal."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from string import Template

from wizard.catalogue.export import export_words
from wizard.catalogue.moments import in_words
from wizard.catalogue.resources import read_text
from wizard.model.export import Counts, Proof, ProvenRecord
from wizard.model.world import WorldKind
from wizard.papers.paper import as_mark

_SEAL = "<!-- seal -->"
_FIGURE = re.compile(r"-?[\d,.]+")
_WHOLE = ' class="whole"'
_SUMS_WIDE, _RECORDS_WIDE, _DIFFERENCES_WIDE = (
    (18, 13, 14, 14, 14, 14, 13),
    (22, 58, 20),
    (16, 28, 20, 18, 18),
)
"""Each column's share of a sheet's width: an amount must not be broken."""


class Page:
    """A proof's page, piece by piece: `records` are all that it lists, however many.

    `seal` is there once all was taken: the SHA-256 of everything above the seal's own line.
    """

    def __init__(self, proof: Proof, records: Iterable[ProvenRecord], world: WorldKind) -> None:
        self._proof, self._records, self._world = proof, records, world
        self.seal = ""

    def __iter__(self) -> Iterator[str]:
        found = hashlib.sha256()
        for piece in self._body():
            found.update(piece.encode())
            yield piece
        self.seal = found.hexdigest()
        sealed = escape(export_words().proof.sealed)
        yield f"{_SEAL}<p>{sealed}: <code>{self.seal}</code></p></body></html>\n"

    def _body(self) -> Iterator[str]:
        head, mark, end = read_text("papers/proof.html").partition("$records")
        assert mark, "the page lists its records"
        yield _head(head, self._proof, self._world)
        words, rows = export_words().proof, _records(self._proof, self._records)
        yield from _table(words.record_columns, rows, _RECORDS_WIDE)
        yield end


def _head(template: str, proof: Proof, world: WorldKind) -> str:
    """Return what stands above the list of records."""
    words = export_words()
    said = words.proof.equal if proof.is_equal else words.proof.differs
    if len(proof.differences) == 1:
        said = words.proof.differs_one
    return Template(template).substitute(
        title=escape(words.proof.title),
        made_in=as_mark(world),
        organisation=escape(proof.organisation),
        when=escape(in_words(proof.at)),
        run=escape(words.proof.run.replace("{run}", str(proof.run))),
        counts=_counts(proof.counts),
        result=escape(said.replace("{count}", str(len(proof.differences)))),
        state="equal" if proof.is_equal else "differs",
        totals="".join(_table(words.proof.columns, _totals(proof), _SUMS_WIDE)),
        differences=_differences(proof),
    )


def is_sealed(text: str) -> bool:
    """Whether a page is as it was made."""
    body, mark, end = text.partition(_SEAL)
    return bool(mark) and hashlib.sha256(body.encode()).hexdigest() in end


def _counts(counts: Counts | None) -> str:
    """Return what became of all records: a proof is about those in Xero, and says what is not."""
    if counts is None:
        return ""
    told = {name: f"{count:,}" for name, count in counts.as_facts().items()}
    return f"<p>{escape(export_words().proof.sum.format_map(told))}</p>"


def _totals(proof: Proof) -> Iterable[list[str]]:
    kinds = export_words().kinds
    for one in proof.kinds:
        sums = (one.store, one.matched, one.sent, one.xero)
        told = [_money(value, one.kind) for value in sums]
        yield [escape(kinds[one.kind]), f"{one.count:,}", *told, f"{one.found:,}"]


def _differences(proof: Proof) -> str:
    if not proof.differences:
        return ""
    words = export_words()
    rows = (
        [
            escape(words.kinds[one.kind]),
            _linked(proof, one.kind, one.name, one.xero_id),
            escape(words.proof.fields.get(one.field, one.field)),
            escape(one.sent),
            escape(one.held),
        ]
        for one in proof.differences
    )
    return "".join(_table(words.proof.difference_columns, rows, _DIFFERENCES_WIDE))


def _records(proof: Proof, records: Iterable[ProvenRecord]) -> Iterator[list[str]]:
    kinds = export_words().kinds
    for one in records:
        name = _linked(proof, one.kind, one.name, one.xero_id)
        yield [escape(kinds[one.kind]), name, _money(one.total, one.kind)]


def _linked(proof: Proof, kind: str, name: str, xero_id: str) -> str:
    """Return a record's name as a link that opens it in Xero, where Xero has a page for its kind."""
    words = export_words().proof
    path = words.links.get(kind, "")
    if not path or not proof.short_code:
        return escape(name)
    address = words.link.replace("{short_code}", proof.short_code).replace("{path}", path + xero_id)
    return f'<a href="{escape(address)}">{escape(name)}</a>'


def _money(value: Decimal, kind: str) -> str:
    """Return an amount; a contact has none."""
    return "" if kind == "contact" else f"{value:,.2f}"


def _table(heads: Iterable[str], rows: Iterable[list[str]], shares: Sequence[int]) -> Iterator[str]:
    wide = [
        f'<th width="{share}%"{_whole(text)}>{escape(text)}</th>'
        for text, share in zip(heads, shares, strict=True)
    ]
    yield f'<table width="100%"><tr>{"".join(wide)}</tr>\n'
    for row in rows:
        yield f"<tr>{_cells(row)}</tr>\n"
    yield "</table>"


def _cells(row: Sequence[str]) -> str:
    """Return a row's cells: what it is of, and each figure, stand in one line however narrow the page is."""
    first, *others = row
    rest = (f"<td{_WHOLE if _FIGURE.fullmatch(text) else ''}>{text}</td>" for text in others)
    return f"<td{_WHOLE}>{first}</td>{''.join(rest)}"


def _whole(head: str) -> str:
    return "" if " " in head else _WHOLE

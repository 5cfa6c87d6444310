"""QuickBooks' IIF: blocks of TRNS and SPL rows, each kind with headings of its own, made into one table."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from wizard.model.books import Cell, RawRow, Reason, Table

BLOCK = "!BLOCK"
"""The heading of a column that says which block a row belongs to."""
HEADINGS = "!TRNS"
_BLOCK_WIDE = ("DOCNUM", "DATE")
"""What a block's first row says for all of its rows."""
_NOT_TOLD = {"!SPL", "!ENDTRNS", "ENDTRNS"}


class IifTable(Struct, frozen=True):
    """An IIF file: the headings are those of `!TRNS`, SPL rows are put under them."""

    text: Table

    @property
    def file(self) -> str:
        """The file's name."""
        return self.text.file

    @property
    def encoding(self) -> str | None:
        """The encoding's name."""
        return self.text.encoding

    @property
    def delimiter(self) -> str | None:
        """A tab."""
        return self.text.delimiter

    @property
    def sheet(self) -> None:
        """It has none."""
        return

    def rows(self) -> Iterator[RawRow]:
        """Read it: `!TRNS` as headings, TRNS and SPL as rows; other lists are told as such."""
        headings: list[str] = []
        split: list[str] = []
        first: dict[str, str] = {}
        block = 0
        for raw in self.text.rows():
            cells = [cell if isinstance(cell, str) else str(cell) for cell in raw.cells]
            mark = cells[0].strip().upper() if cells else ""
            if mark == HEADINGS:
                headings = [cell.strip() for cell in cells[1:]]
                split = split or headings
                yield RawRow(raw.line, [*headings, BLOCK], raw.broken)
            elif mark == "!SPL":
                split = [cell.strip() for cell in cells[1:]]
            elif mark in _NOT_TOLD or not any(cell.strip() for cell in cells):
                continue
            elif mark == "TRNS":
                block += 1
                values = dict(zip(headings, cells[1:], strict=False))
                first = {name: values.get(name, "") for name in _BLOCK_WIDE}
                yield _row(raw, cells[1:], headings, values, headings, block)
            elif mark == "SPL":
                values = dict(zip(split, cells[1:], strict=False))
                values |= {name: value for name, value in first.items() if value and name in headings}
                yield _row(raw, cells[1:], split, values, headings, block)
            else:
                yield RawRow(raw.line, cells, raw.broken or Reason("other-list"))


def _row(
    raw: RawRow,
    cells: Sequence[Cell],
    own: Sequence[str],
    values: dict[str, str],
    headings: Sequence[str],
    block: int,
) -> RawRow:
    broken = raw.broken
    if broken is None and any(str(cell).strip() for cell in cells[len(own) :]):
        broken = Reason("more-cells")
    return RawRow(raw.line, [*(values.get(name, "") for name in headings), str(block)], broken)

"""Job: suggest what a store's codes are in Xero, from files and a chart; what a person chose is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from msgspec import Struct

from wizard.books.assemble import assemble
from wizard.books.codes import codes
from wizard.books.mapping_file import read_mapping, write_mapping
from wizard.books.reading import read
from wizard.books.report import FolderReport, read_folder
from wizard.books.suggest import suggest
from wizard.books.xero_data import from_folder
from wizard.catalogue.trades import trades
from wizard.model.chart import Chart
from wizard.model.documents import Document
from wizard.model.mapping import Choice, Code, Mapping, Suggestion
from wizard.model.progress import Cancel, Progress


class Suggested(Struct, frozen=True):
    """The codes of today's files with their suggestions, and the mapping with what was accepted."""

    found: FolderReport
    mapping: Mapping
    suggestions: dict[Code, tuple[Suggestion, ...]]

    @property
    def left(self) -> list[str]:
        """The words that nothing is matched to."""
        return [c.word for c in self.suggestions if self.mapping.choice(c.slot, c.word) is None]

    @property
    def matched(self) -> int:
        """How many codes are matched."""
        return len(self.suggestions) - len(self.left)


@dataclass(frozen=True)
class SuggestMatches:
    """Suggest for `documents` with the chart of `xero_data`; `accept_all`: what is not sure as well."""

    documents: Path
    xero_data: Path
    out: Path
    accept_all: bool = False

    def suggest(self, progress: Progress, cancel: Cancel) -> Suggested:
        """Return the suggestions, and write the mapping; FaultyInput where its file is at fault."""
        chart = from_folder(self.xero_data)
        before = read_mapping(self.out) if self.out.exists() else Mapping()
        found = read_folder(self.documents, None, progress, cancel)
        suggestions = suggest(codes(_documents(found)), chart, trades())
        mapping = _accepted(before, chart, suggestions, accept_all=self.accept_all)
        if not found.questions:
            write_mapping(self.out, mapping)
        return Suggested(found, mapping, suggestions)


def _documents(found: FolderReport) -> Iterator[Document]:
    for reading in found.readings:
        for one in assemble(reading, read(reading)):
            if isinstance(one, Document):
                yield one


def _is_for(mapping: Mapping, chart: Chart) -> bool:
    """Whether a mapping is this organisation's: by the tenant where both know it, else by the name."""
    if mapping.tenant and chart.tenant:
        return mapping.tenant == chart.tenant
    return mapping.organisation in {"", chart.organisation}


def _accepted(
    before: Mapping, chart: Chart, found: dict[Code, tuple[Suggestion, ...]], *, accept_all: bool
) -> Mapping:
    """Return the mapping with what is sure accepted; what a person chose for this organisation is kept.

    Choices made for another organisation are not its own: they are left out, and suggested like all else.
    """
    mapping = Mapping(
        chart.tenant or (before.tenant if _is_for(before, chart) else ""),
        chart.organisation,
        before.settings,
        before.choices if _is_for(before, chart) else {},
    )
    for code, suggestions in found.items():
        if suggestions and mapping.choice(code.slot, code.word) is None:
            best = suggestions[0]
            if accept_all or best.confidence == "sure":
                choice = Choice(best.to, best.name, best.id, "accepted")
                mapping = mapping.with_choice(code.slot, code.word, choice)
    return mapping

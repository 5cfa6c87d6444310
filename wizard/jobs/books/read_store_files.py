"""Job: read a store's files and say what they hold; nothing is sent, and nothing outside is needed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from wizard.books.report import FolderReport, read_folder
from wizard.catalogue.layouts import Layout, read_layout
from wizard.jobs.books.own_layouts import own_layouts
from wizard.model.progress import Cancel, Progress
from wizard.store.site import SiteFolder


@dataclass(frozen=True)
class ReadStoreFiles:
    """Read a file, or each file of a folder.

    `layout` is a person's for these files, else those that the store's person chose once and the known ones
    are tried.
    """

    documents: Path
    layout: Layout | None = None
    own: Sequence[Layout] = ()

    @classmethod
    def given(cls, documents: Path, layout: Path | None, site: SiteFolder | None = None) -> "ReadStoreFiles":
        """Build it from paths; FaultyInput lists everything wrong with the layout's file."""
        own = own_layouts(site) if site is not None else ()
        return cls(documents, read_layout(layout) if layout is not None else None, own)

    def read(self, progress: Progress, cancel: Cancel) -> FolderReport:
        """Return what was read, and what only a person can say."""
        return read_folder(self.documents, self.layout, progress, cancel, self.own)


def report_json(found: FolderReport) -> dict[str, Any]:
    """Return what was read as the command line prints it."""
    data: dict[str, Any] = {"ok": not found.questions and not found.has_faults}
    data["files"] = msgspec.to_builtins(found.files)
    if found.ignored:
        data["ignored"] = msgspec.to_builtins(found.ignored)
    if found.questions:
        data["faults"] = [{"where": q.where, "code": q.code, "message": q.message} for q in found.questions]
    made: dict[str, Any] = _printable(data)
    return made


_NO_TEXT = re.compile("[\ud800-\udfff]")
"""What stands for bytes of a file, or of its name, that are no text; JSON has no place for it."""


def _printable(data: Any) -> Any:
    if isinstance(data, str):
        return data if data.isascii() else _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", data)
    if isinstance(data, dict):
        return {key: _printable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_printable(value) for value in data]
    return data

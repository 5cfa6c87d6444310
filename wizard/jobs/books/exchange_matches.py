"""Jobs: matches out of the store, for an accountant or a printer, and back in; what differs between two."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from wizard.books.assemble import assemble
from wizard.books.codes import codes
from wizard.books.mapping_file import read_mapping, write_mapping
from wizard.books.match_table_file import read_table, table_text
from wizard.books.reading import read
from wizard.books.report import read_folder
from wizard.catalogue.matching import match_words
from wizard.catalogue.words import words_of
from wizard.jobs.books.given_matches import problem_of_file, with_choices
from wizard.jobs.books.of_run import OfRun
from wizard.jobs.books.own_layouts import own_layouts
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.suggest_matches import in_its_slot
from wizard.jobs.books.who_posts import Whose
from wizard.jobs.job import Done, Gives, Nothing, Tools
from wizard.model.documents import Document
from wizard.model.mapping import Mapping
from wizard.model.match_rows import MatchRow, match_changes, match_rows
from wizard.model.problem import Fault, FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.text_files import read_text_file
from wizard.model.world import WorldKind
from wizard.papers.matching_sheet import matching_sheet
from wizard.store.files import cannot_write, write_atomic

_words = words_of(__name__)

TABLE, SHEET, FILE = ".csv", ".html", ".toml"


class MatchesExported(Gives, frozen=True, kw_only=True):
    """Where they were written, how many words stand there, and how many of them mean nothing yet."""

    exported_to: str = ""
    words_exported: int = 0
    words_open: int = 0


@dataclass(frozen=True)
class ExportMatches:
    """Write matches into `out`: a table (.csv), a sheet to print (.html), or their own file (.toml).

    `mapping` and `documents` are the store's own where None; without documents only what is matched is told.
    """

    gives: ClassVar = MatchesExported
    out: Path
    mapping: Path | None = None
    documents: Path | None = None
    whose: Whose | None = None
    """Whose matches and files are the store's own here; None: of whatever it has."""

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Write the file over what is there; FaultyInput for another ending, or a mapping with faults."""
        ending = self.out.suffix.casefold()
        if ending not in {TABLE, SHEET, FILE}:
            raise FaultyInput(
                [Fault("--out", "NOT-VALID", _words("wrong-ending", table=TABLE, sheet=SHEET, file=FILE))]
            )
        own = StoreMatches(tools.site, self.whose)
        mapping = own.read() if self.mapping is None else read_mapping(self.mapping)
        rows = _rows(OfRun(self.documents, whose=self.whose), tools, mapping, progress, cancel)
        text = self._text(tools, ending, rows, mapping)
        try:
            write_atomic(self.out.absolute(), text)
        except OSError as error:
            raise ProblemFound(cannot_write(self.out, error)) from None
        left = sum(1 for row in rows if row.choice is None)
        return Done({"exported_to": str(self.out), "words_exported": len(rows), "words_open": left}, rows)

    def _text(self, tools: Tools, ending: str, rows: tuple[MatchRow, ...], mapping: Mapping) -> str:
        if ending == TABLE:
            return "\ufeff" + table_text(rows)  # Excel takes a table for UTF-8 only where it says so
        if ending == SHEET:
            return _sheet(rows, mapping, tools.world.kind)
        source = self.mapping or StoreMatches(tools.site, self.whose).path
        return read_text_file(source) if source.is_file() else ""


@dataclass(frozen=True)
class DrawMatchingSheet:
    """Draw the sheet to print of the store's own matches, with the words of `documents`. Value: HTML."""

    gives: ClassVar = Nothing
    documents: Path | None = None
    whose: Whose | None = None

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return the sheet; nothing is written."""
        mapping = StoreMatches(tools.site, self.whose).read()
        run = OfRun(self.documents, whose=self.whose)
        return Done(value=_sheet(_rows(run, tools, mapping, progress, cancel), mapping, tools.world.kind))


def _rows(
    run: OfRun, tools: Tools, mapping: Mapping, progress: Progress, cancel: Cancel
) -> tuple[MatchRow, ...]:
    documents = run.documents(tools.site.record())
    if documents is None:
        return match_rows(mapping, ())
    found = read_folder(documents, None, progress, cancel, own_layouts(tools.site))
    every = (one for reading in found.readings for one in assemble(reading, read(reading), mapping))
    used = codes(one for one in every if isinstance(one, Document))
    return match_rows(mapping, [in_its_slot(code, mapping) for code in used])


def _sheet(rows: tuple[MatchRow, ...], mapping: Mapping, world: WorldKind) -> str:
    headings = {slot: words.many for slot, words in match_words().slots.items()}
    day = datetime.now().astimezone().date()
    return matching_sheet(rows, mapping.organisation or _words("our-store"), day, headings, world)


@dataclass(frozen=True)
class TakeMatches:
    """Take the matches of `file` over into `before`. Value: the mapping that comes of it."""

    gives: ClassVar = Nothing
    file: Path
    before: Mapping

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return it, unwritten; MATCH-FILE for what is wrong in the file."""
        try:
            return Done(value=taken(self.file, self.before))
        except FaultyInput as faulty:
            return problem_of_file(self.file, faulty)


@dataclass(frozen=True)
class ImportMatches:
    """Take the matches of `file`, a table or a file of matches, over into `mapping`, None: the store's own.

    What it does not say stays as it is. Value: the changes.
    """

    gives: ClassVar = Nothing
    file: Path
    mapping: Path | None = None

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Write what changed; FaultyInput for what is wrong in the file, or made for another organisation."""
        own = StoreMatches(tools.site)
        before = own.read() if self.mapping is None else _read_or_new(self.mapping)
        after = taken(self.file, before)
        changes = match_changes(before, after)
        if changes and self.mapping is None:
            own.keep(after)
        elif changes and self.mapping is not None:
            _write(self.mapping, after)
        return Done(value=changes)


def taken(file: Path, before: Mapping) -> Mapping:
    """Return matches with those of a file; FaultyInput for its faults, or made for another organisation."""
    if file.suffix.casefold() != FILE:
        return read_table(file, before)
    given = read_mapping(file)
    if not given.is_for(before.tenant, before.organisation):
        name = given.organisation or _words("another-organisation")
        words = _words("made-for-another", organisation=name)
        raise FaultyInput([Fault(file.name, "OTHER-ORGANISATION", words)])
    return with_choices(before, given).with_settings(dict(given.settings))


@dataclass(frozen=True)
class CompareMatches:
    """Say what differs from `against` to `mapping`; None: the store's last revision, and its own file.

    `revision` names an earlier one of the store's instead. Value: the changes.
    """

    gives: ClassVar = Nothing
    against: Path | None = None
    mapping: Path | None = None
    revision: int | None = None

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return the changes; FaultyInput where one of the two is not there or has faults."""
        own = StoreMatches(tools.site)
        new = own.read() if self.mapping is None else read_mapping(self.mapping)
        old = read_mapping(self.against) if self.against is not None else self._before(own)
        return Done(value=match_changes(old, new))

    def _before(self, own: StoreMatches) -> Mapping:
        number = own.read().revision if self.revision is None else self.revision
        path = own.revision(number)
        if path is None:
            words = (
                _words("no-such-revision") if self.revision is not None else _words("nothing-to-compare-with")
            )
            raise FaultyInput([Fault("--revision", "MISSING", words)])
        return read_mapping(path)


def _read_or_new(path: Path) -> Mapping:
    return read_mapping(path) if path.exists() else Mapping()


def _write(path: Path, mapping: Mapping) -> None:
    try:
        write_mapping(path, mapping)
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None


def changes_json(changes: Any) -> list[dict[str, Any]]:
    """Return changes as the command line prints them."""
    return [
        {
            "slot": one.slot,
            "word": one.word,
            "old": one.old.to if one.old else None,
            "new": one.new.to if one.new else None,
        }
        for one in changes
    ]

"""The store's own files of matches: what they say, what is written as a person works, and their revisions."""

import shutil
from pathlib import Path

from msgspec.structs import replace

from wizard.books.mapping_file import read_mapping, write_mapping
from wizard.jobs.books.parting import entries_folder, is_kept_as_shops, part_books, shop_folder
from wizard.jobs.books.who_posts import Whose, has_journals_card, own_files, whose_of
from wizard.model.files import read_file
from wizard.model.mapping import Mapping
from wizard.model.problem import ProblemFound
from wizard.model.record import StoreRecord
from wizard.store.files import cannot_write, locked, make_folder
from wizard.store.site import SiteFolder

_FILE, _LOCK = "mapping.toml", "mapping.lock"


class StoreMatches:
    """`books/mapping.toml` of a store, and `mapping.<n>.toml` beside it for every revision gone on with.

    Those of a program that may post its entries itself stand apart, in `books/entries`: a shop's codes are
    not a rental's. `whose` None: of whatever the store's own files are. A file that has faults is
    FaultyInput, what cannot be written ProblemFound STORE-WRITE.
    """

    def __init__(self, site: SiteFolder, whose: Whose | None = None) -> None:
        self._site = site
        self._is_of_journals = (whose or whose_of(site.record())) == "journals"
        self._folder = entries_folder(site) if self._is_of_journals else shop_folder(site)

    @property
    def path(self) -> Path:
        """Where the file stands; there may be none yet."""
        own, older = self._folder / _FILE, shop_folder(self._site) / _FILE
        return older if self._is_of_journals and not own.is_file() and self._was_shared() else own

    def _was_shared(self) -> bool:
        """Whether an older version kept the matches of entries among those of a shop."""
        record = self._site.record()
        is_both = own_files(record).journals is not None and has_journals_card(record)
        return is_both or is_kept_as_shops(record)

    def read(self) -> Mapping:
        """Return the matches with the revision they belong to; empty ones where there are none yet."""
        path = self.path
        found = read_mapping(path) if path.is_file() else Mapping()
        return replace(found, revision=self._number)

    def write(self, mapping: Mapping) -> None:
        """Write what a person has chosen so far; that some codes are left is a state like any other."""
        if self._is_of_journals:
            part_books(self._site)
        make_folder(self._folder)
        path = self._folder / _FILE
        try:
            with locked(self._folder / _LOCK):
                write_mapping(path, mapping)
        except OSError as error:
            raise ProblemFound(cannot_write(path, error)) from None

    def keep(self, mapping: Mapping) -> Mapping:
        """Write the matches as what the store goes on with, and return them with their revision.

        It is a new one where they differ from the last.
        """
        self.write(mapping)
        number = self._number
        if number and self._says(number) == read_file(self.path):
            return replace(mapping, revision=number)
        number += 1
        try:
            shutil.copyfile(self.path, self._revision(number))
        except OSError as error:
            raise ProblemFound(cannot_write(self._revision(number), error)) from None

        def note(record: StoreRecord) -> StoreRecord:
            named = {"journals_revision" if self._is_of_journals else "revision": number}
            return replace(record, books=replace(record.books, **named))

        self._site.change(note)
        return replace(mapping, revision=number)

    def revision(self, number: int) -> Path | None:
        """Return the file of an earlier revision; None where there is none."""
        path = self._revision(number)
        return path if path.is_file() else None

    @property
    def _number(self) -> int:
        books = self._site.record().books
        return books.journals_revision if self._is_of_journals else books.revision

    def _says(self, number: int) -> bytes | None:
        try:
            return read_file(self._revision(number))
        except OSError:
            return None

    def _revision(self, number: int) -> Path:
        return self._folder / f"mapping.{number}.toml"

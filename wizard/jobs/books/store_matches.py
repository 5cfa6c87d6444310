"""The store's own file of matches: what it says, what is written as a person works, and its revisions."""

import shutil
from pathlib import Path

from msgspec.structs import replace

from wizard.books.mapping_file import read_mapping, write_mapping
from wizard.model.files import read_file
from wizard.model.mapping import Mapping
from wizard.model.problem import ProblemFound
from wizard.model.record import StoreRecord
from wizard.store.files import cannot_write, locked, make_folder
from wizard.store.site import SiteFolder

_FILE, _LOCK = "mapping.toml", "mapping.lock"


class StoreMatches:
    """`books/mapping.toml` of a store, and `mapping.<n>.toml` beside it for every revision gone on with.

    A file that has faults is FaultyInput, what cannot be written ProblemFound STORE-WRITE.
    """

    def __init__(self, site: SiteFolder) -> None:
        self._site = site
        self._folder = site.folder / "books"

    @property
    def path(self) -> Path:
        """Where the file stands; there may be none yet."""
        return self._folder / _FILE

    def read(self) -> Mapping:
        """Return the matches with the revision they belong to; empty ones where there are none yet."""
        found = read_mapping(self.path) if self.path.is_file() else Mapping()
        return replace(found, revision=self._site.record().books.revision)

    def write(self, mapping: Mapping) -> None:
        """Write what a person has chosen so far; that some codes are left is a state like any other."""
        make_folder(self._folder)
        try:
            with locked(self._folder / _LOCK):
                write_mapping(self.path, mapping)
        except OSError as error:
            raise ProblemFound(cannot_write(self.path, error)) from None

    def keep(self, mapping: Mapping) -> Mapping:
        """Write the matches as what the store goes on with, and return them with their revision.

        It is a new one where they differ from the last.
        """
        self.write(mapping)
        number = self._site.record().books.revision
        if number and self._says(number) == read_file(self.path):
            return replace(mapping, revision=number)
        number += 1
        try:
            shutil.copyfile(self.path, self._revision(number))
        except OSError as error:
            raise ProblemFound(cannot_write(self._revision(number), error)) from None

        def note(record: StoreRecord) -> StoreRecord:
            return replace(record, books=replace(record.books, revision=number))

        self._site.change(note)
        return replace(mapping, revision=number)

    def revision(self, number: int) -> Path | None:
        """Return the file of an earlier revision; None where there is none."""
        path = self._revision(number)
        return path if path.is_file() else None

    def _says(self, number: int) -> bytes | None:
        try:
            return read_file(self._revision(number))
        except OSError:
            return None

    def _revision(self, number: int) -> Path:
        return self._folder / f"mapping.{number}.toml"

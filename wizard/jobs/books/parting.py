"""Give a rental's entries what an older version kept under a shop's names: their place, and their matches."""

from pathlib import Path

from msgspec.structs import replace

from wizard.jobs.books.who_posts import is_journals_alone, own_files
from wizard.model.problem import ProblemFound
from wizard.model.record import StoreRecord
from wizard.store.files import cannot_write, make_folder
from wizard.store.site import SiteFolder

_SHOPS, _ENTRIES = "books_folder", "entries_folder"
"""The shared answers that name the two folders."""


def shop_folder(site: SiteFolder) -> Path:
    """Where a shop's matches stand; those of entries stand in `entries_folder` below it."""
    return site.folder / "books"


def entries_folder(site: SiteFolder) -> Path:
    """Where the matches of a rental's entries stand."""
    return shop_folder(site) / "entries"


def is_kept_as_shops(record: StoreRecord) -> bool:
    """Whether everything that is kept under a shop's names is a rental's: it was set up alone, by then."""
    return is_journals_alone(record) and own_files(record).shop is None


def part_books(site: SiteFolder) -> None:
    """Move it to where it belongs, before anything of a shop is kept; ProblemFound STORE-WRITE."""
    record = site.record()
    if not is_kept_as_shops(record):
        return
    source, target = shop_folder(site), entries_folder(site)
    files = sorted(source.glob("mapping*.toml"))
    if files and not (target / "mapping.toml").is_file():
        make_folder(target)
        for file in files:
            try:
                file.replace(target / file.name)
            except OSError as error:
                raise ProblemFound(cannot_write(file, error)) from None
    elif not record.books.folder and not record.books.revision:
        return
    site.change(_parted)


def _parted(record: StoreRecord) -> StoreRecord:
    if not is_kept_as_shops(record):
        return record
    books, shared = record.books, dict(record.shared)
    if _SHOPS in shared:
        shared.setdefault(_ENTRIES, shared.pop(_SHOPS))
    parted = replace(
        books,
        folder="",
        journals=books.journals or books.folder,
        revision=0,
        journals_revision=books.journals_revision or books.revision,
    )
    return replace(record, shared=shared, books=parted)

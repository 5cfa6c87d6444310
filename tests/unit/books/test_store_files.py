"""Which files a check means, and which other stores of this PC share the organisation."""

from pathlib import Path

from msgspec.structs import replace

from wizard.jobs.books.store_files import missing, neighbours
from wizard.jobs.books.store_matches import StoreMatches
from wizard.model.mapping import Mapping
from wizard.model.record import Books
from wizard.model.xero import Organisation
from wizard.store.site import SiteFolder

STORE, OTHER = Organisation("t-1", "Corner Store Pty Ltd"), Organisation("t-2", "Other Pty Ltd")


def site(folder: Path, name: str, organisation: Organisation | None) -> SiteFolder:
    made = SiteFolder(folder / "sites" / name)
    made.change(lambda record: replace(record, organisation=organisation))
    return made


def test_stores_of_one_organisation_know_each_other(tmp_path: Path) -> None:
    first = site(tmp_path, "store", STORE)
    assert neighbours(first).sites_of_same == ()
    site(tmp_path, "airport", STORE)
    site(tmp_path, "harbour", OTHER)
    site(tmp_path, "empty", None)
    found = neighbours(first)
    assert (found.organisation, found.sites_of_same) == ("Corner Store Pty Ltd", ("airport",))


def test_a_store_without_an_organisation_has_no_neighbours(tmp_path: Path) -> None:
    site(tmp_path, "airport", STORE)
    found = neighbours(SiteFolder(tmp_path / "sites" / "store"))
    assert (found.organisation, found.sites_of_same) == ("", ())


def test_what_is_neither_named_nor_the_stores_own_is_missing(tmp_path: Path) -> None:
    own = site(tmp_path, "store", None)

    def lacks(*named: Path | None, fast: bool = False) -> list[str]:
        return [fault.where for fault in missing(own, *(named or (None,) * 3), fast=fast)]

    assert lacks() == ["--documents", "--mapping", "--xero-data"]
    assert lacks(fast=True) == ["--mapping", "--xero-data"]
    assert lacks(tmp_path, tmp_path / "m", tmp_path / "x") == []
    books = Books(folder=str(tmp_path / "till"))
    own.change(lambda record: replace(record, organisation=STORE, books=books))
    StoreMatches(own).write(Mapping())
    assert lacks() == []

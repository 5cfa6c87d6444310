"""Which files a check means, and which other stores of this PC share the organisation."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from wizard.jobs.books.store_files import files_of, neighbours
from wizard.model.problem import FaultyInput
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


def test_what_is_kept_of_the_store_is_used_where_nothing_is_named(tmp_path: Path) -> None:
    own = site(tmp_path, "store", STORE)
    with pytest.raises(FaultyInput) as missing:
        files_of(own, None, None, None, fast=False)
    assert [fault.where for fault in missing.value.faults] == ["--documents", "--mapping", "--xero-data"]
    own.change(lambda record: replace(record, books=Books(folder=str(tmp_path / "till"))))
    (own.folder / "books" / "xero" / "t-1").mkdir(parents=True)
    (own.folder / "books" / "mapping.toml").write_text("", "utf-8")
    found = files_of(own, None, None, None, fast=False)
    assert (found.documents, found.mapping.name, found.xero_data.name) == (
        tmp_path / "till",
        "mapping.toml",
        "t-1",
    )
    named = files_of(own, tmp_path, tmp_path / "m", tmp_path / "x", fast=False)
    assert (named.documents, named.mapping, named.xero_data) == (tmp_path, tmp_path / "m", tmp_path / "x")

"""Which files a check means: those that were named, else the store's own."""

from pathlib import Path

from wizard.books.preflight import Store
from wizard.catalogue.words import words_of
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.who_posts import own_files, whose_of
from wizard.model.problem import Fault
from wizard.model.xero import Organisation
from wizard.store.site import SiteFolder

_words = words_of(__name__)


def missing(
    site: SiteFolder, documents: Path | None, mapping: Path | None, xero_data: Path | None, *, fast: bool
) -> list[Fault]:
    """Return what is neither named nor the store's own: its folder, its matches, its organisation."""
    record = site.record()
    lacks = {
        "--documents": documents is None and not fast and own_files(record).first is None,
        "--mapping": mapping is None and not StoreMatches(site, whose_of(record, documents)).path.is_file(),
        "--xero-data": xero_data is None and record.organisation is None,
    }
    return [
        Fault(name, "MISSING", _words.one_of("lacks", name.removeprefix("--")))
        for name, is_so in lacks.items()
        if is_so
    ]


def neighbours(site: SiteFolder) -> Store:
    """Return the organisation that the store is set up for, and the other stores of this PC that share it."""
    own = site.record().organisation
    if own is None:
        return Store()
    others = (folder for folder in sorted(site.folder.parent.iterdir()) if folder != site.folder)
    found = ((folder.name, SiteFolder(folder).record().organisation) for folder in others)
    return Store(own.name, tuple(name for name, one in found if one is not None and _is_same(one, own)))


def _is_same(one: Organisation, other: Organisation) -> bool:
    if one.tenant_id and other.tenant_id:
        return one.tenant_id == other.tenant_id
    return bool(one.name) and one.name == other.name

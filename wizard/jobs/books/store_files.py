"""Which files a check means: those that were named, else the store's own."""

from pathlib import Path

from msgspec import Struct

from wizard.books.preflight import Store
from wizard.model.problem import Fault, FaultyInput
from wizard.model.xero import Organisation
from wizard.store.site import SiteFolder

MAPPING = Path("books", "mapping.toml")
XERO = Path("books", "xero")
"""Below a site's folder: the store's matches, and by tenant what Xero's API answered."""


class GivenFiles(Struct, frozen=True):
    """The folder of documents (None where none is needed), the matches, and what Xero's API answered."""

    documents: Path | None
    mapping: Path
    xero_data: Path


def files_of(
    site: SiteFolder, documents: Path | None, mapping: Path | None, xero_data: Path | None, *, fast: bool
) -> GivenFiles:
    """Return the files; FaultyInput says of each that is neither named nor kept what is missing."""
    faults: list[Fault] = []
    record = site.record()
    if documents is None and not fast:
        documents = Path(record.books.folder) if record.books.folder else None
        if documents is None:
            faults.append(Fault("--documents", "MISSING", "name the folder with the store's files"))
    if mapping is None:
        mapping = site.folder / MAPPING
        if not mapping.is_file():
            faults.append(Fault("--mapping", "MISSING", "the store has no matches yet: name their file"))
    if xero_data is None:
        tenant = record.organisation.tenant_id if record.organisation is not None else ""
        xero_data = site.folder / XERO / tenant
        if not tenant or not xero_data.is_dir():
            words = "Xero's accounts have not been read yet: name a folder with what its API answered"
            faults.append(Fault("--xero-data", "MISSING", words))
    if faults:
        raise FaultyInput(faults)
    return GivenFiles(documents, mapping, xero_data)


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

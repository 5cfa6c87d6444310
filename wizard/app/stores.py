"""The stores that a PC holds, each in a folder of its own."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from wizard.app.options import SITE
from wizard.model.world import World
from wizard.store.site import SiteFolder

_LONGEST = 40


@dataclass(frozen=True)
class Store:
    """A store by its site (`--site`), and what it is called; without a name its site stands for it."""

    site: str
    name: str


def stores_of(world: World) -> list[Store]:
    """Return every store of this home and world, in the same order whichever is open."""
    folder = world.folder / "sites"
    sites = {path.name for path in folder.glob("*") if path.is_dir() and SITE.fullmatch(path.name)}
    found = [Store(site, SiteFolder(folder / site).called() or site) for site in sites | {world.site}]
    return sorted(found, key=lambda store: (store.name.casefold(), store.site))


def begin_store(world: World, site: str, name: str) -> None:
    """Keep what a further store is called, where it was named; ProblemFound where that cannot be kept."""
    if name:
        SiteFolder(world.folder / "sites" / site).change(
            lambda record: record.with_shared({"store_name": name})
        )


def site_for(name: str, taken: Collection[str]) -> str:
    """Return a site for a store of this name that no other has; empty for a name without letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    site = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    if not site and any(map(str.isalnum, name)):
        site = "store"  # in other letters than a folder of every PC has
    if not site or site not in taken:
        return site
    numbered = (f"{site[: _LONGEST - 4].rstrip('-')}-{number}" for number in range(2, 1000))
    return next(each for each in numbered if each not in taken)

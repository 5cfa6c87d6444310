"""The layouts that a store's person chose once for files that no layout knew."""

from pathlib import Path

import tomlkit
from msgspec.structs import replace

from wizard.books.recognise import kind_of_name
from wizard.catalogue.layouts import Layout, read_layout
from wizard.model.problem import FaultyInput, ProblemFound
from wizard.store.files import cannot_write, make_folder, write_atomic
from wizard.store.site import SiteFolder

_FOLDER = Path("books", "layouts")


def own_layouts(site: SiteFolder) -> tuple[Layout, ...]:
    """Return the store's own layouts by name; a file with faults is left out, and its columns asked again."""
    found = []
    for path in sorted((site.folder / _FOLDER).glob("*.toml")):
        try:
            layout = read_layout(path)
        except FaultyInput:
            continue
        found.append(_named(layout, path.stem))
    return tuple(found)


def _named(layout: Layout, name: str) -> Layout:
    return replace(layout, id=name, needs=layout.needs or list(layout.columns))


def keep_layout(site: SiteFolder, file: str, data: dict[str, object]) -> Path:
    """Write a layout under a name made of its file's; ProblemFound STORE-WRITE.

    A layout of the same kind of file chosen before is replaced: the file's figures do not count in its name.
    """
    folder = site.folder / _FOLDER
    make_folder(folder)
    return write_layout(folder / f"{kind_of_name(file)}.toml", data)


def write_layout(path: Path, data: dict[str, object]) -> Path:
    """Write a layout into a file, for another PC or store; ProblemFound STORE-WRITE."""
    try:
        write_atomic(path, tomlkit.dumps(data))
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None
    return path

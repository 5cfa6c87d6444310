"""The layouts that a store's person chose once for files that no layout knew."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from msgspec.structs import replace

from wizard.books.recognise import kind_of_name
from wizard.catalogue.layouts import Layout, faults_of_layout, read_layout
from wizard.catalogue.toml_files import read_toml_file
from wizard.catalogue.words import words_of
from wizard.model.problem import Fault, FaultyInput, ProblemFound
from wizard.store.files import cannot_write, make_folder, write_atomic
from wizard.store.site import SiteFolder

_words = words_of(__name__)

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


def layout_tables(site: SiteFolder) -> dict[str, dict[str, Any]]:
    """Return the store's own layouts as their files have them, by name; none that has faults."""
    found = {}
    for path in sorted((site.folder / _FOLDER).glob("*.toml")):
        try:
            data = read_toml_file(path)
        except FaultyInput:
            continue
        if not faults_of_layout(data):
            found[path.stem] = data
    return found


def kept_layout(site: SiteFolder, file: str) -> dict[str, Any] | None:
    """Return what was chosen before for files of this one's kind, as its file has it; None: nothing was."""
    return layout_tables(site).get(kind_of_name(file))


def layout_faults(tables: Any, where: str) -> list[Fault]:
    """Return what is wrong with layouts by name, as a set-up file has them; `where` before each key."""
    if not isinstance(tables, dict):
        return [Fault(where, "NOT-A-TABLE", _words("must-be-tables", where=where))]
    faults = []
    for name, data in tables.items():
        if kind_of_name(f"{name}.csv") != name:
            faults.append(Fault(f"{where}.{name}", "NOT-VALID", _words("not-a-name")))
        elif not isinstance(data, dict):
            faults.append(Fault(f"{where}.{name}", "NOT-A-TABLE", _words("not-a-table")))
        else:
            found = faults_of_layout(data)
            faults += [Fault(f"{where}.{name}.{one.where}", one.code, one.message) for one in found]
    return faults


def other_layouts(site: SiteFolder, given: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the names of those layouts that the store has not, or has otherwise."""
    own = layout_tables(site)
    return [name for name, data in given.items() if own.get(name) != data]


def keep_layouts(site: SiteFolder, given: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Write the layouts that the store has otherwise or not; return their names. ProblemFound STORE-WRITE."""
    others = other_layouts(site, given)
    for name in others:
        make_folder(site.folder / _FOLDER)
        write_layout(site.folder / _FOLDER / f"{name}.toml", dict(given[name]))
    return others


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

"""The licences of what is packed, and one page that names them all."""

from __future__ import annotations

import email.parser
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from setup_parts.commands import ROOT

LICENCES = "licences"
QT = ("pyside6", "shiboken6")
_OURS = ROOT / "packaging" / "windows" / "licences"
_FILE = re.compile(r"[^/]+\.dist-info/(licenses/.+|(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*)", re.IGNORECASE)
_CLASSIFIER = "License :: OSI Approved :: "
_HEAD = """Tillbridge {version}: what it is made of

Tillbridge itself is under the MIT licence (licences/Tillbridge). It comes with the parts below, each under
its own licence, whose text is in the folder of its name.

Qt, PySide6 and Shiboken are used under the GNU Lesser General Public License, version 3 (licences/Qt). They
are libraries of their own in lib\\PySide6 and lib\\shiboken6: whoever wants to may put a changed version of
the same kind in their place. Their source is offered by the Qt Project.

"""


@dataclass(frozen=True)
class Packed:
    """One part: its name, version, licence and where it comes from."""

    name: str
    version: str
    licence: str
    home: str

    def line(self) -> str:
        """One line of the page."""
        return f"{self.name} {self.version}: {self.licence}" + (f", {self.home}" if self.home else "")


def collect(folder: Path, wheels: Iterable[Path], version: str) -> None:
    """Writes the licences of the wheels into the folder, and the page that names them."""
    parts = [Packed("Python", "3.11.9", "PSF-2.0", "https://www.python.org")]
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            parts.append(described(archive))
            for name in archive.namelist():
                if _FILE.fullmatch(name) and not name.startswith(QT):
                    place = folder / LICENCES / parts[-1].name / Path(name).name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(archive.read(name))
    for source, target in ((_OURS, "Qt"), (ROOT / "LICENSE", "Tillbridge")):
        place = folder / LICENCES / target
        place.mkdir(parents=True, exist_ok=True)
        for file in sorted(source.iterdir()) if source.is_dir() else [source]:
            (place / file.name).write_bytes(file.read_bytes())
    lines = "\n".join(part.line() for part in sorted(parts, key=lambda each: each.name.lower()))
    page = f"{_HEAD.format(version=version)}{lines}\n".replace("\n", "\r\n")
    (folder / LICENCES / "THIRD-PARTY.txt").write_bytes(page.encode())


def described(archive: zipfile.ZipFile) -> Packed:
    """What a wheel says of itself."""
    (name,) = (each for each in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each))
    said = email.parser.Parser().parsestr(archive.read(name).decode("utf-8"))
    classes = [
        line.removeprefix(_CLASSIFIER) for line in said.get_all("Classifier", []) if _CLASSIFIER in line
    ]
    own_words = (said["License"] or "").strip().split("\n")[0]
    licence = said["License-Expression"] or ", ".join(classes) or own_words
    if said["Name"].lower().startswith(QT):
        licence = "LGPL-3.0-only"
    if not licence:
        raise ValueError(f"{name} does not say its licence")
    links = dict(link.split(", ", 1) for link in said.get_all("Project-URL", []) if ", " in link)
    homes = [
        url for label, url in links.items() if label.lower() in {"homepage", "home", "source", "repository"}
    ]
    return Packed(said["Name"], said["Version"], licence, said["Home-page"] or next(iter(homes), ""))

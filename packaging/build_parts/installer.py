"""The installer: NSIS is told what it packs and what stands at the folder's top."""

from __future__ import annotations

import os
import shutil
import struct
from dataclasses import dataclass
from pathlib import Path

from setup_parts.commands import SetupError, quietly, say

from build_parts.folder import WINDOWS, files_of
from build_parts.signing import PLACE

_SIDE, _ACCENT = (164, 314), (0x0A, 0x6C, 0x99)
"""The last page's left side; NSIS' own shows a computer of another century."""


@dataclass(frozen=True)
class Installer:
    """What is packed into which file; `sign` signs the uninstaller, which is made on the way."""

    folder: Path
    """As `lay_out` leaves it: what is compiled on the PC is a source here."""
    target: Path
    version: str
    sign: str
    script: str = "installer.nsi"
    quick: bool = False
    """Packed in a tenth of the time, and a third larger: to be tried, not to be handed out."""
    account: str = ""
    """Whose rights it takes itself to have instead of looking (`User`): to be tried as well."""


def make_installer(wanted: Installer) -> None:
    """Has NSIS pack a folder."""
    say(f"Packing {wanted.target.name}" + ("" if wanted.quick else "; that takes a minute or two"))
    listing = wanted.folder.with_suffix(".nsh")
    listing.write_text(top_of(wanted.folder) + packed_in_order(wanted.folder), "utf-8")
    side = wanted.folder.with_suffix(".bmp")
    side.write_bytes(strip(*_SIDE, _ACCENT))
    defines = {
        "VERSION": wanted.version,
        "TARGET": str(wanted.target),
        "LISTING": str(listing),
        "SIDE": str(side),
        "HERE": str(WINDOWS),
        **({"QUICK": "1"} if wanted.quick else {}),
        **({"ACCOUNT": wanted.account} if wanted.account else {}),
        **({"SIGN": wanted.sign.replace(PLACE, "%1")} if wanted.sign else {}),
    }
    command = [makensis(), "-V2", "-NOCD", "-INPUTCHARSET", "UTF8"]
    command += [f"-D{name}={value}" for name, value in defines.items()]
    # what it writes down of times is that of the files
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "946684800"}
    quietly([*command, str(WINDOWS / wanted.script)], "NSIS could not make the installer.", environment)


def strip(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour, as Windows' own format has it (BITMAPINFOHEADER, 24 bits)."""
    row = bytes(reversed(colour)) * width
    pixels = (row + bytes(-len(row) % 4)) * height
    about = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(pixels), 2835, 2835, 0, 0)
    return (
        struct.pack("<2sIHHI", b"BM", 14 + len(about) + len(pixels), 0, 0, 14 + len(about)) + about + pixels
    )


def top_of(folder: Path) -> str:
    """NSIS' lines that delete what the folder has at its top, and nothing that somebody else put there."""
    lines = []
    for path in sorted(folder.iterdir()):
        lines.append(
            f'RMDir /r "$INSTDIR\\{path.name}"' if path.is_dir() else f'Delete "$INSTDIR\\{path.name}"'
        )
    return "!macro DeleteProgram\n  " + "\n  ".join(lines) + "\n!macroend\n"


def packed_in_order(folder: Path) -> str:
    """NSIS' lines that pack each file of the folder: what follows on its like packs best."""
    lines, place = [], None
    for file in sorted(files_of(folder), key=lambda file: (_kind(file), file.relative_to(folder).as_posix())):
        if file.parent != place:
            place = file.parent
            inside = "\\".join(("$INSTDIR", *place.relative_to(folder).parts))
            lines.append(f'SetOutPath "{inside}"')
        lines.append(f'File "{file}"')
    return "!macro PackProgram\n  " + "\n  ".join(lines) + "\n!macroend\n"


def _kind(file: Path) -> int:
    """Programs, then sources, then all else by what it is."""
    kinds = (".exe", ".dll", ".pyd", ".zip", ".py", ".pyc", ".toml")
    return kinds.index(file.suffix) if file.suffix in kinds else len(kinds)


def makensis() -> str:
    """NSIS' compiler."""
    places = [Path(os.environ.get(name, "")) / "NSIS" for name in ("ProgramFiles(x86)", "ProgramFiles")]
    found = shutil.which("makensis") or next(
        (str(place / "makensis.exe") for place in places if (place / "makensis.exe").exists()), None
    )
    if found is None:
        raise SetupError("NSIS is missing. Install it (Debian: sudo apt-get install nsis), then start again.")
    return found

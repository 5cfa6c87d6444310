"""Where this world's mail programs are: the real user's folders, or the world's own."""

import os
import sys
from pathlib import Path

from wizard.mailclients.contract import Places, Registry
from wizard.mailclients.pc.processes import LiveProcesses
from wizard.model.world import World

PC = "pc"
"""The folder of a practice world that stands in for the PC's user."""


def places_of(world: World, given: tuple[Path, ...] = ()) -> Places:
    """Return the places; `given` are profile folders that a person named."""
    if not world.is_live:
        home = world.folder / PC
        return Places(
            home=home,
            config=home / ".config",
            data=home / ".local" / "share",
            processes=LiveProcesses(),
            appdata=home / "AppData" / "Roaming",
            local_appdata=home / "AppData" / "Local",
            given=given,
        )
    home = Path.home()
    windows = sys.platform == "win32"
    return Places(
        home=home,
        config=_folder("XDG_CONFIG_HOME") or home / ".config",
        data=_folder("XDG_DATA_HOME") or home / ".local" / "share",
        processes=LiveProcesses(),
        appdata=_folder("APPDATA") if windows else None,
        local_appdata=_folder("LOCALAPPDATA") if windows else None,
        registry=_registry(),
        given=given,
        programs=_program_folders() if windows else (Path("/usr/lib"), Path("/opt"), Path("/usr/bin")),
    )


def _registry() -> Registry | None:
    if sys.platform == "win32":
        from wizard.mailclients.pc.registry import WindowsRegistry  # noqa: PLC0415 - only Windows has it

        return WindowsRegistry()
    return None


def _program_folders() -> tuple[Path, ...]:
    names = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
    return tuple(dict.fromkeys(found for name in names if (found := _folder(name)) is not None))


def _folder(variable: str) -> Path | None:
    """Return the folder an environment variable names; a relative one does not count (XDG)."""
    text = os.environ.get(variable, "")
    return Path(text) if text and Path(text).is_absolute() else None

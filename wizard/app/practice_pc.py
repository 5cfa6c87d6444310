"""The PC of the practice world: a mail program's profile to practise on, under the practice home."""

from wizard.app.places import PC
from wizard.catalogue.resources import read_text
from wizard.model.world import World
from wizard.store.files import write_atomic


def furnish(world: World) -> None:
    """Put the practice profile where this world's mail programs are found, once; what is there stays."""
    root = world.folder / PC / "AppData" / "Roaming" / "Thunderbird"
    if root.exists():
        return
    write_atomic(
        root / "Profiles" / "practice.default-release" / "prefs.js", read_text("practice/pc/prefs.js")
    )
    write_atomic(root / "profiles.ini", read_text("practice/pc/profiles.ini"))

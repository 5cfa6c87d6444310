"""The practice PC: a home folder of practice's own, with the mail program of the practice store in it."""

from pathlib import Path

from wizard.app.places import PC
from wizard.catalogue.practice import practice_pc
from wizard.model.world import World
from wizard.store.files import write_atomic


def set_up_pc(world: World) -> Path:
    """Make the practice PC if there is none yet; what was practised on it stays. STORE-WRITE."""
    home = world.folder / PC
    if not home.exists():
        # profiles.ini comes last: before it, nothing is found.
        for path, text in sorted(practice_pc().items(), key=lambda pair: pair[0].endswith("profiles.ini")):
            write_atomic(home / path, text)
    return home

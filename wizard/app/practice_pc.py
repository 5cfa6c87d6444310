"""The PC of the practice world: a mail program's profile to practise on, under the practice home."""

import re
from pathlib import Path

from wizard.app.places import PC
from wizard.catalogue.resources import read_text
from wizard.model.world import World
from wizard.store.files import write_atomic


def furnish(world: World) -> None:
    """Put the practice profile where this world's mail programs are found, once; what is there stays."""
    root = _root(world)
    if root.exists():
        return
    write_atomic(_prefs(world), read_text("practice/pc/prefs.js"))
    write_atomic(root / "profiles.ini", read_text("practice/pc/profiles.ini"))


def change_practice_mail(world: World) -> None:
    """Change the receiving port in the practice profile, as somebody does behind our back."""
    name = "mail.server.server1.port"
    text = re.sub(rf'("{name}", )\d+', r"\g<1>2110", _prefs(world).read_text("utf-8"))
    write_atomic(_prefs(world), text)


def _root(world: World) -> Path:
    return world.folder / PC / "AppData" / "Roaming" / "Thunderbird"


def _prefs(world: World) -> Path:
    return _root(world) / "Profiles" / "practice.default-release" / "prefs.js"

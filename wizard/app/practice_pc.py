"""The PC of the practice world: a mail program's profile to practise on, under the practice home."""

import contextlib
import re
from pathlib import Path

from wizard.app.places import PC
from wizard.catalogue.resources import read_text
from wizard.model.world import World
from wizard.store.files import read_json, write_atomic, write_json

_SCHEMA = 1
_STRANGER = "pop.new-line.example"
"""What somebody enters as the server for receiving, behind our back."""


def furnish(world: World) -> None:
    """Put the practice profile where this world's mail programs are found, once; what is there stays."""
    root = _root(world)
    if root.exists():
        return
    write_atomic(_prefs(world), read_text("practice/pc/prefs.js"))
    write_atomic(root / "profiles.ini", read_text("practice/pc/profiles.ini"))


def has_practice_mail(world: World, server: str) -> bool:
    """Whether an account of the practice profile receives from this server."""
    try:
        return _receives_from(server).search(_prefs(world).read_text("utf-8")) is not None
    except OSError:
        return False


def change_practice_mail(world: World, server: str) -> None:
    """Change where the account of this server receives, as somebody does behind our back."""
    if has_practice_mail(world, server):
        write_json(_note(world), {"schema": _SCHEMA, "server": server})
        _rename(world, server, _STRANGER)


def put_back_practice_mail(world: World) -> None:
    """Undo that where nobody did so yet."""
    note = read_json(_note(world), _SCHEMA)
    if note is not None:
        _rename(world, _STRANGER, str(note["server"]))
        _note(world).unlink(missing_ok=True)


def _rename(world: World, old: str, new: str) -> None:
    with contextlib.suppress(OSError):  # the profile is gone: there is nothing to change
        text = _prefs(world).read_text("utf-8")
        write_atomic(_prefs(world), _receives_from(old).sub(rf"\g<1>{new}\g<2>", text))


def _receives_from(server: str) -> re.Pattern[str]:
    return re.compile(rf'("mail\.server\.\w+\.hostname", "){re.escape(server)}("\);)')


def _note(world: World) -> Path:
    return world.folder / "pretended-mail.json"


def _root(world: World) -> Path:
    return world.folder / PC / "AppData" / "Roaming" / "Thunderbird"


def _prefs(world: World) -> Path:
    return _root(world) / "Profiles" / "practice.default-release" / "prefs.js"

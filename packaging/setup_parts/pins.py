"""The versions of everything: resolved for all systems at once, and written with their hashes."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from setup_parts.commands import PROJECT_FILE, ROOT, quietly, say, script
from setup_parts.debian import Debian
from setup_parts.environment import LOCKS, make_environment

CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
CHECK_GROUPS = ("test", "lint")
OTHER_GROUPS = ("fleet",)
"""Locked with the rest, and installed into an environment of their own."""
OLDEST_PYTHON = "3.11"


def group_requirements(project: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """The requirements of the named dependency groups, groups that they include among them."""
    found: list[str] = []
    for name in names:
        for entry in project.get("dependency-groups", {})[name]:
            wanted = (
                group_requirements(project, [entry["include-group"]]) if isinstance(entry, dict) else [entry]
            )
            found += [requirement for requirement in wanted if requirement not in found]
    return found


def sets_to_lock(project: Mapping[str, Any]) -> dict[str, list[str]]:
    """What each set asks for by name, the build's own tools among them."""
    described = project["project"]
    groups = {name: group_requirements(project, [name]) for name in (*CHECK_GROUPS, *OTHER_GROUPS)}
    return {
        "build": list(project["build-system"]["requires"]),
        "program": list(described["dependencies"]),
        "browser": [*described["dependencies"], *described["optional-dependencies"]["browser"]],
        **groups,
    }


def pins_of(lock: str) -> list[str]:
    """The `name==version` lines of a lock; without hashes, and without markers: it is right wherever used."""
    lines = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock, re.MULTILINE)
    return list(dict.fromkeys(f"{name}=={version}" for name, version in lines))


def pin() -> int:
    """Writes constraints.txt and the locks anew from what the dependencies resolve to today, all together."""
    make_environment(Debian())
    wanted = sets_to_lock(tomllib.loads(PROJECT_FILE.read_text("utf-8")))
    with tempfile.TemporaryDirectory(prefix="tillbridge-pin-") as name:
        folder = Path(name)
        quietly(
            [script("python"), "-m", "pip", "install", "--quiet", "--target", name, "uv"],
            "uv, which resolves for all systems at once, could not be fetched; check the network.",
        )
        pins = pins_of(locked(folder, [line for lines in wanted.values() for line in lines], None))
        heading = "# Every version that Tillbridge is tested with; written by `bootstrap.py pin`."
        CONSTRAINTS.write_text("\n".join([heading, *sorted(pins, key=str.lower)]) + "\n", "utf-8")
        LOCKS.mkdir(exist_ok=True)
        for one, requirements in wanted.items():
            (LOCKS / f"{one}.txt").write_text(locked(folder, requirements, CONSTRAINTS), "utf-8")
    say(f"{len(pins)} versions in {CONSTRAINTS}, their hashes in {LOCKS}")
    quietly(
        [script("python"), "-m", "tests.servers.openid_provider", "pin"],
        "The OpenID provider's lock was not written; run `bootstrap.py test` once, then start again.",
    )
    return 0


def locked(folder: Path, requirements: Sequence[str], constraints: Path | None) -> str:
    """The versions and hashes for every system; `folder` holds uv. No address stands in it."""
    asked = folder / "asked.in"
    asked.write_text("\n".join(requirements) + "\n", "utf-8")
    binary = folder / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    given = ["--constraint", str(constraints)] if constraints else []
    plain = [
        "--no-annotate",
        "--no-header",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--no-strip-extras",
    ]
    return quietly(
        [
            *(str(binary), "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
            *("--python-version", OLDEST_PYTHON, *plain, *given, str(asked)),
        ],
        "uv could not resolve the dependencies; check the network, then start again.",
    )

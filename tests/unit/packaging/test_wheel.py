"""The wheel carries the data files, and nothing of the tests."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.long
def test_the_wheel_carries_resources_and_no_tests(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for name in ("wizard", "resources", "packaging/linux"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    code = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(tmp_path)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    data = {
        p.relative_to(ROOT / "resources").as_posix() for p in (ROOT / "resources").rglob("*") if p.is_file()
    }
    data = {name for name in data if not name.endswith((".py", ".pyc"))}
    assert {f"wizard/resources/{name}" for name in data} <= set(names)
    modules = {p.relative_to(ROOT).as_posix() for p in (ROOT / "wizard").rglob("*.py")}
    assert modules <= set(names)
    assert not any(name.startswith(("tests/", "packaging/")) for name in names)
    share = f"{wheel.name.split('-py3')[0]}.data/data/share"
    desktop = zipfile.ZipFile(wheel).read(f"{share}/applications/tillbridge.desktop").decode("utf-8")
    assert "Exec=tillbridge\nIcon=tillbridge\n" in desktop
    assert f"{share}/icons/hicolor/scalable/apps/tillbridge.svg" in names

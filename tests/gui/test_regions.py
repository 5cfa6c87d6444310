"""What the PC's region changes: how a day that is typed is read; and never the language of what is said."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gui.regions import REGIONS, SAY, TYPED
from tests.servers.fixtures import unavailable

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="it makes regions of its own")
@pytest.mark.parametrize("region", REGIONS)
def test_a_day_is_read_as_the_pc_writes_it_and_all_else_is_the_same_everywhere(
    tmp_path: Path, region: str
) -> None:
    make = shutil.which("localedef")
    if make is None or not Path("/usr/share/i18n/locales", region).exists():
        unavailable(f"no sources of the region {region}")
    subprocess.run([make, "-i", region, "-f", "UTF-8", str(tmp_path / f"{region}.UTF-8")], check=True)
    said = subprocess.run(
        [sys.executable, "-c", SAY, *TYPED], cwd=ROOT, check=True, capture_output=True, timeout=60,
        env={
            **os.environ, "LOCPATH": str(tmp_path), "LC_ALL": f"{region}.UTF-8", "LANGUAGE": "",
            "QT_QPA_PLATFORM": "offscreen",
        },
    )  # fmt: skip
    days, words, xeros, number, amount = json.loads(said.stdout)
    assert days == REGIONS[region]
    assert (words, xeros) == ("Tuesday December", "01-Dec-2026")
    assert (number, amount) == (1.5, "1,234.50")

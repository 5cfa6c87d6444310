"""The practice organisation's chart as a folder of files, as Xero's API answers."""

import json
import tempfile
from functools import lru_cache
from pathlib import Path

from wizard.books.xero_data import from_folder
from wizard.model.chart import Chart

ROOT = Path(__file__).resolve().parents[3]
WEEKS = ROOT / "resources" / "practice" / "weeks"


def write_xero_data(folder: Path) -> Path:
    """Write the files and return their folder."""
    folder.mkdir(exist_ok=True)
    data = json.loads((ROOT / "resources" / "practice" / "corner-store.json").read_text("utf-8"))
    for name in ("Actions", "Accounts", "TaxRates", "TrackingCategories", "ContactGroups", "Contacts"):
        (folder / f"{name}.json").write_text(json.dumps({name: data[name]}), "utf-8")
    answer = {"Organisations": data["Organisation"]}
    (folder / "Organisation.json").write_text(json.dumps(answer), "utf-8")
    return folder


@lru_cache(maxsize=1)
def practice_chart() -> Chart:
    """Return the chart, read once."""
    with tempfile.TemporaryDirectory() as folder:
        return from_folder(write_xero_data(Path(folder)))

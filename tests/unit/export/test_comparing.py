"""What another program posted is looked for, and nothing is sent."""

from pathlib import Path

from tests.unit.export.days import Files
from tests.unit.export.shop import Shop, Xero
from wizard.jobs.export.compare_arrived import CompareArrived
from wizard.jobs.export.given import Wanted
from wizard.jobs.job import Done
from wizard.model.progress import Cancel, Silent


def posted(narration: str, amount: str) -> dict[str, object]:
    lines = [{"LineAmount": amount, "AccountCode": "640"}, {"LineAmount": f"-{amount}", "AccountCode": "460"}]
    return {"Narration": narration, "Date": "2026-11-16", "Status": "POSTED", "JournalLines": lines}


def test_each_journal_is_there_differs_or_is_missing(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    for day in ("Monday", "Tuesday", "Wednesday"):
        files.day_book(f"Takings {day}", "10.00")
    folder = files.write(tmp_path / "day")
    xero.put("ManualJournals", posted("Takings Monday", "10.00"), posted("Takings Tuesday", "9.99"))
    done = CompareArrived(Wanted(folder, mapping), shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(done, Done), done
    assert dict(done.facts) == {"arrival": "missing", "arrived": 1, "differing": 1, "missing": 1}
    assert done.problem is not None
    assert done.problem.code == "POST-MISSING"
    told = {one.name: one.why.code for one in done.value.outcomes if one.why is not None}
    assert told == {"Takings Tuesday": "foreign", "Takings Wednesday": "not-arrived"}
    assert len(xero.all("ManualJournals")) == 2
    xero.put("ManualJournals", posted("Takings Wednesday", "10.00"))
    again = CompareArrived(Wanted(folder, mapping), shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(again, Done)
    assert again.facts["missing"] == 0

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
    expected = {"arrival": "missing", "arrived": 1, "differing": 1, "missing": 1, "sent_by_us": 0}
    assert dict(done.facts) == expected
    assert done.problem is not None
    assert done.problem.code == "POST-MISSING"
    told = {one.name: one.why.code for one in done.value.outcomes if one.why is not None}
    assert told == {"Takings Tuesday": "other-amounts", "Takings Wednesday": "not-arrived"}
    assert len(xero.all("ManualJournals")) == 2
    xero.put("ManualJournals", posted("Takings Wednesday", "10.00"))
    again = CompareArrived(Wanted(folder, mapping), shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(again, Done)
    assert again.facts["missing"] == 0


def test_what_we_sent_is_told_apart_by_xeros_own_id(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    for day in ("Monday", "Tuesday", "Wednesday"):
        files.day_book(f"Takings {day}", "10.00")
    folder = files.write(tmp_path / "day")
    assert shop.send(folder, mapping).counts.sent == 3

    def look() -> dict[str, object]:
        done = CompareArrived(Wanted(folder, mapping), shop.clock).run(shop.tools, Silent(), Cancel())
        assert isinstance(done, Done), done
        told = [one.why.code for one in done.value.outcomes if one.why is not None]
        assert told == ["ours"] * (3 - int(str(done.facts["arrived"])) - int(str(done.facts["missing"])))
        assert done.problem is None
        return dict(done.facts)

    nothing = {"arrived": 0, "differing": 0, "missing": 0, "sent_by_us": 3, "arrival": "ours"}
    assert look() == nothing
    # Of what is still in doubt nobody has an id: it may be ours.
    shop.change_ledger("UPDATE entry SET state = 'sending', xero_id = '' WHERE kind = 'journal'")
    assert look() == nothing
    # Another one of the same name and amounts is another's.
    shop.change_ledger("UPDATE entry SET state = 'there' WHERE kind = 'journal'")
    assert look()["arrived"] == 3, "what Xero had before anything was sent was not ours"


def test_another_ones_posting_beside_ours_counts(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    for day in ("Monday", "Tuesday"):
        files.day_book(f"Takings {day}", "10.00")
    folder = files.write(tmp_path / "day")
    assert shop.send(folder, mapping).counts.sent == 2
    xero.put("ManualJournals", posted("Takings Tuesday", "10.00"))
    done = CompareArrived(Wanted(folder, mapping), shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(done, Done), done
    assert (done.facts["arrived"], done.facts["sent_by_us"], done.facts["arrival"]) == (1, 1, "arrived")
    # What we sent under that name with other amounts is no arrival, and nothing of theirs either.
    changed = Files()
    changed.day_book("Takings Monday", "11.00")
    later = changed.write(tmp_path / "later")
    again = CompareArrived(Wanted(later, mapping), shop.clock).run(shop.tools, Silent(), Cancel())
    assert isinstance(again, Done), again
    assert (again.facts["arrived"], again.facts["missing"], again.facts["sent_by_us"]) == (0, 1, 0)
    assert [one.why.code for one in again.value.outcomes if one.why is not None] == ["ours-differs"]

"""Each procedure has files and matches of its own, and what we sent proves no other program's posting."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.export.shop import Json, Xero
from tests.unit.jobs.programs import AtXero, Programs, done
from tests.unit.jobs.test_books_in_a_run import RENTAL, SHOP, WEEKS, run, steps
from wizard.app.program import Program
from wizard.app.standings import cards
from wizard.books.report import FolderReport
from wizard.jobs.books.check_till import CheckTill
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.use_store_files import remember
from wizard.jobs.books.who_posts import own_files
from wizard.jobs.daily.run_daily import RunDaily
from wizard.jobs.xero.choose_tenant import UseTenant
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.model.api_days import day_text
from wizard.model.card_state import CardState, Safe
from wizard.model.mapping import Choice, Mapping
from wizard.model.record import Books, StoreRecord
from wizard.practice import PracticeServices

Capture = pytest.CaptureFixture[str]
CLEAN = f'folder = "{WEEKS / "clean"}"\naccept_suggestions = true\n'
JOURNAL = WEEKS / "clean" / "journal.csv"
LINE = 'line = { practice = "point-of-rental-line" }\n'
ONLY_RENTALS = '[match.account]\n"Only of rental" = "200"\n'
ENTRIES = f'journal_file = "{JOURNAL}"\naccept_suggestions = true\n{LINE}'


@pytest.fixture
def program(programs: Programs) -> Program:
    made = programs.start()
    done(ConnectXero(), made, AtXero())
    done(UseTenant("", ""), made)
    return made


def _words(program: Program, whose: str) -> set[str]:
    found = StoreMatches(program.site, "shop" if whose == "shop" else "journals").read()
    return {word for words in found.choices.values() for word in words}


def _standing(program: Program) -> CardState:
    found = cards(program.site, program.site.record(), Safe.KEEPS)
    return next(card.standing.state for card in found if card.procedure.id == RENTAL)


def test_a_rental_without_files_takes_nothing_of_the_web_shop(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, SHOP, tmp_path, CLEAN, capsys)[0] == 0
    services.clock.advance(61)
    status, answer = run(program, RENTAL, tmp_path, f"{LINE}look_in_xero = true", capsys)
    found = steps(answer)
    assert (found["R5"]["result"]["codes_found"], found["R5"]["result"]["codes_matched"]) == (0, 0)
    assert found["R6"]["result"]["records_checked"] == 0
    assert not found["R6"]["result"]["all_pass"]
    assert (status, [problem["code"] for problem in answer["problems"]]) == (1, ["FILE-NONE"])
    assert program.site.record().books.journals == ""
    assert _words(program, "journals") == set()
    assert "Web sales" in _words(program, "shop")


def test_a_web_shop_takes_nothing_of_the_rental(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, RENTAL, tmp_path, f"{ENTRIES}{ONLY_RENTALS}", capsys)[0] == 0
    assert "Only of rental" in _words(program, "journals")
    assert _words(program, "shop") == set()
    services.clock.advance(61)
    assert run(program, SHOP, tmp_path, CLEAN, capsys)[0] == 0
    assert "Web sales" in _words(program, "shop")
    assert "Only of rental" not in _words(program, "shop")
    books = program.site.record().books
    assert (books.folder, books.journals) == (str(WEEKS / "clean"), str(JOURNAL))


def test_a_store_that_uses_both_keeps_both(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, SHOP, tmp_path, CLEAN, capsys)[0] == 0
    services.clock.advance(61)
    assert run(program, RENTAL, tmp_path, f"{ENTRIES}{ONLY_RENTALS}", capsys)[0] == 0
    services.clock.advance(61)
    assert "Only of rental" in _words(program, "journals")
    assert "Only of rental" not in _words(program, "shop")
    assert {"Web sales", "Delivery"} <= _words(program, "shop")
    assert not {"Web sales", "Delivery"} & _words(program, "journals")
    books = program.site.record().books
    assert (books.folder, books.journals) == (str(WEEKS / "clean"), str(JOURNAL))
    assert books.revision
    assert books.journals_revision
    # Without naming anything again each goes on with its own.
    status, answer = run(program, RENTAL, tmp_path, LINE, capsys)
    assert (status, steps(answer)["R6"]["result"]["records_checked"]) == (0, 7)
    services.clock.advance(61)
    looked = done(CheckTill(), program).facts
    assert looked["matches_checked"] == sum(
        not (choice.is_left_out or choice.is_open)
        for whose in ("shop", "journals")
        for words in StoreMatches(program.site, whose).read().choices.values()
        for choice in words.values()
    )
    services.clock.advance(61)
    found = done(RunDaily(), program).value
    assert sorted(one.about for one in found if one.about in {"records", "arrived"}) == [
        "arrived", "records", "records",
    ]  # fmt: skip
    assert not [one.problem for one in found if one.about == "records" and one.problem is not None]


def _posted_by_hand(rows: list[Json]) -> list[Json]:
    """The same journals as another program posts them: without our id."""
    return [
        {
            "Narration": row["Narration"],
            "Date": day_text(row["Date"]),
            "Status": "POSTED",
            "JournalLines": [
                {"LineAmount": str(line["LineAmount"]), "AccountCode": line["AccountCode"]}
                for line in row["JournalLines"]
            ],
        }
        for row in rows
    ]


def test_what_went_from_here_proves_no_posting_of_another_program(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, SHOP, tmp_path, f"{CLEAN}send = true", capsys)[0] == 0
    services.clock.advance(61)
    status, answer = run(program, RENTAL, tmp_path, f"{ENTRIES}look_in_xero = true", capsys)
    result = steps(answer)["R7"]["result"]
    assert (result["arrived"], result["missing"], result["sent_by_us"]) == (0, 0, 7), answer
    assert result["arrival"] == "ours"
    assert status == 0, "nothing is wrong; it is only that nothing is proven"
    assert not program.site.record().proofs[RENTAL].arrived
    assert _standing(program) is CardState.SIGNED_IN
    # Once the other program posts some of the same, those stand in Xero beside ours.
    xero = Xero(services.services_file)
    try:
        services.clock.advance(61)
        xero.put("ManualJournals", *_posted_by_hand(xero.all("ManualJournals")[:2]))
    finally:
        xero.close()
    services.clock.advance(61)
    status, answer = run(program, RENTAL, tmp_path, f"{ENTRIES}look_in_xero = true", capsys)
    result = steps(answer)["R7"]["result"]
    assert (result["arrived"], result["missing"], result["sent_by_us"]) == (2, 0, 5), answer
    assert (status, result["arrival"]) == (0, "arrived")
    assert program.site.record().proofs[RENTAL].arrived


# --- what an older version kept ---


def _kept(program: Program, name: str, **books: object) -> None:
    """What a version that had one file of matches for all left behind, `name` the only card proven."""
    matches = Mapping().with_choice("account", "Hire", Choice("200", "Sales", "", "person"))
    own = StoreMatches(program.site, "shop")
    own.write(matches)
    own.keep(matches)

    def note(record: StoreRecord) -> StoreRecord:
        proofs = {name: next(iter(record.proofs.values()))}
        return replace(record, books=Books(revision=record.books.revision, **books), proofs=proofs)  # type: ignore[arg-type]

    program.site.change(note)


@pytest.mark.parametrize(
    "books", [{"folder": str(JOURNAL)}, {"journals": str(JOURNAL), "who_posts": "vendor"}]
)
def test_what_was_kept_of_a_rental_alone_stays_the_rentals(
    program: Program, tmp_path: Path, capsys: Capture, books: dict[str, str]
) -> None:
    assert run(program, SHOP, tmp_path, CLEAN, capsys)[0] == 0  # any proof will do
    for file in (program.site.folder / "books").glob("mapping*"):
        file.unlink()
    _kept(program, RENTAL, **books)
    assert _words(program, "journals") == {"Hire"}
    assert own_files(program.site.record()).journals == JOURNAL
    remember(program.site, tmp_path / "shop", FolderReport(()))  # a shop is begun beside it
    own = own_files(program.site.record())
    assert (own.shop, own.journals) == (tmp_path / "shop", JOURNAL)
    assert _words(program, "journals") == {"Hire"}
    assert _words(program, "shop") == set()
    kept = StoreMatches(program.site, "journals")
    assert kept.revision(kept.read().revision) is not None


def test_what_was_kept_of_a_shop_alone_stays_the_shops(
    program: Program, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, SHOP, tmp_path, CLEAN, capsys)[0] == 0
    _kept(program, SHOP, folder=str(WEEKS / "clean"))
    assert _words(program, "journals") == set()
    assert "Hire" in _words(program, "shop")
    remember(program.site, JOURNAL, FolderReport(()), are_journals=True)
    own = own_files(program.site.record())
    assert (own.shop, own.journals) == (WEEKS / "clean", JOURNAL)
    assert _words(program, "journals") == set(), "that a file was named makes no shop's code a rental's"

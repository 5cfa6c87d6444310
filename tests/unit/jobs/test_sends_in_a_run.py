"""`run ipages-xero` and `run point-of-rental-xero` without a window: sent only where the answers say so."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.export.shop import Xero
from tests.unit.jobs.programs import AtXero, Programs, done
from tests.unit.jobs.test_books_in_a_run import RENTAL, SHOP, WEEKS, run, steps
from wizard.app.program import Program
from wizard.app.standings import cards
from wizard.books.report import FolderReport
from wizard.catalogue.standings import said_of
from wizard.jobs.books.use_store_files import remember
from wizard.jobs.books.who_posts import own_files
from wizard.jobs.daily.found import Found
from wizard.jobs.daily.keep_schedule import KeepSchedule
from wizard.jobs.daily.report import line
from wizard.jobs.daily.run_daily import RunDaily
from wizard.jobs.export.given import Wanted
from wizard.jobs.export.read_status import ReadStatus
from wizard.jobs.export.send_records import Sending, SendRecords
from wizard.jobs.xero.choose_tenant import UseTenant
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.model.card_state import CardState, Safe
from wizard.model.problem import FaultyInput
from wizard.model.record import Proof, ProofState
from wizard.model.schedule import parse
from wizard.papers.proof import is_sealed
from wizard.practice import PracticeServices
from wizard.vault.memory_store import InMemorySecretStore

Capture = pytest.CaptureFixture[str]
CLEAN = f'folder = "{WEEKS / "clean"}"\naccept_suggestions = true\n'
MISTAKES = f'folder = "{WEEKS / "mistakes"}"\naccept_suggestions = true\ngood_ones = true\n'
JOURNAL = WEEKS / "clean" / "journal.csv"
ENTRIES = (
    f'journal_file = "{JOURNAL}"\naccept_suggestions = true\nline = {{ practice = "point-of-rental-line" }}\n'
)
NOT_USED = '[match.tracking]\n"Airport (closed)" = "not used"\n[match.payment]\n"Old voucher" = "not used"\n'


@pytest.fixture
def program(programs: Programs) -> Program:
    return _ready(programs)


def _ready(programs: Programs) -> Program:
    made = programs.start()
    done(ConnectXero(), made, AtXero())
    done(UseTenant("", ""), made)
    return made


def _numbers(services: PracticeServices) -> list[str]:
    xero = Xero(services.services_file)
    try:
        return [str(one["InvoiceNumber"]) for one in xero.all("Invoices")]
    finally:
        xero.close()


def _standing(program: Program, name: str = SHOP) -> CardState:
    found = cards(program.site, program.site.record(), Safe.KEEPS)
    return next(card.standing.state for card in found if card.procedure.id == name)


def test_without_the_consent_nothing_is_sent_and_the_run_is_ok(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    status, answer = run(program, SHOP, tmp_path, CLEAN, capsys)
    assert (status, answer["ok"]) == (0, True)
    assert steps(answer)["W9"]["state"] == "skipped"
    assert steps(answer)["W8"]["result"]["records"] == 105, "what would go is said all the same"
    assert _numbers(services) == []
    assert _standing(program) is CardState.SIGNED_IN


def test_with_it_all_goes_and_is_proven(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    status, answer = run(program, SHOP, tmp_path, f"{CLEAN}send = true", capsys)
    assert (status, answer["ok"]) == (0, True)
    assert {step["state"] for step in answer["steps"]} == {"done"}
    result = steps(answer)["W9"]["result"]
    assert result["read"] == 109
    assert result["read"] == sum(
        result[name] for name in ("sent", "already_there", "failed", "held", "excluded")
    )
    assert (result["sent"], result["ending"], result["differences"]) == (105, "proven", 0)
    assert all(one["store"] == one["sent"] == one["xero"] for one in result["totals"])
    assert is_sealed(Path(result["proof_page"]).read_text("utf-8"))
    assert result["said"] == done(ReadStatus(), program).facts["said"]
    assert len(_numbers(services)) == len(set(_numbers(services))) == 45
    assert _standing(program) is CardState.SENT
    receipt = program.site.last_receipt(SHOP)
    assert receipt is not None
    assert "send" not in receipt["answers"], "the consent was for this run"
    kept = receipt["results"]["send-records"]
    assert {"sending", "revision", "proof_page", "proof_seal"} <= kept.keys()


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ("", "18:30"),
        ('schedule = "weekly"\nschedule_at = "07:15"\nschedule_day = "mon"', "mon 07:15"),
        ('schedule = "when-i-press"', ""),
    ],
)
def test_a_file_of_answers_says_when_it_is_sent_by_itself(
    program: Program, tmp_path: Path, capsys: Capture, answers: str, kept: str
) -> None:
    """What it does not say stays as it was."""
    done(KeepSchedule(parse("18:30")), program)
    status, answer = run(program, SHOP, tmp_path, f"{CLEAN}{answers}", capsys)
    assert (status, answer["ok"]) == (0, True)
    assert program.site.record().books.schedule == kept
    assert steps(answer)["W10"]["result"].get("schedule", "") == kept


def test_a_time_that_is_none_is_a_fault_of_the_file(
    program: Program, tmp_path: Path, capsys: Capture
) -> None:
    wrong = f'{CLEAN}schedule = "daily"\nschedule_at = "half past six"'
    with pytest.raises(FaultyInput) as found:
        run(program, SHOP, tmp_path, wrong, capsys)
    assert [(one.where, one.code) for one in found.value.faults] == [("answers.schedule_at", "NOT-A-TIME")]


def test_a_store_with_a_shop_and_a_rental_sends_the_shops_files_and_looks_at_the_entries(
    program: Program, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, SHOP, tmp_path, CLEAN, capsys)[0] == 0
    assert run(program, RENTAL, tmp_path, ENTRIES, capsys)[0] == 0
    own = own_files(program.site.record())
    assert (own.to_send, own.to_look_at) == ((WEEKS / "clean",), JOURNAL)
    assert own.vendor == "Point of Rental"


def test_a_record_of_before_names_one_place_for_whatever_was_set_up(program: Program) -> None:
    proof = Proof(ProofState.PROVEN, datetime.now(UTC), "…C0DE")
    remember(program.site, JOURNAL, FolderReport(()))
    program.site.change(lambda record: record.with_proof(RENTAL, proof))
    assert (own_files(program.site.record()).to_send, own_files(program.site.record()).to_look_at) == (
        (), JOURNAL,
    )  # fmt: skip
    program.site.change(lambda record: record.with_proof(SHOP, proof))
    assert own_files(program.site.record()).to_send == (JOURNAL,)


@pytest.mark.long  # the second run waits for the minute in which Xero takes no more calls
def test_what_went_before_is_no_fault_of_the_next_run(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    """By Xero's list alone every invoice that was sent is a number that somebody used already."""
    assert run(program, SHOP, tmp_path, f"{CLEAN}send = true", capsys)[0] == 0
    kept = [each for each in program.site.folder.rglob("*.json") if "xero" in each.parts]
    assert kept
    for each in kept:
        each.unlink()
    status, answer = run(program, SHOP, tmp_path, f"{CLEAN}send = true", capsys)
    assert (status, answer["ok"]) == (0, True), answer
    found = steps(answer)
    assert (found["W8"]["result"]["records_refused"], found["W8"]["result"]["records_there"]) == (0, 109)
    assert (found["W9"]["result"]["sent"], found["W9"]["result"]["already_there"]) == (0, 109)
    assert len(_numbers(services)) == 45


def test_a_kind_that_is_not_to_be_sent_is_left_out(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    status, answer = run(program, SHOP, tmp_path, f'{CLEAN}send = true\nsend_through = "contacts"', capsys)
    assert status == 0
    result = steps(answer)["W9"]["result"]
    assert (result["sent"], result["already_there"], result["excluded"]) == (5, 4, 100)
    assert _numbers(services) == []


def test_what_is_not_ticked_is_not_checked_either(program: Program, tmp_path: Path, capsys: Capture) -> None:
    text = MISTAKES.replace("good_ones = true\n", "") + 'send_through = "contacts"\n' + NOT_USED
    status, answer = run(program, SHOP, tmp_path, text, capsys)
    assert status == 0, answer
    assert steps(answer)["W8"]["result"]["records_checked"] == 9


def test_an_unknown_kind_is_a_fault(program: Program, tmp_path: Path, capsys: Capture) -> None:
    from wizard.model.problem import FaultyInput

    with pytest.raises(FaultyInput) as caught:
        run(program, SHOP, tmp_path, f'{CLEAN}send_through = "everything"', capsys)
    assert [(fault.where, fault.code) for fault in caught.value.faults] == [
        ("answers.send_through", "NOT-A-CHOICE")
    ]


def test_what_was_not_taken_ends_in_one_and_what_went_is_proven(
    program: Program, tmp_path: Path, capsys: Capture
) -> None:
    status, answer = run(program, SHOP, tmp_path, f"{MISTAKES}send = true\n{NOT_USED}", capsys)
    assert status == 1
    assert [problem["code"] for problem in answer["problems"]] == ["POST-SOME"]
    found = steps(answer)
    assert (found["W9"]["state"], found["W9"]["problem"]) == ("failed", "POST-SOME")
    assert found["W10"]["state"] == "skipped"
    result = found["W9"]["result"]
    assert (result["failed"], result["ending"]) == (4, "partly")
    assert Path(result["proof_page"]).is_file()


def test_a_sending_leaves_the_sentence_that_home_says(
    program: Program, tmp_path: Path, capsys: Capture
) -> None:
    run(program, SHOP, tmp_path, CLEAN, capsys)
    run(program, SHOP, tmp_path, f"{MISTAKES}send = true\n{NOT_USED}", capsys)
    found = cards(program.site, program.site.record(), Safe.KEEPS)
    card = next(card for card in found if card.procedure.id == SHOP)
    assert card.standing.state is CardState.HELD
    said = str(done(ReadStatus(), program).facts["said"])
    assert said.rstrip(".") in said_of(card.standing).under


def test_a_sending_that_was_cut_short_is_said_until_the_next_one_ended(
    program: Program, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = f"{CLEAN}send = true"
    with monkeypatch.context() as patch:
        patch.setattr(Sending, "send", _power_cut)
        with pytest.raises(RuntimeError):
            run(program, SHOP, tmp_path, answers, capsys)
    assert program.site.record().books.sending is not None
    assert program.site.record().books.last_run is None
    run(program, SHOP, tmp_path, answers, capsys)
    assert program.site.record().books.sending is None
    assert _standing(program) is CardState.SENT


def _power_cut(*_: object) -> None:
    raise RuntimeError


def test_what_point_of_rental_posts_is_looked_for_where_the_answers_say_so(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    """S3.24 to S3.28: who posts is the other program; we look what of it is in Xero."""
    text = ENTRIES
    status, answer = run(program, RENTAL, tmp_path, text, capsys)
    assert status == 0, answer
    assert steps(answer)["R7"]["state"] == "skipped"
    assert _standing(program, RENTAL) is CardState.SIGNED_IN
    status, answer = run(program, RENTAL, tmp_path, f"{text}look_in_xero = true", capsys)
    assert (status, [problem["code"] for problem in answer["problems"]]) == (1, ["POST-MISSING"])
    assert steps(answer)["R7"]["result"]["missing"] == 7
    # Another program posts the same entries.
    other = _ready(Programs(tmp_path / "other", services, InMemorySecretStore()))
    assert run(other, SHOP, tmp_path, f"{CLEAN}send = true", capsys)[0] == 0
    services.clock.advance(61)
    status, answer = run(program, RENTAL, tmp_path, f"{text}look_in_xero = true", capsys)
    assert status == 0, answer
    result = steps(answer)["R7"]["result"]
    assert (result["arrived"], result["differing"], result["missing"], result["arrival"]) == (
        7, 0, 0, "arrived",
    )  # fmt: skip
    assert _standing(program, RENTAL) in {CardState.PROVEN, CardState.NOT_CHECKED}


OURS = f'{ENTRIES}who_posts = "tillbridge"\n'


def _journals(services: PracticeServices) -> list[str]:
    xero = Xero(services.services_file)
    try:
        return [str(one["Narration"]) for one in xero.all("ManualJournals")]
    finally:
        xero.close()


def test_tillbridge_posts_where_box_a_says_so_and_proves_it(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    """R6 box A (S3.24 to S3.28)."""
    before = len(_journals(services))
    status, answer = run(program, RENTAL, tmp_path, f"{OURS}vendor_off = true\nsend = true", capsys)
    assert (status, answer["ok"]) == (0, True), answer
    found = steps(answer)
    assert found["R6"]["result"]["posted_by"] == "tillbridge"
    assert (found["R6"]["result"]["records"], found["R6"]["result"]["by_others"]) == (7, 0)
    assert found["R7"]["state"] == "skipped"
    result = found["R15"]["result"]
    assert (result["sent"], result["ending"], result["differences"]) == (7, "proven", 0)
    assert is_sealed(Path(result["proof_page"]).read_text("utf-8"))
    assert len(_journals(services)) == before + 7
    assert "vendor-posting" in answer["not_checked"], "nobody here sees what Point of Rental does"
    assert _standing(program, RENTAL) is CardState.SENT
    assert own_files(program.site.record()).to_send == (JOURNAL,)
    services.clock.advance(61)
    status, answer = run(program, RENTAL, tmp_path, f"{OURS}vendor_off = true\nsend = true", capsys)
    assert status == 0, answer
    assert (steps(answer)["R15"]["result"]["sent"], len(_journals(services))) == (0, before + 7)


def test_nothing_is_posted_before_somebody_says_that_the_other_program_does_not(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    status, answer = run(program, RENTAL, tmp_path, f"{OURS}send = true", capsys)
    assert (status, [problem["code"] for problem in answer["problems"]]) == (1, ["POST-TWO"])
    assert _journals(services) == []
    assert run(program, RENTAL, tmp_path, OURS, capsys)[0] == 0, "what would go may be looked at"
    services.clock.advance(61)
    assert "export" not in _daily(program, "18:30"), "nor by itself"
    done(SendRecords(Wanted(JOURNAL)), program)
    assert _journals(services) == [], "nor by the verbs"


def test_what_was_said_of_the_other_program_holds_until_somebody_says_otherwise(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, RENTAL, tmp_path, f"{OURS}vendor_off = true", capsys)[0] == 0
    services.clock.advance(61)
    assert run(program, RENTAL, tmp_path, ENTRIES, capsys)[0] == 0, "of this nothing is said"
    assert own_files(program.site.record()).to_send == (JOURNAL,)
    services.clock.advance(61)
    assert run(program, RENTAL, tmp_path, f"{OURS}vendor_off = false", capsys)[0] == 0
    assert own_files(program.site.record()).to_send == ()
    services.clock.advance(61)
    vendor = OURS.replace("tillbridge", "vendor")
    assert run(program, RENTAL, tmp_path, f"{vendor}vendor_off = true", capsys)[0] == 0
    assert not program.site.record().books.vendor_off, "who chooses the program has it post"


def test_without_the_consent_our_posting_is_planned_and_nothing_goes(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    status, answer = run(program, RENTAL, tmp_path, f"{OURS}vendor_off = true", capsys)
    assert status == 0, answer
    assert steps(answer)["R6"]["result"]["records"] == 7
    assert _journals(services) == []


def test_what_somebody_else_posted_is_seen_and_not_posted_again(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    other = _ready(Programs(tmp_path / "other", services, InMemorySecretStore()))
    assert run(other, SHOP, tmp_path, f"{CLEAN}send = true", capsys)[0] == 0
    services.clock.advance(61)
    status, answer = run(program, RENTAL, tmp_path, f"{OURS}vendor_off = true\nsend = true", capsys)
    assert status == 0, answer
    assert steps(answer)["R6"]["result"]["by_others"] == 7
    assert (steps(answer)["R15"]["result"]["sent"], len(_journals(services))) == (0, 7)


def test_while_point_of_rental_posts_no_other_sending_takes_its_entries(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, RENTAL, tmp_path, ENTRIES, capsys)[0] == 0
    status, answer = run(program, SHOP, tmp_path, f"{CLEAN}send = true", capsys)
    assert status == 0, answer
    result = steps(answer)["W9"]["result"]
    assert (result["sent"], result["excluded"]) == (98, 7)
    assert _journals(services) == []


def test_a_sign_in_that_only_reads_is_asked_for_more(
    program: Program, tmp_path: Path, capsys: Capture
) -> None:
    program.site.change(
        lambda record: replace(record, xero=replace(record.xero, may_write=False, may_post=False))
    )
    status, answer = run(program, RENTAL, tmp_path, OURS, capsys)
    assert status == 3, answer
    assert [need["screen"] for need in answer["needs"]] == ["R13"]


def _sendings(program: Program) -> list[Found]:
    program.site.change(lambda record: replace(record, books=replace(record.books, schedule="18:30")))
    return [one for one in done(RunDaily(), program).value if one.about == "export"]


def _daily(program: Program, schedule: str) -> dict[str, Found]:
    program.site.change(lambda record: replace(record, books=replace(record.books, schedule=schedule)))
    found: tuple[Found, ...] = done(RunDaily(), program).value
    return {one.about: one for one in found}


def test_a_daily_run_posts_where_tillbridge_does_and_looks_where_the_other_program_does(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, RENTAL, tmp_path, ENTRIES, capsys)[0] == 0
    services.clock.advance(61)
    found = _daily(program, "18:30")
    assert "export" not in found
    assert found["arrived"].problem is not None
    assert _journals(services) == []
    assert run(program, RENTAL, tmp_path, f"{OURS}vendor_off = true", capsys)[0] == 0
    services.clock.advance(61)
    found = _daily(program, "18:30")
    assert "arrived" not in found
    assert (found["export"].state, len(_journals(services))) == ("passed", 7)
    assert found["export"].said.startswith("7 sent")


def test_a_daily_run_of_both_sends_the_shops_records_without_the_entries(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, SHOP, tmp_path, CLEAN, capsys)[0] == 0
    assert run(program, RENTAL, tmp_path, ENTRIES, capsys)[0] == 0
    services.clock.advance(61)
    found = _daily(program, "18:30")
    assert found["export"].said.startswith("98 sent")
    assert found["arrived"].problem is not None
    assert _journals(services) == []
    assert len(_numbers(services)) == 45


def test_two_sendings_of_one_day_are_each_made_once(
    program: Program, services: PracticeServices, tmp_path: Path, capsys: Capture
) -> None:
    """The shop's files, and a rental's entries that we post."""
    assert run(program, SHOP, tmp_path, CLEAN, capsys)[0] == 0
    services.clock.advance(61)
    assert run(program, RENTAL, tmp_path, f"{OURS}vendor_off = true", capsys)[0] == 0
    services.clock.advance(61)
    first = _sendings(program)
    assert [one.said.split()[0] for one in first] == ["105", "0"], "its entries are the shop's as well"
    assert not any("Other files" in one.said for one in first), "each has a line of its own"
    assert [line(one).partition(":")[0] for one in first] == [
        "Sending to Xero, web shop", "Sending to Xero, entries",
    ]  # fmt: skip
    services.clock.advance(61)
    assert [one.skipped for one in _sendings(program)] == [True, True]


def test_where_the_other_program_posts_a_schedule_only_looks(
    program: Program, tmp_path: Path, capsys: Capture
) -> None:
    assert run(program, RENTAL, tmp_path, ENTRIES, capsys)[0] == 0
    done(KeepSchedule(parse("18:30")), program)
    assert program.site.record().books.schedule == "watch 18:30"

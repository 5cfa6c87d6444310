"""iPages and Point of Rental without a window: files, matches and the check, against the practice Xero."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.jobs.programs import AtXero, Programs, done
from wizard.app.program import Program
from wizard.catalogue.load import procedure
from wizard.cli import unattended
from wizard.cli.output import Output
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.xero.choose_tenant import UseTenant
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.model.problem import FaultyInput
from wizard.session.set_up_file import load, read

WEEKS = Path(__file__).resolve().parents[3] / "resources" / "practice" / "weeks"
SHOP, RENTAL = "ipages-xero", "point-of-rental-xero"


@pytest.fixture
def program(programs: Programs) -> Program:
    made = programs.start()
    done(ConnectXero(), made, AtXero())
    done(UseTenant("", ""), made)
    return made


def run(
    program: Program, name: str, folder: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, dict[str, Any]]:
    """Run a procedure by an answer file of these answers and tables."""
    path = folder / "answers.toml"
    path.write_text(f'procedure = "{name}"\n[answers]\n{text}\n', "utf-8")
    wanted = procedure(name)
    typed = read(load(path, wanted), program.resolver(folder), practice=True)
    status = unattended.run(program, name, typed, Output(as_json=True))
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return status, answer


def steps(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {step["screen"]: step for step in answer["steps"]}


def test_a_clean_week_is_matched_and_checked_and_nothing_is_sent(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'folder = "{WEEKS / "clean"}"\naccept_suggestions = true'
    status, answer = run(program, SHOP, tmp_path, text, capsys)
    found = steps(answer)
    assert (status, answer["ok"]) == (0, True), answer
    assert {number: step["state"] for number, step in found.items()} == {
        **dict.fromkeys(("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W10"), "done"),
        "W9": "skipped",
    }
    assert found["W2"]["result"]["sales_in_xero"] == 0
    assert found["W3"]["result"]["records_read"] == 109
    assert found["W5"]["result"]["codes_found"] + found["W6"]["result"]["codes_found"] == 23
    assert found["W8"]["result"]["records_checked"] == 109
    assert found["W8"]["result"]["records_refused"] == 0
    record = program.site.record()
    assert (record.books.folder, record.books.revision) == (str(WEEKS / "clean"), 2)
    kept = StoreMatches(program.site).read()
    assert kept.choice("payment", "EFTPOS") is not None
    assert kept.tenant == (record.organisation.tenant_id if record.organisation else "")


def test_what_nobody_matched_stops_the_run_and_is_named(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, answer = run(program, SHOP, tmp_path, f'folder = "{WEEKS / "clean"}"', capsys)
    assert status == 1
    (problem,) = answer["problems"]
    assert problem["code"] == "MATCH-LEFT"
    found = steps(answer)
    assert (found["W5"]["state"], found["W5"]["problem"]) == ("failed", "MATCH-LEFT")
    left = found["W5"]["result"]["codes_left"]
    assert problem["facts"]["count"] == len(left)
    assert set(left) >= {"Web sales"}
    assert "EFTPOS" not in left or "payment" not in problem["facts"]["first"]
    assert found["W8"]["state"] == "skipped"


def test_tables_of_matches_in_the_answer_file_are_the_stores_from_then_on(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'folder = "{WEEKS / "clean"}"\naccept_suggestions = true\n[match.payment]\nEFTPOS = "644"\n'
    status, _ = run(program, SHOP, tmp_path, text + 'PayPal = "not used"', capsys)
    assert status == 0
    kept = StoreMatches(program.site).read()
    eftpos, paypal = kept.choice("payment", "EFTPOS"), kept.choice("payment", "PayPal")
    assert eftpos is not None
    assert paypal is not None
    assert (eftpos.to, eftpos.by, paypal.to) == ("644", "person", "not used")


def test_a_payment_type_matched_to_what_takes_no_payments_stops_at_w6(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'folder = "{WEEKS / "clean"}"\naccept_suggestions = true\n[match.payment]\nEFTPOS = "200"\n'
    status, answer = run(program, SHOP, tmp_path, text, capsys)
    assert status == 1
    assert steps(answer)["W6"]["problem"] == "MATCH-PAYMENT"
    assert answer["problems"][0]["facts"]["word"] == "EFTPOS"


def test_a_file_of_matches_is_found_from_the_answer_files_folder(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "matches.toml").write_text('[payment]\nEFTPOS = "644"\n', "utf-8")
    text = f'folder = "{WEEKS / "clean"}"\nmapping = "matches.toml"\naccept_suggestions = true'
    assert run(program, SHOP, tmp_path, text, capsys)[0] == 0
    choice = StoreMatches(program.site).read().choice("payment", "EFTPOS")
    assert choice is not None
    assert choice.to == "644"


def test_matches_of_another_organisation_are_only_suggested(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = '[organisation]\ntenant = "another"\nname = "Bay Hire"\n[payment]\nEFTPOS = { to = "644", name = '
    (tmp_path / "matches.toml").write_text(other + '"Petty Cash", id = "not-here" }\n', "utf-8")
    text = f'folder = "{WEEKS / "clean"}"\nmapping = "matches.toml"'
    status, _ = run(program, SHOP, tmp_path, text, capsys)
    assert status == 1
    assert StoreMatches(program.site).read().choice("payment", "EFTPOS") is None
    status, _ = run(program, SHOP, tmp_path, text + "\naccept_suggestions = true", capsys)
    assert status == 0
    choice = StoreMatches(program.site).read().choice("payment", "EFTPOS")
    assert choice is not None
    assert (choice.to, choice.by) == ("644", "accepted")
    assert choice.id != "not-here"


def test_a_week_with_mistakes_fails_at_the_check_with_xeros_words(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'folder = "{WEEKS / "mistakes"}"\naccept_suggestions = true\n'
    matches = '[match.payment]\n"Old voucher" = "not used"\n[match.account]\n"Video hire" = "202"\n'
    matches += '[match.tracking]\n"Airport (closed)" = "Main Street"\n'
    status, answer = run(program, SHOP, tmp_path, text + matches, capsys)
    assert status == 1
    found = steps(answer)
    assert found["W8"]["problem"] == "BOOKS-REJECTED", answer["problems"]
    assert found["W8"]["result"]["records_refused"] == answer["problems"][0]["facts"]["count"] > 0
    status, answer = run(program, SHOP, tmp_path, text + "good_ones = true\n" + matches, capsys)
    assert status == 0
    assert steps(answer)["W8"]["result"]["records_refused"] > 0


def test_lines_with_faults_stop_the_run_unless_the_good_ones_may_go(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    week = tmp_path / "week"
    week.mkdir()
    lines = ["InvoiceNumber,Date,Amount,PaymentType,Reference", "A-1,20/11/2026,1.00,EFTPOS,"]
    (week / "payments.csv").write_text("\n".join([*lines, "A-2,20/11/2026,1.2.3,EFTPOS,"]), "utf-8")
    text = 'folder = "week"\naccept_suggestions = true\n'
    status, answer = run(program, SHOP, tmp_path, text, capsys)
    assert (status, steps(answer)["W3"]["problem"]) == (1, "FILE-LINES")
    assert answer["problems"][0]["facts"]["line"] == 3
    status, answer = run(program, SHOP, tmp_path, text + "good_ones = true", capsys)
    assert (status, steps(answer)["W8"]["state"]) == (0, "done")


def test_the_start_date_is_compared_with_the_lock_date(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'folder = "{WEEKS / "clean"}"\naccept_suggestions = true\nstart_from = '
    status, answer = run(program, SHOP, tmp_path, text + "2020-01-01", capsys)
    assert (status, steps(answer)["W4"]["problem"]) == (1, "START-LOCKED")
    assert answer["problems"][0]["facts"]["first"] > "2020-01-01"
    status, answer = run(program, SHOP, tmp_path, text + "2026-11-18", capsys)
    assert status == 0
    assert 0 < steps(answer)["W8"]["result"]["records_checked"] < 109
    assert StoreMatches(program.site).read().settings["start_from"] == "2026-11-18"
    status, _ = run(program, SHOP, tmp_path, text.replace("start_from = ", ""), capsys)
    assert "start_from" not in StoreMatches(program.site).read().settings


def test_the_default_customer_must_be_one_that_xero_has(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'folder = "{WEEKS / "clean"}"\naccept_suggestions = true\ndefault_customer_code = '
    status, answer = run(program, SHOP, tmp_path, text + '"Web Sales of ours"', capsys)
    assert (status, steps(answer)["W4"]["problem"]) == (1, "CODE-NOT-IN-XERO")
    known = "Walk-in Customer"
    status, answer = run(program, SHOP, tmp_path, text + f'"{known.upper()}"', capsys)
    assert (status, steps(answer)["W4"]["result"]["sent_to_customer"]) == (0, known), answer


def test_sales_for_nobody_by_name_go_to_the_customer_that_is_named(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    week = tmp_path / "week"
    week.mkdir()
    heads = (
        "ContactName,InvoiceNumber,InvoiceDate,DueDate,Description,Quantity,UnitAmount,AccountCode,TaxType"
    )
    (week / "till.csv").write_text(f"{heads}\n,T-1,20/11/2026,20/11/2026,Mug,1,9.00,Sales,GST\n", "utf-8")
    text = 'folder = "week"\naccept_suggestions = true\n'
    status, answer = run(program, SHOP, tmp_path, text, capsys)
    assert (status, steps(answer)["W8"]["problem"]) == (1, "BOOKS-REJECTED"), answer
    assert run(program, SHOP, tmp_path, text + 'walk_in = "Walk-in Customer"', capsys)[0] == 0
    assert run(program, SHOP, tmp_path, text, capsys)[0] == 0, "it is kept with the matches"


def test_everything_wrong_with_the_answers_is_said_at_once(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'folder = "nowhere"\nmapping = "no.toml"\nstart_from = "31/12/2025"\n[match.payments]\nA = "1"\n'
    text += '[match.payment]\nB = { by = "me" }\n'
    with pytest.raises(FaultyInput) as caught:
        run(program, SHOP, tmp_path, text, capsys)
    assert {(fault.where, fault.code) for fault in caught.value.faults} == {
        ("answers.folder", "NOT-A-FOLDER"),
        ("answers.mapping", "NOT-A-FILE"),
        ("answers.start_from", "NOT-A-DATE"),
        ("match.payments", "UNKNOWN-KEY"),
        ("match.payment.B.to", "MISSING"),
    }
    with pytest.raises(FaultyInput) as caught:
        run(program, SHOP, tmp_path, f'folder = "{WEEKS / "clean"}"\nstart_from = 2999-01-01', capsys)
    assert [(fault.where, fault.code) for fault in caught.value.faults] == [("answers.start_from", "NOT-YET")]


def test_point_of_rentals_entries_are_matched_and_checked(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = (
        'line = { practice = "point-of-rental-line" }\npaste_back = { practice = "point-of-rental-line" }\n'
    )
    line += 'picked_organisation = "Corner Store Pty Ltd"\n'
    text = f'{line}journal_file = "{WEEKS / "clean" / "journal.csv"}"\naccept_suggestions = true'
    status, answer = run(program, RENTAL, tmp_path, text, capsys)
    found = steps(answer)
    assert status == 0, answer
    assert found["R5"]["result"]["codes_left"] == []
    assert found["R6"]["result"]["records_checked"] == 7
    assert found["R6"]["result"]["books_not_checked"] == []
    assert program.site.record().books.journals == str(WEEKS / "clean" / "journal.csv")
    assert program.site.record().books.folder == "", "a shop's files stay apart"
    status, answer = run(program, RENTAL, tmp_path, line, capsys)
    assert (status, steps(answer)["R6"]["result"]["records_checked"]) == (0, 7), "the file of the last time"


def test_without_a_file_of_entries_what_was_matched_before_is_checked(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = 'line = { practice = "point-of-rental-line" }\n'
    status, answer = run(program, RENTAL, tmp_path, line, capsys)
    found = steps(answer)
    assert (status, found["R5"]["result"]["codes_found"]) == (0, 0), answer
    matches = '[match.account]\nHire = "205"\n9999 = ""\n'
    status, answer = run(program, RENTAL, tmp_path, line + matches, capsys)
    found = steps(answer)
    assert (status, found["R5"]["problem"], found["R5"]["result"]["codes_found"]) == (1, "MATCH-GONE", 2)
    assert found["R5"]["result"]["codes_left"] == ["Hire", "9999"], "no file: what is named counts"
    status, answer = run(program, RENTAL, tmp_path, line + '[match.account]\nHire = "200"\n', capsys)
    assert (status, steps(answer)["R5"]["result"]["codes_left"]) == (1, ["9999"]), "a typed word is kept"
    matches = '[match.account]\n9999 = "not used"\n'
    status, answer = run(program, RENTAL, tmp_path, line + matches, capsys)
    assert (status, steps(answer)["R6"]["state"]) == (0, "done"), answer

"""The check as a whole: the practice weeks, a clean day, the look before the till opens."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.books.checking import MATCHES, TODAY, Day, changed, checked_files, told
from tests.unit.books.practice_chart import WEEKS, practice_chart, write_xero_data
from wizard.books.mapping_file import read_mapping, write_mapping
from wizard.books.preflight import Store, check_matches, side_of
from wizard.books.report import read_folder
from wizard.books.xero_data import from_folder
from wizard.jobs.books.check_records import check_json
from wizard.jobs.books.suggest_matches import matching_of
from wizard.jobs.books.xero_side import XeroSide
from wizard.model.findings import Report
from wizard.model.mapping import Mapping
from wizard.model.progress import Cancel, Silent


def checked(folder: Path, week: str, more: str = "") -> Report:
    """Check a practice week by the matches that were suggested for the clean one."""
    data, out = write_xero_data(folder / "x"), folder / "mapping.toml"
    found = read_folder(WEEKS / "clean", None, Silent())
    matched = matching_of(found, Mapping(), XeroSide(from_folder(data)), Cancel(), accept_all=True)
    write_mapping(out, matched.mapping)
    text = out.read_text("utf-8").replace("[account]\n", f"[account]\n{more}", 1)
    out.write_text(text, "utf-8")
    return checked_files(WEEKS / week, out, from_folder(data))


def test_the_clean_week_has_nothing_to_refuse_and_nothing_to_know(tmp_path: Path) -> None:
    report = checked(tmp_path, "clean")
    assert (report.findings, report.checked) == ((), 45 + 43 + 3 + 2 + 7 + 9)


def test_the_other_week_has_its_honest_mistakes_alone(tmp_path: Path) -> None:
    report = checked(tmp_path, "mistakes", '"Video hire" = "205"\n')
    assert told(report) == {
        (1, "WEB-10334"),  # a payment type that the till's manager has deleted
        (2, "WEB-10336"),
        (6, "HIRE-4491"),
        (10, "HIRE-4490"),
        (15, "WEB-10340"),
        (21, "Counter takings Wednesday 25 November 2026"),
        (33, "HIRE-4492"),
        (35, "HIRE-4493"),
    }
    assert report.warnings == ()


def test_a_clean_day_of_five_hundred_documents_has_no_false_alarm(tmp_path: Path) -> None:
    names = ("Ann", "adam brown", "Zoë Müller", "O'Leary & Sons", "Seaside Cafe")
    sales, payments, journal = [], [], []
    for n in range(240):
        price, quantity = f"{n % 97 + 1}.{n % 100:02}", n % 5 + 1
        total = f"{(float(price) * quantity):.2f}"
        account, tax = (("Sales", "GST"), ("Free", "FREE"))[n % 2]
        name = names[n % 5]
        sales.append(
            f"{name},#R/{n:05},,28/11/2026,28/11/2026,Mug {n},{quantity},{price},{account},{tax},,"
            "Main Street,Hire,AUD"
        )
        payments.append(f"#R/{n:05},28/11/2026,{total},{('EFTPOS', 'Bank')[n % 2]},till {n % 3}")
    for n in range(20):
        journal += [f"Till {n},28/11/2026,,Till,NIL,{n + 1}.10", f"Till {n},28/11/2026,,Var,NIL,-{n + 1}.10"]
    report = Day({"invoices": sales, "payments": payments, "journal": journal}).check(tmp_path)
    assert (report.findings, report.checked) == ((), 506)


def before_opening(folder: Path, day: Day) -> Report:
    (folder / "mapping.toml").write_text(day.mapping_text(), "utf-8")
    chart = changed(practice_chart(), day.chart)
    return check_matches(side_of(read_mapping(folder / "mapping.toml"), chart, TODAY, day.store))


def test_before_the_till_opens_good_matches_are_good(tmp_path: Path) -> None:
    report = before_opening(tmp_path, Day(matches={"tracking": {"Shop": "Main Street"}}))
    assert (report.findings, report.checked) == ((), sum(map(len, MATCHES.values())) + 1)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (Day(matches={"account": {"X": "205"}}), {(2, "X")}),
        (Day(matches={"account": {"X": "610"}}), {(19, "X")}),
        (Day(matches={"account": {"X": "12345678901"}}), {(34, "X")}),
        (Day(matches={"payment": {"X": "645"}}), {(3, "X")}),
        (Day(matches={"payment": {"X": "490"}}), {(2, "X")}),
        (Day(matches={"tax": {"X": "TAX001"}}), {(4, "X")}),
        (Day(matches={"tracking": {"X": "Airport (closed)"}}), {(35, "X")}),
        (Day(organisation="Other Pty Ltd"), {(25, "Corner Store Pty Ltd")}),
        (Day(store=Store("Other Pty Ltd")), {(25, "Corner Store Pty Ltd")}),
        (Day(chart={"period_lock": TODAY}), {(6, "Corner Store Pty Ltd")}),
    ],
)
def test_before_the_till_opens_it_is_said_what_would_fail(
    tmp_path: Path, day: Day, wanted: set[tuple[int, str]]
) -> None:
    assert told(before_opening(tmp_path, day)) == wanted


def test_an_answer_that_is_no_account_is_no_fault(tmp_path: Path) -> None:
    day = Day(matches={"payment": {"X": "do not pay"}, "account": {"Y": "not used"}})
    assert before_opening(tmp_path, day).findings == ()


def test_a_match_keeps_its_account_when_the_code_changes(tmp_path: Path) -> None:
    day = Day(rows={"invoices": ["Ann,A-1,,28/11/2026,28/11/2026,Mug,1,1.00,Kept,GST,,,,AUD"]})
    text = day.mapping_text().replace(
        "[account]\n", '[account]\nKept = { to = "777", id = "c71f2953-cabd-5355-8794-285672726247" }\n'
    )

    class Given(Day):
        def mapping_text(self) -> str:
            return text

    assert told(Given(day.rows).check(tmp_path)) == set()


def test_equal_findings_are_printed_one_by_one_up_to_a_hundred(tmp_path: Path) -> None:
    def rows(count: int) -> Day:
        row = "Ann,A-{},,28/11/2026,28/11/2026,Mug,1,1.00,Wine,GST,,,,AUD"
        return Day(rows={"invoices": [row.format(n) for n in range(count)]})

    few, many = tmp_path / "few", tmp_path / "many"
    few.mkdir()
    many.mkdir()
    data = check_json(rows(3).check(few))
    assert [(r["rule"], r["document"], r["count"]) for r in data["rejections"]] == [
        (1, "A-0", 1),
        (1, "A-1", 1),
        (1, "A-2", 1),
    ]
    assert data["rejections"][0]["fix"] == {"kind": "match", "at": "account", "word": "Wine"}
    (one,) = check_json(rows(1_000).check(many))["rejections"]
    assert (one["count"], len(one["documents"]), one["document"]) == (1_000, 100, "A-0")


def test_a_change_of_the_store_is_a_change_of_the_finding(tmp_path: Path) -> None:
    day = Day(rows={"invoices": ["Ann,A-1,,28/11/2026,28/11/2026,Mug,1,1.00,Wine,GST,,,,AUD"]})
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert told(day.check(one)) == {(1, "A-1")}
    assert told(replace(day, matches={"account": {"Wine": "200"}}).check(two)) == set()


def test_xeros_own_invoices_are_read_from_the_folder(tmp_path: Path) -> None:
    folder = write_xero_data(tmp_path / "x")
    sales = [
        {"Type": "ACCREC", "InvoiceNumber": "A-1", "Status": "PAID", "Total": 10.0, "AmountDue": 0.0},
        {"Type": "ACCREC", "InvoiceNumber": "A-2", "Status": "VOIDED", "Total": 10.0, "AmountDue": 0.0},
        {"Type": "ACCPAY", "InvoiceNumber": "A-3", "Status": "AUTHORISED", "Total": 1, "AmountDue": 1},
        {
            "Type": "ACCREC",
            "InvoiceNumber": "X-4",
            "Status": "AUTHORISED",
            "Total": 10.0,
            "AmountDue": 9.0,
            "CreditNotes": [{"CreditNoteNumber": "C-1", "AppliedAmount": 1.0}],
        },
    ]
    (folder / "Invoices.json").write_text(json.dumps({"Invoices": sales}), "utf-8")
    row = "Ann,A-{},,28/11/2026,28/11/2026,Mug,1,1.00,Sales,GST,,,,AUD"
    day = Day(
        rows={
            "invoices": [row.format(n) for n in (1, 2, 3)],
            "credit-notes": ["Ann,C-1,X-4,28/11/2026,Mug,1,1.00,Sales,GST"],
            "payments": ["X-4,28/11/2026,9.01,EFTPOS,"],
        }
    )
    day.write(tmp_path)
    report = checked_files(tmp_path / "week", tmp_path / "mapping.toml", from_folder(folder))
    assert told(report) == {(13, "A-1"), (31, "A-2"), (38, "C-1"), (15, "X-4")}


def test_a_file_without_due_dates_has_sales_that_are_due_on_their_day(tmp_path: Path) -> None:
    text = "ContactName,InvoiceNumber,InvoiceDate,Description,Quantity,UnitAmount,AccountCode,TaxType\n"
    day = Day(more={"till.csv": text + "Ann,T-1,28/11/2026,Mug,1,1.00,Sales,GST\n"})
    report = day.check(tmp_path)
    assert (report.findings, report.checked) == ((), 7)

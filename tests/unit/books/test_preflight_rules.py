"""Each rule of the check: what it speaks against, and what it lets pass."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.books.checking import HEADS, Day, sale, told
from wizard.books.preflight import ACROSS, RULES, SIDE_RULES, Store
from wizard.catalogue.rules import rule_rows
from wizard.model.chart import ChartInvoice

LOCKED, YEAR = "30/09/2026", "30/06/2026"


def inv(number: str = "A-1", **values: str) -> str:
    cells = {
        "contact": "Ann", "number": number, "reference": "", "day": "20/11/2026", "due": "20/11/2026",
        "text": "Mug", "quantity": "1", "price": "10.00", "account": "Sales", "tax": "GST", "item": "",
        "one": "", "two": "", "currency": "AUD",
    }  # fmt: skip
    return ",".join((cells | values).values())


def note(number: str, reference: str, amount: str = "10.00", day: str = "20/11/2026") -> str:
    return f"Ann,{number},{reference},{day},Mug,1,{amount},Sales,GST"


def pay(number: str, amount: str, word: str = "EFTPOS", day: str = "20/11/2026") -> str:
    return f"{number},{day},{amount},{word},"


def journal(*lines: tuple[str, str], day: str = "20/11/2026") -> list[str]:
    return [f"Takings,{day},,{word},NIL,{amount}" for word, amount in lines]


def sold(*rows: str, **more: list[str]) -> Day:
    return Day({"invoices": list(rows), **{key.replace("_", "-"): value for key, value in more.items()}})


def matched(slot: str, word: str, to: str, day: Day) -> Day:
    return replace(day, matches={slot: {word: to}})


def in_xero(day: Day, *sales: ChartInvoice) -> Day:
    return replace(day, chart={"invoices": {one.number: one for one in sales}})


BALANCED = journal(("Till", "5.00"), ("Var", "-5.00"))
ADVISER = frozenset({"ApproveTransactionsBeforePeriodLockDate"})
REJECTED: list[tuple[str, Day, set[tuple[int, str]]]] = [
    ("account word without a match", sold(inv(account="Wine")), {(1, "A-1")}),
    ("tax word without a match", sold(inv(tax="VAT")), {(1, "A-1")}),
    ("payment word without a match", sold(inv(), payments=[pay("A-1", "10.00", "Voucher")]), {(1, "A-1")}),
    ("no account word at all", sold(inv(account="")), {(1, "A-1")}),
    ("archived account", matched("account", "Sales2", "205", sold(inv(account="Sales2"))), {(2, "A-1")}),
    ("account that is not there", matched("account", "X", "999", sold(inv(account="X"))), {(2, "A-1")}),
    ("bank account in a sale", matched("account", "X", "092", sold(inv(account="X"))), {(2, "A-1")}),
    ("stock account in a journal", matched("account", "X", "630",
     Day({"journal": journal(("X", "5.00"), ("Var", "-5.00"))})), {(2, "Takings")}),
    ("account that is not there, in a journal", matched("account", "X", "999",
     Day({"journal": journal(("X", "5.00"), ("Var", "-5.00"))})), {(2, "Takings")}),
    ("credit for another customer's invoice",
     sold(inv(contact="Cy"), credit_notes=[note("C-1", "A-1", "5.00")]), {(0, "C-1")}),
    ("payment into an archived account",
     matched("payment", "X", "490", sold(inv(), payments=[pay("A-1", "10.00", "X")])), {(2, "A-1")}),
    ("payment into an account that takes none",
     matched("payment", "X", "645", sold(inv(), payments=[pay("A-1", "10.00", "X")])), {(3, "A-1")}),
    ("overpayment into a clearing account", Day({"overpayments": ["Bob,20/11/2026,5.00,EFTPOS,"]}),
     {(3, "Bob")}),
    ("tax type that is not there", matched("tax", "X", "VAT20", sold(inv(tax="X"))), {(4, "A-1")}),
    ("a rate's name for its type", matched("tax", "X", "GST on Income", sold(inv(tax="X"))), {(4, "A-1")}),
    ("deleted tax rate", matched("tax", "X", "TAX001", sold(inv(tax="X"))), {(4, "A-1")}),
    ("tax word that is not used", matched("tax", "X", "not used", sold(inv(tax="X"))), {(4, "A-1")}),
    ("purchase rate with a sale", matched("tax", "X", "INPUT", sold(inv(tax="X"))), {(5, "A-1")}),
    ("sale in the locked period", sold(inv(day=LOCKED)), {(6, "A-1")}),
    ("credit note in the locked period", Day({"credit-notes": [note("C-1", "", day=LOCKED)]}), {(6, "C-1")}),
    ("journal in the locked period",
     Day({"journal": journal(("Till", "5.00"), ("Var", "-5.00"), day=LOCKED)}), {(6, "Takings")}),
    ("sale in the closed year", sold(inv(day=YEAR)), {(7, "A-1")}),
    ("sale in the closed year by an adviser", replace(sold(inv(day=YEAR)), chart={"adds": ADVISER}),
     {(7, "A-1")}),
    ("payment in the locked period", sold(inv(), payments=[pay("A-1", "1.00", day=LOCKED)]), {(8, "A-1")}),
    ("overpayment in the closed year", Day({"overpayments": [f"Bob,{YEAR},5.00,Bank,"]}), {(8, "Bob")}),
    ("archived customer", sold(inv(contact="old mill  HARDWARE")), {(10, "A-1")}),
    ("name that a contact of another number has", Day({"contacts": ["Seaside Cafe,SC99,"]}), {(11, "SC99")}),
    ("two of one name in the file", Day({"contacts": ["Bob,B1,", "bob,B2,"]}), {(11, "B2")}),
    ("number of another contact", Day({"contacts": ["Bob,HB01,"]}), {(12, "HB01")}),
    ("two of one number in the file", Day({"contacts": ["Bob,B1,", "Cy,B1,"]}), {(12, "B1")}),
    ("number that Xero has", in_xero(sold(inv()), sale("A-1")), {(13, "A-1")}),
    ("rows of two contacts under one number", sold(inv(), inv(contact="Cy")), {(13, "A-1")}),
    ("rows of two days under one number", sold(inv(), inv(day="21/11/2026")), {(13, "A-1")}),
    ("payment of a voided invoice", in_xero(Day({"payments": [pay("V-1", "1.00")]}), sale("V-1", "VOIDED")),
     {(14, "V-1")}),
    ("payment a cent over what is due", sold(inv(), payments=[pay("A-1", "10.01")]), {(15, "A-1")}),
    ("two payments over what is due", sold(inv(), payments=[pay("A-1", "6.00"), pay("A-1", "5.00")]),
     {(15, "A-1")}),
    ("payment over what Xero has due", in_xero(Day({"payments": [pay("X-1", "4.00")]}), sale("X-1", due="3")),
     {(15, "X-1")}),
    ("payment of a draft in Xero", in_xero(Day({"payments": [pay("X-1", "4.00")]}), sale("X-1", "DRAFT")),
     {(16, "X-1")}),
    ("payments where sales go as drafts",
     replace(sold(inv(), payments=[pay("A-1", "10.00")]), settings='status = "draft"'),
     {(16, "A-1"), (16, "DAY-1")}),
    ("payment of what is paid", sold(inv(), payments=[pay("A-1", "10.00"), pay("A-1", "10.00")]),
     {(17, "A-1")}),
    ("account code as an item", sold(inv(item="200")), {(18, "A-1")}),
    ("accounts receivable", matched("account", "X", "610", sold(inv(account="X", tax="NIL"))),
     {(19, "A-1")}),
    ("retained earnings in a journal", matched("account", "X", "960",
     Day({"journal": journal(("X", "5.00"), ("Var", "-5.00"))})), {(19, "Takings")}),
    ("bank account in a journal", matched("account", "X", "092",
     Day({"journal": journal(("X", "5.00"), ("Var", "-5.00"))})), {(20, "Takings")}),
    ("journal that is off by a cent", Day({"journal": journal(("Till", "5.00"), ("Var", "-4.99"))}),
     {(21, "Takings")}),
    ("a mark that no keyboard has, in a number", sold(inv("A\N{SNOWMAN}\N{GRINNING FACE}1")),
     {(23, "A\N{SNOWMAN}\N{GRINNING FACE}1")}),
    ("matches of another organisation", replace(sold(inv()), organisation="Other Pty Ltd"),
     {(25, "Corner Store Pty Ltd")}),
    ("a store set up for another organisation", replace(sold(inv()), store=Store("Other Pty Ltd")),
     {(25, "Corner Store Pty Ltd")}),
    ("a customer for all sales that is not there",
     replace(sold(inv()), settings='default_customer = "Web Sales"'), {(0, "Corner Store Pty Ltd")}),
    ("an archived customer for all sales", replace(sold(inv(), credit_notes=[note("C-1", "A-1", "5.00")]),
     settings='default_customer = "Old Mill Hardware"', without=frozenset({"overpayments"})),
     {(10, "A-1"), (10, "C-1"), (10, "DAY-1"), (10, "DAY-2")}),
    ("number of a voided invoice", in_xero(sold(inv()), sale("A-1", "VOIDED")), {(31, "A-1")}),
    ("number of a deleted invoice", in_xero(sold(inv()), sale("A-1", "DELETED")), {(31, "A-1")}),
    ("price of five places", sold(inv(quantity="1000", price="0.12345")), {(32, "A-1")}),
    ("no due date", sold(inv(due="")), {(33, "A-1")}),
    ("code of eleven characters", matched("account", "X", "12345678901", sold(inv(account="X"))),
     {(34, "A-1")}),
    ("archived tracking option", sold(inv(one="Airport (closed)")), {(35, "A-1")}),
    ("tracking option under its old name", sold(inv(one="High Street")), {(35, "A-1")}),
    ("option of an archived category", sold(inv(one="North")), {(35, "A-1")}),
    ("two options of one category", sold(inv(one="Main Street", two="Harbour Kiosk")), {(35, "A-1")}),
    ("credit for a paid invoice",
     sold(inv(), payments=[pay("A-1", "10.00")], credit_notes=[note("C-1", "A-1", "5.00")]), {(36, "C-1")}),
    ("credit over what is due", sold(inv(), payments=[pay("A-1", "8.00")],
     credit_notes=[note("C-1", "A-1", "5.00")]), {(37, "C-1")}),
    ("credit that Xero has taken", in_xero(Day({"credit-notes": [note("C-1", "X-1", "1.00")]}),
     sale("X-1", "AUTHORISED", "9", "C-1")), {(38, "C-1")}),
    ("another currency", sold(inv(currency="NZD")), {(0, "A-1")}),
    ("line without a description", sold(inv(text="")), {(0, "A-1")}),
    ("nobody, and no walk-in customer", sold(inv(contact="")), {(0, "A-1")}),
    ("role that may not approve", replace(sold(inv()), chart={"lacks": frozenset({"CreateApprovedInvoice"})}),
     {(0, "A-1"), (0, "DAY-1"), (0, "DAY-2")}),
]  # fmt: skip
PASSED: list[tuple[str, Day]] = [
    ("the day after the lock", sold(inv(day="01/10/2026", due="20/11/2026"))),
    ("an adviser in the locked period", replace(sold(inv(day=LOCKED)), chart={"adds": ADVISER})),
    ("a draft without a due date", replace(sold(inv(due="")),
     settings='status = "draft"', without=frozenset({"payments"}))),
    ("a price of four places with noughts behind", sold(inv(price="1.234500"))),
    ("an account without a code, by its name", matched("account", "Own", "owner a  funds introduced",
     Day({"journal": journal(("Own", "5.00"), ("Var", "-5.00"))}))),
    ("a walk-in sale", replace(sold(inv(contact="")), settings='walk_in = "Walk-in Customer"')),
    ("one customer for all sales, by account number, whoever bought", replace(
     sold(inv(contact="Old Mill Hardware"), inv("A-2", contact="")), settings='default_customer = "SC01"')),
    ("a number that is said as an invoice type", replace(sold(inv(account="Wine")),
     matches={"invoice_type": {"Wine": "200"}})),
    ("a known customer in another writing", sold(inv(contact="ADAM  brown"))),
    ("a contact that Xero has, with its number", Day({"contacts": ["Seaside Cafe,SC01,"]})),
    ("a customer twice, once with a number", Day({"contacts": ["Bob,B1,", "Bob,,", "Cy,,", "Cy,C1,"]})),
    ("two payments that meet the total", sold(inv(), payments=[pay("A-1", "4.00"), pay("A-1", "6.00")])),
    ("a credit for what is left", sold(inv(), payments=[pay("A-1", "4.00")],
     credit_notes=[note("C-1", "A-1", "6.00")])),
    ("a credit that only mentions an invoice", sold(inv(), payments=[pay("A-1", "10.00")],
     credit_notes=[note("C-1", "Return of A-1")])),
    ("two options of two categories", sold(inv(one="Main Street", two="Hire"))),
    ("one number for a sale and a credit note", sold(inv(), credit_notes=[note("A-1", "")])),
    ("rounding's own account", matched("account", "Round", "860", sold(inv(account="Round", tax="NIL")))),
    ("no tax word: the account's own tax", sold(inv(tax=""))),
    ("marks and accents in a number", sold(inv("#É-1001/ü_&"))),
]  # fmt: skip


@pytest.mark.parametrize(("day", "wanted"), [case[1:] for case in REJECTED], ids=[c[0] for c in REJECTED])
def test_what_xero_refuses_or_leaves_out_is_foreseen(
    tmp_path: Path, day: Day, wanted: set[tuple[int, str]]
) -> None:
    assert told(day.check(tmp_path)) == wanted


@pytest.mark.parametrize("day", [case[1] for case in PASSED], ids=[case[0] for case in PASSED])
def test_what_xero_takes_is_let_pass(tmp_path: Path, day: Day) -> None:
    report = day.check(tmp_path)
    assert (told(report), report.checked > 0) == (set(), True)


WARNED: list[tuple[str, Day, set[tuple[int, str]]]] = [
    ("adviser in the locked period", replace(sold(inv(day=LOCKED)), chart={"adds": ADVISER}), {(9, "A-1")}),
    ("a type that is not used any more",
     matched("payment", "Old", "not used", sold(inv(), payments=[pay("A-1", "1.00", "Old")])), {(22, "A-1")}),
    ("a type that is not to be paid",
     matched("payment", "Old", "do not pay", sold(inv(), payments=[pay("A-1", "1.00", "Old")])),
     {(0, "A-1")}),
    ("an account word that is not used", matched("account", "X", "not used", sold(inv(account="X"))),
     {(0, "A-1")}),
    ("another store of the organisation", replace(sold(inv()), store=Store("", ("second",))),
     {(24, "Corner Store Pty Ltd")}),
    ("payment of an invoice nobody knows", Day({"payments": [pay("N-1", "1.00")]}), {(0, "N-1")}),
    ("payment of an invoice that is nowhere", in_xero(Day({"payments": [pay("N-1", "1.00")]})),
     {(0, "N-1")}),
    ("a split payment", sold(inv(), payments=[pay("A-1", "1.00", "cod + manual")]), {(0, "A-1")}),
    ("stock account in a sale", matched("account", "X", "630", sold(inv(account="X"))), {(0, "A-1")}),
    ("a faulty line", sold(inv(), inv("A-2", price="12,3,4")), {(0, "A-2")}),
]  # fmt: skip


@pytest.mark.parametrize(("day", "wanted"), [case[1:] for case in WARNED], ids=[c[0] for c in WARNED])
def test_what_stays_out_or_is_to_be_known_is_said(
    tmp_path: Path, day: Day, wanted: set[tuple[int, str]]
) -> None:
    report = day.check(tmp_path)
    assert (told(report), told(report, warnings=True)) == (set(), wanted)


SHORT = "ContactName,InvoiceNumber,InvoiceDate,Total,Description,Quantity,UnitAmount,AccountCode,TaxType\n"
MORE = [
    replace(sold(inv()), more={"later.csv": "\n".join([HEADS["invoices"], inv(day="21/11/2026")]) + "\n"}),
    replace(sold(inv()), more={"sum.csv": SHORT + "Ann,S-1,21/11/2026,10.00,Mug,1,9.00,Sales,GST\n"}),
    sold(inv("L" * 256)),
    replace(
        sold(inv()), more={"j.csv": HEADS["journal"] + "\n,21/11/2026,,Till,NIL,5\n,21/11/2026,,Var,NIL,-5\n"}
    ),
    Day({"contacts": ["Bob,,"]}, more={"g.csv": "ContactName,ContactGroup\nEve,Gold\n"}),
]


def test_a_number_in_two_files_is_two_documents(tmp_path: Path) -> None:
    text = "\n".join([HEADS["invoices"], inv("B-1"), inv("A-1")]) + "\n"
    report = replace(sold(inv()), more={"later.csv": text.replace("20/11", "21/11")}).check(tmp_path)
    (one,) = report.rejections
    assert [(f.document, f.place.file, f.place.line) for f in one.first if f.place] == [
        ("A-1", "later.csv", 3)
    ]
    assert "invoices.csv, line 3" in one.first[0].message


def test_a_thousand_equal_faults_are_one_with_a_count_and_the_first_hundred(tmp_path: Path) -> None:
    report = sold(*(inv(f"A-{n}", account="Wine") for n in range(1_000))).check(tmp_path)
    (one,) = report.rejections
    assert (one.rule, one.count, len(one.first), report.checked) == (1, 1_000, 100, 1_006)
    assert (one.fix.kind, one.fix.at, one.fix.word) == ("match", "account", "Wine")
    assert one.first[0].place is not None and one.first[0].place.line == 3


def test_a_record_of_several_faults_is_one_that_will_not_pass(tmp_path: Path) -> None:
    report = sold(inv("A-1", account="Wine", tax="ODD"), inv("A-2", account="Wine")).check(tmp_path)
    assert sum(one.count for one in report.rejections) == 3
    assert (report.refused(), report.checked) == (2, 8)
    assert report.refused({"number-twice"}) == 0


def test_what_speaks_against_all_lets_none_pass(tmp_path: Path) -> None:
    day = Day(store=Store(organisation="Another Pty Ltd"))
    report = day.check(tmp_path)
    assert [one.id for one in report.rejections] == ["other-organisation"]
    assert report.refused() == report.checked == 6


def test_nothing_before_the_first_day_is_checked(tmp_path: Path) -> None:
    day = replace(sold(inv(day=LOCKED)), settings='start_from = "2026-11-01"')
    report = day.check(tmp_path)
    assert (told(report), report.checked) == (set(), 6)


def test_every_rule_has_its_texts_and_the_same_number() -> None:
    numbers = {one.id: one.number for one in (*RULES, *SIDE_RULES)} | ACROSS
    assert numbers == {row.id: row.number for row in rule_rows().values()}
    foreseen = set(numbers.values())
    assert foreseen == {0, *range(1, 26), *range(31, 39)}, "26 to 30 show only while sending"


def test_the_day_of_a_lock_is_said_as_xero_says_it(tmp_path: Path) -> None:
    (one,) = sold(inv(day=LOCKED)).check(tmp_path).rejections
    assert one.xero_says == (
        "The document date cannot be before the period lock date, currently set at 30-Sep-2026"
    )


def test_every_rule_is_met_by_a_case_and_its_texts_have_what_they_need(tmp_path: Path) -> None:
    met = set()
    days = [case[1] for case in (*REJECTED, *WARNED)] + MORE
    for number, day in enumerate(days):
        folder = tmp_path / str(number)
        folder.mkdir()
        for one in day.check(folder).findings:
            met.add(one.id)
            assert "{" not in one.first[0].message + one.do + one.xero_says
    assert met == rule_rows().keys() - {"today-locked"}, "that is said before the till opens"

"""Documents out of files: signs, discounts, tax modes, identities, and what is held or left out with its reason."""
# ruff: noqa: E501 - lines as they stand in files

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.books.cases import INVOICES, JOURNAL, PAYMENTS, SHOPIFY, SQUARE
from tests.unit.books.reading import read_path
from wizard.books.assemble import Assembled, assemble
from wizard.books.reading import read
from wizard.model.books import Excluded, Place, Reason
from wizard.model.documents import (
    Contact,
    CreditNote,
    Held,
    Invoice,
    Journal,
    Overpayment,
    Payment,
)
from wizard.model.mapping import Choice, Mapping

D = Decimal


def documents(
    folder: Path, name: str, text: str, layout: str = "", mapping: Mapping | None = None
) -> list[Assembled]:
    path = folder / name
    path.write_text(text, "utf-8")
    given = None
    if layout:
        given = folder / "layout.toml"
        given.write_text(layout, "utf-8")
    found = read_path(path, given)
    assert not found.questions, found.questions
    (reading,) = found.readings
    return list(assemble(reading, read(reading), mapping))


def invoice(folder: Path, *rows: str) -> Invoice:
    (made,) = documents(folder, "invoices.csv", INVOICES + "".join(f"{row}\n" for row in rows))
    assert isinstance(made, Invoice)
    return made


def test_an_invoice_has_its_lines_words_and_places(tmp_path: Path) -> None:
    made = invoice(
        tmp_path,
        "Ann,I1,13/02/2026,20/02/2026,Mug,2,10.00,Cups,GST",
        "Ann,I1,13/02/2026,,Jar,1,1.2345,Jars,Free",
    )
    assert (made.number, made.contact.name, made.day, made.due) == (
        "I1",
        "Ann",
        date(2026, 2, 13),
        date(2026, 2, 20),
    )
    assert made.place == Place("invoices.csv", 2)
    assert made.tax_mode == "inclusive"
    assert [
        (x.place.line, x.text, x.quantity, x.unit, x.amount, x.account_word, x.tax_word) for x in made.lines
    ] == [
        (2, "Mug", D(2), D("10.00"), D("20.00"), "Cups", "GST"),
        (3, "Jar", D(1), D("1.2345"), D("1.23"), "Jars", "Free"),
    ]
    assert (made.total, made.rounding) == (D("21.23"), D(0))


def test_a_discount_is_taken_off_its_line_before_tax(tmp_path: Path) -> None:
    head = INVOICES.replace("*UnitAmount", "*UnitAmount,Discount")
    (made,) = documents(
        tmp_path,
        "invoices.csv",
        head + "Ann,I1,13/02/2026,,Mug,2,39.99,20,Cups,GST\nAnn,I1,13/02/2026,,Jar,1,10.00,12.5%,Cups,GST\n",
    )
    assert isinstance(made, Invoice)
    assert [(x.discount, x.amount) for x in made.lines] == [(D("16.00"), D("63.98")), (D("1.25"), D("8.75"))]
    assert made.total == D("72.73")


def test_the_documents_own_total_and_what_its_lines_lack(tmp_path: Path) -> None:
    text = "ContactName,InvoiceNumber,InvoiceDate,Total,Description,Quantity,UnitAmount\nAnn,I1,13/02/2026,63.99,Mug,2,31.99\n"
    (made,) = documents(tmp_path, "invoices.csv", text)
    assert isinstance(made, Invoice)
    assert (made.total, made.rounding) == (D("63.99"), D("0.01"))


def test_an_invoice_of_nothing_but_its_total_has_one_line(tmp_path: Path) -> None:
    text = "ContactName,InvoiceNumber,InvoiceDate,Total,Reference\nAnn,I1,13/02/2026,63.99,May\n"
    (made,) = documents(tmp_path, "invoices.csv", text)
    assert isinstance(made, Invoice)
    assert [(x.text, x.quantity, x.amount) for x in made.lines] == [("May", D(1), D("63.99"))]


def test_an_invoice_below_zero_becomes_a_credit_note(tmp_path: Path) -> None:
    rows = "Ann,I1,13/02/2026,,Mug,-2,10.50,Cups,GST\nAnn,I1,13/02/2026,,Fee,1,1.00,Fees,GST\n"
    (made,) = documents(tmp_path, "invoices.csv", INVOICES + rows)
    assert isinstance(made, CreditNote)
    assert made.was_invoice
    assert made.identity.kind == "credit-note"
    assert [(x.quantity, x.unit, x.amount) for x in made.lines] == [
        (D(2), D("10.50"), D("21.00")),
        (D(1), D("-1.00"), D("-1.00")),
    ]
    assert made.total == D("20.00")


@pytest.mark.parametrize("quantity", ["1", "-1"])
def test_credit_notes_are_above_zero_whichever_sign_the_file_gives_them(
    quantity: str, tmp_path: Path
) -> None:
    (made,) = documents(
        tmp_path, "credit-notes.csv", INVOICES + f"Ann,CN1,13/02/2026,,Mug,{quantity},10.50,Cups,GST\n"
    )
    assert isinstance(made, CreditNote)
    assert not made.was_invoice
    assert (made.total, made.lines[0].quantity, made.lines[0].amount) == (D("10.50"), D(1), D("10.50"))


def test_zero_is_left_out_with_the_reason(tmp_path: Path) -> None:
    assert documents(tmp_path, "invoices.csv", INVOICES + "Ann,I1,13/02/2026,,Mug,1,0.00,Cups,GST\n") == [
        Excluded(2, "I1", Reason("zero"))
    ]
    assert documents(tmp_path, "payments.csv", PAYMENTS + "I1,13/02/2026,0.00,Cash,\n") == [
        Excluded(2, "I1", Reason("zero"))
    ]


def test_another_currency_is_carried(tmp_path: Path) -> None:
    text = PAYMENTS.strip() + ",Currency\nI1,13/02/2026,5.00,Cash,,usd\n"
    (made,) = documents(tmp_path, "payments.csv", text)
    assert isinstance(made, Payment)
    assert made.currency == "USD"


def test_a_payment_below_zero_is_a_refund(tmp_path: Path) -> None:
    (made,) = documents(tmp_path, "payments.csv", PAYMENTS + "CN1,13/02/2026,-5.00,Cash,\n")
    assert isinstance(made, Payment)
    assert (made.is_refund, made.amount, made.identity.kind) == (True, D("5.00"), "refund")


def test_a_refund_of_nothing_that_is_named_is_held(tmp_path: Path) -> None:
    text = "ContactName,Date,Amount,PaymentType,Reference\nAnn,13/02/2026,-5.00,Cash,\nAnn,13/02/2026,5.00,Cash,\n"
    held, made = documents(tmp_path, "overpayments.csv", text)
    assert held == Held(Place("overpayments.csv", 2), "", Reason("refund-unknown", "5.00"))
    assert isinstance(made, Overpayment)
    assert (made.contact.name, made.amount) == ("Ann", D("5.00"))


@pytest.mark.parametrize(
    ("word", "may_be_one"),
    [
        ("cod + manual", False),
        ("Cash and Card", True),
        ("Cash; Card", False),
        ("Visa / Cash", True),
        ("Visa & Mastercard", True),
    ],
)
def test_a_payment_in_several_ways_is_held(word: str, tmp_path: Path, *, may_be_one: bool) -> None:
    (held,) = documents(tmp_path, "payments.csv", PAYMENTS + f"I1,13/02/2026,5.00,{word},\n")
    reason = Reason("split-payment", word)
    assert held == Held(Place("payments.csv", 2), "I1", reason, word if may_be_one else "", D("5.00"))


def test_one_way_that_is_long_is_one_way(tmp_path: Path) -> None:
    (made,) = documents(tmp_path, "payments.csv", PAYMENTS + "I1,13/02/2026,5.00,Cash on Delivery (COD),\n")
    assert isinstance(made, Payment)


def test_equal_payments_are_two(tmp_path: Path) -> None:
    row = "I1,13/02/2026,5.00,Cash,x\n"
    one, two, other = documents(tmp_path, "payments.csv", PAYMENTS + row + row + row.replace("5.00", "6.00"))
    assert isinstance(one, Payment)
    assert isinstance(two, Payment)
    assert isinstance(other, Payment)
    assert (one.identity.nth, two.identity.nth, other.identity.nth) == (1, 2, 1)
    assert len({one.fingerprint, two.fingerprint, other.fingerprint}) == 3


def test_a_fingerprint_is_of_the_facts_and_not_of_how_they_are_written(tmp_path: Path) -> None:
    (one,) = documents(tmp_path, "payments.csv", PAYMENTS + "I1,13/02/2026,1234.50,Cash,x\n")
    (two,) = documents(
        tmp_path,
        "other.csv",
        "Amount;PaymentType;InvoiceNumber;Reference;Date\n1.234,50;Cash;I1;x;2026-02-13\n",
    )
    (changed,) = documents(tmp_path, "payments.csv", PAYMENTS + "I1,14/02/2026,1234.50,Cash,x\n")
    assert one.fingerprint == two.fingerprint != changed.fingerprint  # type: ignore[union-attr]


ORDER = "#1,a@x.example,paid,2026-03-06 10:22:33 +1100,AUD,{sub},{ship},{tax},{total},2026-03-05 10:22:30 +1100,{rest}\n"


def order(folder: Path, *rows: str) -> list[Assembled]:
    return documents(folder, "orders.csv", SHOPIFY + "".join(rows))


def test_an_order_gives_its_invoice_shipping_and_payment(tmp_path: Path) -> None:
    first = ORDER.format(sub="30.00", ship="5.00", tax="3.18", total="35.00", rest="1,Mug,10.00,Ann,,Visa")
    made, paid = order(tmp_path, first, "#1,a@x.example,,,,,,,,,2,Cup,10.00,,,\n")
    assert isinstance(made, Invoice)
    assert isinstance(paid, Payment)
    assert (made.day, made.total, made.rounding, made.tax_mode) == (
        date(2026, 3, 5),
        D("35.00"),
        D(0),
        "inclusive",
    )
    assert [(x.text, x.amount, x.account_word) for x in made.lines] == [
        ("Mug", D("10.00"), "Web sales"),
        ("Cup", D("20.00"), "Web sales"),
        ("Shipping", D("5.00"), "Shipping"),
    ]
    assert (paid.number, paid.day, paid.amount, paid.payment_word) == (
        "#1",
        date(2026, 3, 6),
        D("35.00"),
        "Visa",
    )


def test_tax_on_top_is_proven_by_the_total(tmp_path: Path) -> None:
    first = ORDER.format(sub="10.00", ship="0.00", tax="1.00", total="11.00", rest="1,Mug,10.00,Ann,,Visa")
    made, _ = order(tmp_path, first)
    assert isinstance(made, Invoice)
    assert (made.tax_mode, made.total, made.rounding) == ("exclusive", D("11.00"), D(0))


def test_an_order_paid_in_two_ways_is_an_invoice_and_its_payment_held(tmp_path: Path) -> None:
    first = ORDER.format(
        sub="10.00",
        ship="0.00",
        tax="1.00",
        total="11.00",
        rest="1,Mug,10.00,Ann,,Cash on Delivery (COD) + manual",
    )
    made, held = order(tmp_path, first)
    assert isinstance(made, Invoice)
    assert held == Held(
        Place("orders.csv", 2),
        "#1",
        Reason("split-payment", "Cash on Delivery (COD) + manual"),
        "",
        D("11.00"),
    )


def test_an_order_that_was_not_paid_gives_no_payment(tmp_path: Path) -> None:
    first = ORDER.format(sub="10.00", ship="0.00", tax="1.00", total="10.00", rest="1,Mug,10.00,Ann,,")
    (made,) = order(tmp_path, first.replace("2026-03-06 10:22:33 +1100", ""))
    assert isinstance(made, Invoice)


def test_square_sales_are_exclusive_and_their_refunds_credit_notes(tmp_path: Path) -> None:
    text = (
        SQUARE
        + "2026-02-03,1,S,Cups,Mug,2.0,,M1,,$18.00,-$3.00,$15.00,$1.50,T1,P1,Payment,Main,Ann\n"
        + "2026-02-04,1,S,Cups,Mug,-1.0,,M1,,-$18.00,$3.00,-$15.00,-$1.50,T2,P2,Refund,Main,\n"
    )
    sale, refund = documents(tmp_path, "items.csv", text)
    assert isinstance(sale, Invoice)
    assert isinstance(refund, CreditNote)
    assert (sale.tax_mode, sale.total, sale.rounding) == ("exclusive", D("16.50"), D(0))
    assert (sale.lines[0].quantity, sale.lines[0].unit, sale.lines[0].tax) == (D("2.0"), D("7.5"), D("1.50"))
    assert (refund.total, refund.lines[0].amount, refund.lines[0].tax) == (D("16.50"), D("15.00"), D("1.50"))


def test_a_price_of_more_than_four_places_becomes_one_of_the_whole(tmp_path: Path) -> None:
    text = SQUARE + "2026-02-03,1,S,Cups,Mug,3.0,,M1,,$20.00,$0.00,$20.00,$0.00,T1,P1,Payment,Main,Ann\n"
    (sale,) = documents(tmp_path, "items.csv", text)
    assert isinstance(sale, Invoice)
    assert (sale.lines[0].quantity, sale.lines[0].unit) == (D(1), D("20.00"))


def test_a_journal_has_its_postings_and_its_balance(tmp_path: Path) -> None:
    text = JOURNAL + "Day,13/02/2026,till,Cash,,110.00\nDay,13/02/2026,,Sales,GST,-100.00\n"
    (made,) = documents(tmp_path, "journal.csv", text)
    assert isinstance(made, Journal)
    assert (made.narration, made.day, made.balance) == ("Day", date(2026, 2, 13), D("10.00"))
    assert [(p.account_word, p.amount, p.text) for p in made.postings] == [
        ("Cash", D("110.00"), "till"),
        ("Sales", D("-100.00"), "Day"),
    ]


def test_contacts_are_told_by_code_else_name(tmp_path: Path) -> None:
    text = "ContactName,AccountNumber,EmailAddress\nAnn,A1,a@x.example\nBob,,\nbob,,\n"
    made = documents(tmp_path, "contacts.csv", text)
    assert all(isinstance(one, Contact) for one in made)
    assert [(one.identity.key, one.identity.nth) for one in made if isinstance(one, Contact)] == [
        ("a1", 1),
        ("bob", 1),
        ("bob", 2),
    ]


def test_words_stand_in_for_rows_without_their_own(tmp_path: Path) -> None:
    layout = (
        'kind = "invoices"\namounts = "none"\n[columns]\nnumber = "Nr"\ndate = "Day"\namount = "Sum"\naccount = "Dept"\n'
        '[words]\naccount = "Sundry"\ntax = "No GST"\n'
    )
    one, two = documents(
        tmp_path, "x.csv", "Nr,Day,Sum,Dept\n1,2026-02-03,1.00,Cups\n2,2026-02-03,1.00,\n", layout
    )
    assert isinstance(one, Invoice)
    assert isinstance(two, Invoice)
    assert (one.lines[0].account_word, two.lines[0].account_word, one.lines[0].tax_word) == (
        "Cups",
        "Sundry",
        "No GST",
    )
    assert one.tax_mode == "none"


@pytest.mark.parametrize(
    "zone", ["Pacific/Auckland", "America/Los_Angeles", "Australia/Sydney", "Europe/London"]
)
def test_a_day_is_the_day_in_the_file_wherever_the_pc_is(
    zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setenv("TZ", zone)
    if hasattr(time, "tzset"):
        time.tzset()
    text = PAYMENTS + "I1,2026-02-13T23:59:00Z,1.00,Cash,\nI2,2026-02-14 00:01:00 +1300,1.00,Cash,\n"
    late, early = documents(tmp_path, "payments.csv", text)
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()
    assert isinstance(late, Payment)
    assert isinstance(early, Payment)
    assert (late.day, early.day) == (date(2026, 2, 13), date(2026, 2, 14))


@pytest.mark.parametrize("amounts", ["inclusive", "exclusive", "none"])
def test_the_matches_say_whether_amounts_hold_their_tax_where_the_layout_does_not(
    tmp_path: Path, amounts: str
) -> None:
    row = "Ann,I1,13/02/2026,20/02/2026,Mug,2,10.00,Cups,GST\n"
    said = Mapping(settings={"amounts": amounts})
    (made,) = documents(tmp_path, "invoices.csv", INVOICES + row, mapping=said)
    assert isinstance(made, Invoice)
    assert made.tax_mode == amounts
    columns = '[columns]\nnumber = "Nr"\ndate = "Day"\nline_amount = "Sum"\n'
    layout = f'kind = "invoices"\namounts = "inclusive"\ndate_order = "dmy"\n{columns}'
    (own,) = documents(tmp_path, "own.csv", "Nr,Day,Sum\n1,13/02/2026,1.00\n", layout, said)
    assert isinstance(own, Invoice)
    assert own.tax_mode == "inclusive", "a layout that says it is about its own files"


@pytest.mark.parametrize(
    ("word", "is_held"), [("Visa & Mastercard", False), ("Cash / EFTPOS", False), ("cod + manual", True)]
)
def test_a_pair_that_the_matches_name_is_one_way_to_pay(tmp_path: Path, word: str, is_held: bool) -> None:
    said = Mapping().with_choice("payment", word, Choice("641"))
    (made,) = documents(tmp_path, "payments.csv", f"{PAYMENTS}I1,13/02/2026,5.00,{word},\n", mapping=said)
    assert isinstance(made, Held) is is_held

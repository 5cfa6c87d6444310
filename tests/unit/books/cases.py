"""Small files that lie in all the ways that stores' files do, each with what reading it must say."""
# ruff: noqa: E501 - lines as they stand in files

from dataclasses import dataclass, field
from typing import Any

PAYMENTS = "InvoiceNumber,Date,Amount,PaymentType,Reference\n"
INVOICES = "*ContactName,*InvoiceNumber,*InvoiceDate,*DueDate,*Description,*Quantity,*UnitAmount,*AccountCode,*TaxType\n"
SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Cancelled at,Payment Method\n"
)
WOO = "Order Number,Order Status,Order Date,Order Total Amount,Item Name,Quantity,Item Cost,Payment Method Title\n"
SQUARE = (
    "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,"
    "Net Sales,Tax,Transaction ID,Payment ID,Event Type,Location,Customer Name\n"
)
JOURNAL = "*Narration,*Date,Description,*AccountCode,*TaxRate,*Amount\n"


@dataclass(frozen=True)
class Case:
    """A file's name and bytes, and what its report holds; `status` is the command's."""

    id: str
    file: str
    content: bytes
    status: int = 0
    says: dict[str, Any] = field(default_factory=dict)
    layout: str = ""
    code: str = ""
    message: str = ""


def case(
    id: str, file: str, text: str | bytes, status: int = 0, *, encoding: str = "utf-8", **more: Any
) -> Case:
    content = text if isinstance(text, bytes) else text.encode(encoding)
    known = {key: more.pop(key) for key in ("layout", "code", "message") if key in more}
    return Case(id, file, content, status, more, **known)


def pay(*rows: str, head: str = PAYMENTS, end: str = "\n") -> str:
    return (head + "".join(f"{row}\n" for row in rows)).replace("\n", end)


def fault(line: int, column: str, reason: str) -> dict[str, Any]:
    return {"line": line, "column": column, "reason": reason}


def left(line: int, record: str, reason: str) -> dict[str, Any]:
    return {"line": line, "record": record, "reason": reason}


def passed(line: int, reason: str) -> dict[str, Any]:
    return {"line": line, "reason": reason}


ONE, TWO = "INV-1,13/02/2026,10.50,EFTPOS,a", "INV-2,14/02/2026,20.25,Cash,b"
BOTH = {"rows": 2, "records": 2, "total": "30.75", "faults": [], "date_order": "dmy", "decimal": "."}

SEPARATORS = [
    case(
        "comma",
        "payments.csv",
        pay(ONE, TWO),
        kind="payments",
        layout_id="store-payments",
        delimiter=",",
        encoding="utf-8",
        header_line=1,
        columns={
            "number": "InvoiceNumber",
            "date": "Date",
            "amount": "Amount",
            "payment_type": "PaymentType",
            "reference": "Reference",
        },
        skipped=[],
        excluded=[],
        **BOTH,
    ),
    case(
        "semicolon with decimal commas",
        "payments.csv",
        "InvoiceNumber;Date;Amount;PaymentType\nINV-1;13.02.2026;1.234,56;Bar\nINV-2;14.02.2026;7,00;Bar\n",
        delimiter=";",
        decimal=",",
        date_order="dmy",
        records=2,
        total="1241.56",
        faults=[],
    ),
    case("tab", "payments.txt", pay(ONE, TWO).replace(",", "\t"), delimiter="\t", **BOTH),
    case("bar", "payments.csv", pay(ONE, TWO).replace(",", "|"), delimiter="|", **BOTH),
    case(
        "sep line",
        "payments.csv",
        "sep=;\n" + pay(ONE, TWO).replace(",", ";"),
        delimiter=";",
        header_line=2,
        skipped=[],
        **BOTH,
    ),
    case(
        "delimiter inside quotes",
        "payments.csv",
        pay('INV-1,13/02/2026,"1,234.50",EFTPOS,"a, b; c"'),
        rows=1,
        records=1,
        total="1234.50",
        delimiter=",",
    ),
    case(
        "a title with fewer cells",
        "payments.csv",
        "Payments of the week\n\n" + pay(ONE, TWO),
        header_line=3,
        skipped=[passed(1, "before the headings")],
        **BOTH,
    ),
    case(
        "columns in any order",
        "payments.csv",
        "Reference,Amount,PaymentType,Date,InvoiceNumber\na,10.50,EFTPOS,13/02/2026,INV-1\n",
        records=1,
        total="10.50",
        layout_id="store-payments",
    ),
    case(
        "a blank after the comma before quotes",
        "payments.csv",
        pay('INV-1, "13/02/2026", "10.50", EFTPOS,'),
        records=1,
        total="10.50",
    ),
]
ENCODINGS = [
    case(
        "a byte order mark",
        "payments.csv",
        pay(ONE, TWO),
        encoding="utf-8-sig",
        header_line=1,
        columns_number="InvoiceNumber",
        **BOTH,
    ),
    case(
        "utf-16 as Excel writes it",
        "payments.txt",
        pay(ONE, TWO).replace(",", "\t"),
        encoding="utf-16",
        delimiter="\t",
        said_encoding="utf-16",
        **BOTH,
    ),
    case(
        "utf-16 without a mark",
        "payments.txt",
        pay(ONE, TWO).replace(",", "\t"),
        encoding="utf-16-le",
        said_encoding="utf-16-le",
        **BOTH,
    ),
    case(
        "utf-16 of the other end",
        "payments.csv",
        b"\xfe\xff" + pay(ONE, TWO).encode("utf-16-be"),
        said_encoding="utf-16",
        **BOTH,
    ),
    case(
        "cp1252 with pound and e acute",
        "payments.csv",
        pay("INV-1,13/02/2026,£10.50,Café,Zoë", "INV-2,14/02/2026,£20.25,Café,"),
        encoding="cp1252",
        said_encoding="cp1252",
        **BOTH,
    ),
    case(
        "cp1252 in one late byte",
        "payments.csv",
        pay(*(f"INV-{n},13/02/2026,1.00,Cash," for n in range(5000)), "INV-X,14/02/2026,1.00,Café,"),
        encoding="cp1252",
        said_encoding="cp1252",
        records=5001,
        total="5001.00",
    ),
    case(
        "a stray control character is text",
        "payments.csv",
        pay("INV-1,13/02/2026,10.50,EFT\x96POS,"),
        records=1,
        faults=[],
        said_encoding="utf-8",
    ),
    case(
        "a gap of the code page is text",
        "payments.csv",
        pay("INV-1,13/02/2026,10.50,Caf\x00,").encode().replace(b"\x00", b"\xe9\x81"),
        records=1,
        faults=[],
        said_encoding="cp1252",
    ),
    case(
        "a bad byte after a utf-8 mark",
        "payments.csv",
        b"\xef\xbb\xbf" + pay(ONE, "INV-2,14/02/2026,1.00,Caf\x01,").encode().replace(b"\x01", b"\xe9"),
        1,
        records=1,
        faults=[fault(3, "PaymentType", "holds bytes that are no text in this encoding")],
    ),
]
HEADINGS = [
    case(
        "titles, a remark and blank lines above",
        "payments.csv",
        "Corner Store\nReport generated 1 March 2026\n\n# all tills\n" + pay(ONE, TWO),
        header_line=5,
        skipped=[passed(n, "before the headings") for n in (1, 2, 4)],
        **BOTH,
    ),
    case(
        "two lines of headings",
        "payments.csv",
        "Document,,Money,,\n" + pay(ONE, TWO),
        header_line=2,
        skipped=[passed(1, "before the headings")],
        **BOTH,
    ),
    case(
        "stars and blanks around",
        "payments.csv",
        pay(ONE, head="*InvoiceNumber , *Date,Amount ,PaymentType,Ref\n"),
        records=1,
        total="10.50",
        layout_id="store-payments",
    ),
    case(
        "a blank heading and one doubled that is not needed",
        "payments.csv",
        "InvoiceNumber,Date,Amount,,Note,Note\nINV-1,13/02/2026,10.50,x,y,z\n",
        records=1,
        total="10.50",
    ),
    case(
        "a needed heading doubled",
        "payments.csv",
        "InvoiceNumber,Date,Amount,Amount\nINV-1,13/02/2026,1,2\n",
        2,
        code="FILE-COLUMNS",
        message="Amount",
    ),
    case(
        "a needed heading missing",
        "payments.csv",
        "InvoiceNumber,Date,PaymentType\nINV-1,13/02/2026,Cash\n",
        2,
        code="FILE-COLUMNS",
        message="Amount",
    ),
    case(
        "an invoice without its date",
        "invoices.csv",
        INVOICES.replace("*InvoiceDate,", ""),
        2,
        code="FILE-COLUMNS",
        message="InvoiceDate",
    ),
    case(
        "an invoice without an amount",
        "invoices.csv",
        INVOICES.replace("*UnitAmount,", ""),
        2,
        code="FILE-COLUMNS",
        message="UnitAmount",
    ),
    case(
        "a journal without its account",
        "journal.csv",
        "Narration,Date,Description,Amount\nx,13/02/2026,y,1\n",
        2,
        code="FILE-COLUMNS",
        message="AccountCode",
    ),
    case(
        "no layout knows it",
        "takings.csv",
        "Beleg;Datum;Betrag\n1;13.02.2026;5,00\n",
        2,
        code="FILE-COLUMNS",
        message="Beleg",
    ),
    case(
        "headings again in the middle",
        "payments.csv",
        pay(ONE, PAYMENTS.strip(), TWO),
        skipped=[passed(3, "headings repeated")],
        **BOTH,
    ),
    case(
        "only headings",
        "payments.csv",
        PAYMENTS,
        rows=0,
        records=0,
        total="0.00",
        date_order=None,
        decimal=None,
        faults=[],
    ),
    case(
        "no headings at all",
        "takings.csv",
        "1001,13/02/2026,5.00\n1002,14/02/2026,6.50\n",
        header_line=0,
        layout='kind = "payments"\nheader_line = 0\n[columns]\nnumber = 1\ndate = 2\namount = 3\n',
        layout_id="given",
        columns={"number": 1, "date": 2, "amount": 3},
        records=2,
        total="11.50",
        delimiter=",",
    ),
    case(
        "another language",
        "umsatz.csv",
        "Beleg;Datum;Betrag\n1;13.02.2026;5,00\n",
        layout='kind = "payments"\n[columns]\nnumber = "Beleg"\ndate = "Datum"\namount = "Betrag"\n',
        layout_id="given",
        delimiter=";",
        decimal=",",
        date_order="dmy",
        records=1,
        total="5.00",
        columns={"number": "Beleg", "date": "Datum", "amount": "Betrag"},
    ),
]
ROWS = [
    case(
        "a line an item, total on each",
        "invoices.csv",
        "ContactName,InvoiceNumber,InvoiceDate,Total,Description,Quantity,UnitAmount,AccountCode,TaxType\n"
        "Ann,I1,13/02/2026,30.00,A,1,10.00,S,GST\nAnn,I1,13/02/2026,30.00,B,2,10.00,S,GST\n",
        rows=2,
        records=1,
        total="30.00",
        kind="invoices",
        layout_id="xero-invoices",
    ),
    case(
        "lines without a total",
        "invoices.csv",
        INVOICES + "Ann,I1,13/02/2026,,A,2,10.00,S,G\nAnn,I1,13/02/2026,,B,3,"
        "1.50,S,G\nBob,I2,14/02/2026,,C,1,5.00,S,G\n",
        rows=3,
        records=2,
        total="29.50",
    ),
    case(
        "a blank total falls back to the lines",
        "invoices.csv",
        "ContactName,InvoiceNumber,InvoiceDate,Total,Description,Quantity,UnitAmount\n"
        "Ann,I1,13/02/2026,,A,3,6.667\nAnn,I1,13/02/2026,,B,1,1.50\n",
        records=1,
        total="21.50",
    ),
    case(
        "continuation rows of Shopify",
        "orders.csv",
        SHOPIFY
        + "#1001,a@x.example,paid,2026-03-05 10:22:33 +1100,AUD,30.00,5.00,3.18,35.00,2026-03-05 10:22:30 +1100,1,"
        "Mug,10.00,Ann,,Visa\n#1001,a@x.example,,,,,,,,,2,Cup,10.00,,,\n"
        + "#1002,b@x.example,voided,,AUD,9.00,0.00,0.82,9.00,2026-03-05 11:00:00 +1100,1,Mug,9.00,Bob,,\n"
        + "#1003,c@x.example,paid,,AUD,8.00,0.00,0.73,8.00,2026-03-06 11:00:00 +1100,1,Mug,8.00,Cy,2026-03-07,\n"
        + "#1003,c@x.example,,,,,,,,,1,Cup,0.00,,,\n"
        + "#1004,d@x.example,refunded,,AUD,8.00,0.00,0.73,8.00,2026-03-06 11:00:00 +1100,1,Mug,8.00,Di,,\n"
        + "#1005,e@x.example,partially_refunded,,AUD,8.00,0.00,0.73,8.00,2026-03-06 11:00:00 +1100,1,M,8.00,Ed,,\n",
        kind="invoices",
        layout_id="shopify-orders",
        rows=7,
        records=2,
        total="43.00",
        date_order="ymd",
        excluded=[left(4, "#1002", "voided"), left(5, "#1003", "cancelled"), left(7, "#1004", "refunded")],
    ),
    case(
        "a blank number goes on with the row above",
        "invoices.csv",
        INVOICES + "Ann,I1,13/02/2026,,A,2,10.00,S,G\n,,,,B,3,1.50,S,G\n",
        rows=2,
        records=1,
        total="24.50",
    ),
    case(
        "a blank number of its own",
        "invoices.csv",
        INVOICES + "Ann,I1,13/02/2026,,A,2,10.00,S,G\nBob,,14/02/2026,,B,3,1.50,S,G\n",
        1,
        rows=2,
        records=1,
        total="20.00",
        faults=[fault(3, "*InvoiceNumber", "is blank")],
    ),
    case(
        "rows of one number that come apart",
        "invoices.csv",
        INVOICES + "Ann,I1,13/02/2026,,A,1,10.00,S,G\n"
        "Bob,I2,14/02/2026,,C,1,5.00,S,G\nAnn,I1,13/02/2026,,B,1,1.00,S,G\n",
        rows=3,
        records=2,
        total="16.00",
    ),
    case(
        "a fault in a row that comes apart",
        "invoices.csv",
        INVOICES + "Ann,I1,13/02/2026,,A,1,10.00,S,G\n"
        "Bob,I2,14/02/2026,,C,1,5.00,S,G\nAnn,I1,13/02/2026,,B,x,1.00,S,G\n",
        1,
        rows=3,
        records=1,
        total="5.00",
        faults=[fault(4, "*Quantity", "x is no amount")],
    ),
    case(
        "one number with another contact and day",
        "invoices.csv",
        INVOICES + "Ann,I1,13/02/2026,,A,1,10.00,S,G\nBob,I1,14/02/2026,,C,1,5.00,S,G\n",
        rows=2,
        records=1,
        total="15.00",
        faults=[],
    ),
    case("equal rows are two payments", "payments.csv", pay(ONE, ONE), rows=2, records=2, total="21.00"),
    case(
        "totals and a footer",
        "payments.csv",
        pay(ONE, TWO, "Total,,30.75,,", "", "Printed 1 March 2026 by Jo,,,,", "-----"),
        skipped=[passed(4, "the totals row"), passed(6, "text, no record"), passed(7, "text, no record")],
        **BOTH,
    ),
    case("an end as DOS writes it", "payments.csv", pay(ONE, TWO) + "\x1a", **BOTH),
    case(
        "totals in capitals with a colon",
        "payments.csv",
        pay(ONE, "TOTALS:,,10.50,,"),
        records=1,
        total="10.50",
        skipped=[passed(3, "the totals row")],
    ),
    case(
        "a customer called Total",
        "invoices.csv",
        INVOICES + "Total,I1,13/02/2026,,A,1,10.00,S,G\n",
        records=1,
        total="10.00",
        skipped=[],
    ),
    case(
        "a walk-in customer",
        "invoices.csv",
        INVOICES + ",I1,13/02/2026,,A,1,10.00,S,G\n",
        records=1,
        faults=[],
    ),
    case(
        "fewer cells than headings", "payments.csv", pay("INV-1,13/02/2026,10.50"), records=1, total="10.50"
    ),
    case(
        "more cells than headings",
        "payments.csv",
        pay(ONE, TWO + ",c,d"),
        1,
        rows=2,
        records=1,
        total="10.50",
        faults=[fault(3, "", "more cells than headings")],
    ),
    case("blank cells past the headings", "payments.csv", pay(ONE + ",,", TWO + ",,"), **BOTH),
    case(
        "a cell over two lines",
        "payments.csv",
        pay('INV-1,13/02/2026,10.50,EFTPOS,"a\nb"', "INV-2,x,20.25,Cash,"),
        1,
        rows=2,
        records=1,
        faults=[fault(4, "Date", "x is no date")],
    ),
    case(
        "a blank line within quotes stays",
        "payments.csv",
        pay('INV-1,13/02/2026,10.50,EFTPOS,"a\n\nb"', TWO),
        **BOTH,
    ),
    case("cr alone", "payments.csv", pay(ONE, TWO, end="\r"), **BOTH),
    case(
        "crlf, and a fault's line",
        "payments.csv",
        pay(ONE, "INV-2,14/02/2026,x,Cash,", end="\r\n"),
        1,
        records=1,
        faults=[fault(3, "Amount", "x is no amount")],
    ),
    case("a last line without an end", "payments.csv", pay(ONE, TWO).rstrip("\n"), **BOTH),
    case("blank lines between", "payments.csv", pay(ONE, "", ",,,,", "   ", TWO), skipped=[], **BOTH),
]
DATES = [
    case(
        "month first",
        "payments.csv",
        pay("I1,02/14/2026,1.00,C,", "I2,03/04/2026,2.00,C,"),
        date_order="mdy",
        records=2,
    ),
    case("iso", "payments.csv", pay("I1,2026-02-03,1.00,C,"), date_order="ymd", records=1),
    case(
        "a month's name",
        "payments.csv",
        pay("I1,02 Mar 24,1.00,C,", "I2,3-Apr-2024,1.00,C,"),
        date_order="dmy",
        records=2,
        faults=[],
    ),
    case(
        "time and zone",
        "payments.csv",
        pay("I1,2026-02-03T23:59:00Z,1.00,C,", "I2,2026-02-04 00:01:00 +1100,1.00,C,"),
        date_order="ymd",
        records=2,
        faults=[],
    ),
    case(
        "every day is twelve or less",
        "payments.csv",
        pay("I1,01/02/2026,1.00,C,", "I2,03/04/2026,2.00,C,"),
        2,
        code="FILE-DATES",
        message="01/02/2026",
    ),
    case(
        "every day is twelve or less, and said",
        "payments.csv",
        pay("I1,01/02/2026,1.00,C,"),
        date_order="mdy",
        records=1,
        layout='kind = "payments"\ndate_order = "mdy"\n[columns]\nnumber = "InvoiceNumber"\n'
        'date = "Date"\namount = "Amount"\n',
    ),
    case(
        "the due date shows the order of the date",
        "invoices.csv",
        INVOICES + "Ann,I1,01/03/2026,31/03/2026,A,1,1.00,S,G\n",
        date_order="dmy",
        records=1,
    ),
    case(
        "a year first proves nothing of the column beside it",
        "invoices.csv",
        INVOICES + "Ann,I1,2026-03-01,04/05/2026,A,1,1.00,S,G\n",
        2,
        code="FILE-DATES",
        message="DueDate",
    ),
    case(
        "two orders in one column",
        "payments.csv",
        pay("I1,13/02/2026,1.00,C,", "I2,14/02/2026,2.00,C,", "I3,02/15/2026,4.00,C,"),
        1,
        date_order="dmy",
        records=2,
        total="3.00",
        faults=[fault(4, "Date", "02/15/2026 has another order of day and month than the column")],
    ),
    case(
        "a day that does not exist",
        "payments.csv",
        pay("I1,13/02/2026,1.00,C,", "I2,31/02/2026,2.00,C,"),
        1,
        records=1,
        faults=[fault(3, "Date", "31/02/2026 is no date")],
    ),
    case(
        "Excel's number for a day",
        "payments.csv",
        pay("I1,13/02/2026,1.00,C,", "I2,46066,2.00,C,"),
        1,
        records=1,
        faults=[fault(3, "Date", "46066 is no date")],
    ),
    case(
        "a blank date",
        "payments.csv",
        pay("I1,13/02/2026,1.00,C,", "I2,,2.00,C,"),
        1,
        records=1,
        faults=[fault(3, "Date", "is blank")],
    ),
    case(
        "an invoice none of whose rows has a date",
        "invoices.csv",
        INVOICES + "Ann,I1,13/02/2026,,A,1,10.00,S,G\nBob,I2,,,B,1,5.00,S,G\nBob,I2,,,C,1,5.00,S,G\n",
        1,
        records=1,
        total="10.00",
        faults=[fault(3, "*InvoiceDate", "is blank")],
    ),
]
AMOUNTS = [
    case(
        "currency signs and thousands",
        "payments.csv",
        pay(
            'I1,13/02/2026,"$46,939.72",C,',
            "I2,13/02/2026,€5.00,C,",
            "I3,13/02/2026,NZ$1.10,C,",
            "I4,13/02/2026,2.20 AUD,C,",
        ),
        records=4,
        total="46948.02",
    ),
    case(
        "parentheses and minus signs",
        "payments.csv",
        pay(
            "I1,13/02/2026,(25.99),C,",
            "I2,13/02/2026,\u22121.00,C,",
            "I3,13/02/2026,2.00-,C,",
            "I4,13/02/2026,- $220.00,C,",
            "I5,13/02/2026,-3.00,C,",
        ),
        records=5,
        total="-251.99",
    ),
    case(
        "apostrophes and blanks",
        "payments.csv",
        pay("I1,13/02/2026,1'234.50,C,", "I2,13/02/2026,1 000.25,C,", "I3,13/02/2026,1\u00a0000.25,C,"),
        records=3,
        total="3235.00",
    ),
    case(
        "debit and credit columns",
        "journal.csv",
        "Narration,Date,AccountCode,Debit,Credit\nDay,13/02/2026,Cash,110.00,\n"
        "Day,13/02/2026,Sales,,100.00\nDay,13/02/2026,GST,,10.00\n",
        kind="journal",
        rows=3,
        records=1,
        total="110.00",
        layout_id="xero-journals",
    ),
    case(
        "a negative in the credit column",
        "journal.csv",
        "Narration,Date,AccountCode,Debit,Credit\n"
        "Day,13/02/2026,Cash,,-110.00\nDay,13/02/2026,Sales,,110.00\n",
        records=1,
        total="110.00",
    ),
    case(
        "a letter behind",
        "payments.csv",
        pay("I1,13/02/2026,5.00 CR,C,", "I2,13/02/2026,7.00 DR,C,"),
        records=2,
        total="2.00",
    ),
    case(
        "a column of S and H",
        "buch.csv",
        "Nr;Datum;Betrag;SH\n1;13.02.2026;5,00;S\n2;13.02.2026;3,00;H\n",
        records=2,
        total="2.00",
        layout='kind = "invoices"\n[columns]\nnumber = "Nr"\ndate = "Datum"\n'
        'amount = "Betrag"\nsign = "SH"\n',
    ),
    case(
        "a letter that is neither",
        "buch.csv",
        "Nr;Datum;Betrag;SH\n1;13.02.2026;5,00;X\n",
        1,
        records=0,
        faults=[fault(2, "SH", "X is neither debit nor credit")],
        layout='kind = "invoices"\n[columns]\n'
        'number = "Nr"\ndate = "Datum"\namount = "Betrag"\nsign = "SH"\n',
    ),
    case(
        "more than two places",
        "payments.csv",
        pay(ONE, "I2,13/02/2026,46939.721,C,"),
        1,
        records=1,
        faults=[fault(3, "Amount", "46939.721 has more places than the currency")],
    ),
    case(
        "a unit price has more",
        "invoices.csv",
        INVOICES + "A,I1,13/02/2026,,A,1000,0.00015,S,G\n",
        records=1,
        total="0.15",
        faults=[],
    ),
    case(
        "yen have none",
        "payments.csv",
        pay("I1,13/02/2026,500,C,,JPY", "I2,13/02/2026,500.50,C,,JPY", head=PAYMENTS.strip() + ",Currency\n"),
        1,
        records=1,
        total="500.00",
        faults=[fault(3, "Amount", "500.50 has more places than the currency")],
    ),
    case(
        "dinars have three",
        "payments.csv",
        pay("I1,13/02/2026,5.125,C,,KWD", "I2,13/02/2026,5.12,C,,KWD", head=PAYMENTS.strip() + ",Currency\n"),
        records=2,
        faults=[],
    ),
    case(
        "no amount",
        "payments.csv",
        pay(ONE, 'I2,13/02/2026,"12,3,4",C,'),
        1,
        records=1,
        faults=[fault(3, "Amount", "12,3,4 is no amount")],
    ),
    case(
        "both marks in one column",
        "payments.csv",
        pay("I1,13/02/2026,1.50,C,", "I2,13/02/2026,2.50,C,", 'I3,13/02/2026,"3,50",C,'),
        1,
        records=2,
        total="4.00",
        decimal=".",
        faults=[fault(4, "Amount", "3,50 uses the other decimal mark than the column")],
    ),
    case(
        "nothing shows the mark",
        "payments.csv",
        pay("I1,13/02/2026,1.250,C,", "I2,13/02/2026,2.500,C,"),
        2,
        code="FILE-DATES",
        message="1.250",
    ),
    case(
        "the mark said",
        "payments.csv",
        pay("I1,13/02/2026,1.250,C,"),
        decimal=",",
        records=1,
        total="1250.00",
        layout='kind = "payments"\ndecimal = ","\n[columns]\nnumber = "InvoiceNumber"\ndate = "Date"\n'
        'amount = "Amount"\n',
    ),
    case(
        "no mark at all",
        "payments.csv",
        pay("I1,13/02/2026,1250,C,"),
        decimal=None,
        records=1,
        total="1250.00",
    ),
    case(
        "a blank amount",
        "payments.csv",
        pay(ONE, "I2,13/02/2026,,C,"),
        1,
        records=1,
        faults=[fault(3, "Amount", "is blank")],
    ),
    case(
        "an invoice without any amount",
        "invoices.csv",
        INVOICES + "A,I1,13/02/2026,,A,1,1.00,S,G\nB,I2,13/02/2026,,words only,,,,\n",
        1,
        records=1,
        faults=[fault(3, "*UnitAmount", "the document has no amount")],
    ),
    case(
        "a line of words beside others",
        "invoices.csv",
        INVOICES + "A,I1,13/02/2026,,A,1,1.00,S,G\nA,I1,13/02/2026,,words only,,,,\n",
        records=1,
        total="1.00",
        faults=[],
    ),
    case(
        "a price left blank",
        "invoices.csv",
        INVOICES + "A,I1,13/02/2026,,A,1,1.00,S,G\nA,I1,13/02/2026,,B,1,,S,G\n",
        1,
        records=0,
        total="0.00",
        faults=[fault(3, "*UnitAmount", "is blank")],
    ),
]
IDENTIFIERS = [
    case(
        "zeros, nineteen digits and 1E5 are text",
        "orders.csv",
        WOO + "0000001,completed,2026-02-03,1.00,A,1,1.00,C\n"
        "1234567890123456789,pending,2026-02-03,2.00,A,1,2.00,C\n1E5,on-hold,2026-02-03,4.00,A,1,4.00,C\n",
        rows=3,
        records=1,
        total="1.00",
        excluded=[left(3, "1234567890123456789", "pending"), left(4, "1E5", "on-hold")],
    ),
    case(
        "0001 and 1 are two",
        "invoices.csv",
        INVOICES + "A,0001,13/02/2026,,A,1,1.00,S,G\nA,1,13/02/2026,,A,1,1.00,S,G\n",
        records=2,
    ),
]
NOT_TO_SEND = [
    case(
        "WooCommerce keeps completed and processing",
        "orders.csv",
        WOO
        + "".join(
            f"{n},{status},2026-02-03,1.00,A,1,1.00,C\n"
            for n, status in enumerate(
                (
                    "completed",
                    "processing",
                    "Completed",
                    "pending",
                    "on-hold",
                    "failed",
                    "cancelled",
                    "refunded",
                    "",
                ),
                1,
            )
        ),
        layout_id="woocommerce-orders",
        kind="invoices",
        rows=9,
        records=3,
        total="3.00",
        excluded=[
            left(5, "4", "pending"),
            left(6, "5", "on-hold"),
            left(7, "6", "failed"),
            left(8, "7", "cancelled"),
            left(9, "8", "refunded"),
            left(10, "9", "no status"),
        ],
    ),
    case(
        "a given exclusion",
        "takings.csv",
        "Order,Day,Money,State\n1,2026-02-03,1.00,Pending\n2,2026-02-03,2.00,OK\n",
        records=1,
        total="2.00",
        excluded=[left(2, "1", "pending")],
        layout='kind = "payments"\n[columns]\nnumber = "Order"\ndate = "Day"\namount = "Money"\nstatus = "State"\n'
        '[exclude]\nstatus = ["Pending"]\n',
    ),
    case(
        "a fault in what is left out anyway",
        "takings.csv",
        "Order,Day,Money,State\n1,x,1.00,Pending\n2,2026-02-03,2.00,\n",
        records=1,
        faults=[],
        excluded=[left(2, "1", "pending")],
        layout='kind = "payments"\n[columns]\nnumber = "Order"\ndate = "Day"\namount = "Money"\nstatus = "State"\n'
        '[exclude]\nstatus = ["Pending"]\n',
    ),
]
KINDS = [
    case(
        "Square items, refunds with their sign",
        "items.csv",
        SQUARE
        + "2026-02-03,10:00:00,Sydney,Cups,Mug,1.0,,M1,,$18.00,-$3.00,$15.00,$1.50,T1,P1,Payment,Main,Ann\n"
        + "2026-02-03,10:00:00,Sydney,Prints,Fern,1.0,,F1,,$12.00,$0.00,$12.00,$1.20,T1,P1,Payment,Main,Ann\n"
        + "2026-02-04,10:00:00,Sydney,Cups,Mug,-1.0,,M1,,-$18.00,$3.00,-$15.00,-$1.50,T2,P2,Refund,Main,\n",
        kind="invoices",
        layout_id="square-items",
        rows=3,
        records=2,
        total="13.20",
    ),
    case(
        "contacts",
        "contacts.csv",
        "*ContactName,AccountNumber,EmailAddress\nAnn,A1,a@x.example\nBob,,\n",
        kind="contacts",
        layout_id="xero-contacts",
        rows=2,
        records=2,
        total="0",
        date_order=None,
        decimal=None,
    ),
    case(
        "a contact without a name",
        "contacts.csv",
        "*ContactName,AccountNumber\nAnn,A1\n,B2\n",
        1,
        rows=2,
        records=1,
        faults=[fault(3, "*ContactName", "is blank")],
    ),
    case(
        "credit notes by their heading",
        "cn.csv",
        INVOICES.replace("InvoiceNumber", "CreditNoteNumber") + "A,CN-1,13/02/2026,,A,1,1.00,S,G\n",
        kind="credit-notes",
        layout_id="xero-credit-notes",
        records=1,
        total="1.00",
    ),
    case(
        "credit notes by the file's name",
        "credit-notes.csv",
        INVOICES + "A,CN-1,13/02/2026,,A,1,1.00,S,G\n",
        kind="credit-notes",
        layout_id="xero-credit-notes",
        records=1,
    ),
    case(
        "the same headings are invoices elsewhere",
        "february.csv",
        INVOICES + "A,I1,13/02/2026,,A,1,1.00,S,G\n",
        kind="invoices",
        layout_id="xero-invoices",
        records=1,
    ),
    case(
        "overpayments",
        "overpayments.csv",
        "ContactName,Date,Amount,PaymentType,Reference\nAnn,13/02/2026,5.00,C,\n,14/02/2026,6.00,C,\n",
        kind="overpayments",
        layout_id="store-overpayments",
        rows=2,
        records=2,
        total="11.00",
    ),
    case(
        "overpayments by the file's name",
        "overpayments.csv",
        "ContactName,InvoiceNumber,Date,Amount,PaymentType,Reference\nAnn,I1,13/02/2026,5.00,C,\n",
        kind="overpayments",
        records=1,
    ),
    case(
        "payments with the customer's name",
        "payments.csv",
        "ContactName,InvoiceNumber,Date,Amount,PaymentType,Reference\nAnn,I1,13/02/2026,5.00,C,\n",
        kind="payments",
        records=1,
    ),
    case(
        "journals by narration and date",
        "journal.csv",
        JOURNAL + "Day 1,13/02/2026,a,Cash,,110.00\n"
        "Day 1,13/02/2026,b,Sales,GST,-110.00\nDay 1,14/02/2026,a,Cash,,5.00\nDay 1,14/02/2026,b,Sales,GST,-5.00\n",
        kind="journal",
        layout_id="xero-journals",
        rows=4,
        records=2,
        total="115.00",
    ),
    case(
        "a journal's date only on its first row",
        "journal.csv",
        JOURNAL + "Day 1,13/02/2026,a,Cash,,110.00\n,,b,Sales,GST,-110.00\n",
        rows=2,
        records=1,
        total="110.00",
    ),
    case(
        "a bad date spoils its journal",
        "journal.csv",
        JOURNAL + "Day 1,13/02/2026,a,Cash,,110.00\n"
        "Day 1,x,b,Sales,GST,-110.00\nDay 2,14/02/2026,a,Cash,,5.00\nDay 2,14/02/2026,b,Sales,GST,-5.00\n",
        1,
        rows=4,
        records=1,
        total="5.00",
        faults=[fault(3, "*Date", "x is no date")],
    ),
    case(
        "a bad date on the first row spoils its journal",
        "journal.csv",
        JOURNAL + "Day 1,x,a,Cash,,110.00\nDay 1,13/02/2026,b,Sales,GST,-110.00\n",
        1,
        rows=2,
        records=0,
        total="0.00",
        faults=[fault(2, "*Date", "x is no date")],
    ),
    case(
        "a journal row without its account",
        "journal.csv",
        JOURNAL + "Day 1,13/02/2026,a,,,110.00\nDay 1,13/02/2026,b,Sales,GST,-110.00\n",
        1,
        records=0,
        faults=[fault(2, "*AccountCode", "is blank")],
    ),
    case(
        "QuickBooks IIF",
        "day.iif",
        "!ACCNT\tNAME\tACCNTTYPE\nACCNT\tCash\tBANK\n"
        "!TRNS\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tMEMO\n!SPL\tTRNSTYPE\tDATE\tACCNT\tAMOUNT\tMEMO\n!ENDTRNS\n"
        "TRNS\tGENERAL JOURNAL\t02/13/2026\tCash\tAnn\t110.00\tJ1\tDay\nSPL\tGENERAL JOURNAL\t02/13/2026\tSales\t-100.00\t\n"
        "SPL\tGENERAL JOURNAL\t02/13/2026\tGST\t-10.00\t\nENDTRNS\n"
        "TRNS\tGENERAL JOURNAL\t02/14/2026\tCash\t\t5.00\t\tDay\nSPL\tGENERAL JOURNAL\t02/14/2026\tSales\t-5.00\t\nENDTRNS\n",
        kind="journal",
        layout_id="quickbooks-iif",
        rows=5,
        records=2,
        total="115.00",
        date_order="mdy",
        header_line=3,
        delimiter="\t",
        skipped=[passed(1, "before the headings"), passed(2, "before the headings")],
        faults=[],
    ),
    case(
        "an IIF block with a fault",
        "day.iif",
        "!TRNS\tDATE\tACCNT\tAMOUNT\tDOCNUM\n!SPL\tDATE\tACCNT\tAMOUNT\n!ENDTRNS\n"
        "TRNS\t02/13/2026\tCash\t110.00\t\nSPL\t02/13/2026\tSales\tx\nENDTRNS\n"
        "TRNS\t02/14/2026\tCash\t5.00\t\nSPL\t02/14/2026\tSales\t-5.00\nENDTRNS\n",
        1,
        rows=4,
        records=1,
        total="5.00",
        faults=[fault(5, "AMOUNT", "x is no amount")],
    ),
]
HOSTILE = [
    case(
        "formulas are text",
        "payments.csv",
        pay("I1,13/02/2026,1.00,=1+1,@SUM(A1)", "=1+1,13/02/2026,2.00,C,"),
        records=2,
        total="3.00",
        faults=[],
    ),
    case(
        "a formula as an amount",
        "payments.csv",
        pay(ONE, "I2,13/02/2026,=1+1,C,"),
        1,
        records=1,
        faults=[fault(3, "Amount", "=1+1 is no amount")],
    ),
    case(
        "another formula as an amount",
        "payments.csv",
        pay(ONE, "I2,13/02/2026,-1+2,C,"),
        1,
        records=1,
        faults=[fault(3, "Amount", "-1+2 is no amount")],
    ),
    case(
        "a NUL",
        "payments.csv",
        pay(ONE, "INV-2,14/02/2026,20\0.25,Cash,", TWO),
        1,
        rows=3,
        records=2,
        faults=[fault(3, "Amount", "holds a NUL")],
    ),
    case(
        "a cell of 10 MB",
        "payments.csv",
        pay(ONE, "I2,13/02/2026,1.00,C," + "x" * 10_000_000, TWO),
        1,
        rows=3,
        records=2,
        total="30.75",
        faults=[fault(3, "", "the line is longer than a record can be")],
    ),
    case(
        "a thousand columns",
        "payments.csv",
        PAYMENTS.strip() + "".join(f",c{n}" for n in range(1000)) + "\n" + ONE + "," * 1000 + "\n",
        records=1,
        total="10.50",
    ),
    case(
        "an unclosed quote",
        "payments.csv",
        pay(ONE, 'INV-2,14/02/2026,20.25,"Cash,', "I3,15/02/2026,5.00,C,"),
        1,
        rows=3,
        records=2,
        total="15.50",
        faults=[fault(3, "", "the quotes of this line do not close")],
    ),
    case(
        "an unclosed quote spoils its invoice",
        "invoices.csv",
        INVOICES + "A,I1,13/02/2026,,A,1,1.00,S,G\n"
        'A,I1,13/02/2026,,"12 inch,1,1.00,S,G\nB,I2,13/02/2026,,B,1,2.00,S,G\n',
        1,
        rows=3,
        records=1,
        total="2.00",
        faults=[fault(3, "", "the quotes of this line do not close")],
    ),
    case("empty", "payments.csv", "", 2, code="FILE-EMPTY"),
    case("only blank lines", "payments.csv", "\n\n   \n", 2, code="FILE-EMPTY"),
    case("only separators", "payments.csv", "\n,\n   \n", 2, code="FILE-EMPTY"),
    case(
        "a PDF that is called csv",
        "payments.csv",
        b"%PDF-1.7\n" + bytes(range(256)) * 8,
        2,
        code="FILE-UNREADABLE",
    ),
    case(
        "a web page that is called xls",
        "payments.xls",
        "<html><table><tr><td>Date</td></tr></table></html>",
        2,
        code="FILE-UNREADABLE",
    ),
    case("a broken workbook", "payments.xlsx", b"PK\x03\x04" + b"\0" * 500, 2, code="FILE-UNREADABLE"),
    case(
        "a broken old workbook",
        "payments.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        2,
        code="FILE-UNREADABLE",
    ),
    case("a program", "payments.csv", b"MZ\x90\0" + b"\0" * 4000, 2, code="FILE-UNREADABLE"),
    case("nothing but NULs", "payments.csv", b"\0" * 5000, 2, code="FILE-UNREADABLE"),
    case(
        "a record cut off in its last line",
        "payments.csv",
        pay(ONE, TWO) + "INV-3,15/0",
        1,
        rows=3,
        records=2,
        faults=[fault(4, "Date", "15/0 is no date")],
    ),
]
CASES = [
    *SEPARATORS, *ENCODINGS, *HEADINGS, *ROWS, *DATES, *AMOUNTS, *IDENTIFIERS, *NOT_TO_SEND, *KINDS, *HOSTILE,
]  # fmt: skip

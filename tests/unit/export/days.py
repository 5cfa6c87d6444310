"""A store's day as files: invoices, their payments, credit notes and the rest, as many as wanted."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

FIRST = date(2026, 11, 16)
HEADS = {
    "contacts": ("*ContactName", "AccountNumber", "EmailAddress"),
    "invoices": (
        "*ContactName", "*InvoiceNumber", "Reference", "*InvoiceDate", "*DueDate", "*Description",
        "*Quantity", "*UnitAmount", "*AccountCode", "*TaxType", "TrackingName1", "TrackingOption1",
    ),
    "payments": ("InvoiceNumber", "Date", "Amount", "PaymentType", "Reference"),
    "credit-notes": (
        "*ContactName", "*CreditNoteNumber", "Reference", "*Date", "*Description", "*Quantity",
        "*UnitAmount", "*AccountCode", "*TaxType",
    ),
    "overpayments": ("ContactName", "Date", "Amount", "PaymentType", "Reference"),
    "journal": ("*Narration", "*Date", "Description", "*AccountCode", "*TaxRate", "*Amount"),
}  # fmt: skip
MAPPING = """
[settings]
walk_in = "Walk-in customer"
[account]
Sales = "200"
Free = "201"
Till = "640"
Card = "641"
Var = "460"
[tax]
GST = "OUTPUT"
FREE = "EXEMPTOUTPUT"
NIL = "BASEXCLUDED"
[payment]
EFTPOS = "641"
Cash = "640"
Bank = "Business Cheque Account"
Old = "not used"
"""


def said(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@dataclass
class Files:
    """The rows of each file."""

    rows: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)

    def add(self, kind: str, *row: object) -> None:
        self.rows.setdefault(kind, []).append(row)

    def sale(
        self, number: str, amount: str, *, contact: str = "Ann", day: date = FIRST, quantity: str = "1",
        track: bool = False,
    ) -> None:  # fmt: skip
        where = ("Store", "Main Street") if track else ("", "")
        row = (contact, number, "", said(day), said(day), "Kettle", quantity, amount, "Sales", "GST", *where)
        self.add("invoices", *row)

    def paid(
        self, number: str, amount: str, *, day: date = FIRST, by: str = "EFTPOS", reference: str = ""
    ) -> None:
        self.add("payments", number, said(day), amount, by, reference)

    def credit(self, number: str, amount: str, of: str = "", *, contact: str = "Ann") -> None:
        self.add("credit-notes", contact, number, of, said(FIRST), "Back", "1", amount, "Sales", "GST")

    def over(self, contact: str, amount: str, reference: str = "") -> None:
        self.add("overpayments", contact, said(FIRST), amount, "Bank", reference)

    def day_book(self, narration: str, amount: str) -> None:
        self.add("journal", narration, said(FIRST), "Counted", "Till", "NIL", amount)
        self.add("journal", narration, said(FIRST), "Variance", "Var", "NIL", f"-{amount}")

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.csv"):
            old.unlink()
        for kind, rows in self.rows.items():
            with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([HEADS[kind], *rows])
        return folder


def a_day(count: int = 12) -> Files:
    """A little of everything: for each three sales two payments, one of them in two parts."""
    files = Files()
    files.add("contacts", "Ann", "C-1", "ann@shop.example")
    files.add("contacts", "Bo Lee", "C-2", "")
    # A day of its own above 12, so that the order of day and month is proven in every file.
    for number in range(count):
        day = FIRST + timedelta(days=number % 5)
        contact = ("Ann", "Bo Lee", f"Customer {number % 7}")[number % 3]
        name = f"S-{number:04}"
        files.sale(name, f"{10 + number}.{number % 100:02}", contact=contact, day=day, track=number % 4 == 0)
        if number % 3 == 0:
            files.paid(name, f"{10 + number}.{number % 100:02}", day=day)
        elif number % 3 == 1:
            files.paid(name, "5.00", day=day, by="Cash")
            files.paid(name, "5.00", day=day, by="Cash")
    for number in range(2, count, 6):
        files.credit(f"C-{number:04}", "2.50", f"S-{number:04}", contact=f"Customer {number % 7}")
    files.over("Ann", "12.50", "Paid twice")
    files.over("Ann", "12.50", "Paid twice")
    files.day_book("Takings Monday", "120.00")
    files.day_book("Takings Tuesday", "80.10")
    return files


def totals(files: Files) -> dict[str, tuple[int, Decimal]]:
    """How many documents the files hold for each of Xero's kinds, and what they come to."""
    sales = {str(row[1]) for row in files.rows.get("invoices", [])}
    return {
        "Invoices": (len(sales), _sum(files.rows.get("invoices", []), 7)),
        "Payments": _counted(files.rows.get("payments", []), 2),
        "CreditNotes": _counted(files.rows.get("credit-notes", []), 6),
        "BankTransactions": _counted(files.rows.get("overpayments", []), 2),
        "ManualJournals": _counted(
            [r for r in files.rows.get("journal", []) if not str(r[5]).startswith("-")], 5
        ),
    }


def _counted(rows: Iterable[tuple[object, ...]], at: int) -> tuple[int, Decimal]:
    rows = list(rows)
    return len(rows), _sum(rows, at)


def _sum(rows: Iterable[tuple[object, ...]], at: int) -> Decimal:
    return sum((Decimal(str(row[at])) for row in rows), Decimal(0))

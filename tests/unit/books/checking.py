"""A store's day as files, checked against the practice organisation's chart."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tests.unit.books.practice_chart import practice_chart
from wizard.books.assemble import assemble
from wizard.books.mapping_file import read_mapping
from wizard.books.preflight import Store, check, side_of
from wizard.books.reading import read
from wizard.books.report import read_folder
from wizard.model.chart import Chart, ChartInvoice, Credit
from wizard.model.findings import Report
from wizard.model.progress import Silent

TODAY = date(2026, 11, 28)
MATCHES = {
    "account": {"Sales": "200", "Free": "201", "Till": "640", "Card": "641", "Var": "460"},
    "tax": {"GST": "OUTPUT", "FREE": "EXEMPTOUTPUT", "NIL": "BASEXCLUDED"},
    "payment": {"EFTPOS": "641", "Bank": "Business Cheque Account"},
}
HEADS = {
    "invoices": "*ContactName,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,*Description,*Quantity,"
    "*UnitAmount,*AccountCode,*TaxType,InventoryItemCode,TrackingOption1,TrackingOption2,Currency",
    "credit-notes": "*ContactName,*CreditNoteNumber,Reference,*Date,*Description,*Quantity,*UnitAmount,"
    "*AccountCode,*TaxType",
    "payments": "InvoiceNumber,Date,Amount,PaymentType,Reference",
    "overpayments": "ContactName,Date,Amount,PaymentType,Reference",
    "journal": "*Narration,*Date,Description,*AccountCode,*TaxRate,*Amount",
    "contacts": "*ContactName,AccountNumber,EmailAddress",
}
DATED = {
    "invoices": "Ann,DAY-1,,28/11/2026,28/11/2026,Mug,1,1.00,Sales,GST,,,,AUD",
    "credit-notes": "Ann,DAY-2,,28/11/2026,Mug,1,1.00,Sales,GST",
    "payments": "DAY-1,28/11/2026,0.50,EFTPOS,",
    "overpayments": "Ann,28/11/2026,1.00,Bank,",
    "journal": "Day,28/11/2026,,Till,NIL,1.00\nDay,28/11/2026,,Var,NIL,-1.00",
    "contacts": "Ann,,",
}
"""A good row for each file, which shows the order of its dates as well."""


@dataclass(frozen=True)
class Day:
    """What a store's files, its matches and Xero hold; each a change of a day with which nothing is wrong."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    matches: dict[str, dict[str, str]] = field(default_factory=dict)
    settings: str = ""
    organisation: str = ""
    chart: dict[str, Any] = field(default_factory=dict)
    store: Store | None = None
    without: frozenset[str] = frozenset()
    more: dict[str, str] = field(default_factory=dict)
    """Files besides, by name."""

    def mapping_text(self) -> str:
        lines = [f'[organisation]\nname = "{self.organisation}"', f"[settings]\n{self.settings}"]
        for slot in {**MATCHES, **self.matches}:
            lines.append(f"[{slot}]")
            words = {**MATCHES.get(slot, {}), **self.matches.get(slot, {})}
            lines += [f'"{word}" = "{to}"' for word, to in words.items() if to]
        return "\n".join(lines) + "\n"

    def write(self, folder: Path) -> None:
        (folder / "mapping.toml").write_text(self.mapping_text(), "utf-8")
        (folder / "week").mkdir()
        for name in DATED.keys() - self.without:
            text = "\n".join([HEADS[name], DATED[name], *self.rows.get(name, [])])
            (folder / "week" / f"{name}.csv").write_text(text + "\n", "utf-8")
        for name, text in self.more.items():
            (folder / "week" / name).write_text(text, "utf-8")

    def check(self, folder: Path) -> Report:
        self.write(folder)
        chart = changed(practice_chart(), self.chart)
        return checked_files(folder / "week", folder / "mapping.toml", chart, self.store)


def checked_files(documents: Path, mapping: Path, chart: Chart, store: Store | None = None) -> Report:
    """Check a folder of files by a file of matches."""
    side = side_of(read_mapping(mapping), chart, TODAY, store)
    found = read_folder(documents, None, Silent())
    assert not found.questions, found.questions
    return check((one for r in found.readings for one in assemble(r, read(r))), side)


def changed(chart: Chart, changes: dict[str, Any]) -> Chart:
    actions = chart.actions | changes.get("adds", frozenset())
    actions = actions - changes.get("lacks", frozenset())
    rest = {key: value for key, value in changes.items() if key not in {"adds", "lacks"}}
    return replace(chart, actions=actions, **rest)


def sale(number: str, status: str = "AUTHORISED", due: str = "10", *credits_: str) -> ChartInvoice:
    notes = tuple(Credit(one, Decimal(1)) for one in credits_)
    return ChartInvoice(number, status, Decimal(10), Decimal(due), notes)


def told(report: Report, *, warnings: bool = False) -> set[tuple[int, str]]:
    """What was found, as (rule, document)."""
    found = report.warnings if warnings else report.rejections
    return {(one.rule, finding.document) for one in found for finding in one.first}

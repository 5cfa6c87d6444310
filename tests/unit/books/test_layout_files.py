"""A layout that a person gives: everything wrong with it is said at once, and what it says is done."""
# ruff: noqa: E501 - lines as they stand in files

from pathlib import Path

import pytest

from tests.unit.books.cases import PAYMENTS
from tests.unit.books.practice_chart import ROOT
from tests.unit.books.reading import answer
from wizard.catalogue.layouts import FIELDS, known_layouts, read_layout, reading_words
from wizard.model.problem import FaultyInput


def faults(tmp_path: Path, text: str) -> set[tuple[str, str]]:
    path = tmp_path / "layout.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(FaultyInput) as found:
        read_layout(path)
    return {(fault.where, fault.code) for fault in found.value.faults}


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    text = (
        'kind = "bills"\nheader_line = -1\ndelimiter = "ab"\nencoding = "klingon"\ndecimal = ";"\ndate_order = "dym"\n'
        'amounts = "both"\ncolour = "red"\n[columns]\nnumber = ""\nprice = "x"\n[exclude]\nstatus = "Pending"\n'
    )
    assert faults(tmp_path, text) == {
        ("kind", "NOT-A-CHOICE"),
        ("header_line", "NOT-A-NUMBER"),
        ("delimiter", "NOT-VALID"),
        ("encoding", "NOT-VALID"),
        ("decimal", "NOT-A-CHOICE"),
        ("date_order", "NOT-A-CHOICE"),
        ("amounts", "NOT-A-CHOICE"),
        ("colour", "UNKNOWN-KEY"),
        ("columns.number", "NOT-A-TEXT"),
        ("columns.price", "UNKNOWN-KEY"),
        ("exclude.status", "MISSING"),
        ("exclude.status", "NOT-A-LIST"),
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", ("kind", "MISSING")),
        ('kind = "payments"\n', ("columns", "MISSING")),
        ('kind = "payments"\ncolumns = 3\n', ("columns", "MISSING")),
        ('kind = ["payments"]\n[columns]\ndate = "D"\n', ("kind", "NOT-A-CHOICE")),
        ('kind = "payments"\nheader_line = 0\n[columns]\ndate = "D"\n', ("columns.date", "NOT-A-NUMBER")),
        ('kind = "payments"\nheader_line = 0\n[columns]\ndate = 0\n', ("columns.date", "NOT-A-NUMBER")),
        ('kind = "payments"\n[columns]\ndate = 3\n', ("columns.date", "NOT-A-TEXT")),
        ('kind = "payments"\nheader_line = true\n[columns]\ndate = "D"\n', ("header_line", "NOT-A-NUMBER")),
        ('kind = "payments"\nencoding = "hex"\n[columns]\ndate = "D"\n', ("encoding", "NOT-VALID")),
        ('kind = "payments"\nencoding = "idna"\n[columns]\ndate = "D"\n', ("encoding", "NOT-VALID")),
        ('kind = "payments"\ndelimiter = "\\n"\n[columns]\ndate = "D"\n', ("delimiter", "NOT-VALID")),
        ('kind = "payments"\nexclude = 3\n[columns]\ndate = "D"\n', ("exclude", "NOT-A-TABLE")),
        (
            'kind = "payments"\n[columns]\ndate = "D"\n[exclude]\nfoo = ["x"]\n',
            ("exclude.foo", "UNKNOWN-KEY"),
        ),
        ('kind = "payments"\n[columns]\ndate = "D"\n[payment]\ntype = 3\n', ("payment.type", "NOT-VALID")),
        (
            'kind = "payments"\n[columns]\ndate = "D"\n[[add_lines]]\ncolumn = "S"\n',
            ("add_lines[0]", "NOT-VALID"),
        ),
    ],
)
def test_one_fault_of_each_kind(text: str, fault: tuple[str, str], tmp_path: Path) -> None:
    assert fault in faults(tmp_path, text)


def test_a_layout_that_is_not_there_or_no_toml(tmp_path: Path) -> None:
    with pytest.raises(FaultyInput):
        read_layout(tmp_path / "gone.toml")
    assert faults(tmp_path, "kind = [") == {(str(tmp_path / "layout.toml"), "FILE-SYNTAX")}


def given(tmp_path: Path, layout: str, content: str | bytes, name: str = "umsatz.csv") -> dict[str, object]:
    path, file = tmp_path / "layout.toml", tmp_path / name
    path.write_text(layout, "utf-8")
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    found = answer(file, path)
    assert not found.get("faults"), found
    (report,) = found["files"]
    return dict(report)


COLUMNS = '[columns]\nnumber = "Order"\ndate = "Datum"\namount = "Betrag"\n'


def test_everything_the_contract_names_may_be_said(tmp_path: Path) -> None:
    layout = (
        'kind = "payments"\nheader_line = 4\ndelimiter = ";"\nencoding = "cp1252"\ndecimal = ","\n'
        f'date_order = "dmy"\n{COLUMNS}[exclude]\nstatus = ["Pending"]\n'.replace(
            'amount = "Betrag"\n', 'amount = "Betrag"\nstatus = "Stand"\n'
        )
    )
    text = "a\nb\nc\nOrder;Datum;Betrag;Stand\n1;01.02.2026;1.250;Bezahlt für\n2;02.02.2026;2;pending\n"
    report = given(tmp_path, layout, text.encode("cp1252"))
    assert report["layout"] == "given"
    assert (report["header_line"], report["delimiter"], report["encoding"]) == (4, ";", "cp1252")
    assert (report["decimal"], report["date_order"]) == (",", "dmy")
    assert (report["rows"], report["records"], report["total"]) == (2, 1, "1250.00")
    assert report["skipped"] == [{"line": n, "reason": "before the headings"} for n in (1, 2, 3)]
    assert report["excluded"] == [{"line": 6, "record": "2", "reason": "pending"}]


def test_what_is_not_said_is_found(tmp_path: Path) -> None:
    text = "Umsatz\nOrder\tDatum\tBetrag\n1\t13.02.2026\t1,50\n"
    report = given(tmp_path, 'kind = "payments"\n' + COLUMNS, text)
    assert (report["header_line"], report["delimiter"], report["decimal"]) == (2, "\t", ",")


def test_a_unit_price_may_have_more_places(tmp_path: Path) -> None:
    text = "Order,Datum,Betrag\n1,13.02.2026,1.2345\n"
    plain = given(tmp_path, 'kind = "payments"\n' + COLUMNS, text)
    assert len(plain["faults"]) == 1  # type: ignore[arg-type]
    said = given(tmp_path, 'kind = "payments"\nunit_prices = ["amount"]\n' + COLUMNS, text)
    assert said["faults"] == []


@pytest.mark.parametrize("header_line", [1, 3])
def test_headings_that_are_not_in_that_line_are_asked_for(header_line: int, tmp_path: Path) -> None:
    path, file = tmp_path / "layout.toml", tmp_path / "umsatz.csv"
    path.write_text(f'kind = "payments"\nheader_line = {header_line}\n{COLUMNS}', "utf-8")
    file.write_text("x\nOrder,Datum,Betrag\n1,13.02.2026,1.00\n", "utf-8")
    (fault,) = answer(file, path)["faults"]
    assert (fault["code"], fault["where"]) == ("FILE-COLUMNS", "umsatz.csv")
    assert "Order" in fault["message"]


@pytest.mark.parametrize("missing", ["Datum", "Betrag", "Order"])
def test_a_column_that_was_given_and_is_not_there_is_asked_for(missing: str, tmp_path: Path) -> None:
    path, file = tmp_path / "layout.toml", tmp_path / "umsatz.csv"
    path.write_text('kind = "payments"\n' + COLUMNS, "utf-8")
    file.write_text("Order,Datum,Betrag\n".replace(missing, "Other") + "1,13.02.2026,1.00\n", "utf-8")
    (fault,) = answer(file, path)["faults"]
    assert fault["code"] == "FILE-COLUMNS"
    assert missing in fault["message"]


@pytest.mark.parametrize(
    ("kind", "columns", "lacks"),
    [
        ("invoices", 'number = "Order"\ndate = "Datum"\n', "amount"),
        ("invoices", 'date = "Datum"\namount = "Betrag"\n', "number"),
        ("payments", 'number = "Order"\namount = "Betrag"\n', "date"),
        ("journal", 'date = "Datum"\namount = "Betrag"\n', "account"),
        ("journal", 'date = "Datum"\naccount = "Order"\ndebit = "Betrag"\n', "credit"),
        ("contacts", 'number = "Order"\n', "contact"),
    ],
)
def test_what_a_kind_needs_must_be_a_column(kind: str, columns: str, lacks: str, tmp_path: Path) -> None:
    path, file = tmp_path / "layout.toml", tmp_path / "umsatz.csv"
    path.write_text(f'kind = "{kind}"\n[columns]\n{columns}', "utf-8")
    file.write_text("Order,Datum,Betrag\n1,13.02.2026,1.00\n", "utf-8")
    (fault,) = answer(file, path)["faults"]
    assert fault["code"] == "FILE-COLUMNS"
    assert lacks in fault["message"]


def test_payments_that_are_for_no_document_need_no_number(tmp_path: Path) -> None:
    layout = 'kind = "overpayments"\n[columns]\ndate = "Datum"\namount = "Betrag"\n'
    assert given(tmp_path, layout, "Order,Datum,Betrag\n1,13.02.2026,1.00\n")["records"] == 1


def test_each_known_layout_says_whence_it_is_and_is_told_by_its_own_headings(tmp_path: Path) -> None:
    ids = {layout.id for layout in known_layouts()}
    assert ids == {
        "quickbooks-iif", "shopify-orders", "square-items", "store-overpayments", "store-payments",
        "woocommerce-orders", "xero-contacts", "xero-credit-notes", "xero-invoices", "xero-journals",
    }  # fmt: skip
    for layout in known_layouts():
        assert layout.source
        assert layout.checked is not None
        if layout.marks:
            continue
        names = [c if isinstance(c, str) else str(c[0]) for c in layout.columns.values()]  # type: ignore[index]
        path = tmp_path / f"{layout.id}.csv"
        path.write_text(",".join(dict.fromkeys(names)) + "\n", "utf-8")
        (report,) = answer(path)["files"]
        assert (report["layout"], report["kind"]) == (layout.id, layout.kind)


def test_every_saying_is_said_somewhere() -> None:
    words = reading_words()
    code = "".join(path.read_text("utf-8") for path in (ROOT / "wizard" / "books").glob("*.py"))
    for table in (words.reasons, words.ignored, words.faults, words.notices):
        for name in table:
            assert f'"{name}"' in code, name


def test_every_field_has_a_name_for_a_person() -> None:
    assert set(reading_words().words.fields) == FIELDS


def test_payments_need_their_number_in_each_row(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS + ",13/02/2026,1.00,C,\n", "utf-8")
    (report,) = answer(path)["files"]
    assert report["faults"] == [{"line": 2, "column": "InvoiceNumber", "reason": "is blank"}]

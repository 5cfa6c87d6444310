"""Sheets: typed cells need no mark and no order, codes may have lost zeros, hostile ones are refused."""

import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.unit.books import workbooks
from tests.unit.books.reading import answer, assert_no_row_is_lost, read_path
from tests.unit.books.workbooks import write_ods, write_raw_xlsx, write_xlsx

OLD_WORKBOOK = Path(__file__).parent / "files" / "payments.xls"
PAYMENTS = ["InvoiceNumber", "Date", "Amount", "PaymentType", "Reference"]
ROWS = [
    PAYMENTS,
    ["INV-1", date(2026, 2, 3), 10.5, "Cash", ""],
    ["INV-2", date(2026, 4, 5), 0.1 + 0.2, "Cash", "x"],
]


def test_typed_cells_need_no_mark_and_no_order(tmp_path: Path) -> None:
    (file,) = answer(write_xlsx(tmp_path / "payments.xlsx", One=ROWS))["files"]
    assert (file["encoding"], file["delimiter"]) == (None, None)
    assert (file["decimal"], file["date_order"]) == (None, None)
    assert (file["kind"], file["layout"], file["sheet"]) == ("payments", "store-payments", "One")
    assert (file["rows"], file["records"], file["total"], file["faults"]) == (2, 2, "10.80", [])


def test_an_open_document_sheet_is_read_alike(tmp_path: Path) -> None:
    (file,) = answer(write_ods(tmp_path / "payments.ods", ROWS))["files"]
    assert (file["rows"], file["records"], file["total"]) == (2, 2, "10.80")


def test_a_workbook_of_the_nineties_is_read_alike() -> None:
    (file,) = answer(OLD_WORKBOOK)["files"]
    assert (file["rows"], file["records"], file["total"], file["header_line"]) == (2, 2, "30.75", 2)
    assert [notice["column"] for notice in file["notices"]] == ["InvoiceNumber"]


def test_a_line_is_the_sheets_row(tmp_path: Path) -> None:
    rows = [
        ["Corner Store"],
        [],
        PAYMENTS,
        ["I1", date(2026, 2, 3), 1, "C"],
        [],
        ["I2", "x", 2, "C"],
        ["Total", None, 3],
    ]
    (file,) = answer(write_xlsx(tmp_path / "payments.xlsx", One=rows))["files"]
    assert file["header_line"] == 3
    assert file["skipped"] == [
        {"line": 1, "reason": "before the headings"},
        {"line": 7, "reason": "the totals row"},
    ]
    assert file["faults"] == [{"line": 6, "column": "Date", "reason": "x is no date"}]


def test_codes_that_are_numbers_may_have_lost_zeros(tmp_path: Path) -> None:
    rows = [PAYMENTS, [12, date(2026, 2, 3), 10.5, "Cash", ""]]
    (file,) = answer(write_xlsx(tmp_path / "payments.xlsx", One=rows))["files"]
    assert file["notices"] == [
        {
            "column": "InvoiceNumber",
            "reason": "the codes in this column are numbers in the sheet: leading zeros may be lost",
        }
    ]
    text = [PAYMENTS, ["0012", date(2026, 2, 3), 10.5, "Cash", ""]]
    (file,) = answer(write_xlsx(tmp_path / "payments.xlsx", One=text))["files"]
    assert "notices" not in file


def test_text_in_a_sheet_is_decided_as_in_csv(tmp_path: Path) -> None:
    rows = [PAYMENTS, ["I1", "13.02.2026", "1.234,50", "C"], ["I2", "01.02.2026", 1.25, "C"]]
    (file,) = answer(write_xlsx(tmp_path / "payments.xlsx", One=rows))["files"]
    assert (file["decimal"], file["date_order"], file["total"]) == (",", "dmy", "1235.75")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (1.005, "1.005 has more places than the currency"),
        (date(2026, 2, 3), "2026-02-03 is no amount"),
        (True, "TRUE is no amount"),
        (1e17, "100000000000000000 is no amount"),
    ],
)
def test_a_cell_that_is_no_amount_is_a_fault(cell: workbooks.Value, reason: str, tmp_path: Path) -> None:
    rows = [PAYMENTS, ["I1", date(2026, 2, 3), cell, "C"], ["I2", date(2026, 2, 3), 1.0, "C"]]
    (file,) = answer(write_xlsx(tmp_path / "payments.xlsx", One=rows))["files"]
    assert file["faults"] == [{"line": 2, "column": "Amount", "reason": reason}]
    assert (file["rows"], file["records"], file["total"]) == (2, 1, "1.00")


def test_each_sheet_of_documents_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    contacts = [["ContactName", "EmailAddress"], ["Ann", "a@x.example"]]
    path = write_xlsx(tmp_path / "week.xlsx", Pay=ROWS, People=contacts, Notes=[["call the bank"]], Empty=[])
    found = answer(path)
    assert [(f["sheet"], f["kind"]) for f in found["files"]] == [("Pay", "payments"), ("People", "contacts")]
    assert found["ignored"] == [{"file": "week.xlsx", "reason": "sheet Notes holds no document"}]
    assert found["ok"]
    assert_no_row_is_lost(read_path(path))


def test_a_column_missing_in_one_sheet_is_asked_for(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "week.xlsx", Pay=ROWS, More=[["InvoiceNumber", "Date", "PaymentType"], ["a", "b", "c"]]
    )
    found = answer(path)
    assert len(found["files"]) == 1
    assert [(f["where"], f["code"]) for f in found["faults"]] == [("week.xlsx", "FILE-COLUMNS")]


def test_a_workbook_without_anything_is_empty(tmp_path: Path) -> None:
    (fault,) = answer(write_xlsx(tmp_path / "week.xlsx", One=[], Two=[]))["faults"]
    assert fault["code"] == "FILE-EMPTY"


SHEET = f'<worksheet xmlns="{workbooks._MAIN}"><sheetData>{{}}</sheetData></worksheet>'


def refused(path: Path) -> str:
    (fault,) = answer(path)["faults"]
    assert (fault["where"], fault["code"]) == (path.name, "FILE-UNREADABLE")
    return str(fault["message"])


def test_a_sheet_that_asks_for_all_memory_is_refused(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "memory" in refused(write_raw_xlsx(tmp_path / "a.xlsx", {"S": SHEET.format(cells)}))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = write_raw_xlsx(tmp_path / "a.xlsx", {"S": SHEET.format(" " * 450_000_000)})
    assert path.stat().st_size < 2_000_000
    assert "400 MB" in refused(path)


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = write_raw_xlsx(tmp_path / "a.xlsx", {"S": SHEET.format(" " * 450_000_000)})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        info = next(i for i in book.infolist() if i.filename.endswith("sheet1.xml"))
    true = struct.pack("<I", info.file_size)
    while (at := content.find(true)) >= 0:
        content[at : at + 4] = struct.pack("<I", 1000)
    path.write_bytes(content)
    assert "400 MB" in refused(path)


@pytest.mark.parametrize("cut", [30, 300, 900])
def test_a_workbook_cut_off_is_refused(cut: int, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", One=ROWS)
    path.write_bytes(path.read_bytes()[:-cut])
    refused(path)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("photo.jpg", "x")
    assert "a packed file" in refused(path)

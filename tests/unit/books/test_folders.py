"""A folder: each file is read, what needs a person's word is asked, what is no document is told."""
# ruff: noqa: E501 - lines as they stand in files

import os
from pathlib import Path

import pytest

from tests.unit.books.cases import INVOICES, PAYMENTS, SHOPIFY
from tests.unit.books.reading import answer

PAID = PAYMENTS + "INV-1,13/02/2026,10.50,EFTPOS,a\n"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name.replace("__", ".").replace("_", "-")).write_text(text, "utf-8")


def test_every_file_of_documents_is_read(tmp_path: Path) -> None:
    write(tmp_path, payments__csv=PAID, orders__csv=SHOPIFY, readme__pdf="x")
    (tmp_path / "last-week").mkdir()
    (tmp_path / ".hidden.csv").write_text(PAID, "utf-8")
    (tmp_path / "~$payments.xlsx").write_text("x", "utf-8")
    found = answer(tmp_path)
    assert found["ok"]
    assert [f["file"] for f in found["files"]] == ["orders.csv", "payments.csv"]
    assert {i["file"]: i["reason"] for i in found["ignored"]} == {
        "readme.pdf": "no table",
        "last-week": "a folder inside the folder",
        ".hidden.csv": "a hidden or temporary file",
        "~$payments.xlsx": "a hidden or temporary file",
    }


def test_a_question_leaves_the_files_that_were_read(tmp_path: Path) -> None:
    write(tmp_path, payments__csv=PAID, takings__csv="Beleg;Datum\n1;13.02.2026\n", empty__csv="")
    found = answer(tmp_path)
    assert not found["ok"]
    assert [f["file"] for f in found["files"]] == ["payments.csv"]
    assert {(f["where"], f["code"]) for f in found["faults"]} == {
        ("takings.csv", "FILE-COLUMNS"),
        ("empty.csv", "FILE-EMPTY"),
    }


def test_payouts_and_fees_stay_outside_and_are_told(tmp_path: Path) -> None:
    stripe = "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Transfer\nx,charge,y,1.00,0.10,0.90,aud,2026-02-03,z\n"
    paypal = '"Date","Time","TimeZone","Name","Type","Gross","Fee","Net","Transaction ID"\n"3/2/2026","1","x","y","z","1","0","1","t"\n'
    square = "Date,Time,Gross Sales,Tax,Total Collected,Fees,Net Total,Transaction ID\n2026-02-03,1,$1.00,$0,$1.00,-$0.10,$0.90,T\n"
    write(tmp_path, balance__csv=stripe, paypal__csv=paypal, transactions__csv=square, payments__csv=PAID)
    found = answer(tmp_path)
    assert found["ok"]
    assert {i["file"]: i["reason"] for i in found["ignored"]} == {
        "balance.csv": "payouts and fees of Stripe stay outside",
        "paypal.csv": "payouts and fees of PayPal stay outside",
        "transactions.csv": "payouts and fees of Square stay outside",
    }


def test_prose_is_no_document_of_a_folder_and_a_question_alone(tmp_path: Path) -> None:
    prose = "Dear Jo,\n\nplease send the week, as always, by Monday, noon.\nThanks\n"
    write(tmp_path, payments__csv=PAID, notes__txt=prose)
    found = answer(tmp_path)
    assert found["ok"]
    assert found["ignored"] == [{"file": "notes.txt", "reason": "no table"}]
    (fault,) = answer(tmp_path / "notes.txt")["faults"]
    assert (fault["code"], fault["where"]) == ("FILE-COLUMNS", "notes.txt")


def test_a_folder_without_any_file_is_empty(tmp_path: Path) -> None:
    (fault,) = answer(tmp_path)["faults"]
    assert (fault["where"], fault["code"]) == (tmp_path.name, "FILE-EMPTY")


def test_a_layout_that_was_given_is_for_the_files_that_have_its_columns(tmp_path: Path) -> None:
    folder = tmp_path / "week"
    folder.mkdir()
    write(folder, payments__csv=PAID, takings__csv="Beleg;Datum;Betrag\n1;13.02.2026;5,00\n",
          invoices__csv=INVOICES + "A,I1,13/02/2026,,A,1,1.00,S,G\n")  # fmt: skip
    layout = tmp_path / "layout.toml"
    layout.write_text(
        'kind = "payments"\n[columns]\nnumber = "Beleg"\ndate = "Datum"\namount = "Betrag"\n', "utf-8"
    )
    found = answer(folder, layout)
    assert found["ok"], found
    assert {f["file"]: f["layout"] for f in found["files"]} == {
        "payments.csv": "store-payments",
        "takings.csv": "given",
        "invoices.csv": "xero-invoices",
    }


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_links_in_a_circle_and_pipes_are_told(tmp_path: Path) -> None:
    write(tmp_path, payments__csv=PAID)
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    found = answer(tmp_path)
    assert found["ok"]
    assert {i["file"]: i["reason"] for i in found["ignored"]} == {
        "again": "a folder inside the folder",
        "loop.csv": "no ordinary file",
        "pipe.csv": "no ordinary file",
    }

"""`tillbridge books read`: what a store's files hold, in JSON and in words, without anything outside."""

from pathlib import Path

import pytest

from tests.journeys.program import Tillbridge

PAYMENTS = "InvoiceNumber,Date,Amount,PaymentType,Reference\n"
GOOD = "INV-1,13/02/2026,10.50,EFTPOS,a\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_a_file_read_whole_ends_with_zero(tillbridge: Tillbridge, tmp_path: Path) -> None:
    path = write(tmp_path / "payments.csv", PAYMENTS + GOOD)
    ended = tillbridge.run("books", "read", "--documents", path)
    assert ended.status == 0
    assert ended.answer == {
        "ok": True,
        "files": [
            {
                "file": "payments.csv", "kind": "payments", "layout": "store-payments", "encoding": "utf-8",
                "delimiter": ",", "header_line": 1,
                "columns": {"number": "InvoiceNumber", "date": "Date", "amount": "Amount",
                            "payment_type": "PaymentType", "reference": "Reference"},
                "date_order": "dmy", "decimal": ".", "rows": 1, "records": 1, "total": "10.50",
                "skipped": [], "excluded": [], "faults": [],
            }
        ],
    }  # fmt: skip


def test_the_answer_stands_before_or_after_the_verb(tillbridge: Tillbridge, tmp_path: Path) -> None:
    path = write(tmp_path / "payments.csv", PAYMENTS + GOOD)
    after = tillbridge.run_as_given("books", "read", "--documents", path, "--json")
    assert after.answer == tillbridge.run("books", "read", "--documents", path).answer


def test_lines_with_faults_end_with_one_and_the_good_ones_count(
    tillbridge: Tillbridge, tmp_path: Path
) -> None:
    path = write(tmp_path / "payments.csv", PAYMENTS + GOOD + "INV-2,14/02/2026,x,Cash,\n")
    ended = tillbridge.run("books", "read", "--documents", path)
    assert ended.status == 1
    (file,) = ended.answer["files"]
    assert (file["rows"], file["records"], file["total"]) == (2, 1, "10.50")
    assert file["faults"] == [{"line": 3, "column": "Amount", "reason": "x is no amount"}]


def test_what_a_person_must_say_ends_with_two_beside_what_was_read(
    tillbridge: Tillbridge, tmp_path: Path
) -> None:
    folder = tmp_path / "week"
    folder.mkdir()
    write(folder / "payments.csv", PAYMENTS + GOOD)
    write(folder / "more.csv", PAYMENTS + "INV-1,01/02/2026,10.50,EFTPOS,a\n")
    ended = tillbridge.run("books", "read", "--documents", folder)
    assert ended.faults == {("more.csv", "FILE-DATES")}
    assert [file["file"] for file in ended.answer["files"]] == ["payments.csv"]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("empty.csv", "", "FILE-EMPTY"),
        ("a.csv", "x,y\n1,2\n", "FILE-COLUMNS"),
        ("a.csv", "%PDF-1.4", "FILE-UNREADABLE"),
        ("a.xlsx", "PK\x03\x04", "FILE-UNREADABLE"),
    ],
)
def test_every_question_has_its_code(
    name: str, text: str, code: str, tillbridge: Tillbridge, tmp_path: Path
) -> None:
    path = write(tmp_path / name, text)
    assert tillbridge.run("books", "read", "--documents", path).faults == {(name, code)}


def test_a_file_that_is_not_there_ends_with_two(tillbridge: Tillbridge, tmp_path: Path) -> None:
    ended = tillbridge.run("books", "read", "--documents", tmp_path / "gone.csv")
    assert ended.faults == {("gone.csv", "FILE-UNREADABLE")}


def test_a_layout_is_used_and_its_faults_are_said_at_once(tillbridge: Tillbridge, tmp_path: Path) -> None:
    path = write(tmp_path / "umsatz.csv", "Nr;Datum;Betrag\n1;01.02.2026;1,50\n")
    columns = '[columns]\nnumber = "Nr"\ndate = "Datum"\namount = "Betrag"\n'
    layout = write(tmp_path / "l.toml", f'kind = "payments"\ndate_order = "dmy"\n{columns}')
    ended = tillbridge.run("books", "read", "--documents", path, "--layout", layout)
    (file,) = ended.answer["files"]
    assert (file["layout"], file["total"], file["decimal"]) == ("given", "1.50", ",")
    bad = write(tmp_path / "bad.toml", 'kind = "bills"\ndecimal = "x"\n[columns]\nprice = "Nr"\n')
    ended = tillbridge.run("books", "read", "--documents", path, "--layout", bad)
    assert ended.faults == {
        ("kind", "NOT-A-CHOICE"),
        ("decimal", "NOT-A-CHOICE"),
        ("columns.price", "UNKNOWN-KEY"),
    }


def test_a_person_is_told_in_words(tillbridge: Tillbridge, tmp_path: Path) -> None:
    folder = tmp_path / "week"
    folder.mkdir()
    write(folder / "payments.csv", PAYMENTS + GOOD + "INV-2,14/02/2026,x,Cash,\nTotal,,10.50,,\n")
    write(folder / "notes.pdf", "x")
    write(folder / "odd.csv", "x,y\n1,2\n")
    ended = tillbridge.run_as_given("books", "read", "--documents", folder)
    assert ended.status == 2
    assert ended.stdout.splitlines() == [
        "payments.csv: payments 1, total 10.50, rows 2",
        "  layout store-payments, headings in line 1, written in utf-8, dates dmy, decimal mark .",
        "  line 3: Amount: x is no amount",
        "  line 4: passed over, the totals row",
        "notes.pdf: not read, no table",
        "odd.csv: no layout knows these columns: x, y. Say which column is which.  [FILE-COLUMNS]",
    ]


def test_nothing_is_written_at_home(tillbridge: Tillbridge, tmp_path: Path) -> None:
    path = write(tmp_path / "payments.csv", PAYMENTS + GOOD)
    assert tillbridge.run("books", "read", "--documents", path).status == 0
    assert not list(tillbridge.home.glob("*"))


def test_the_layouts_that_a_store_chose_once_are_known(tillbridge: Tillbridge, tmp_path: Path) -> None:
    path = write(tmp_path / "umsatz-november.csv", "Nr;Datum;Betrag\n1;01.02.2026;1,50\n")
    assert tillbridge.run("books", "read", "--documents", path).faults == {(path.name, "FILE-COLUMNS")}
    own = tillbridge.home / "sites" / "store" / "books" / "layouts" / "umsatz-november.toml"
    own.parent.mkdir(parents=True)
    columns = '[columns]\nnumber = "Nr"\ndate = "Datum"\namount = "Betrag"\n'
    own.write_text(f'kind = "payments"\ndate_order = "dmy"\n{columns}', "utf-8")
    (file,) = tillbridge.run("books", "read", "--documents", path).answer["files"]
    assert (file["layout"], file["kind"], file["total"]) == ("given", "payments", "1.50")
    other = tillbridge.run("--site", "second", "books", "read", "--documents", path)
    assert other.faults == {(path.name, "FILE-COLUMNS")}, "another store chose nothing"

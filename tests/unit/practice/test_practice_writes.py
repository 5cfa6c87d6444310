"""How the practice Xero takes documents: batches, PUT and POST, changes, sums, payments, reading back."""

import json
from typing import Any

import pytest
from documents import credit_note, invoice, journal, line, messages, payment, received
from practice_driver import Driver

Json = dict[str, Any]
NO_ID = "00000000-0000-0000-0000-000000000000"


def send(driver: Driver, what: str, *documents: Json, **more: Any) -> Json:
    """Send documents, each judged by itself; return the whole answer."""
    reply = driver.write(
        what, {what: list(documents)}, **({"summarizeErrors": "false", "unitdp": "4"} | more)
    )
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def make(driver: Driver, what: str, document: Json, **more: Any) -> Json:
    (made,) = send(driver, what, document, **more)[what]
    assert made["StatusAttributeString"] == "OK", made
    return dict(made)


def read(driver: Driver, what: str, **query: str) -> list[Json]:
    reply = driver.read(what, driver.custom_token(), **query)
    assert reply.status_code == 200, reply.text
    return list(reply.json()[what.partition("/")[0]])


# --- batches


def test_each_element_of_a_batch_has_its_own_state_in_its_own_place(driver: Driver) -> None:
    batch = [invoice(), invoice(DueDate=None), invoice()]
    rows = send(driver, "Invoices", *batch)["Invoices"]
    assert [row["StatusAttributeString"] for row in rows] == ["OK", "ERROR", "OK"]
    assert [row["InvoiceNumber"] for row in rows] == [one["InvoiceNumber"] for one in batch]
    assert [row["InvoiceID"] == NO_ID for row in rows] == [False, True, False]
    assert [row["HasErrors"] for row in rows] == [False, True, False]


@pytest.mark.parametrize("said", [{}, {"summarizeErrors": "true"}])
def test_summarised_only_the_refused_are_named_though_the_others_were_taken(
    driver: Driver, said: dict[str, str]
) -> None:
    batch = [invoice(DueDate=None if number == 7 else "2026-12-04") for number in range(50)]
    reply = driver.write("Invoices", {"Invoices": batch}, **said)
    (element,) = reply.json()["Elements"]
    assert (reply.status_code, reply.json()["ErrorNumber"]) == (400, 10)
    assert element["InvoiceNumber"] == batch[7]["InvoiceNumber"]
    assert len(read(driver, "Invoices")) == 49


def test_a_batch_of_which_some_are_there_already(driver: Driver) -> None:
    batch = [invoice() for _ in range(4)]
    send(driver, "Invoices", *batch[:2])
    rows = send(driver, "Invoices", *batch)["Invoices"]
    assert [row["StatusAttributeString"] for row in rows] == ["ERROR", "ERROR", "OK", "OK"]
    assert len(read(driver, "Invoices")) == 4


def test_twice_the_same_number_in_one_batch(driver: Driver) -> None:
    one = invoice()
    rows = send(driver, "Invoices", one, one)["Invoices"]
    assert [row["StatusAttributeString"] for row in rows] == ["OK", "ERROR"]


@pytest.mark.parametrize("shape", [lambda one: {"Invoices": [one]}, lambda one: [one], lambda one: one])
def test_a_body_may_be_an_envelope_a_list_or_one_document(driver: Driver, shape: Any) -> None:
    one = invoice()
    assert driver.write("Invoices", shape(one)).status_code == 200
    assert [row["InvoiceNumber"] for row in read(driver, "Invoices")] == [one["InvoiceNumber"]]


@pytest.mark.parametrize(
    "change",
    [
        {"Date": "20/11/2026"},
        {"Date": "/Date(99999999999999999)/"},
        {"LineItems": "none"},
        {"Contact": "Adam"},
        {"LineItems": [line(UnitAmount="twenty")]},
        {"LineItems": [line(UnitAmount="1e400")]},
        {"LineItems": [line(Quantity=True)]},
        {"InvoiceNumber": {"a": 1}},
    ],
)
def test_what_cannot_be_read_refuses_the_whole_request(driver: Driver, change: Json) -> None:
    reply = driver.write("Invoices", [invoice(), invoice(**change)], summarizeErrors="false")
    assert (reply.status_code, reply.json()["Type"]) == (400, "PostDataInvalidException")
    assert read(driver, "Invoices") == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b"[]", b'{"Invoices": []}', b"\xff", b"[" * 100_000, b"[NaN]", b'"text"']
)
def test_a_body_that_is_no_list_of_documents_is_refused(driver: Driver, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {driver.custom_token()}"}
    reply = driver.http.put(driver.xero["api"] + "Invoices", data=body, headers=headers, timeout=10)
    assert (reply.status_code, reply.json()["Type"]) == (400, "PostDataInvalidException")


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ("2026-11-20", 20),
        ("2026-11-20T23:59:00", 20),
        ("/Date(1795132800000+0000)/", 20),
        ("2026-11-20T00:00:00+13:00", 19),
        ("/Date(1795086000000+1300)/", 19),
        ("2026-11-20T20:00:00-08:00", 21),
    ],
)
def test_a_day_with_a_time_zone_is_the_day_in_utc(driver: Driver, sent: str, day: int) -> None:
    made = make(driver, "Invoices", invoice(Date=sent))
    assert made["DateString"] == f"2026-11-{day}T00:00:00"


def test_journals_need_the_reporting_permission(driver: Driver) -> None:
    driver.services.change_in_xero("Actions", "CreateManualJournal", Status="NOT-ALLOWED")
    reply = driver.write("ManualJournals", [journal()])
    assert (reply.status_code, "reporting role" in reply.json()["Detail"]) == (403, True)


# --- PUT and POST


def test_post_changes_the_invoice_of_that_number(driver: Driver) -> None:
    first = make(driver, "Invoices", invoice(InvoiceNumber="W-1"))
    changed = invoice(line(UnitAmount=30), InvoiceNumber="w-1", Reference="again")
    second = make(driver, "Invoices", changed, method="POST")
    assert (second["InvoiceID"], second["Total"], second["Reference"]) == (first["InvoiceID"], 30.0, "again")
    assert second["InvoiceNumber"] == "W-1"
    assert len(read(driver, "Invoices")) == 1


def test_post_by_id_leaves_what_was_not_sent(driver: Driver) -> None:
    first = make(driver, "Invoices", invoice(Status="DRAFT", Reference="kept"))
    sent = {"Status": "AUTHORISED"}
    reply = driver.write(f"Invoices/{first['InvoiceID']}", sent, method="POST")
    (second,) = reply.json()["Invoices"]
    for key in ("InvoiceNumber", "Reference", "Total", "Date", "DueDate", "LineItems", "Contact"):
        assert second[key] == first[key]
    assert (second["Status"], second["AmountDue"]) == ("AUTHORISED", 22.0)


def test_bills_may_share_a_number(driver: Driver) -> None:
    bill = invoice(line(AccountCode="400", TaxType="INPUT"), Type="ACCPAY")
    rows = send(driver, "Invoices", bill, bill)["Invoices"]
    assert [row["StatusAttributeString"] for row in rows] == ["OK", "OK"]


def test_a_sale_without_a_number_gets_one(driver: Driver) -> None:
    sent = [invoice(InvoiceNumber=number) for number in (None, "INV-0002", None)]
    numbers = [row["InvoiceNumber"] for row in send(driver, "Invoices", *sent)["Invoices"]]
    assert numbers == ["INV-0001", "INV-0002", "INV-0003"]


def test_a_contact_is_found_by_number_before_name_and_changed_by_post(driver: Driver) -> None:
    changed = {"ContactNumber": "C-1001", "Name": "Adam B. Brown"}
    made = make(driver, "Contacts", changed, method="POST")
    (seen,) = read(driver, "Contacts", where='ContactNumber=="C-1001"')
    assert (seen["ContactID"], seen["Name"], seen["EmailAddress"]) == (
        made["ContactID"],
        "Adam B. Brown",
        "adam.brown@practice.example",
    )


def test_an_archived_contact_can_be_taken_back(driver: Driver) -> None:
    (old,) = read(driver, "Contacts", where='ContactStatus=="ARCHIVED"', includeArchived="true")
    back = {"ContactID": old["ContactID"], "ContactStatus": "ACTIVE"}
    make(driver, "Contacts", back, method="POST")
    make(driver, "Invoices", invoice(Contact={"ContactID": old["ContactID"]}))


# --- statuses


def test_an_unpaid_invoice_is_voided_and_a_draft_deleted(driver: Driver) -> None:
    sale, draft = make(driver, "Invoices", invoice()), make(driver, "Invoices", invoice(Status="DRAFT"))
    void = {"InvoiceNumber": sale["InvoiceNumber"], "Status": "VOIDED"}
    drop = {"InvoiceID": draft["InvoiceID"], "Status": "DELETED"}
    rows = send(driver, "Invoices", void, drop, method="POST")["Invoices"]
    assert [(row["Status"], row["AmountDue"]) for row in rows] == [("VOIDED", 0.0), ("DELETED", 0.0)]


@pytest.mark.parametrize(
    ("before", "after"), [("AUTHORISED", "DRAFT"), ("AUTHORISED", "DELETED"), ("DRAFT", "VOIDED")]
)
def test_a_status_that_may_not_follow_is_refused(driver: Driver, before: str, after: str) -> None:
    made = make(driver, "Invoices", invoice(Status=before))
    reply = driver.write("Invoices", [{"InvoiceID": made["InvoiceID"], "Status": after}], method="POST")
    assert messages(reply) == ["The document cannot be given this status"]


def test_a_partly_paid_invoice_cannot_be_edited(driver: Driver) -> None:
    made = make(driver, "Invoices", invoice())
    make(driver, "Payments", payment(made["InvoiceNumber"], Amount="1"))
    changed = {"InvoiceID": made["InvoiceID"], "Reference": "x"}
    assert messages(driver.write("Invoices", [changed], method="POST")) == [
        "This document cannot be edited as it has a payment or credit note allocated to it."
    ]


def test_an_invoice_of_nothing_is_paid_at_once(driver: Driver) -> None:
    made = make(driver, "Invoices", invoice(line(UnitAmount=0)))
    assert (made["Status"], made["AmountDue"]) == ("PAID", 0.0)


# --- sums

SUMS = [
    ("Inclusive", [("1", "0.05")], (0.05, 0.0, 0.05)),
    ("Inclusive", [("1", "0.06")], (0.05, 0.01, 0.06)),
    ("Inclusive", [("2", "39.99")], (72.71, 7.27, 79.98)),
    ("Exclusive", [("1", "0.05")], (0.05, 0.01, 0.06)),
    ("Exclusive", [("1", "0.04")], (0.04, 0.0, 0.04)),
    # Tax is rounded line by line and then added up: 3 times 0.005 is 0.03, not 0.02.
    ("Exclusive", [("1", "0.05")] * 3, (0.15, 0.03, 0.18)),
    ("Exclusive", [("3", "6.667")], (20.0, 2.0, 22.0)),
    ("NoTax", [("1", "22.00")], (22.0, 0.0, 22.0)),
    ("Inclusive", [("1", "22.00"), ("1", "-2.00")], (18.18, 1.82, 20.0)),
]


@pytest.mark.parametrize(("kind", "lines", "expected"), SUMS)
def test_totals_are_xeros(
    driver: Driver, kind: str, lines: list[tuple[str, str]], expected: tuple[float, float, float]
) -> None:
    rows = [line(Quantity=quantity, UnitAmount=price) for quantity, price in lines]
    made = make(driver, "Invoices", invoice(*rows, LineAmountTypes=kind))
    assert (made["SubTotal"], made["TotalTax"], made["Total"]) == expected


def test_amounts_are_exclusive_of_tax_when_nothing_is_said(driver: Driver) -> None:
    made = make(driver, "Invoices", invoice(LineAmountTypes=None))
    assert (made["LineAmountTypes"], made["Total"]) == ("Exclusive", 24.2)


def test_a_discount_is_taken_from_its_line(driver: Driver) -> None:
    rows = [line(UnitAmount="39.99", Quantity=2, DiscountRate="20"), line(DiscountAmount="2.00")]
    made = make(driver, "Invoices", invoice(*rows))
    assert [row["LineAmount"] for row in made["LineItems"]] == [63.98, 20.0]


def test_a_tax_amount_that_is_sent_is_kept(driver: Driver) -> None:
    made = make(driver, "Invoices", invoice(line(TaxAmount="1.99")))
    assert (made["TotalTax"], made["Total"]) == (1.99, 22.0)


def test_a_line_may_give_its_amount_alone(driver: Driver) -> None:
    made = make(driver, "Invoices", invoice(line(Quantity=None, UnitAmount=None, LineAmount="12.34")))
    assert (made["LineItems"][0]["UnitAmount"], made["Total"]) == (12.34, 12.34)


def test_a_journal_counts_tax_on_top(driver: Driver) -> None:
    rows = [
        {"AccountCode": "640", "LineAmount": "110.00", "TaxType": "BASEXCLUDED"},
        {"AccountCode": "200", "LineAmount": "-100.00", "TaxType": "OUTPUT"},
    ]
    make(driver, "ManualJournals", journal(JournalLines=rows, LineAmountTypes="Exclusive"))
    refused = driver.write("ManualJournals", [journal(JournalLines=rows)])
    assert messages(refused) == ["The total debits (110.00) must equal total credits (-100.00)"]


def test_a_journal_is_a_draft_unless_it_is_posted_and_two_alike_are_two(driver: Driver) -> None:
    rows = send(driver, "ManualJournals", journal(Status=None), journal(Status=None))["ManualJournals"]
    assert [row["Status"] for row in rows] == ["DRAFT", "DRAFT"]
    assert rows[0]["ManualJournalID"] != rows[1]["ManualJournalID"]
    posted = {"ManualJournalID": rows[0]["ManualJournalID"], "Status": "POSTED"}
    made = make(driver, "ManualJournals", posted, method="POST")
    assert (made["Narration"], made["Status"], len(made["JournalLines"])) == (
        "Takings 20 November",
        "POSTED",
        2,
    )


# --- payments


def test_payments_pay_an_invoice_off(driver: Driver) -> None:
    number = make(driver, "Invoices", invoice())["InvoiceNumber"]
    first = make(driver, "Payments", payment(number, Amount="10.00", Account={"Code": "640"}))
    by_id = {"AccountID": "5b6acf31-0bc1-5efd-80fd-2d7acd853e88"}  # a bank account, which has no code
    make(driver, "Payments", payment(number, Amount="12.00", Account=by_id))
    (seen,) = read(driver, f"Invoices/{number}")
    assert (seen["Status"], seen["AmountPaid"], seen["AmountDue"]) == ("PAID", 22.0, 0.0)
    assert seen["FullyPaidOnDate"] == "/Date(1795132800000+0000)/"
    assert [row["Amount"] for row in seen["Payments"]] == [10.0, 12.0]
    assert (first["PaymentType"], first["Invoice"]["InvoiceNumber"]) == ("ACCRECPAYMENT", number)


def test_two_payments_of_one_batch_cannot_pay_more_than_is_due(driver: Driver) -> None:
    number = make(driver, "Invoices", invoice())["InvoiceNumber"]
    rows = send(driver, "Payments", payment(number), payment(number))["Payments"]
    assert [row["StatusAttributeString"] for row in rows] == ["OK", "ERROR"]


def test_a_deleted_payment_is_due_again(driver: Driver) -> None:
    number = make(driver, "Invoices", invoice())["InvoiceNumber"]
    made = make(driver, "Payments", payment(number))
    driver.write(f"Payments/{made['PaymentID']}", {"Status": "DELETED"}, method="POST")
    (seen,) = read(driver, f"Invoices/{number}")
    assert (seen["Status"], seen["AmountDue"], seen["Payments"]) == ("AUTHORISED", 22.0, [])
    assert "FullyPaidOnDate" not in seen


def test_a_credit_note_is_refunded_by_a_payment(driver: Driver) -> None:
    note = make(driver, "CreditNotes", credit_note())
    refund = payment("", Invoice=None, CreditNote={"CreditNoteNumber": note["CreditNoteNumber"]}, Amount="5")
    assert make(driver, "Payments", refund)["PaymentType"] == "ARCREDITPAYMENT"
    (seen,) = read(driver, f"CreditNotes/{note['CreditNoteID']}")
    assert (seen["RemainingCredit"], seen["Status"]) == (17.0, "AUTHORISED")


def test_an_overpayment_and_a_prepayment_are_made_by_bank_transactions(driver: Driver) -> None:
    row = {"Description": "Too much", "LineAmount": "5"}
    over = make(driver, "BankTransactions", received(row, Type="RECEIVE-OVERPAYMENT"))
    pre = make(driver, "BankTransactions", received(Type="RECEIVE-PREPAYMENT"))
    number = make(driver, "Invoices", invoice())["InvoiceID"]
    for kind, made, amount in (("Overpayments", over, "5.00"), ("Prepayments", pre, "17.00")):
        allocation = {"Amount": amount, "Date": "2026-11-20", "Invoice": {"InvoiceID": number}}
        id_ = made[f"{kind.removesuffix('s')}ID"]
        reply = driver.write(f"{kind}/{id_}/Allocations", {"Allocations": [allocation]})
        assert reply.status_code == 200, reply.text
    (seen,) = read(driver, f"Invoices/{number}")
    assert (seen["Status"], seen["AmountCredited"]) == ("PAID", 22.0)
    (left,) = read(driver, "Prepayments")
    assert (left["RemainingCredit"], left["TotalTax"]) == (5.0, 2.0)
    (spent,) = read(driver, "Overpayments")
    assert (spent["RemainingCredit"], spent["Status"]) == (0.0, "PAID")


def test_a_spent_bank_transaction_can_be_deleted_once(driver: Driver) -> None:
    made = make(driver, "BankTransactions", received())
    gone = {"BankTransactionID": made["BankTransactionID"], "Status": "DELETED"}
    assert make(driver, "BankTransactions", gone, method="POST")["Status"] == "DELETED"
    assert messages(driver.write("BankTransactions", [gone], method="POST")) == [
        "Bank Transaction not of valid status for modification"
    ]


# --- reading back


def test_without_pages_documents_come_without_their_lines(driver: Driver) -> None:
    make(driver, "Invoices", invoice())
    (brief,) = read(driver, "Invoices")
    (whole,) = read(driver, "Invoices", page="1")
    assert (brief["LineItems"], len(whole["LineItems"])) == ([], 1)
    assert read(driver, "Invoices", page="1", summaryOnly="true")[0]["LineItems"] == []


def test_pages_are_cut_and_counted(driver: Driver) -> None:
    send(driver, "Invoices", *(invoice(InvoiceNumber=f"P-{number}") for number in range(7)))
    reply = driver.read("Invoices", driver.custom_token(), page="2", pageSize="3").json()
    assert [row["InvoiceNumber"] for row in reply["Invoices"]] == ["P-3", "P-4", "P-5"]
    assert reply["pagination"] == {"page": 2, "pageSize": 3, "pageCount": 3, "itemCount": 7}
    assert read(driver, "Invoices", page="4", pageSize="3") == []


def test_filters_find_what_they_are_after(driver: Driver) -> None:
    other = {"ContactNumber": "C-1003"}
    sent = [
        invoice(InvoiceNumber="F-1", Date="2026-11-18"),
        invoice(line(UnitAmount=99), InvoiceNumber="F-2", Contact=other, Reference="Table 9"),
        invoice(InvoiceNumber="F-3", Status="DRAFT"),
    ]
    made = send(driver, "Invoices", *sent)["Invoices"]
    cafe = made[1]["Contact"]["ContactID"]
    for query, found in (
        ({"InvoiceNumbers": "F-1,f-3,F-9"}, "F-1 F-3"),
        ({"IDs": made[1]["InvoiceID"]}, "F-2"),
        ({"Statuses": "DRAFT,PAID"}, "F-3"),
        ({"ContactIDs": cafe}, "F-2"),
        ({"searchTerm": "table"}, "F-2"),
        ({"createdByMyApp": "true"}, "F-1 F-2 F-3"),
        ({"where": 'Status=="AUTHORISED" AND Total>50'}, "F-2"),
        ({"where": 'Date>=DateTime(2026,11,19) && Status!="DRAFT"'}, "F-2"),
        ({"where": f'Contact.ContactID==Guid("{cafe}") OR InvoiceNumber=="F-1"'}, "F-1 F-2"),
        ({"where": '!(InvoiceNumber.StartsWith("F-1")) AND Reference!=null'}, "F-2 F-3"),
        ({"where": 'Reference.ToLower()=="table 9"'}, "F-2"),
        ({"where": "AmountDue<22.01", "order": "InvoiceNumber DESC"}, "F-3 F-1"),
        ({"order": "Total DESC,InvoiceNumber DESC"}, "F-2 F-3 F-1"),
    ):
        assert " ".join(row["InvoiceNumber"] for row in read(driver, "Invoices", **query)) == found, query


def test_another_apps_documents_are_not_created_by_mine(driver: Driver) -> None:
    make(driver, "Invoices", invoice())
    mine = driver.connect()["access_token"]
    reply = driver.read("Invoices", mine, driver.tenant(mine), createdByMyApp="true")
    assert reply.json()["Invoices"] == []


def test_if_modified_since_leaves_out_what_is_older(driver: Driver) -> None:
    make(driver, "Invoices", invoice(InvoiceNumber="OLD"))
    driver.services.clock.advance(3600)
    moment = driver.services.clock.today()
    make(driver, "Invoices", invoice(InvoiceNumber="NEW"))
    access = {"Authorization": f"Bearer {driver.custom_token()}"}
    for since in (moment.isoformat(), f"{moment:%Y-%m-%dT%H:%M:%S}", f"{moment:%a, %d %b %Y %H:%M:%S} GMT"):
        headers = access | {"If-Modified-Since": since}
        rows = driver.get(driver.xero["api"] + "Invoices", headers=headers).json()["Invoices"]
        assert [row["InvoiceNumber"] for row in rows] == ["NEW"], since


def test_if_modified_since_holds_for_the_chart_too(driver: Driver) -> None:
    headers = {"Authorization": f"Bearer {driver.custom_token()}", "If-Modified-Since": "2026-10-01T00:00:00"}
    address = driver.xero["api"] + "Accounts"
    assert driver.get(address, headers=headers).json()["Accounts"] == []
    driver.services.change_in_xero("Accounts", "203", Status="ARCHIVED")
    (changed,) = driver.get(address, headers=headers).json()["Accounts"]
    assert (changed["Code"], changed["Status"]) == ("203", "ARCHIVED")


def test_one_document_is_read_by_number_or_id_and_a_stranger_is_not_found(driver: Driver) -> None:
    made = make(driver, "Invoices", invoice(InvoiceNumber="R-1"))
    for name in ("R-1", made["InvoiceID"], made["InvoiceID"].upper()):
        assert read(driver, f"Invoices/{name}")[0]["InvoiceID"] == made["InvoiceID"]
    token = driver.custom_token()
    for what in ("Invoices/R-2", "Payments/nothing", "CreditNotes/x/Allocations", "Invoices/R-1/History"):
        assert driver.read(what, token).status_code in (404, 405), what
    assert driver.write("Invoices/R-2", {}, method="POST").status_code == 404
    assert driver.write("CreditNotes/x/Allocations", [{"Amount": 1}]).status_code == 404


def test_writing_needs_the_whole_scope_of_its_kind(driver: Driver) -> None:
    reading = driver.client_credentials(scope="accounting.invoices.read accounting.payments").json()[
        "access_token"
    ]
    reply = driver.write("Invoices", [invoice()], reading)
    assert (reply.status_code, reply.headers["WWW-Authenticate"]) == (401, "insufficient_scope")
    assert driver.read("Invoices", reading).status_code == 200
    assert driver.write("Payments", [payment("X")], reading).status_code == 400


def test_what_is_read_alone_says_so(driver: Driver) -> None:
    for what in ("Overpayments", "Prepayments", "Accounts", "Organisation"):
        reply = driver.write(what, [{}])
        assert (reply.status_code, reply.headers["Allow"]) == (405, "GET"), what
    reply = driver.write("Invoices", [{}], method="DELETE")
    assert (reply.status_code, reply.headers["Allow"]) == (405, "GET, POST, PUT")


# --- bodies


def test_a_body_of_up_to_four_megabytes_is_taken(driver: Driver) -> None:
    rows = [line(Description="x" * 3990) for _ in range(1000)]
    big = invoice(*rows)
    assert 3_900_000 < len(json.dumps(big)) < 4 * 1024 * 1024
    assert driver.write("Invoices", big).status_code == 200
    larger = invoice(*rows, *rows[:200])
    reply = driver.write("Invoices", larger)
    assert (reply.status_code, reply.json()["Title"]) == (413, "RequestEntityTooLarge")
    assert len(read(driver, "Invoices")) == 1

"""Documents written to and read from the practice Xero, held against Xero's OpenAPI file."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from documents import contact, credit_note, invoice, journal, payment, received
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from practice_driver import Driver
from test_practice_accounting import read_spec

Json = dict[str, Any]
WRITES: list[tuple[str, str, Callable[[], Json], Json]] = [
    ("Contacts", "Contact", contact, {"Name": ""}),
    ("Invoices", "Invoice", invoice, {"DueDate": ""}),
    ("CreditNotes", "CreditNote", credit_note, {"Date": "2026-06-30"}),
    ("Payments", "Payment", lambda: payment("WEB-OPEN"), {"Amount": 1000}),
    ("BankTransactions", "BankTransaction", received, {"BankAccount": {"Code": "640"}}),
    ("ManualJournals", "ManualJournal", journal, {"Narration": ""}),
]
READ_ALONE = [("Overpayments", "Overpayment"), ("Prepayments", "Prepayment")]
# Xero sends these, and its OpenAPI file does not name them for each kind.
UNNAMED = {"HasValidationErrors", "ValidationErrors", "StatusAttributeString", "Warnings", "HasErrors", "ID"}


@pytest.fixture(scope="module")
def spec() -> OpenAPI:
    return read_spec("xero_accounting.yaml")


def numbers(whole: Any) -> Any:
    """Amounts as an app sends them that keeps to the file: as numbers."""
    if isinstance(whole, dict):
        return {key: _number(key, numbers(value)) for key, value in whole.items()}
    return [numbers(row) for row in whole] if isinstance(whole, list) else whole


def _number(key: str, value: Any) -> Any:
    return float(value) if key in {"Amount", "UnitAmount", "LineAmount", "Quantity"} else value


def check(spec: OpenAPI, method: str, path: str, reply: Any, body: Any = None, **query: str) -> Any:
    request = MockRequest(
        "https://api.xero.com",
        method,
        f"/api.xro/2.0/{path}",
        headers={"xero-tenant-id": "x", "Idempotency-Key": "k"},
        args=query,
        data=None if body is None else json.dumps(body).encode(),
        content_type="application/json",
    )
    spec.validate_request(request)
    response = MockResponse(reply.content, reply.status_code, content_type="application/json")
    spec.validate_response(request, response)
    return reply.json()


def known(spec: OpenAPI, schema: str) -> set[str]:
    return set((spec.spec / "components" / "schemas" / schema / "properties").read_value())


@pytest.mark.parametrize(("what", "schema", "make", "fault"), WRITES, ids=[row[0] for row in WRITES])
def test_each_write_is_one_that_xero_could_answer(
    driver: Driver, spec: OpenAPI, what: str, schema: str, make: Callable[[], Json], fault: Json
) -> None:
    driver.write("Invoices", [invoice(InvoiceNumber="WEB-OPEN")])
    good = numbers(make())
    body = {what: [good, good | fault]}
    reply = driver.write(what, body, summarizeErrors="false", unitdp="4")
    answer = check(spec, "put", what, reply, {what: [good]}, summarizeErrors="false")
    made, refused = answer[what]
    assert (made["StatusAttributeString"], refused["StatusAttributeString"]) == ("OK", "ERROR")
    assert made.keys() <= known(spec, schema) | UNNAMED | {"DateString", "DueDateString"}
    for date in re.findall(r'"(?:Date|DueDate|UpdatedDateUTC)": "([^"]*)"', reply.text.split(', {"')[0]):
        assert re.fullmatch(r"/Date\(-?\d+\+0000\)/", date)
    summarised = driver.write(what, {what: [numbers(make()) | fault]}, method="POST")
    answer = check(spec, "put", what, summarised, {what: [good]})
    assert (answer["ErrorNumber"], answer["Type"], answer["Message"]) == (
        10,
        "ValidationException",
        "A validation exception occurred",
    )


@pytest.mark.parametrize(
    ("what", "schema"), [*((row[0], row[1]) for row in WRITES), *READ_ALONE], ids=lambda value: value
)
def test_each_read_of_documents_is_one_that_xero_could_give(
    driver: Driver, spec: OpenAPI, what: str, schema: str
) -> None:
    driver.write("Invoices", [invoice(InvoiceNumber="WEB-OPEN")])
    for kind, _, make, _ in WRITES:
        driver.write(kind, [make()])
    row = {"Description": "Too much", "LineAmount": 5}
    driver.write("BankTransactions", [received(row, Type="RECEIVE-OVERPAYMENT")])
    driver.write("BankTransactions", [received(Type="RECEIVE-PREPAYMENT")])
    token = driver.custom_token()
    for query in ({}, {"page": "1", "pageSize": "2"}):
        answer = check(spec, "get", what, driver.read(what, token, **query), **query)
        assert answer[what]
        assert ("pagination" in answer) is bool(query)
        for one in answer[what]:
            assert one.keys() <= known(spec, schema) | {
                "HasValidationErrors",
                "DateString",
                "DueDateString",
                "ID",
            }


def test_an_allocation_is_one_that_xero_could_answer(driver: Driver, spec: OpenAPI) -> None:
    (sale,) = driver.write("Invoices", [invoice()]).json()["Invoices"]
    (note,) = driver.write("CreditNotes", [credit_note()]).json()["CreditNotes"]
    body = {
        "Allocations": [{"Amount": 1.0, "Date": "2026-11-20", "Invoice": {"InvoiceID": sale["InvoiceID"]}}]
    }
    path = f"CreditNotes/{note['CreditNoteID']}/Allocations"
    reply = driver.write(path, body)
    answer = check(spec, "put", path, reply, body)
    assert answer["Allocations"][0].keys() <= known(spec, "Allocation") | UNNAMED

"""Sends a store's documents to the practice Xero over HTTP, and says what it answered of each."""

import tomllib
from collections.abc import Iterator
from typing import Any, Literal

import requests

from wizard.books.match import Matched, MatchedLine, Matcher, Meant
from wizard.model.chart import Account
from wizard.model.documents import Contact, CreditNote, Document, Invoice, Journal, Line, Overpayment, Payment
from wizard.practice import PracticeServices

Json = dict[str, Any]
Answer = Literal["taken", "refused", "lessened"]
"""`lessened`: taken with a warning, or without something that was sent."""
_BATCH = 50


class PracticeSender:
    """An app with the store's custom connection."""

    def __init__(self, services: PracticeServices, matcher: Matcher) -> None:
        self._matcher = matcher
        self._xero = tomllib.loads(services.services_file.read_text("utf-8"))["xero"]
        self._http = requests.Session()
        self._http.trust_env = False
        pair = (services.logins["api-key"], services.logins["api-secret"])
        grant = {"grant_type": "client_credentials"}
        token = self._http.post(self._xero["token"], data=grant, auth=pair, timeout=10).json()
        self._http.headers["Authorization"] = f"Bearer {token['access_token']}"
        self._ids: dict[str, str] = {}

    def send(self, documents: list[Document]) -> Iterator[tuple[Document, Answer, list[str]]]:
        """Send them kind by kind, as they hang on each other, and yield what came of each."""
        for kind, what in (
            (Contact, "Contacts"), (Invoice, "Invoices"), (CreditNote, "CreditNotes"),
            (Payment, "Payments"), (Overpayment, "BankTransactions"), (Journal, "ManualJournals"),
        ):  # fmt: skip
            ours = [one for one in documents if isinstance(one, kind)]
            for start in range(0, len(ours), _BATCH):
                yield from self._batch(what, ours[start : start + _BATCH])
        self._http.close()

    def allocate(self, note: CreditNote, number: str) -> list[str]:
        """Take a credit note from an invoice and return what Xero said against it."""
        allocation = {
            "Amount": str(note.total), "Date": note.day.isoformat(),
            "Invoice": {"InvoiceID": self._ids[number]},
        }  # fmt: skip
        address = f"{self._xero['api']}CreditNotes/{self._ids[note.number]}/Allocations"
        reply = self._http.put(address, json={"Allocations": [allocation]}, timeout=10)
        return [] if reply.status_code == 200 else [error["Message"] for error in _errors(reply.json())]

    def _batch(self, what: str, documents: list[Any]) -> Iterator[tuple[Document, Answer, list[str]]]:
        bodies = [self._body(self._matcher.match(one)) for one in documents]
        method = "POST" if what == "Contacts" else "PUT"
        query = {"summarizeErrors": "false", "unitdp": "4"}
        reply = self._http.request(
            method, self._xero["api"] + what, json={what: bodies}, params=query, timeout=30
        )
        assert reply.status_code == 200, reply.text
        for document, body, row in zip(documents, bodies, reply.json()[what], strict=True):
            said = [error["Message"] for error in row.get("ValidationErrors", [])]
            if not said and what in {"Invoices", "CreditNotes"}:
                self._ids[document.number] = row[what[:-1] + "ID"]
            less = [warning["Message"] for warning in row.get("Warnings", [])] or _less(body, row)
            yield document, "refused" if said else "lessened" if less else "taken", said or less

    def _body(self, matched: Matched) -> Json:
        document = matched.document
        match document:
            case Contact():
                party = document.party
                return _filled(Name=party.name, AccountNumber=party.code, EmailAddress=party.email)
            case Invoice():
                due = document.due.isoformat() if document.due else ""
                return self._sale(matched, Type="ACCREC", InvoiceNumber=document.number, DueDate=due)
            case CreditNote():
                return self._sale(matched, Type="ACCRECCREDIT", CreditNoteNumber=document.number)
            case Payment():
                return {
                    "Invoice": {"InvoiceNumber": document.number}, "Account": _account(matched.payment),
                    "Date": document.day.isoformat(), "Amount": str(document.amount),
                }  # fmt: skip
            case Overpayment():
                line = {"Description": "Overpaid", "LineAmount": str(document.amount)}
                return {
                    "Type": "RECEIVE-OVERPAYMENT", "Contact": {"Name": document.contact.name},
                    "BankAccount": _account(matched.payment), "Date": document.day.isoformat(),
                    "LineItems": [line],
                }  # fmt: skip
            case Journal():
                lines = [_line(line) | {"LineAmount": str(line.line.amount)} for line in matched.lines]
                return {
                    "Narration": document.narration, "Date": document.day.isoformat(), "Status": "POSTED",
                    "LineAmountTypes": "Inclusive", "JournalLines": lines,
                }  # fmt: skip

    def _sale(self, matched: Matched, **more: str) -> Json:
        document = matched.document
        assert isinstance(document, Invoice | CreditNote)
        lines = [
            _line(line) | {"Quantity": str(line.line.quantity), "UnitAmount": str(line.line.unit)}
            for line in matched.lines
            if isinstance(line.line, Line)
        ]
        return _filled(**more, Date=document.day.isoformat(), CurrencyCode=document.currency) | {
            "Contact": {"Name": document.contact.name}, "LineAmountTypes": "Inclusive",
            "Status": "AUTHORISED", "LineItems": lines,
        }  # fmt: skip


def _line(line: MatchedLine) -> Json:
    tracking = [
        {"Name": meant.found.category if meant.found else "Store", "Option": meant.to or meant.word}
        for meant in line.tracking
    ]
    account, item = _account(line.account), getattr(line.line, "item", "")
    code = account.get("Code", "")
    tax = line.tax.to if line.tax.state != "unmatched" else line.tax.word
    made = _filled(Description=line.line.text, AccountCode=code, TaxType=tax, ItemCode=item)
    if "AccountID" in account:
        made["AccountID"] = account["AccountID"]
    return made | ({"Tracking": tracking} if tracking else {})


def _account(meant: Meant[Account] | None) -> Json:
    if meant is None or meant.state == "unmatched":
        return {}
    if meant.found is None:
        return {"Code": meant.to}
    return {"Code": meant.found.code} if meant.found.code else {"AccountID": meant.found.id}


def _filled(**values: str) -> Json:
    return {key: value for key, value in values.items() if value}


def _less(sent: Json, row: Json) -> list[str]:
    """What of the lines is not in Xero's answer as it was sent."""
    less = []
    for mine, theirs in zip(sent.get("LineItems", []), row.get("LineItems", []), strict=False):
        if len(mine.get("Tracking", [])) != len(theirs.get("Tracking", [])):
            less.append("tracking")
        if "UnitAmount" in mine and float(mine["UnitAmount"]) != float(theirs["UnitAmount"]):
            less.append("unit amount")
    return less


def _errors(answer: Json) -> Iterator[Json]:
    for element in answer.get("Elements", [answer]):
        yield from element.get("ValidationErrors", []) or [{"Message": element.get("Message", "refused")}]

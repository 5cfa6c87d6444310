"""Contacts: made, changed, and found for a document that names one."""

import re
import uuid
from collections.abc import Iterator

from wizard.practice import xero_words as words
from wizard.practice.xero_writes.desk import Desk, Json, Taken, refused
from wizard.practice.xero_writes.fields import part, parts, text

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LONGEST_NAME, _LONGEST_NUMBER = 255, 50
_TEXTS = (
    "ContactNumber",
    "AccountNumber",
    "ContactStatus",
    "Name",
    "FirstName",
    "LastName",
    "CompanyNumber",
    "EmailAddress",
    "BankAccountDetails",
    "TaxNumber",
    "AccountsReceivableTaxType",
    "AccountsPayableTaxType",
    "SalesDefaultAccountCode",
    "DefaultCurrency",
    "Website",
)
_LISTS = ("Addresses", "Phones", "ContactPersons")


def take(desk: Desk, sent: Json) -> Taken:
    """Judge one contact: PUT makes one; POST changes the one of that id, number or name, if there is one."""
    known = find(desk, sent)
    if text(sent, "ContactID") and known is None:
        return refused(sent, "ContactID", words.not_found("Contact", "ContactID"))
    if desk.creates_only and not text(sent, "ContactID"):
        known = None
    if known is not None and known["ContactStatus"] == "ARCHIVED" and sent.get("ContactStatus") != "ACTIVE":
        return refused(sent, "ContactID", words.CONTACT_ARCHIVED)
    contact = {**(known or _blank()), **_fields(sent), "UpdatedDateUTC": desk.moment}
    errors = list(_faults(desk, contact))
    if errors:
        return refused(sent, "ContactID", *errors)
    return Taken(contact, kept=(("Contacts", contact),))


def find(desk: Desk, sent: Json) -> Json | None:
    """Return the contact that id, else number, else name leads to; an active one before an archived one."""
    if id_ := text(sent, "ContactID"):
        return desk.shelf["Contacts"].get(id_)
    for key in ("ContactNumber", "Name"):
        found = desk.shelf["Contacts"].named(key, text(sent, key))
        if found:
            return min(found, key=lambda row: row["ContactStatus"] != "ACTIVE")
    return None


def contact_for(desk: Desk, sent: Json | None) -> tuple[Json | None, list[str]]:
    """Return the contact of a document, made if there is none of that name, or what is wrong with it.

    Whoever sends more than a contact's id changes the contact as well and drops its persons.
    """
    sent = sent or {}
    if not any(text(sent, key) for key in ("ContactID", "ContactNumber", "Name")):
        return None, [words.CONTACT_NOT_NAMED]
    known = find(desk, sent)
    if known is None and text(sent, "ContactID"):
        return None, [words.not_found("Contact", "ContactID")]
    if known is not None and known["ContactStatus"] == "ARCHIVED":
        return None, [words.CONTACT_ARCHIVED]
    contact = {**(known or _blank()), **_fields(sent)}
    if contact == known:
        return known, []
    if known is not None:
        contact["ContactPersons"] = []
    contact["UpdatedDateUTC"] = desk.moment
    return contact, list(_faults(desk, contact))


def _blank() -> Json:
    return {
        "ContactID": str(uuid.uuid4()),
        "ContactStatus": "ACTIVE",
        "Name": "",
        "Addresses": [],
        "Phones": [],
        "ContactGroups": [],
        "ContactPersons": [],
        "IsSupplier": False,
        "IsCustomer": False,
    }


def _fields(sent: Json) -> Json:
    fields: Json = {key: text(sent, key) for key in _TEXTS if sent.get(key) is not None}
    fields |= {key: parts(sent, key) for key in _LISTS if sent.get(key) is not None}
    if (terms := part(sent, "PaymentTerms")) is not None:
        fields["PaymentTerms"] = terms
    return fields


def _faults(desk: Desk, contact: Json) -> Iterator[str]:
    name, email = contact["Name"], contact.get("EmailAddress", "")
    if not name:
        yield words.CONTACT_NAME_EMPTY
    if len(name) > _LONGEST_NAME:
        yield words.TEXT_TOO_LONG.format(field="Name", limit=_LONGEST_NAME)
    if email and not _EMAIL.fullmatch(email):
        yield words.EMAIL_NOT_VALID
    if contact["ContactStatus"] == "ACTIVE" and _others(desk, contact, "Name", active=True):
        yield words.contact_name_taken(name)
    for key, field in (("ContactNumber", "contact number"), ("AccountNumber", "account number")):
        number = contact.get(key, "")
        if len(number) > _LONGEST_NUMBER:
            yield words.TEXT_TOO_LONG.format(field=key, limit=_LONGEST_NUMBER)
        if _others(desk, contact, key, active=False):
            yield words.contact_number_taken(field, number)


def _others(desk: Desk, contact: Json, key: str, *, active: bool) -> bool:
    found = desk.shelf["Contacts"].named(key, contact.get(key, ""))
    return any(
        row["ContactID"] != contact["ContactID"] and (row["ContactStatus"] == "ACTIVE" or not active)
        for row in found
    )

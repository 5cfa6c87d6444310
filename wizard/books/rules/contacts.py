"""Customers: archived ones, names and numbers that another has, and the walk-in customer."""

from collections.abc import Iterator

from wizard.books.match import Matched, name_key
from wizard.books.rules.rule import Said, Side, rule, side_rule
from wizard.model.documents import Contact, CreditNote, Document, Invoice, Overpayment, Party


def party_of(document: Document, side: Side) -> Party | None:
    """Return whom a document is for in Xero, as the store has settled it; None for other documents."""
    match document:
        case Contact():
            return document.party
        case Invoice() | CreditNote() | Overpayment():
            return side.matcher.party(document.contact)
        case _:
            return None


@rule(10, "contact-archived")
def contact_archived(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001 - every rule takes both
    """A customer whose contact in Xero is archived."""
    contact = matched.contact
    if contact is not None and contact.status != "ACTIVE":
        yield Said(contact.id or contact.name, None, {"contact": contact.name})


@rule(11, "contact-name-taken")
def contact_name_taken(matched: Matched, side: Side) -> Iterator[Said]:
    """A customer of a number that Xero does not know, by a name that a contact of another number has."""
    party = party_of(matched.document, side)
    if party is None or not party.code or not party.name or party.code in side.matcher.contacts.by_number:
        return
    known = side.matcher.contacts.by_name.get(name_key(party.name))
    if known is not None and known.status == "ACTIVE" and (known.number or known.account_number):
        facts = {"contact": party.name, "code": party.code, "other": known.account_number or known.number}
        yield Said(party.code, None, facts)


@rule(12, "contact-number-taken")
def contact_number_taken(matched: Matched, side: Side) -> Iterator[Said]:
    """A customer's number that a contact of another name has."""
    party = party_of(matched.document, side)
    if party is None or not party.code or not party.name:
        return
    known = side.matcher.contacts.by_number.get(party.code)
    if known is not None and name_key(known.name) != name_key(party.name):
        yield Said(party.code, None, {"contact": party.name, "code": party.code, "other": known.name})


@rule(0, "contact-missing")
def contact_missing(matched: Matched, side: Side) -> Iterator[Said]:
    """A document for nobody, where the store has named no walk-in customer."""
    party = party_of(matched.document, side)
    if party is not None and not party.word:
        yield Said("", None, {})


class Names:
    """Remembers the customers of the store's file of contacts: two by one name, or by one number."""

    def __init__(self) -> None:
        self._by_name: dict[str, Party] = {}
        self._by_code: dict[str, Party] = {}

    def add(self, document: Document) -> tuple[str, Said] | None:
        """Note a customer; return the rule's id and what is said where another has the name or the number."""
        if not isinstance(document, Contact):
            return None
        party = document.party
        code = party.code
        other = self._by_code.setdefault(code, party) if code else party
        if name_key(other.name) != name_key(party.name):
            facts = {"contact": party.name, "code": code, "other": other.name}
            return "contact-number-taken", Said(code, None, facts)
        same = self._by_name.setdefault(name_key(party.name), party) if party.name else party
        if code and same.code and same.code != code:
            facts = {"contact": party.name, "code": code, "other": same.code}
            return "contact-name-taken", Said(code, None, facts)
        return None


@side_rule(0, "default-customer-gone")
def default_customer_gone(side: Side) -> Iterator[Said]:
    """A customer for all sales that Xero does not have; where nobody could read them, nothing is said."""
    customer = side.matcher.default_customer
    if customer is None or "Contacts" in side.chart.unseen:
        return
    if side.matcher.contacts.find(customer) is None:
        yield Said(customer.word, None, {"customer": customer.word})


RULES = (contact_archived, contact_name_taken, contact_number_taken, contact_missing)
SIDE_RULES = (default_customer_gone,)

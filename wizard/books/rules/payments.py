"""Where money goes to, and which invoices may still be paid or credited."""

from collections.abc import Iterator

from wizard.books.match import Matched, name_key
from wizard.books.notes import Money, Notes, Owed
from wizard.books.rules.accounts import is_locked
from wizard.books.rules.rule import Said, Side, rule
from wizard.model.documents import CreditNote, Invoice, Overpayment, Payment

_UNAPPROVED = {"DRAFT", "SUBMITTED"}
_ENDED = {"VOIDED", "DELETED"}


@rule(3, "account-takes-no-payments")
def account_takes_no_payments(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A payment type matched to an account that is neither a bank account nor enabled for payments.

    An overpayment is a bank transaction, which stands in a bank account.
    """
    meant = matched.payment
    if meant is None or meant.found is None or not meant.found.is_active or is_locked(meant.found):
        return
    account = meant.found
    is_over = isinstance(matched.document, Overpayment)
    if account.type == "BANK" or (account.takes_payments and not is_over):
        return
    facts = {"word": meant.word, "account": f"{account.to} {account.name}"}
    yield Said(f"{meant.word}{' (overpayment)' if is_over else ''}", "payment", facts)


@rule(22, "payment-type-not-used")
def payment_type_not_used(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """Money of a payment type that the store says is not used any more, or not to be paid."""
    meant = matched.payment
    if meant is not None and meant.state == "left-out" and meant.to == "not used":
        yield Said(meant.word, "payment", {"word": meant.word})


@rule(0, "payment-not-sent")
def payment_not_sent(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """Money of a payment type that stays out of Xero by the store's own choice."""
    meant = matched.payment
    if meant is not None and meant.state == "left-out" and meant.to != "not used":
        yield Said(meant.word, "payment", {"word": meant.word})


@rule(16, "payment-of-draft")
def payment_of_draft(matched: Matched, side: Side) -> Iterator[Said]:
    """A payment of an invoice that is a draft or waits for approval."""
    document = matched.document
    if not isinstance(document, Payment) or document.is_refund:
        return
    known = side.sales.get(document.number)
    if side.as_drafts or (known is not None and known.status in _UNAPPROVED):
        about = "" if side.as_drafts else document.number
        yield Said(about, None, {"number": document.number})


@rule(14, "document-ended")
def document_ended(matched: Matched, side: Side) -> Iterator[Said]:
    """A payment of an invoice, or a credit for one, that was voided or deleted in Xero."""
    document = matched.document
    number = ""
    if isinstance(document, Payment) and not document.is_refund:
        number = document.number
    elif isinstance(document, CreditNote):
        number = document.reference
    known = side.sales.get(number)
    if known is not None and known.status in _ENDED:
        yield Said(number, None, {"number": number, "status": known.status.lower()})


class Settling:
    """Adds up what the store's payments and credit notes take from each invoice, in the files' order."""

    def __init__(self, side: Side, notes: Notes) -> None:
        self._side, self._notes = side, notes

    def add(self, document: object, *, is_refused: bool) -> None:
        """Note an invoice, or money for one; a payment's file may be read before its invoice's.

        What is refused takes nothing; an invoice that is refused is counted, as it is once it is put right.
        """
        match document:
            case Invoice():
                self._owe(document)
            case Payment(number=number, place=place) if not is_refused and not document.is_refund:
                self._notes.add_money(Money(number, place, number, document.amount, "", False))
            case CreditNote(number=name, place=place) if not is_refused and document.reference:
                contact = name_key(document.contact.word)
                self._notes.add_money(Money(name, place, document.reference, document.total, contact, True))

    def _owe(self, invoice: Invoice) -> None:
        """Note what it comes to; of one that Xero's side has, Xero's own figure counts."""
        if invoice.number not in self._side.sales:
            self._notes.owe(invoice.number, Owed(invoice.total, contact=name_key(invoice.contact.word)))

    def _owed(self, number: str) -> Owed | None:
        """Return an invoice of the files, or of Xero's side; None for one that neither has."""
        noted = self._notes.owed(number)
        sale = self._side.sales.get(number) if noted is None else None
        return noted if sale is None else Owed(sale.due, sale.status)

    def take_gone(self, document: object) -> None:
        """Note what went to Xero before: nothing is found against it, but it counts for what hangs on it.

        Of an invoice that Xero's side has, Xero's own figure of what is due holds all of it.
        """
        match document:
            case Invoice():
                self._owe(document)
            case Payment(number=number) if number not in self._side.sales and not document.is_refund:
                self._notes.add_gone(number, document.amount)
            case CreditNote(reference=number) if number and number not in self._side.sales:
                self._notes.add_gone(number, document.total)

    def findings(self) -> Iterator[tuple[str, Money, Said]]:
        """Yield the rule's id, whose money it is and what is said: payments first, then credit notes."""
        for number, amount in self._notes.gone():
            if (owed := self._owed(number)) is not None:
                self._notes.take(number, owed, amount)
        for money in self._notes.money(is_credit=False):
            yield from self._payment(money)
        for money in self._notes.money(is_credit=True):
            if (owed := self._owed(money.number)) is not None:
                yield from self._allocation(money, owed)

    def _payment(self, payment: Money) -> Iterator[tuple[str, Money, Said]]:
        owed = self._owed(payment.number)
        if owed is None:
            asked = self._side.chart.invoices is not None
            id_ = "payment-without-invoice" if asked else "payment-of-unknown"
            yield id_, payment, Said("", None, {"number": payment.number})
            return
        if owed.status in _ENDED | _UNAPPROVED:
            return
        left = owed.left
        if payment.amount <= left:
            self._notes.take(payment.number, owed, payment.amount)
        else:
            id_ = "already-paid" if left <= 0 else "payment-over-due"
            facts = {"number": payment.number, "amount": f"{payment.amount:.2f}", "due": f"{left:.2f}"}
            yield id_, payment, Said(payment.number, None, facts)

    def _allocation(self, note: Money, owed: Owed) -> Iterator[tuple[str, Money, Said]]:
        sale = self._side.sales.get(note.number)
        facts = {"number": note.number, "note": note.name, "amount": f"{note.amount:.2f}"}
        if sale is not None and any(credit.number == note.name for credit in sale.credits):
            yield "allocated-before", note, Said(note.name, None, facts)
            return
        if owed.status in _ENDED | _UNAPPROVED:
            return
        if owed.contact and owed.contact != note.contact:
            yield "credit-of-another", note, Said(note.name, None, facts)
            return
        left = owed.left
        if note.amount <= left:
            self._notes.take(note.number, owed, note.amount)
        elif left <= 0:
            yield "credit-of-paid", note, Said(note.name, None, facts)
        else:
            yield "credit-over-due", note, Said(note.name, None, facts | {"due": f"{left:.2f}"})


SETTLING_NUMBERS = {
    "payment-over-due": 15,
    "already-paid": 17,
    "credit-of-paid": 36,
    "credit-over-due": 37,
    "allocated-before": 38,
    "credit-of-another": 0,
    "payment-without-invoice": 0,
    "payment-of-unknown": 0,
}
"""The numbers in the list of rejections of what `Settling` finds."""
RULES = (
    account_takes_no_payments, payment_type_not_used, payment_not_sent, payment_of_draft, document_ended,
)  # fmt: skip

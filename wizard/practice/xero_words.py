"""What Xero says when it refuses something.

Where a public source gives Xero's own sentence, it stands here as it was seen, the source beside it; the
others, under `Not seen`, are put the way Xero puts its own.
"""

from datetime import date

CONTACT_NOT_NAMED = (
    "The Contact must contain at least 1 of the following elements to identify the contact: "
    "Name, ContactID, ContactNumber"
)  # Xero-OpenAPI, BankTransactions put
CONTACT_NAME_EMPTY = "Contact Name cannot be empty."  # waynerobinson/xeroizer#380
CONTACT_ARCHIVED = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)  # Auxo's knowledge base (first sentence)
EMAIL_NOT_VALID = "Email address must be valid."  # waynerobinson/xeroizer#477
NUMBER_TAKEN = "Invoice # must be unique."  # ClickPOS's trouble page
STATUS_FINAL = "Invoice not of valid status for modification"  # firefly-iii#8508, xero-php-oauth2#257
HAS_PAYMENTS = (  # Xero-NetStandard#84
    "This document cannot be edited as it has a payment or credit note allocated to it."
)
NO_LINES = "One or more line items must be specified"  # waynerobinson/xeroizer#40
NO_DESCRIPTION = "Description field is mandatory"  # powernow
NO_ACCOUNT = "Account code must be specified"  # Apex-for-Xero#9, calcinai/xero-php#230
ACCOUNT_TOO_LONG = "Account Code is too long. Maximum of 10 characters allowed"  # XeroAPI/Xero-Net#285
NO_DUE_DATE = "The document DueDate field must be specified"  # carbon#494
NO_PAYMENT_ACCOUNT = "You must specify an Account code or Account ID for the payment"  # bill.com
PAYMENT_ACCOUNT = "Account type is invalid for making a payment"  # Lightspeed's trouble page
PAYMENT_TOO_MUCH = (
    "Payment amount exceeds the amount outstanding on this document"  # Xero-OpenAPI, Payments put
)
PAYMENT_NOT_AUTHORISED = "Payments can only be made against Authorised invoices."  # ClickPOS
ALLOCATED_TO_PAID = "The invoice you are trying to allocate to has already been paid off"  # xeroizer#320
TOO_MANY_INVOICES = "You have reached the limit of invoices you can approve"  # powernow, Auxo
NO_REPORTING = (  # Xero-Net#347, there for journals
    "You are not permitted to access this resource without the reporting role or higher privileges."
)
SUMMARY = "A validation exception occurred"  # Xero-OpenAPI, Contacts put 400

# Not seen
CREDIT_NUMBER_TAKEN = "Credit Note # must be unique."
NO_TYPE = "The Type field is mandatory"
NO_NARRATION = "The Narration field is mandatory"
TOO_FEW_LINES = "A manual journal must have at least two journal lines"
TOTAL_BELOW_ZERO = "The document total must be zero or more"
BELOW_ZERO = "The amount must be greater than zero"
NO_BANK_ACCOUNT = "The BankAccount must be an active account of type BANK"
NO_DOCUMENT = (
    "A payment must name the invoice, credit note, prepayment or overpayment that it is made against"
)
STATUS_NOT_ALLOWED = "The document cannot be given this status"
CONTACTS_DIFFER = "The contact of the invoice must be the contact of the credit"
CURRENCIES_DIFFER = "The currency of the invoice must be the currency of the credit"
TEXT_TOO_LONG = "The {field} field is too long. Maximum of {limit} characters allowed"


def contact_name_taken(name: str) -> str:
    """Xero-OpenAPI, Contacts put 400."""
    return (
        f"The contact name {name} is already assigned to another contact. "
        "The contact name must be unique across all active contacts."
    )


def contact_number_taken(field: str, number: str) -> str:
    """Not seen: as for the name."""
    return (
        f"The {field} {number} is already assigned to another contact. "
        f"The {field} must be unique across all contacts."
    )


def account_not_valid(code: str) -> str:
    """XeroAPI/Xero-NetStandard#364."""
    return f"Account code '{code}' is not a valid code for this document."


def account_removed(code: str) -> str:
    """Xero-OpenAPI, ManualJournals put 200: a warning."""
    return f"Account code '{code}' has been removed as it does not match a recognised account."


def item_not_valid(code: str) -> str:
    """Nine-Minds/alga-psa#3313."""
    return f"Item code {code} is not valid"


def tax_unknown(tax_type: str) -> str:
    """XeroAPI/Xero-Java#336."""
    return f"The TaxType code {tax_type} does not exist or cannot be used for this type of transaction."


def tax_unfit(tax_type: str, code: str) -> str:
    """XeroAPI/Xero-Java#336."""
    return f"The TaxType code '{tax_type}' cannot be used with account code '{code}'."


def line_total(given: object, expected: object) -> str:
    """Seen often where a rounded unit price and a LineAmount are sent together."""
    return f"The line total {given} does not match the expected line total {expected}"


def currency_missing(currency: str) -> str:
    """A digest of Xero's pages gives the beginning."""
    return f"Organisation is not subscribed to currency {currency}"


def before_lock(lock: date, *, is_year: bool) -> str:
    """Emersion's and Chargebee's knowledge bases."""
    kind = "end of year lock date" if is_year else "period lock date"
    return f"The document date cannot be before the {kind}, currently set at {lock:%d-%b-%Y}"


def not_balanced(debits: object, credits_: object) -> str:
    """Xero-OpenAPI, ManualJournals put 200."""
    return f"The total debits ({debits}) must equal total credits ({credits_})"


def not_found(kind: str, key: str) -> str:
    """Xero-OpenAPI, CreditNotes put 200."""
    return f"An existing {kind} with the specified {key} could not be found"


def allocated_too_much(kind: str) -> str:
    """Xeroizer#320, calcinai/xero-php#251, for a Credit Note."""
    return f"{kind} cannot be allocated as amount is greater than amount outstanding"


def allocated_to_wrong_type(kind: str) -> str:
    """Xeroizer#320, for a Credit Note."""
    return f"{kind} cannot be allocated to an incorrect invoice type"


def lines_not_found(ids: str) -> str:
    """Nine-Minds/alga-psa#2343."""
    return f"Could not find line item(s) with the following id(s): {ids}"

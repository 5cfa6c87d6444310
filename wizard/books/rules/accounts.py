"""Words without a match, and accounts that Xero does not take where they stand."""

from collections.abc import Iterator

from wizard.books.match import Matched, MatchedLine, Meant
from wizard.books.rules.rule import Said, Side, rule
from wizard.model.chart import Account
from wizard.model.documents import CreditNote, Invoice, Journal, Line

LONGEST_CODE = 10
"""Characters of an account's code (Xero's Accounts endpoint)."""
_OF_LINES = {"", "ROUNDING"}
"""System accounts that lines may stand in."""


def is_locked(account: Account) -> bool:
    """Whether Xero keeps the account for itself."""
    return account.system not in _OF_LINES


def line_accounts(matched: Matched) -> Iterator[Meant[Account]]:
    """Yield each account that the lines name, once."""
    seen = set()
    for line in matched.lines:
        if line.account.word not in seen:
            seen.add(line.account.word)
            yield line.account
    if matched.rounding is not None:
        yield matched.rounding


@rule(1, "unmatched")
def unmatched(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001 - every rule takes both
    """A word that the store has matched to nothing, or no word at all."""
    seen = set()
    for meant in matched.words():
        if meant.state == "unmatched" and (meant.slot, meant.word) not in seen:
            seen.add((meant.slot, meant.word))
            if meant.word or meant.slot != "tax":
                yield Said(meant.word, meant.slot, {"word": meant.word or "(blank)", "slot": meant.slot})


@rule(2, "account-gone")
def account_gone(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """An account that is not in Xero, is archived, or cannot stand in a line at all."""
    is_journal = isinstance(matched.document, Journal)
    for meant in line_accounts(matched):
        if _is_refused(meant, is_journal=is_journal) and not (is_journal and meant.state == "gone"):
            yield _about(meant, why=_why(meant))
    if matched.payment is not None:
        account = matched.payment.found
        if _is_missing(matched.payment) or (account is not None and not account.is_active):
            yield _about(matched.payment, why=_why(matched.payment))


def _why(meant: Meant[Account]) -> str:
    if meant.found is None:
        return "missing"
    if not meant.found.is_active:
        return "archived"
    return "bank" if meant.found.type == "BANK" else "stock"


def _is_missing(meant: Meant[Account]) -> bool:
    return meant.state == "gone" and len(meant.to) <= LONGEST_CODE


def _is_refused(meant: Meant[Account], *, is_journal: bool) -> bool:
    account = meant.found
    if account is None:
        return _is_missing(meant)
    return not account.is_active or account.type == ("INVENTORY" if is_journal else "BANK")


def _about(meant: Meant[Account], **more: str) -> Said:
    name = f"{meant.found.to} {meant.found.name}" if meant.found is not None else meant.to
    return Said(meant.word, meant.slot, {"word": meant.word, "account": name, **more})


@rule(2, "journal-account-dropped")
def journal_account_dropped(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """An account that is not in Xero, in a journal: Xero takes it and leaves the account out."""
    if isinstance(matched.document, Journal):
        for meant in line_accounts(matched):
            if _is_missing(meant):
                yield _about(meant)


@rule(0, "stock-account")
def stock_account(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A sale in the account that Xero keeps the value of tracked stock in."""
    if not isinstance(matched.document, Journal):
        for meant in line_accounts(matched):
            if meant.found is not None and meant.found.is_active and meant.found.type == "INVENTORY":
                yield _about(meant)


@rule(34, "code-too-long")
def code_too_long(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A match to a code that is longer than any code in Xero can be."""
    for meant in (*line_accounts(matched), *((matched.payment,) if matched.payment is not None else ())):
        if meant.state == "gone" and len(meant.to) > LONGEST_CODE:
            yield _about(meant)


@rule(19, "system-account")
def system_account(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """An account that Xero keeps for itself, such as accounts receivable."""
    for meant in line_accounts(matched):
        if meant.found is not None and meant.found.is_active and is_locked(meant.found):
            yield _about(meant)
    meant_payment = matched.payment
    if meant_payment is not None and meant_payment.found is not None:
        account = meant_payment.found
        if account.is_active and is_locked(account):
            yield _about(meant_payment)


@rule(20, "bank-in-journal")
def bank_in_journal(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A bank account in a manual journal; takings belong into a clearing account."""
    if isinstance(matched.document, Journal):
        for meant in line_accounts(matched):
            if meant.found is not None and meant.found.is_active and meant.found.type == "BANK":
                yield _about(meant)


@rule(18, "item-is-account")
def item_is_account(matched: Matched, side: Side) -> Iterator[Said]:
    """An account's code where an item's code belongs."""
    if isinstance(matched.document, Invoice | CreditNote):
        for item in {_item(line) for line in matched.lines} - {""}:
            if item in side.account_codes:
                yield Said(item, None, {"word": item})


def _item(line: MatchedLine) -> str:
    return line.line.item if isinstance(line.line, Line) else ""


@rule(35, "tracking-lost")
def tracking_lost(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A tracking option that is archived, not there, or the second of its category on a line."""
    seen = set()
    for line in matched.lines:
        categories = []
        for meant in line.tracking:
            option = meant.found
            lost = meant.state == "gone" or (option is not None and option.status != "ACTIVE")
            if option is not None and meant.state == "found":
                lost = lost or option.category in categories
                categories.append(option.category)
            if lost and meant.word not in seen:
                seen.add(meant.word)
                yield Said(meant.word, "tracking", {"word": meant.word, "option": meant.to})


@rule(0, "group-gone")
def group_gone(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A customer group that Xero does not have: the customer would stand in none."""
    group = matched.group
    if group is not None and (
        group.state == "gone" or (group.found is not None and group.found.status != "ACTIVE")
    ):
        yield Said(group.word, "group", {"word": group.word, "group": group.to})


@rule(0, "left-out")
def left_out(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """An account word that the store does not use, on a document all the same: it is not sent."""
    for meant in line_accounts(matched):
        if meant.state == "left-out":
            yield Said(meant.word, meant.slot, {"word": meant.word, "answer": meant.to})


RULES = (
    unmatched, account_gone, journal_account_dropped, stock_account, code_too_long, system_account,
    bank_in_journal, item_is_account, tracking_lost, group_gone, left_out,
)  # fmt: skip

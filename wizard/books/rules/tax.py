"""Tax rates that Xero does not have, or not for the account."""

from collections.abc import Iterator

from wizard.books.match import Matched
from wizard.books.rules.rule import Said, Side, rule


@rule(4, "tax-gone")
def tax_gone(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001 - every rule takes both
    """A tax type that is not among the organisation's, or was deleted; a rate's name is no tax type."""
    seen = set()
    for line in matched.lines:
        tax, account = line.tax, line.account.found
        nothing = tax.state == "unmatched" and not tax.word and account is not None
        gone = tax.state in {"gone", "left-out"} or nothing
        if (gone or (tax.found is not None and tax.found.status != "ACTIVE")) and tax.word not in seen:
            seen.add(tax.word)
            word = tax.word or line.account.word
            yield Said(
                word, "tax" if tax.word else "account", {"word": word, "tax": tax.to or "(no tax rate)"}
            )


@rule(5, "tax-not-for-account")
def tax_not_for_account(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A tax rate that cannot stand with accounts of this class, such as one for purchases with sales."""
    seen = set()
    for line in matched.lines:
        rate, account = line.tax.found, line.account.found
        if rate is None or account is None or rate.status != "ACTIVE" or not rate.kinds:
            continue
        pair = (line.tax.to, account.id)
        if account.klass not in rate.kinds and pair not in seen:
            seen.add(pair)
            facts = {"tax": rate.type, "rate": rate.name, "account": f"{account.to} {account.name}"}
            word = line.tax.word or line.account.word
            facts |= {"word": word, "code": account.to}
            yield Said(f"{word}\x1f{account.to}", "tax" if line.tax.word else "account", facts)


RULES = (tax_gone, tax_not_for_account)

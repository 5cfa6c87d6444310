"""Which scopes the practice Xero knows, and what they open (Xero's rules since 2 March 2026)."""

from collections.abc import Iterable

IDENTITY = {
    "openid": "know who you are",
    "profile": "read your name",
    "email": "read your email address",
    "offline_access": "stay connected when you are not there",
}
_PAIRS = {
    "accounting.settings": "your organisation's settings, accounts and tax rates",
    "accounting.contacts": "your contacts and contact groups",
    "accounting.invoices": "your invoices, credit notes and quotes",
    "accounting.payments": "your payments, overpayments and prepayments",
    "accounting.banktransactions": "your bank transactions and transfers",
    "accounting.manualjournals": "your manual journals",
    "accounting.attachments": "your attachments",
}
_READ_ONLY = {
    "accounting.budgets.read": "your budgets",
    "accounting.reports.aged.read": "your aged reports",
    "accounting.reports.balancesheet.read": "your balance sheet",
    "accounting.reports.banksummary.read": "your bank summary",
    "accounting.reports.budgetsummary.read": "your budget summary",
    "accounting.reports.executivesummary.read": "your executive summary",
    "accounting.reports.profitandloss.read": "your profit and loss report",
    "accounting.reports.trialbalance.read": "your trial balance",
    "accounting.reports.taxreports.read": "your tax reports",
    "accounting.reports.tenninetynine.read": "your 1099 reports",
}
ACCOUNTING = {
    **{name: f"view and change {what}" for name, what in _PAIRS.items()},
    **{f"{name}.read": f"view {what}" for name, what in _PAIRS.items()},
    **{name: f"view {what}" for name, what in _READ_ONLY.items()},
}
KNOWN = {**IDENTITY, **ACCOUNTING}
"""Scope and the permission that the consent page reads out. Broad scopes are not among them."""


def split(text: str) -> tuple[str, ...]:
    """Return the scopes of a space-separated list, each once, in order."""
    return tuple(dict.fromkeys(text.split()))


def ordered(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes in this module's order."""
    wanted = set(scopes)
    return tuple(name for name in KNOWN if name in wanted)


def allows(scopes: Iterable[str], needed: str) -> bool:
    """Whether `scopes` allow reads that need `needed` (with or without `.read`)."""
    return not {needed, f"{needed}.read"}.isdisjoint(scopes)

"""The store's file of schema 1: one flat table of answers."""

from typing import Any

_ORGANISATION = {
    "organisation_tenant": "tenant_id",
    "organisation_name": "name",
    "organisation_country": "country",
    "organisation_short_code": "short_code",
}
_XERO = {
    "xero_client_id": "client_id",
    "xero_auth_event": "auth_event",
    "xero_chosen_event": "chosen_event",
    "xero_connection_id": "connection_id",
    "xero_connected": "connected",
}
_SENDER_PARTS = (
    "name", "address", "provider", "server", "port", "socket", "user", "login", "vendor", "client_id",
    "tenant", "way", "override",
)  # fmt: skip
_SENDER = {f"sender_{part}": part for part in _SENDER_PARTS}
_ACCOUNT = {
    "sender_connected_client": "client_id",
    "sender_connected_tenant": "tenant",
    "sender_connected_way": "way",
    "sender_account_name": "name",
    "sender_account_address": "address",
}


def as_record(answers: Any) -> dict[str, Any]:
    """Return the answers as a record's data; nothing of them is checked here."""
    if not isinstance(answers, dict):
        return {}
    # What was forgotten stood there as an empty text.
    left = {name: value for name, value in answers.items() if value != ""}

    def take(names: dict[str, str]) -> dict[str, Any]:
        return {new: left.pop(old) for old, new in names.items() if old in left}

    account, sender = take(_ACCOUNT), take(_SENDER)
    if account.get("client_id"):
        sender["connected"] = account
    data = {"organisation": take(_ORGANISATION), "xero": take(_XERO), "sender": sender}
    return {**data, "shared": left}

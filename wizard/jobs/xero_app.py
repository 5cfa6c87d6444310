"""Whose Xero app our sign-in uses: the procedure's own, the store's, or in practice the practice app."""

from wizard.catalogue.practice import practice_logins
from wizard.jobs.job import Tools

KNOWN_AS = "xero_client_id"
"""The name under which a store's app is remembered."""


def client_id_of(tools: Tools, given: str = "") -> str:
    """Return the client id to sign in with; empty when the store has no app yet."""
    if given:
        return given
    known = str(tools.site.known().get(KNOWN_AS, ""))
    return known or ("" if tools.world.is_live else practice_logins()["xero-client-id"])

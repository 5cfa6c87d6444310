"""What a failed TLS handshake means, as a problem."""

import ssl

from wizard.model.problem import Fact, Problem
from wizard.redaction.words import Words

# OpenSSL's X509_V_ERR_* and, after the comma, what Windows' verifier gives (truststore passes it on).
_EXPIRED = {10, 9, 0x800B0101}
_WRONG_NAME = {62, 64, 0x800B010F}


def problem_of(error: ssl.SSLError, facts: dict[str, Fact]) -> Problem:
    """Return the problem for an SSLError met while speaking TLS to a mail server."""
    said = getattr(error, "verify_message", "") or (error.reason or "").replace("_", " ").lower()
    facts = {**facts, "said": Words(said or error.strerror or "the handshake failed")}
    if isinstance(error, ssl.SSLCertVerificationError):
        code = error.verify_code & 0xFFFFFFFF
        if code in _WRONG_NAME or "hostname mismatch" in said.lower():
            return Problem("MAIL-CERT-NAME", facts)
        if code in _EXPIRED:
            return Problem("MAIL-CERT-EXPIRED", facts)
        return Problem("MAIL-CERT-UNTRUSTED", facts)
    if speaks_plain(error):
        return Problem("MAIL-PORT-PLAIN", facts)
    return Problem("MAIL-TLS", facts)


def speaks_plain(error: ssl.SSLError) -> bool:
    """Whether the other side answered a TLS greeting with plain text."""
    return error.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}


def blind_context() -> ssl.SSLContext:
    """Return a context for telling *whether* a port speaks TLS: it checks nothing, so never for a login."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context

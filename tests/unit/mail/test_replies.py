"""A server's own words to the right problem; credential wording only when it is certain."""

import ssl

import pytest

from wizard.mail.replies import pop3_problem, said, smtp_problem
from wizard.mail.tls import problem_of


@pytest.mark.parametrize(
    ("stage", "code", "words", "expected"),
    [
        ("auth", 535, "Incorrect authentication data", "MAIL-LOGIN"),
        ("auth", 535, "5.7.8 Error: authentication failed", "MAIL-LOGIN"),
        ("auth", 454, "4.7.0 Temporary authentication failure", "MAIL-BUSY"),
        ("auth", 534, "5.7.9 Application-specific password required", "APP-PASSWORD"),
        ("auth", 538, "5.7.11 Encryption required for requested authentication mechanism", "MAIL-NEEDS-TLS"),
        ("auth", 503, "AUTH command used when not advertised", "MAIL-AUTH-REFUSED"),
        ("auth", 503, "5.5.1 Error: authentication not enabled", "MAIL-AUTH-REFUSED"),
        ("oauth", 503, "5.5.1 Error: already authenticated", "MAIL-AUTH-REFUSED"),
        ("mail", 530, "5.7.0 Must issue a STARTTLS command first", "MAIL-NEEDS-TLS"),
        ("mail", 530, "5.7.0 Authentication required", "MAIL-OUT-AUTH"),
        ("mail", 550, "5.7.0 Authentication required", "MAIL-OUT-AUTH"),
        ("rcpt", 530, "authentication required", "MAIL-OUT-AUTH"),
        ("rcpt", 550, "relaying denied", "MAIL-RELAY"),
        ("rcpt", 554, "5.7.1 <a@b>: Relay access denied", "MAIL-RELAY"),
        ("rcpt", 550, "5.7.1 not permitted", "MAIL-RELAY"),
        ("rcpt", 554, "5.7.1 <pc.test[192.0.2.1]>: Client host rejected: Access denied", "MAIL-REFUSED"),
        ("rcpt", 554, "5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org", "MAIL-REFUSED"),
        ("rcpt", 550, "Your IP address is listed: see the page", "MAIL-REFUSED"),
        ("mail", 550, "5.7.1 rejected by dnsbl", "MAIL-REFUSED"),
        ("rcpt", 552, "5.2.2 mailbox full", "MAIL-BOX-FULL"),
        ("rcpt", 452, "4.2.2 over quota", "MAIL-BOX-FULL"),
        ("data", 552, "message exceeds quota", "MAIL-BOX-FULL"),
        ("rcpt", 550, "5.1.1 no such user", "MAIL-ADDRESS"),
        ("rcpt", 451, "4.7.1 Greylisted, try again", "MAIL-GREYLISTED"),
        ("mail", 553, "5.7.1 sender not owned", "MAIL-SENDER"),
    ],
)
def test_smtp_refusals(stage: str, code: int, words: str, expected: str) -> None:
    problem = smtp_problem(stage, code, words.encode(), {"host": "mail.example.com"})
    assert problem.code == expected
    assert str(code) in str(problem.facts["said"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("-ERR [AUTH] Authentication failed.", "MAIL-LOGIN"),
        ("-ERR [IN-USE] mailbox locked", "MAIL-IN-USE"),
        ("-ERR [LOGIN-DELAY] wait", "MAIL-BUSY"),
        ("-ERR [SYS/TEMP] later", "MAIL-BUSY"),
        ("-ERR [AUTH] Plaintext authentication disallowed on non-secure connections.", "MAIL-NEEDS-TLS"),
    ],
)
def test_pop3_refusals(words: str, expected: str) -> None:
    assert pop3_problem("login", words.encode(), {}).code == expected


def test_words_are_shortened_and_made_printable() -> None:
    assert said(550, b"a\x00\x1b[31m b" + b"x" * 500).startswith("550 a")
    assert len(said(550, b"x" * 500)) <= 204
    assert said(None, b"\xff\xfe").isprintable()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (62, "MAIL-CERT-NAME"),
        (64, "MAIL-CERT-NAME"),
        (0x800B010F, "MAIL-CERT-NAME"),
        (10, "MAIL-CERT-EXPIRED"),
        (0x800B0101, "MAIL-CERT-EXPIRED"),
        (18, "MAIL-CERT-UNTRUSTED"),
        (20, "MAIL-CERT-UNTRUSTED"),
        (0x800B0109, "MAIL-CERT-UNTRUSTED"),
    ],
)
def test_certificate_errors_of_openssl_and_windows(code: int, expected: str) -> None:
    error = ssl.SSLCertVerificationError(1, "failed")
    error.verify_code, error.verify_message = code, "as the verifier said"
    assert problem_of(error, {"host": "h", "port": 995}).code == expected


def test_the_code_that_every_line_of_a_long_answer_repeats_is_said_once() -> None:
    words = b"5.7.139 SmtpClientAuthentication is\n5.7.139 disabled for the Tenant."
    assert said(535, words) == "535 5.7.139 SmtpClientAuthentication is disabled for the Tenant."
    assert smtp_problem("auth", 535, words, {}).facts["cause"] == "smtp-off"

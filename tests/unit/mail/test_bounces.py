"""A pasted bounce to the right cause."""

import pytest

from wizard.mail.bounces import bounce_problem

GMAIL = """Delivery Status Notification (Failure)
Final-Recipient: rfc822; a.customer@gmail.example
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.
"""


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (GMAIL, "unknown-address"),
        ("<a@b.example>: host mx.b.example said: 552 5.2.2 Mailbox full (in reply to RCPT TO)", "full"),
        ("552 5.3.4 Message size exceeds fixed maximum message size", "too-big"),
        ("550 5.7.1 Message rejected as spam by Content Filtering.", "refused"),
        ("554 5.7.1 Service unavailable; Client host [1.2.3.4] blocked using zen.example", "refused"),
        ("550 5.7.26 This mail is unauthenticated: SPF did not pass", "refused"),
        ("554 5.7.1 <a@b.example>: Relay access denied", "relay"),
        ("Delivery is delayed: 451 4.7.1 Greylisted, try again later", "later"),
        ("4.4.7 Message delayed", "later"),
        ("Sorry, it could not be delivered.", "other"),
    ],
)
def test_a_bounce_says_why(text: str, cause: str) -> None:
    problem = bounce_problem(text)
    assert (problem.code, problem.facts["cause"]) == ("BOUNCE-SAYS", cause)
    assert problem.facts["said"]


def test_nothing_pasted_is_said() -> None:
    assert bounce_problem("  \n ").code == "BOUNCE-NONE"


def test_the_line_with_the_code_is_what_is_passed_on() -> None:
    assert "does not exist" in str(bounce_problem(GMAIL).facts["said"])

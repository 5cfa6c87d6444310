"""Turning what a network conversation raises into a Problem, once for all checks."""

import errno
import poplib
import smtplib
import ssl
from collections.abc import Callable

from wizard.mail.line import BrokenOff, Slow
from wizard.mail.pop3 import words_of
from wizard.mail.replies import pop3_problem, smtp_problem
from wizard.mail.tls import problem_of
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.redaction.words import Words

Facts = dict[str, Fact]

_UNREACHABLE = {
    getattr(errno, name, None)
    for name in ("EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "ENETDOWN", "EHOSTDOWN", "WSAEACCES")
} - {None}
"""On Windows each is its WSAE number; WSAEACCES is what a firewall there answers with."""


def outcome_of(work: Callable[[], Facts | Problem], facts: Facts) -> Facts | Problem:
    """Run `work`; what the other side does wrong becomes a Problem, what we do wrong is raised."""
    try:
        outcome = work()
        return Problem(outcome.code, {**facts, **outcome.facts}) if isinstance(outcome, Problem) else outcome
    except ProblemFound as found:
        return Problem(found.problem.code, {**facts, **found.problem.facts})
    except ssl.SSLError as error:
        return problem_of(error, facts)
    except Slow as slow:
        if slow.greeted:
            return Problem("MAIL-SLOW", facts)
        return Problem("MAIL-PORT-SILENT", {**facts, "connected": True})
    except TimeoutError:
        return Problem("MAIL-PORT-SILENT", facts)
    except ConnectionRefusedError:
        return Problem("MAIL-PORT-CLOSED", facts)
    except poplib.error_proto as refusal:
        return pop3_problem("mailbox", words_of(refusal), facts)
    except smtplib.SMTPResponseException as refusal:
        return smtp_problem("mail", refusal.smtp_code, refusal.smtp_error, facts)
    except BrokenOff as error:
        return Problem("MAIL-BROKEN-OFF", {**facts, "cause": error.cause, "said": error.said})
    except (smtplib.SMTPException, ConnectionError, EOFError):
        return Problem("MAIL-BROKEN-OFF", {**facts, "cause": "hung-up"})
    except OSError as error:
        if error.errno in _UNREACHABLE:
            return Problem("MAIL-PORT-CLOSED", facts)
        words = Words(error.strerror or "the connection failed")
        return Problem("MAIL-BROKEN-OFF", {**facts, "cause": "nonsense", "said": words})

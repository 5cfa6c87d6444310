"""Turning what a network conversation raises into a Problem, once for all checks."""

import poplib
import smtplib
import ssl
from collections.abc import Callable

from wizard.mail.replies import said, smtp_problem
from wizard.mail.tls import problem_of
from wizard.model.problem import Fact, Problem, ProblemFound

Facts = dict[str, Fact]


def outcome_of(work: Callable[[], Facts | Problem], facts: Facts) -> Facts | Problem:
    """Run `work`; what the other side does wrong becomes a Problem, what we do wrong is raised."""
    try:
        return work()
    except ProblemFound as found:
        return Problem(found.problem.code, {**facts, **found.problem.facts})
    except ssl.SSLError as error:
        return problem_of(error, facts)
    except TimeoutError:
        return Problem("MAIL-PORT-SILENT", facts)
    except ConnectionRefusedError:
        return Problem("MAIL-PORT-CLOSED", facts)
    except smtplib.SMTPResponseException as error:
        return smtp_problem("mail", error.smtp_code, error.smtp_error, facts)
    except (poplib.error_proto, smtplib.SMTPException, OSError, EOFError, UnicodeError) as error:
        return Problem("MAIL-BROKEN-OFF", {**facts, "said": said(None, str(error))})

"""What a run's answers say for the jobs with mail programs: which account, and which settings."""

from wizard.jobs.check_mail import CheckMail, with_pair
from wizard.jobs.job import Asked
from wizard.mailclients.found import AccountChoice
from wizard.model.mail import MailSettings, PortPair

TARGET = "target"
"""The answer that holds an account (`AccountChoice.as_text`)."""


def choice_asked(asked: Asked) -> AccountChoice:
    """Return the account that was chosen; one of no program where none was, which is then said."""
    return AccountChoice.from_text(asked.answers.text(TARGET)) or AccountChoice("", "", None)


def settings_asked(asked: Asked) -> MailSettings:
    """Return the settings of a run, with the ports that its check has chosen."""
    settings = CheckMail.asked(asked).settings
    incoming, outgoing = asked.fact("incoming_port", 0), asked.fact("outgoing_port", 0)
    return with_pair(settings, PortPair(incoming, outgoing)) if incoming and outgoing else settings

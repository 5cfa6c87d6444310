"""What a running job shows its page: the parts it may report are these and no others."""

from wizard.jobs.programs.write_mail_settings import Written
from wizard.model.export import Counts
from wizard.model.mail import CheckRow
from wizard.model.sender import DeviceCode, SignInPage

Item = SignInPage | DeviceCode | CheckRow | Written | Counts
"""A sign-in to be made in a browser, a code to be typed on another device, a finished row of a check,
settings that were written, how many records a sending has come to."""


def item_of(found: object) -> Item:
    """Return what a job reported; TypeError when no page knows it."""
    if isinstance(found, SignInPage | DeviceCode | CheckRow | Written | Counts):
        return found
    raise TypeError(f"a job reported a {type(found).__name__}, which no page shows")

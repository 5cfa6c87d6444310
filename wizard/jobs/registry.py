"""Which job a step's job name means, and how its input comes out of a run's answers."""

from collections.abc import Callable

from wizard.catalogue.load import screen
from wizard.jobs.check_copy import CheckCopy
from wizard.jobs.check_country import CheckCountry
from wizard.jobs.check_mail import CheckMail
from wizard.jobs.check_xero_key import CheckXeroKey
from wizard.jobs.inspect_key import InspectKey
from wizard.jobs.job import Asked, Job
from wizard.jobs.make_hand_over import from_asked
from wizard.jobs.save_receipt import SaveReceipt
from wizard.jobs.use_organisation import UseOrganisation


def _hand_over(asked: Asked) -> Job:
    step = next(s for s in asked.procedure.steps if "make_hand_over" in s.jobs)
    return from_asked(asked, screen(step.screen).cards)


JOBS: dict[str, Callable[[Asked], Job]] = {
    "check_mail": CheckMail.asked,
    "inspect_key": InspectKey.asked,
    "check_xero_key": CheckXeroKey.asked,
    "use_organisation": UseOrganisation.asked,
    "check_country": CheckCountry.asked,
    "check_copy": CheckCopy.asked,
    "make_hand_over": _hand_over,
    "save_receipt": SaveReceipt.asked,
}
"""Job name in a procedure's file to the function that builds the job."""

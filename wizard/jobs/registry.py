"""Which job a step's job name means; each is imported when it is first needed, not at start."""

from importlib import import_module

from wizard.jobs.job import Asked, Job

JOBS = {
    "check_mail": "wizard.jobs.check_mail:CheckMail",
    "inspect_key": "wizard.jobs.inspect_key:InspectKey",
    "check_country": "wizard.jobs.check_country:CheckCountry",
    "check_xero_key": "wizard.jobs.check_xero_key:CheckXeroKey",
    "use_organisation": "wizard.jobs.use_organisation:UseOrganisation",
    "check_copy": "wizard.jobs.check_copy:CheckCopy",
    "make_hand_over": "wizard.jobs.make_hand_over:MakeHandOver",
    "save_receipt": "wizard.jobs.save_receipt:SaveReceipt",
}
"""Job name in a procedure's file to its class, which builds itself from a run with `asked`."""


def build_job(name: str, asked: Asked) -> Job:
    """Return the job with its input out of the run's answers."""
    module, _, attribute = JOBS[name].partition(":")
    job: Job = getattr(import_module(module), attribute).asked(asked)
    return job

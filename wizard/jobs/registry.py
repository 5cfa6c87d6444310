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
    "check_line": "wizard.jobs.check_line:CheckLine",
    "connect_xero": "wizard.jobs.connect_xero:ConnectXero",
    "use_tenant": "wizard.jobs.choose_tenant:UseTenant",
    "keep_app": "wizard.jobs.xero_app:KeepApp",
    "disconnect_xero": "wizard.jobs.disconnect_xero:DisconnectXero",
    "choose_mail_program": "wizard.jobs.mail_program:ChooseMailProgram",
    "plan_mail_settings": "wizard.jobs.mail_program:PlanStep",
    "write_mail_settings": "wizard.jobs.mail_program:WriteStep",
    "undo_mail_settings": "wizard.jobs.mail_program:UndoLast",
    "save_receipt": "wizard.jobs.save_receipt:SaveReceipt",
    "look_up_provider": "wizard.jobs.look_up_provider:LookUpProvider",
    "save_login": "wizard.jobs.save_login:SaveLogin",
    "connect_sender": "wizard.jobs.connect_sender:ConnectSender",
    "send_test": "wizard.jobs.send_test:SendTest",
    "check_trial": "wizard.jobs.check_trial:CheckTrial",
    "read_bounce": "wizard.jobs.read_bounce:ReadBounce",
}
"""Job name in a procedure's file to its class, which builds itself from a run with `asked`."""


def build_job(name: str, asked: Asked) -> Job:
    """Return the job with its input out of the run's answers."""
    module, _, attribute = JOBS[name].partition(":")
    job: Job = getattr(import_module(module), attribute).asked(asked)
    return job

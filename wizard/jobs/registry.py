"""Which job a step's job name means, and what it gives; each is imported when first needed, not at start."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, TypeVar

import msgspec

Kind = TypeVar("Kind", bound=msgspec.Struct)

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


class UndeclaredFact(Exception):
    """A job gave a fact that it does not declare, or one of another type."""


def job_class(name: str) -> Any:
    """Return the class of a job's name; a builder class where the job itself depends on the run."""
    module, _, attribute = JOBS[name].partition(":")
    return getattr(import_module(module), attribute)


def gives_of(name: str) -> type[msgspec.Struct]:
    """Return the type of the facts that a job of this name may give."""
    gives: type[msgspec.Struct] = job_class(name).gives
    return gives


def checked(name: str, facts: Mapping[str, Any]) -> msgspec.Struct:
    """Return a named job's facts as what it gives; UndeclaredFact where they are anything else."""
    return checked_as(gives_of(name), facts, name)


def checked_as(kind: type[Kind], facts: Mapping[str, Any], whose: str) -> Kind:
    """Return facts as one type of what jobs give, for a job that no step names."""
    try:
        return msgspec.convert(dict(facts), kind)
    except msgspec.ValidationError as error:
        raise UndeclaredFact(f"{whose}: {error}") from None

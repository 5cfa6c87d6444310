"""Which job a step's job name means, and what it gives; each is imported when first needed, not at start."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, TypeVar

import msgspec

Kind = TypeVar("Kind", bound=msgspec.Struct)

JOBS = {
    "check_mail": "wizard.jobs.mail.check_mail:CheckMail",
    "inspect_key": "wizard.jobs.xero.inspect_key:InspectKey",
    "check_country": "wizard.jobs.xero.check_country:CheckCountry",
    "check_xero_key": "wizard.jobs.xero.check_xero_key:CheckXeroKey",
    "use_organisation": "wizard.jobs.xero.use_organisation:UseOrganisation",
    "check_copy": "wizard.jobs.papers.check_copy:CheckCopy",
    "make_hand_over": "wizard.jobs.papers.make_hand_over:MakeHandOver",
    "check_line": "wizard.jobs.xero.check_line:CheckLine",
    "connect_xero": "wizard.jobs.xero.connect_xero:ConnectXero",
    "use_tenant": "wizard.jobs.xero.choose_tenant:UseTenant",
    "keep_app": "wizard.jobs.xero.keep_app:KeepApp",
    "disconnect_xero": "wizard.jobs.xero.disconnect_xero:DisconnectXero",
    "choose_mail_program": "wizard.jobs.programs.mail_program:ChooseMailProgram",
    "plan_mail_settings": "wizard.jobs.programs.mail_program:PlanStep",
    "look_by_hand": "wizard.jobs.programs.look_by_hand:LookByHand",
    "write_mail_settings": "wizard.jobs.programs.mail_program:WriteStep",
    "undo_mail_settings": "wizard.jobs.programs.mail_program:UndoLast",
    "review_records": "wizard.jobs.export.review_records:ReviewRecords",
    "review_entries": "wizard.jobs.export.review_entries:ReviewEntries",
    "send_records": "wizard.jobs.export.send_and_prove:SendAndProve",
    "compare_arrived": "wizard.jobs.export.compare_arrived:CompareArrived",
    "keep_schedule": "wizard.jobs.daily.keep_schedule:KeepSchedule",
    "save_receipt": "wizard.jobs.papers.save_receipt:SaveReceipt",
    "look_up_provider": "wizard.jobs.sender.look_up_provider:LookUpProvider",
    "save_login": "wizard.jobs.sender.save_login:SaveLogin",
    "connect_sender": "wizard.jobs.sender.connect_sender:ConnectSender",
    "send_test": "wizard.jobs.sender.send_test:SendTest",
    "check_trial": "wizard.jobs.sender.check_trial:CheckTrial",
    "read_bounce": "wizard.jobs.sender.read_bounce:ReadBounce",
    "read_books": "wizard.jobs.books.read_books:ReadBooks",
    "read_store_files": "wizard.jobs.books.use_store_files:UseStoreFiles",
    "keep_settings": "wizard.jobs.books.keep_settings:KeepSettings",
    "match_codes": "wizard.jobs.books.match_codes:MatchCodes",
    "check_records": "wizard.jobs.books.check_records:CheckRecords",
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


def needs_of(name: str) -> tuple[str, ...]:
    """Return the boxes whose secrets a job of this name cannot do without, whichever screen they stand on."""
    needs: tuple[str, ...] = getattr(job_class(name), "needs", ())
    return needs


def needs_copied(name: str) -> bool:
    """Whether a job of this name needs the secrets that its screen's lines copy."""
    return bool(getattr(job_class(name), "needs_copied", False))


def checked(name: str, facts: Mapping[str, Any]) -> msgspec.Struct:
    """Return a named job's facts as what it gives; UndeclaredFact where they are anything else."""
    return checked_as(gives_of(name), facts, name)


def checked_as(kind: type[Kind], facts: Mapping[str, Any], whose: str) -> Kind:
    """Return facts as one type of what jobs give, for a job that no step names."""
    try:
        return msgspec.convert(dict(facts), kind)
    except msgspec.ValidationError as error:
        raise UndeclaredFact(f"{whose}: {error}") from None

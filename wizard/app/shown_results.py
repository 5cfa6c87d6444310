"""How a step ended where its problem is only looked at: practice figures that fit what it says."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from msgspec.structs import replace

from wizard.books.report import FolderReport
from wizard.catalogue.export import sentence
from wizard.catalogue.schema import Step
from wizard.export.said import Said
from wizard.jobs.books.check_records import Checked
from wizard.jobs.export.review_records import Reviewed
from wizard.jobs.export.send_and_prove import Finished
from wizard.model.books import Place
from wizard.model.export import Allowance, Counts, Outcome, Plan, Sent, State, Sum, Why
from wizard.model.findings import EqualFindings, Finding, FixTarget, Report
from wizard.model.mail import CheckId, CheckRow, CheckState, MailReport
from wizard.model.problem import Fact, Problem
from wizard.session.results import StepResult

_AT = datetime(2026, 11, 29, 19, 3, tzinfo=UTC)
_NEW = 18
"""Of those in Xero, what went this time."""
_ORGANISATION = "Corner Store Pty Ltd"
_HOST, _ADDRESS, _USER = "mail.practice.example", "store@practice.example", "store"
_FAILS_AT: Mapping[CheckId, frozenset[str]] = {
    CheckId.RESOLVE: frozenset({"MAIL-NAME"}),
    CheckId.REACH: frozenset({"MAIL-PORT-BLOCKED", "MAIL-PORT-CLOSED", "MAIL-PORT-SILENT", "MAIL-SLOW"}),
    CheckId.ENCRYPTION: frozenset({
        "MAIL-PORT-PLAIN", "MAIL-PORT-TLS", "MAIL-NO-STARTTLS", "MAIL-NEEDS-TLS", "MAIL-CERT-NAME",
        "MAIL-CERT-UNTRUSTED", "MAIL-CERT-EXPIRED", "MAIL-TLS",
    }),
    CheckId.INCOMING_LOGIN: frozenset({"MAIL-LOGIN", "MAIL-LOCKED", "MAIL-IN-USE"}),
    CheckId.OUTGOING_LOGIN: frozenset({"MAIL-OUT-AUTH", "MAIL-NO-AUTH", "MAIL-AUTH-REFUSED"}),
    CheckId.SENDER: frozenset({"MAIL-SENDER", "MAIL-ADDRESS", "MAIL-RELAY"}),
    CheckId.ROUND_TRIP: frozenset({"MAIL-NOT-BACK", "MAIL-BOX-FULL", "MAIL-CHECK-LEFT"}),
}  # fmt: skip
"""Which of the seven checks of mail a problem is usually found by."""
_WELL: Mapping[CheckId, Mapping[str, Fact]] = {
    CheckId.RESOLVE: {_HOST: "203.0.113.25"},
    CheckId.REACH: {"ports": "15110, 15925"},
    CheckId.ENCRYPTION: {"incoming": "plain", "outgoing": "plain"},
    CheckId.INCOMING_LOGIN: {"user": _USER, "messages": 3},
    CheckId.OUTGOING_LOGIN: {"user": _USER},
    CheckId.SENDER: {"address": _ADDRESS},
}


def shown_result(step: Step, problem: Problem) -> StepResult | None:
    """Return a result of a step that ended with a problem; None where that is all there is."""
    make = _MAKE.get(_last_job(step))
    return make(problem) if make is not None else None


def usual_result(step: Step) -> StepResult | None:
    """Return a result of a step whose page is nothing without one, where all went well; else None."""
    if _last_job(step) != "review_records":
        return None
    counts = Counts(sent=25, already_there=61, excluded=23)
    kinds = (Sum("invoice", "", 14, Decimal("3127.40")), Sum("payment", "", 11, Decimal("2560.90")))
    outcomes = _left_out(counts.excluded)
    plan = Plan(_ORGANISATION, "", counts, kinds, (), outcomes, 4, 20, Allowance(), is_first=False)
    report = Report((), counts.read, datetime.now(UTC), there=counts.already_there)
    return StepResult({}, Reviewed(Checked(FolderReport(()), report), plan))


def _last_job(step: Step) -> str:
    """Return the job whose result a step's page shows."""
    return step.jobs[-1] if step.jobs else ""


def _int(problem: Problem, name: str) -> int:
    return int(problem.facts.get(name) or 0)


def _sent(problem: Problem) -> StepResult | None:
    """Return a sending that had begun; of what nothing was sent for there are no figures."""
    if problem.code not in {"POST-SOME", "POST-STOPPED"}:
        return None
    arrived, out = _int(problem, "sent"), _int(problem, "out")
    new = min(_NEW, arrived)
    counts = Counts(sent=new, already_there=arrived - new, excluded=out)
    left, stopped = _int(problem, "left"), problem.code == "POST-STOPPED"
    counts = replace(counts, held=left) if stopped else replace(counts, failed=left)
    state: State = "held" if stopped else "failed"
    why = Why("stopped") if stopped else Why("no-invoice", "WEB-2051")
    outcomes = (*_stay("payment", "WEB-2051", 7, state, why, left), *_left_out(out))
    facts = {**counts.as_facts(), "sending": 1, "said": sentence(counts.as_facts(), _AT)}
    return StepResult(facts, Finished(Sent(counts, outcomes, stopped=stopped), Said()), problem)


def _stay(kind: str, name: str, line: int, state: State, why: Why, count: int) -> tuple[Outcome, ...]:
    return tuple(Outcome(kind, name, Place("payments.csv", line + at), state, why) for at in range(count))


def _left_out(count: int) -> tuple[Outcome, ...]:
    why = Why("not-used", "Hire", word="Hire", slot="group")
    return tuple(
        Outcome("invoice", f"HIRE-{4410 + at}", Place("invoices.csv", 2 + at), "excluded", why)
        for at in range(count)
    )


def _checked(problem: Problem) -> StepResult | None:
    if problem.code != "BOOKS-REJECTED":
        return None
    facts, count = problem.facts, _int(problem, "count")
    document = str(facts["document"])
    finding = Finding(document, Place("invoices.csv", 12), f"{document}: {facts['message']}")
    row = EqualFindings(
        "example",
        0,
        "rejects",
        count,
        (finding,),
        "",
        str(facts["fix"]).rstrip("."),
        FixTarget("record", "account"),
    )
    return StepResult({}, Checked(FolderReport(()), Report((row,), 109, _AT)), problem)


def _arrived(problem: Problem) -> StepResult | None:
    if problem.code != "POST-MISSING":
        return None
    facts = {name: _int(problem, name) for name in ("arrived", "differing", "missing")}
    outcomes = tuple(
        Outcome("journal", f"Day {at}", Place("entries.csv", 2 + at), "failed", Why("not-arrived"))
        for at in range(1, facts["missing"] + 1)
    )
    return StepResult(facts, Sent(Counts(failed=facts["missing"]), outcomes), problem)


def _mail(problem: Problem) -> StepResult | None:
    at = next((check for check, codes in _FAILS_AT.items() if problem.code in codes), None)
    if at is None:
        return None
    order = list(CheckId)
    rows = []
    for check in order:
        if order.index(check) < order.index(at):
            rows.append(CheckRow(check, CheckState.PASSED, 0.1, facts=_WELL[check]))
        elif check is at:
            rows.append(CheckRow(check, CheckState.FAILED, 0.1, problem))
        else:
            rows.append(CheckRow(check, CheckState.SKIPPED, 0.0, facts={"because": at.value}))
    return StepResult({}, (None, MailReport(tuple(rows))), problem)


_MAKE: dict[str, Callable[[Problem], StepResult | None]] = {
    "send_records": _sent,
    "review_records": _checked,
    "review_entries": _checked,
    "compare_arrived": _arrived,
    "check_mail": _mail,
}

"""`tillbridge schedule`: when the daily run happens, by this PC's own scheduler."""

import argparse
from datetime import datetime

from wizard.app.program import Program
from wizard.catalogue.schedule import said_of, said_of_next, schedule_words
from wizard.cli.output import NEEDS_PERSON, OK, Output
from wizard.cli.run_job import run_job
from wizard.jobs.books.who_posts import why_nothing_is_sent
from wizard.jobs.daily.keep_schedule import KeepSchedule, ReadSchedule, ScheduleKept
from wizard.jobs.registry import checked_as
from wizard.model.problem import Fault, FaultyInput
from wizard.model.schedule import Schedule, parse


def schedule(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Keep what was asked for, or show what is kept; return the exit status.

    Where nothing can be sent at that time, it says why, names no next time, and a person is needed.
    """
    tools = program.tools()
    wanted = _wanted(args)
    is_asked = args.off or wanted is not None
    done = run_job(KeepSchedule(wanted) if is_asked else ReadSchedule(), tools)
    facts = checked_as(ScheduleKept, done.facts, "schedule")
    lines = [said_of(parse(facts.schedule)), *([facts.schedule_renewed] if facts.schedule_renewed else [])]
    why = why_nothing_is_sent(tools.site.record(), parse(facts.schedule), datetime.now().astimezone().date())
    says = schedule_words().says
    if why:
        lines += [says[why]]
    if facts.next_run:
        if not why:
            lines += [said_of_next(datetime.fromisoformat(facts.next_sending or facts.next_run))]
        lines += [says["cron" if facts.scheduler == "cron" else "signed-in"]]
    not_checked = [facts.schedule_said] if facts.schedule_said else []
    data = {
        "ok": not why, "schedule": facts.schedule, "scheduler": facts.scheduler,
        "place": facts.schedule_place,
        "next_run": facts.next_run, "next_sending": "" if why else facts.next_sending,
        "not_checked": not_checked,
        "renewed": facts.schedule_renewed, "cannot_send": says[why] if why else "",
    }  # fmt: skip
    output.result(data, [*lines, *not_checked])
    return NEEDS_PERSON if why else OK


def _wanted(args: argparse.Namespace) -> Schedule | None:
    options = {"--daily": args.daily, "--weekly": " ".join(args.weekly or ()), "--watch": args.watch}
    for name, text in options.items():
        if text:
            found = parse(f"watch {text}" if name == "--watch" else text.lower())
            is_meant = found is not None and (found.sends == name[2:] or name == "--watch")
            if not is_meant:
                raise FaultyInput([Fault(name, "NOT-VALID", "must be a time of day as 18:30 (a day: fri)")])
            return found
    return None

"""`tillbridge xero connect | organisations | status | token | disconnect`."""

import argparse
import sys
from typing import Any

from wizard.app.program import Program
from wizard.cli.browser import open_browser
from wizard.cli.output import NEEDS_PERSON, OK, Output
from wizard.cli.pasted_answer import read_answer
from wizard.jobs.job import Done, Job, Tools
from wizard.jobs.xero.choose_tenant import ListTenants, Unsettled, UseTenant, waits_for_choice
from wizard.jobs.xero.connect_xero import ConnectXero, not_heard
from wizard.jobs.xero.disconnect_xero import DisconnectXero
from wizard.jobs.xero.fetch_access import FetchAccess
from wizard.jobs.xero.keep_app import client_id_of
from wizard.jobs.xero.read_standing import ReadStanding, standing_facts
from wizard.model.connection import Tenant
from wizard.model.problem import Fault, FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.model.xero import Organisation


def xero(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Run one of the xero commands; return the exit status."""
    tools = program.tools()
    match args.action:
        case "connect":
            return _connect(tools, args, output)
        case "organisations":
            return _organisations(tools, output)
        case "status":
            return _status(tools, output)
        case "token":
            return _token(tools, output, show=args.show)
        case _:
            return _disconnect(tools, output, everything=args.all)


class _PasteWatcher(Silent):
    """Writes the address alone on one line of stderr and reads the redirected one from stdin."""

    def item(self, item: Any) -> None:
        sys.stderr.write(item.sign_in.address() + "\n")
        sys.stderr.flush()
        read_answer(item.offer)


class _BrowserWatcher(Silent):
    """Opens the user's own browser, whose answer the listener hears."""

    def item(self, item: Any) -> None:
        if not item.heard:
            raise ProblemFound(not_heard())
        if not open_browser(item.sign_in.address()):
            raise ProblemFound(Problem("XERO-NO-BROWSER"))


def _client_id(tools: Tools, given: str | None) -> str:
    """Return the Xero app's client id: given, known from before, or in practice the practice app's."""
    found = client_id_of(tools, given or "")
    if not found:
        text = (
            "is needed once: the Client ID of your own Xero app (developer.xero.com, Mobile or desktop app)"
        )
        raise FaultyInput([Fault("--client-id", "MISSING", text)])
    return found


def _connect(tools: Tools, args: argparse.Namespace, output: Output) -> int:
    client_id = _client_id(tools, args.client_id)
    # Choosing after a sign-in needs no second one.
    if args.organisation is None or not waits_for_choice(tools):
        watcher = _PasteWatcher() if args.way == "paste" else _BrowserWatcher()
        outcome = ConnectXero(client_id, args.wait).run(tools, watcher, Cancel())
        if isinstance(outcome, Problem):
            return output.problems([outcome])
    return _choose(tools, args.organisation or "", output)


def _choose(tools: Tools, wanted: str, output: Output) -> int:
    done = _run(UseTenant(wanted, None), tools)
    if isinstance(done.value, Unsettled):
        return _unsettled(done.value, done.problem, output)
    data = {"ok": True, "organisation": dict(done.facts), **standing_facts(tools)}
    output.result(data, [f"Connected to {done.facts['organisation_name']}."])
    return OK


def _unsettled(found: Unsettled, problem: Problem | None, output: Output) -> int:
    """Print which organisations there are; several that are meant are a question to a person."""
    if not found.meant:
        assert problem is not None
        return output.problems([problem], {"organisations": [_row(t) for t in found.picked]})
    rows = [_row(t) for t in found.meant]
    what = "Choose one: run the command again with --organisation and an id from the list."
    needs = [{"screen": "R4", "who": "whoever set the store up", "what": what}]
    lines = [what, *(f"{row['id']}  {row['name']}" for row in rows)]
    output.result({"ok": False, "needs": needs, "organisations": rows}, lines)
    return NEEDS_PERSON


def _row(tenant: Tenant) -> dict[str, str]:
    return {"id": tenant.tenant_id, "name": tenant.name}


def _run(job: Job, tools: Tools) -> Done:
    """Run a job; a problem that leaves nothing to show is raised."""
    outcome = job.run(tools, Silent(), Cancel())
    if isinstance(outcome, Problem):
        raise ProblemFound(outcome)
    return outcome


def _organisations(tools: Tools, output: Output) -> int:
    found: tuple[tuple[Tenant, bool], ...] = _run(ListTenants(), tools).value
    rows = [{**_row(tenant), "chosen": chosen} for tenant, chosen in found]
    output.result({"ok": True, "organisations": rows}, (f"{r['id']}  {r['name']}" for r in rows))
    return OK


def _status(tools: Tools, output: Output) -> int:
    done = _run(ReadStanding(), tools)
    if done.problem is not None:
        return output.problems([done.problem], dict(done.facts))
    own: Organisation = done.value or Organisation("")
    until = done.facts["good_until"]
    data = {"ok": True, **done.facts, "organisation": {"name": own.name, "last_four": own.last_four}}
    output.result(data, [f"Connected to {own.name}, good until {until} if it is not used before."])
    return OK


def _token(tools: Tools, output: Output, *, show: bool) -> int:
    if sys.stdout.isatty() and not show:
        raise FaultyInput(
            [Fault("--show", "TERMINAL", "a token is not shown on a terminal unless asked for")]
        )
    access: Secret = _run(FetchAccess(), tools).value
    # The one place where a secret is what was asked for.
    output.result({"ok": True, "access_token": access.reveal()}, [access.reveal()])
    return OK


def _disconnect(tools: Tools, output: Output, *, everything: bool) -> int:
    done = _run(DisconnectXero(everything), tools)
    names = done.facts["disconnected"]
    if done.facts["sign_in_ended"]:
        said = "The sign-in is ended at Xero: all its organisations are disconnected from this app."
    else:
        said = f"{names[0]} is disconnected. Other organisations of this sign-in stay connected."
    output.result({"ok": True, "disconnected": names}, [said])
    return OK

"""`tillbridge xero connect | organisations | status | token | disconnect`."""

import argparse
import sys

from wizard.app.program import Program
from wizard.cli.output import OK, Output
from wizard.cli.run_job import run_job
from wizard.cli.xero_sign_in import connect, row_of
from wizard.jobs.job import Tools
from wizard.jobs.xero.choose_tenant import ListTenants
from wizard.jobs.xero.disconnect_xero import DisconnectXero
from wizard.jobs.xero.fetch_access import FetchAccess
from wizard.jobs.xero.read_standing import ReadStanding
from wizard.model.connection import Tenant
from wizard.model.problem import Fault, FaultyInput
from wizard.model.secret import Secret
from wizard.model.xero import Organisation


def xero(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Run one of the xero commands; return the exit status."""
    tools = program.tools()
    match args.action:
        case "connect":
            return connect(tools, args, output)
        case "organisations":
            return _organisations(tools, output)
        case "status":
            return _status(tools, output)
        case "token":
            return _token(tools, output, show=args.show)
        case _:
            return _disconnect(tools, output, everything=args.all)


def _organisations(tools: Tools, output: Output) -> int:
    found: tuple[tuple[Tenant, bool], ...] = run_job(ListTenants(), tools).value
    rows = [{**row_of(tenant), "chosen": chosen} for tenant, chosen in found]
    output.result({"ok": True, "organisations": rows}, (f"{r['id']}  {r['name']}" for r in rows))
    return OK


def _status(tools: Tools, output: Output) -> int:
    done = run_job(ReadStanding(), tools)
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
    access: Secret = run_job(FetchAccess(), tools).value
    # The one place where a secret is what was asked for.
    output.result({"ok": True, "access_token": access.reveal()}, [access.reveal()])
    return OK


def _disconnect(tools: Tools, output: Output, *, everything: bool) -> int:
    done = run_job(DisconnectXero(everything), tools)
    names = done.facts["disconnected"]
    if done.facts["sign_in_ended"]:
        said = "The sign-in is ended at Xero: all its organisations are disconnected from this app."
    else:
        said = f"{names[0]} is disconnected. Still connected: {done.facts['still_connected_names']}."
    output.result({"ok": True, "disconnected": names}, [said])
    return OK

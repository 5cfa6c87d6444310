"""`tillbridge xero connect | organisations | status | token | disconnect`."""

import argparse
import sys
from typing import Any

from wizard.app.program import Program
from wizard.cli.browser import open_browser
from wizard.cli.output import NEEDS_PERSON, OK, Output
from wizard.cli.pasted_answer import read_answer
from wizard.jobs.choose_tenant import ChooseTenant, meant_by
from wizard.jobs.connect_xero import ConnectXero
from wizard.jobs.disconnect_xero import DisconnectXero
from wizard.jobs.job import Done, Tools
from wizard.jobs.read_standing import ReadStanding, standing_facts
from wizard.jobs.xero_app import client_id_of
from wizard.jobs.xero_connection import addresses_of, connection_of, own_tenant
from wizard.model.connection import Tenant
from wizard.model.problem import Fault, FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.model.xero import Organisation
from wizard.oauth.attempt import Attempt
from wizard.oauth.sign_in import REDIRECT_PORTS
from wizard.xero.connections import list_tenants, picked


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
        assert isinstance(item, Attempt)
        sys.stderr.write(item.sign_in.address() + "\n")
        sys.stderr.flush()
        read_answer(item.offer)


class _BrowserWatcher(Silent):
    """Opens the user's own browser, whose answer the listener hears."""

    def item(self, item: Any) -> None:
        assert isinstance(item, Attempt)
        if not item.heard:
            raise ProblemFound(Problem("XERO-PORTS", {"ports": ", ".join(map(str, REDIRECT_PORTS))}))
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
    pending = _pending(tools, args.organisation)
    if pending is not None:
        return _choose(tools, *pending, args.organisation, output)

    watcher = _PasteWatcher() if args.way == "paste" else _BrowserWatcher()
    outcome = ConnectXero(client_id, args.wait).run(tools, watcher, Cancel())
    if isinstance(outcome, Problem):
        return output.problems([outcome])
    access, tenants = outcome.value
    return _choose(tools, access, tenants, args.organisation, output)


def _pending(tools: Tools, wanted: str | None) -> tuple[Secret, list[Tenant]] | None:
    """Return a sign-in whose organisation was not chosen yet, so that choosing needs no second sign-in."""
    kept = tools.site.record().xero
    if wanted is None or kept.is_chosen:
        return None
    access = connection_of(tools).access()
    if isinstance(access, Problem):
        return None
    found = list_tenants(tools.http, addresses_of(tools), access)
    if isinstance(found, Problem):
        return None
    return access, picked(found, kept.auth_event, own_tenant(tools))


def _choose(tools: Tools, access: Secret, tenants: list[Tenant], wanted: str | None, output: Output) -> int:
    found = meant_by(tools, tenants, wanted or "")
    if not found:
        names = ", ".join(sorted(t.name for t in tenants))
        problem = (
            Problem("ORG-CHOOSE", {"wanted": wanted or "", "names": names})
            if tenants
            else Problem("ORG-NONE", {"by": "sign-in"})
        )
        return output.problems([problem], {"organisations": [_row(t) for t in tenants]})
    if len(found) > 1:
        rows = [_row(t) for t in found]
        what = "Choose one: run the command again with --organisation and an id from the list."
        needs = [{"screen": "R4", "who": "whoever set the store up", "what": what}]
        lines = [what, *(f"{row['id']}  {row['name']}" for row in rows)]
        output.result({"ok": False, "needs": needs, "organisations": rows}, lines)
        return NEEDS_PERSON
    # Whoever names one means to change to it.
    confirmed = found[0].name if wanted is not None else ""
    outcome = ChooseTenant(access, found[0], confirmed).run(tools, Silent(), Cancel())
    if isinstance(outcome, Problem):
        return output.problems([outcome])
    data = {"ok": True, "organisation": dict(outcome.facts), **standing_facts(tools)}
    output.result(data, [f"Connected to {outcome.facts['organisation_name']}."])
    return OK


def _row(tenant: Tenant) -> dict[str, str]:
    return {"id": tenant.tenant_id, "name": tenant.name}


def _access(tools: Tools) -> Secret:
    access = connection_of(tools).access()
    if isinstance(access, Problem):
        raise ProblemFound(access)
    return access


def _organisations(tools: Tools, output: Output) -> int:
    tenants = list_tenants(tools.http, addresses_of(tools), _access(tools))
    if isinstance(tenants, Problem):
        return output.problems([tenants])
    own = tools.site.record().organisation
    rows = [{**_row(t), "chosen": own is not None and t.tenant_id == own.tenant_id} for t in tenants]
    output.result({"ok": True, "organisations": rows}, (f"{r['id']}  {r['name']}" for r in rows))
    return OK


def _status(tools: Tools, output: Output) -> int:
    outcome = ReadStanding().run(tools, Silent(), Cancel())
    assert isinstance(outcome, Done)
    standing = dict(outcome.facts)
    if outcome.problem is not None:
        return output.problems([outcome.problem], standing)
    own = tools.site.record().organisation or Organisation("")
    data = {"ok": True, **standing, "organisation": {"name": own.name, "last_four": own.last_four}}
    output.result(
        data, [f"Connected to {own.name}, good until {standing['good_until']} if it is not used before."]
    )
    return OK


def _token(tools: Tools, output: Output, *, show: bool) -> int:
    if sys.stdout.isatty() and not show:
        raise FaultyInput(
            [Fault("--show", "TERMINAL", "a token is not shown on a terminal unless asked for")]
        )
    access = _access(tools)
    # The one place where a secret is what was asked for.
    output.result({"ok": True, "access_token": access.reveal()}, [access.reveal()])
    return OK


def _disconnect(tools: Tools, output: Output, *, everything: bool) -> int:
    outcome = DisconnectXero(everything).run(tools, Silent(), Cancel())
    if isinstance(outcome, Problem):
        return output.problems([outcome])
    names = outcome.facts["disconnected"]
    if outcome.facts["sign_in_ended"]:
        said = "The sign-in is ended at Xero: all its organisations are disconnected from this app."
    else:
        said = f"{names[0]} is disconnected. Other organisations of this sign-in stay connected."
    output.result({"ok": True, "disconnected": names}, [said])
    return OK

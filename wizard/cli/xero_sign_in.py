"""`tillbridge xero connect`: signing in, and settling on an organisation."""

import argparse
import sys
from typing import Any

from wizard.cli.browser import open_browser
from wizard.cli.output import NEEDS_PERSON, OK, Output
from wizard.cli.pasted_answer import read_answer
from wizard.cli.run_job import run_job
from wizard.cli.sign_in_ways import allowed_way
from wizard.jobs.job import Tools
from wizard.jobs.xero.choose_tenant import Unsettled, UseTenant, waits_for_choice
from wizard.jobs.xero.connect_xero import ConnectXero, not_heard
from wizard.jobs.xero.keep_app import client_id_of
from wizard.jobs.xero.read_standing import standing_facts
from wizard.model.connection import Tenant
from wizard.model.problem import Fault, FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Silent


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


def connect(tools: Tools, args: argparse.Namespace, output: Output) -> int:
    """Sign in, unless only the choice is missing; then settle on the organisation."""
    client_id, way = (
        _client_id(tools, args.client_id),
        allowed_way(tools.world.policies, args.way, "browser", "paste"),
    )
    # Choosing after a sign-in needs no second one.
    if args.organisation is None or not waits_for_choice(tools):
        watcher = _PasteWatcher() if way == "paste" else _BrowserWatcher()
        outcome = ConnectXero(client_id, args.wait).run(tools, watcher, Cancel())
        if isinstance(outcome, Problem):
            return output.problems([outcome])
    return _choose(tools, args.organisation or "", output)


def _choose(tools: Tools, wanted: str, output: Output) -> int:
    done = run_job(UseTenant(wanted, None), tools)
    if isinstance(done.value, Unsettled):
        return _unsettled(done.value, done.problem, output)
    data = {"ok": True, "organisation": dict(done.facts), **standing_facts(tools)}
    output.result(data, [f"Connected to {done.facts['organisation_name']}."])
    return OK


def _unsettled(found: Unsettled, problem: Problem | None, output: Output) -> int:
    """Print which organisations there are; several that are meant are a question to a person."""
    if not found.meant:
        assert problem is not None
        return output.problems([problem], {"organisations": [row_of(t) for t in found.picked]})
    rows = [row_of(t) for t in found.meant]
    what = "Choose one: run the command again with --organisation and an id from the list."
    needs = [{"screen": "R4", "who": "whoever set the store up", "what": what}]
    lines = [what, *(f"{row['id']}  {row['name']}" for row in rows)]
    output.result({"ok": False, "needs": needs, "organisations": rows}, lines)
    return NEEDS_PERSON


def row_of(tenant: Tenant) -> dict[str, str]:
    """Return an organisation as `--json` names it."""
    return {"id": tenant.tenant_id, "name": tenant.name}

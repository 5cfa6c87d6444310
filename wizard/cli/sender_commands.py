"""`tillbridge mail sender connect | disconnect | test`."""

import argparse
import sys
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Any

from wizard.app.program import Program
from wizard.catalogue.practice import practice_answers, practice_logins
from wizard.catalogue.providers import ANOTHER, provider, provider_of_server
from wizard.cli.output import FAILED, NEEDS_PERSON, OK, Output, problem_json, problem_lines
from wizard.cli.pasted_answer import read_answer
from wizard.cli.sign_in_ways import allowed_way
from wizard.jobs.job import Done, Tools
from wizard.jobs.mail.settings import settings_in
from wizard.jobs.sender.own_sender import VAULT_CLIENT_SECRET, Sender, known_sender, no_sender
from wizard.jobs.sender.send_test import SendTest
from wizard.model.kept_secrets import is_forgetful
from wizard.model.mail import Identity, Outgoing, OutgoingAuth, SocketType
from wizard.model.names import is_address
from wizard.model.problem import Fault, FaultyInput, Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.model.sender import DeviceCode, SignInApp, SignInPage, SignInWay, Vendor


def sender(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Run one of the sender commands; return the exit status."""
    tools = program.tools()
    match args.what:
        case "connect":
            return _connect(tools, args, output)
        case "test":
            return _test(tools, args, output)
        case _:
            return _disconnect(tools, output)


def sender_in(tools: Tools, settings: Path) -> Sender:
    """Return the sender that a mail settings file describes; FaultyInput lists what is wrong with it."""
    found = settings_in(tools, settings)
    if found.outgoing.auth is not OutgoingAuth.OAUTH2 or found.app is None:
        text = 'needs auth = "oauth2" in [outgoing] and an [oauth2] table'
        raise FaultyInput([Fault("outgoing.auth", "NOT-A-SIGN-IN", text)])
    row = provider_of_server(found.outgoing.host) or provider(ANOTHER)
    out = replace(found.outgoing, user=found.outgoing.user or found.identity.address)
    return Sender(found.identity, row, out, found.app)


def _practice_sender() -> Sender:
    """Return the practice account with the practice app, for whoever has not gone through T1 to T4."""
    answers, logins = practice_answers("kashflow-smtp"), practice_logins()
    identity = Identity(logins["sender-name"], logins["mail-address"])
    outgoing = Outgoing(
        answers["server"],
        answers["port"],
        SocketType(answers["encryption"]),
        OutgoingAuth.OAUTH2,
        identity.address,
    )
    secret = Secret(logins["sender-client-secret"])
    tenant = logins["sender-tenant"]
    app = SignInApp(Vendor.MICROSOFT, logins["sender-client-id"], tenant, secret, SignInWay.DEVICE)
    return Sender(identity, provider(ANOTHER), outgoing, app)


class _Ask(Silent):
    """Shows a person what they have to open or type; `paste` reads the address they were led to."""

    def __init__(self, way: SignInWay) -> None:
        self._way = way

    def item(self, item: Any) -> None:
        """Show it."""
        if isinstance(item, DeviceCode):
            _say(f"Open {item.address} on any device and type {item.code}")
        elif isinstance(item, SignInPage):
            if self._way is SignInWay.PASTE:
                _say(item.address)
                read_answer(lambda text: None if item.hand_in(text) else Problem("SENDER-NOT-OURS"))
            elif not webbrowser.open(item.address):
                _say(f"No browser could be opened. Open this address yourself:\n{item.address}")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _connect(tools: Tools, args: argparse.Namespace, output: Output) -> int:
    from wizard.jobs.sender.sign_in_sender import SignInSender, with_way  # noqa: PLC0415 - costs start-up time

    found = sender_in(tools, args.settings) if args.settings else known_sender(tools)
    if found is None and tools.world.is_practice:
        found = _practice_sender()
    if found is None:
        return output.problems([no_sender(tools)])
    if found.app is None:
        return output.problems([Problem("SENDER-PASSWORD")])
    if found.app.secret is not None:
        tools.vault.set(VAULT_CLIENT_SECRET, found.app.secret)
    if args.way:
        found = with_way(found, SignInWay(args.way))
    assert found.app is not None
    allowed_way(tools.world.policies, found.app.way.value)
    job = SignInSender(found, fresh=True, wait_seconds=args.wait)
    outcome = job.run(tools, _Ask(found.app.way), Cancel())
    if isinstance(outcome, Problem):
        return output.problems([outcome])
    name = outcome.facts["connected_as"]
    data = {
        "ok": True,
        "connected_as": name,
        "vendor": found.app.vendor.value,
        "way": found.app.way.value,
    }
    output.result(data, [f"Connected as {name}."])
    return OK


def _test(tools: Tools, args: argparse.Namespace, output: Output) -> int:
    if not 0 <= args.wait <= 3600:
        raise FaultyInput([Fault("--wait", "NOT-VALID", "must be from 0 to 3600 seconds")])
    if args.to and not is_address(args.to):
        raise FaultyInput([Fault("--to", "NOT-VALID", "is not an e-mail address")])
    job = SendTest.saved(tools, args.to or "", args.wait)
    outcome = job if isinstance(job, Problem) else job.run(tools, Silent(), Cancel())
    if isinstance(outcome, Problem):
        return _ended(outcome, output)
    data: dict[str, Any] = {
        "ok": outcome.problem is None,
        **{key: outcome.facts[key] for key in ("checks", "sent_to", "fetched", "notices")},
    }
    if outcome.problem is not None:
        data["problems"] = [problem_json(outcome.problem)]
    output.result(data, _lines(outcome))
    return OK if outcome.problem is None else FAILED


def _lines(outcome: Done) -> list[str]:
    if outcome.problem is not None:
        return problem_lines(outcome.problem)
    facts = outcome.facts
    sent = f"A message was sent from {facts['address']} to {facts['sent_to']}"
    fetched = " and fetched back." if facts["fetched"] else ". Look whether it arrived."
    return [sent + fetched]


def _ended(problem: Problem, output: Output) -> int:
    """Print a problem; what needs a person to sign in first has its own exit status."""
    if problem.code != "SENDER-NOT-CONNECTED":
        return output.problems([problem])
    what = "Sign in once: tillbridge mail sender connect"
    need = {"screen": "T5", "who": "the owner of the mailbox", "what": what}
    data = {"ok": False, "needs": [need], "problems": [problem_json(problem)]}
    output.result(data, [*problem_lines(problem), what])
    return NEEDS_PERSON


def _disconnect(tools: Tools, output: Output) -> int:
    from wizard.jobs.sender.disconnect_sender import DisconnectSender  # noqa: PLC0415 - costs start-up time

    found = known_sender(tools)
    if found is None:
        return output.problems([no_sender(tools)])
    outcome = DisconnectSender(found).run(tools, Silent(), Cancel())
    if isinstance(outcome, Problem):
        return output.problems([outcome])
    said = "The sender and its password are forgotten on this PC."
    if found.app is not None:
        said = "The permission is forgotten on this PC; the app's details stay, to connect again."
        if found.app.vendor is Vendor.MICROSOFT:
            said += " Microsoft keeps it until you take it back at https://myapps.microsoft.com/"
    if is_forgetful(tools.vault):
        said += " A practice window that is open keeps what was typed there until it is closed."
    output.result({"ok": True, "disconnected": found.identity.address}, [said])
    return OK

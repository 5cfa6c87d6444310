"""A process of its own that connects, or refreshes the same connection again and again.

`python -m tests.faults.refresher HOME SERVICES connect | connect-provider | "unused DAYS" | COUNT` (COUNT 0
= until killed): `connect` signs in to the practice Xero, `connect-provider` to oidc-provider; `unused` makes
what is kept older by days. Prints a line when it begins, one for each refresh that worked, and the problem's
code when one did not.
"""

import dataclasses
import sys
import time
from pathlib import Path

# Loaded before the first line, so that kills hit the refresh, not imports. The password store itself is first
# asked under the connection's lock: gnome-keyring 42.1 aborts when several clients come and go at once.
import keyring.backends.SecretService  # noqa: F401
import oauthlib.oauth2  # noqa: F401
import requests_oauthlib  # noqa: F401

from tests.faults.person import Person, practice_person, provider_person
from tests.servers import openid_provider
from wizard.app.options import Options
from wizard.app.program import Program, make_world
from wizard.jobs.job import Tools
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.jobs.xero.connection import connection_of
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.oauth.attempt import Attempt
from wizard.redaction.log_filter import Redactor
from wizard.vault.token_slots import VaultTokenSlots

_STORE_TRIES = 100


class _Watcher(Silent):
    """Sends a person to the address that the job names."""

    def __init__(self, person: Person) -> None:
        self._person = person

    def item(self, item: Attempt) -> None:
        problem = item.offer(self._person.visit(item.sign_in.address()))
        assert problem is None


def _access_token(tools: Tools) -> Secret | Problem:
    """An access token; waits for a password store that is just being started again (gnome-keyring aborts)."""
    for _ in range(_STORE_TRIES):
        try:
            return connection_of(tools).fresh()
        except ProblemFound as found:
            if not found.problem.code.startswith("VAULT-"):
                raise
        time.sleep(0.1)
    return Problem("VAULT-MISSING")


def age(tools: Tools, days: int) -> None:
    """Make the connection one that was last used days ago."""
    slots = VaultTokenSlots(tools.vault, "xero-connection")
    kept = slots.read()
    assert kept is not None
    used = kept.obtained_at - days * 86_400
    slots.write(dataclasses.replace(kept, generation=kept.generation + 1, obtained_at=used))


def main(home: str, services: str, what: str) -> int:
    program = Program(make_world(Options(home=Path(home), services=Path(services)), None), Redactor())
    tools = program.tools()
    if what.startswith("connect"):
        practice = ("7A11B21D6E000000000000000000C0DE", practice_person())
        provider = (openid_provider.CLIENT_ID, provider_person())
        client_id, person = practice if what == "connect" else provider
        outcome = ConnectXero(client_id).run(tools, _Watcher(person), Cancel())
        sys.stdout.write(outcome.code if isinstance(outcome, Problem) else "connected")
        return int(isinstance(outcome, Problem))
    if what.startswith("unused"):
        days = int(what.split()[1])
        age(tools, days)
        sys.stdout.write(f"unused for {days} days")
        return 0
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    done = 0
    while done < int(what) or what == "0":
        token = _access_token(tools)
        sys.stdout.write(f"{token.code}\n" if isinstance(token, Problem) else "refreshed\n")
        sys.stdout.flush()
        if isinstance(token, Problem):
            return 1
        done += 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

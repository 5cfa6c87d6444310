"""The store's mail as it was proven last: its settings from the receipt, its passwords from the safe."""

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from wizard.catalogue.load import procedures
from wizard.catalogue.words import words_of
from wizard.jobs.job import Tools
from wizard.jobs.mail.check_mail import VAULT_PASSWORD, VAULT_SENDING
from wizard.jobs.mail.settings import settings_of
from wizard.model.kept_secrets import secret_gone
from wizard.model.mail import MailSettings
from wizard.model.problem import ProblemFound
from wizard.procedure.answers import Answers

if TYPE_CHECKING:
    from wizard.store.site import SiteFolder

_words = words_of(__name__)


def card_of(job: str) -> str:
    """Return the documented procedure in which a job is; empty where none has it."""
    found = (each.id for each in procedures() if any(job in step.jobs for step in each.steps))
    return next(found, "")


class ProvenServers(NamedTuple):
    """The two servers with which the store's mail was proven last."""

    incoming: str
    incoming_port: int
    outgoing: str
    outgoing_port: int


def proven_servers(site: "SiteFolder") -> ProvenServers | None:
    """Return them; None where none were proven."""
    return _servers(site.last_receipt(card_of("check_mail")))


def kept_mail(tools: Tools) -> MailSettings | None:
    """Return the settings; None where none were proven; ProblemFound SECRET-GONE, VAULT-… ."""
    receipt = tools.site.last_receipt(card_of("check_mail"))
    servers = _servers(receipt)
    if receipt is None or servers is None:
        return None
    answers = Answers()
    for name, value in receipt.get("answers", {}).items():
        if isinstance(value, str | int):
            answers.put(str(name), value)
    password = tools.vault.get(VAULT_PASSWORD)
    if password is None:
        raise ProblemFound(secret_gone(tools.vault, _words("password"), "password"))
    answers.put("password", password)
    answers.put("sending_password", tools.vault.get(VAULT_SENDING))
    made = settings_of(answers)
    assert made.incoming is not None, "an answer file of it always receives"
    incoming = replace(made.incoming, host=servers.incoming, port=servers.incoming_port)
    outgoing = replace(made.outgoing, host=servers.outgoing, port=servers.outgoing_port)
    return MailSettings(made.identity, incoming, outgoing)


def _servers(receipt: object) -> ProvenServers | None:
    facts = {name: str(fact) for name, fact in _checked(receipt).items()}
    if not facts.get("incoming_host"):
        return None
    incoming, outgoing = int(facts["incoming_port"]), int(facts["outgoing_port"])
    return ProvenServers(facts["incoming_host"], incoming, facts["outgoing_host"], outgoing)


def _checked(receipt: object) -> dict[str, object]:
    results = receipt.get("results") if isinstance(receipt, dict) else None
    for facts in results.values() if isinstance(results, dict) else ():
        if isinstance(facts, dict) and "outgoing_port" in facts:
            return facts
    return {}

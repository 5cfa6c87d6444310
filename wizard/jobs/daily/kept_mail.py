"""The store's mail as it was proven last: its settings from the receipt, its passwords from the safe."""

from dataclasses import replace

from wizard.catalogue.load import procedures
from wizard.catalogue.words import words_of
from wizard.jobs.job import Tools
from wizard.jobs.mail.check_mail import VAULT_PASSWORD, VAULT_SENDING
from wizard.jobs.mail.settings import settings_of
from wizard.model.kept_secrets import secret_gone
from wizard.model.mail import MailSettings
from wizard.model.problem import ProblemFound
from wizard.procedure.answers import Answers

_words = words_of(__name__)


def card_of(job: str) -> str:
    """Return the documented procedure in which a job is; empty where none has it."""
    found = (each.id for each in procedures() if any(job in step.jobs for step in each.steps))
    return next(found, "")


def kept_mail(tools: Tools) -> MailSettings | None:
    """Return the settings; None where none were proven; ProblemFound SECRET-GONE, VAULT-… ."""
    receipt = tools.site.last_receipt(card_of("check_mail"))
    facts = _checked(receipt)
    if receipt is None or not facts.get("incoming_host"):
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
    incoming = replace(made.incoming, host=str(facts["incoming_host"]), port=int(str(facts["incoming_port"])))
    outgoing = replace(made.outgoing, host=str(facts["outgoing_host"]), port=int(str(facts["outgoing_port"])))
    return MailSettings(made.identity, incoming, outgoing)


def _checked(receipt: object) -> dict[str, object]:
    results = receipt.get("results") if isinstance(receipt, dict) else None
    for facts in results.values() if isinstance(results, dict) else ():
        if isinstance(facts, dict) and "outgoing_port" in facts:
            return facts
    return {}

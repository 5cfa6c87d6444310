"""How a store receives mail for its sender's address, if that is known: to fetch the test message back."""

from wizard.jobs.job import Tools
from wizard.jobs.mail.check_mail import VAULT_PASSWORD
from wizard.jobs.sender.own_sender import Sender
from wizard.model.mail import Incoming, SocketType
from wizard.model.secret import Secret


def known_incoming(tools: Tools, sender: Sender, password: Secret | None) -> Incoming | None:
    """Return the receiving side that was proven for this address, else that of the provider's own row."""
    return _proven(tools, sender) or _of_provider(sender, password)


def _proven(tools: Tools, sender: Sender) -> Incoming | None:
    receipt = tools.site.last_receipt("imagatec-mail")
    if receipt is None:
        return None
    answers = receipt.get("answers", {})
    facts = receipt.get("results", {}).get("mail-check", {})
    if str(facts.get("address", "")).lower() != sender.identity.address.lower():
        return None
    password = tools.vault.get(VAULT_PASSWORD)
    if password is None or not facts.get("incoming_host"):
        return None
    return Incoming(
        str(facts["incoming_host"]),
        int(facts["incoming_port"]),
        SocketType(str(answers.get("encryption", SocketType.PLAIN.value))),
        str(answers.get("user_name", "")),
        password,
    )


def _of_provider(sender: Sender, password: Secret | None) -> Incoming | None:
    """The provider's own server for receiving, where the same login is meant for both."""
    row = sender.provider
    mine = sender.outgoing.host == row.outgoing.host
    if row.incoming is None or row.state == "unverified" or not mine:
        return None
    if not sender.signs_in and (password is None or row.user == "apikey"):
        return None
    return Incoming(
        row.incoming.host,
        row.incoming.port,
        SocketType(row.incoming.socket),
        sender.outgoing.user,
        Secret("") if sender.signs_in or password is None else password,
        signs_in=sender.signs_in,
    )

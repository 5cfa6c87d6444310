"""Failures that really happened, by faults of the practice services: replayed, and nothing stayed in them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wizard.app.options import Options
from wizard.app.practice_pc import furnish
from wizard.app.practice_values import practice_values
from wizard.app.program import Program, make_world
from wizard.app.support import collected
from wizard.cli.unattended import walk_through
from wizard.model.secret import Secret
from wizard.practice import PracticeServices
from wizard.redaction.log_filter import Redactor
from wizard.support.file import encode, read
from wizard.support.replay import replay
from wizard.vault.memory_store import InMemorySecretStore

MAIL, KEYS, SENDER = "imagatec-mail", "imagatec-xero", "kashflow-smtp"
STORE = "Crooked Lane Hardware"
TLS: dict[str, Any] = {"encryption": "tls", "incoming_port": 995, "outgoing_port": 465}
FAILURES = [
    (MAIL, "wrong-password", {}, "MAIL-LOGIN"),
    (MAIL, "certificate-expired", TLS, "MAIL-CERT-EXPIRED"),
    (MAIL, "certificate-name", TLS, "MAIL-CERT-NAME"),
    (MAIL, "certificate-untrusted", TLS, "MAIL-CERT-UNTRUSTED"),
    (MAIL, "port-closed", {}, "MAIL-PORT-CLOSED"),
    pytest.param(
        MAIL, "port-blocked", {"incoming_port": 110, "outgoing_port": 25}, "MAIL-PORT-BLOCKED",
        marks=pytest.mark.long,
    ),
    (MAIL, "relay-refused", {}, "MAIL-RELAY"),
    (MAIL, "sender-refused", {}, "MAIL-SENDER"),
    (MAIL, "mailbox-full", {}, "MAIL-BOX-FULL"),
    (MAIL, "mail-greylisted", {}, "MAIL-GREYLISTED"),
    (MAIL, "no-starttls", {"encryption": "starttls"}, "MAIL-NO-STARTTLS"),
    (MAIL, "", {"incoming_server": "mial.practice.example"}, "MAIL-NAME"),
    (KEYS, "secret-refused", {}, "KEY-REFUSED"),
    (KEYS, "scope-missing", {}, "XERO-PERMISSION"),
    (KEYS, "rate-limit-day", {}, "XERO-BUSY"),
    (KEYS, "xero-down", {}, "XERO-DOWN"),
    (KEYS, "", {"api_key": "not-a-key"}, "KEY-REFUSED"),
    (KEYS, "", {"country": "CA"}, "XERO-COUNTRY"),
    (SENDER, "password-off", {}, "OUT-PASSWORD-OFF"),
    (SENDER, "smtp-switched-off", {}, "EXCH-ADMIN"),
    (SENDER, "relay-refused", {}, "OUT-RELAY"),
    (SENDER, "sender-refused", {}, "SENDER-MISMATCH"),
]  # fmt: skip


@pytest.fixture(scope="module")
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


def failed(program: Program, name: str, changes: dict[str, Any]) -> str:
    """Go through a procedure as far as it goes, as the window does; return what it ended in."""
    session = program.session(name)
    for box, value in {**practice_values(name), "store_name": STORE, **changes}.items():
        session.answers.put(box, value)
        if isinstance(value, Secret):
            program.redactor.learn(value.reveal())
    walk_through(session)
    return session.setback.problem.code if session.setback is not None else ""


@pytest.mark.parametrize(("name", "fault", "changes", "code"), FAILURES)
def test_it_is_replayed_at_its_screen_and_names_and_secrets_are_not_in_it(
    services: PracticeServices, tmp_path: Path, name: str, fault: str, changes: dict[str, Any], code: str
) -> None:
    services.clear_faults()
    world = make_world(Options(home=tmp_path / "home", practice=True), services.services_file)
    furnish(world)
    program = Program(world, Redactor())
    program.vault = InMemorySecretStore()
    if fault:
        services.add_fault(fault)
    try:
        assert failed(program, name, changes) == code
    finally:
        services.clear_faults()
    out = tmp_path / "for-support.jsonl"
    items, key = collected(program, [])
    out.write_text(encode(items), "utf-8")
    text = out.read_text("utf-8").casefold()
    for canary in (STORE, "store@practice.example", str(tmp_path), *services.logins.values()):
        assert len(canary) < 8 or canary.casefold() not in text, canary
    assert STORE in key.values()
    (steps,) = replay(read(out)).steps.values()
    assert [step.failed.code for step in steps if step.failed is not None] == [code]

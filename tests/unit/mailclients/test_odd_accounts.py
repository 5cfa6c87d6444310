"""Accounts are seen as what they are: Claws Mail's kinds by version, one that Evolution has switched off."""

from pathlib import Path

import pytest

from tests.mail_programs.specimens import ADDRESS, SOURCES, places, settings
from wizard.mailclients.programs.claws_mail.client import ClawsMail
from wizard.mailclients.programs.evolution.client import Evolution
from wizard.model.mail_clients import Plan


def claws_kinds(home: Path, kind: str, version: str) -> list[str]:
    folder = home / ".claws-mail"
    folder.mkdir()
    versioned = f"config_version={version}\n" if version else ""
    (folder / "accountrc").write_text(
        f"[Account: 1]\n{versioned}account_name=a\naddress={ADDRESS}\nprotocol={kind}\n"
    )
    client = ClawsMail(places(home))
    found = client.detect()
    assert found is not None
    return [account.protocol for account in client.accounts(found.profiles[0])]


@pytest.mark.parametrize(
    ("kind", "version", "seen"),
    [
        ("0", "4", ["pop3"]),
        ("1", "4", ["imap"]),
        ("1", "1", ["imap"]),
        ("2", "4", []),
        ("3", "4", []),
        ("0", "", ["pop3"]),
        ("1", "", ["pop3"]),
        ("3", "0", ["imap"]),
        ("4", "", []),
        ("5", "0", []),
    ],
)
def test_claws_mail_counts_kinds_by_its_version(
    tmp_path: Path, kind: str, version: str, seen: list[str]
) -> None:
    assert claws_kinds(tmp_path, kind, version) == seen


def evolution_plan(home: Path, enabled: str) -> Plan:
    folder = home / ".config" / "evolution" / "sources"
    folder.mkdir(parents=True)
    for name, text in SOURCES.items():
        (folder / f"{name}.source").write_text(text.replace("Enabled=true\nParent", f"{enabled}Parent"))
    client = Evolution(places(home))
    found = client.detect()
    assert found is not None
    account = next(a for a in client.accounts(found.profiles[0]) if a.address == ADDRESS)
    return client.plan(found.profiles[0], account, settings())


@pytest.mark.parametrize(
    ("enabled", "said"), [("Enabled=false\n", True), ("Enabled=true\n", False), ("", False)]
)
def test_an_account_that_is_switched_off_is_said_to_be(tmp_path: Path, enabled: str, said: bool) -> None:
    notes = {note.code: note.text for note in evolution_plan(tmp_path, enabled).notes}
    assert ("switched_off" in notes) is said
    if said:
        assert "switched off" in notes["switched_off"]


def test_an_edited_receipt_removes_no_file_that_evolution_made(tmp_path: Path) -> None:
    client = Evolution(places(tmp_path))
    assert client.makes_whole("tillbridge-0123456789ab-1.source")
    assert client.makes_whole("tillbridge-0123456789ab-1-identity.source")
    assert client.makes_whole("1363000000.1234.0@shop-transport.source")
    assert not client.makes_whole("1363000000.1234.0@shop.source")

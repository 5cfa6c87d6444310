"""A new mail program is its module and its words: put there, it is found, listed, written and undone."""

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail_programs.specimens import ADDRESS, SPECIMENS, contents, places, settings
from wizard.catalogue import resources
from wizard.cli.arguments import parse
from wizard.mailclients import programs
from wizard.mailclients.adapters import adapters_found
from wizard.mailclients.choosing import choose
from wizard.mailclients.contract import MailClient
from wizard.mailclients.found import MailClients
from wizard.mailclients.values import wanted_values
from wizard.model.mail_clients import Setting
from wizard.model.problem import FaultyInput

PROGRAM = '''
"""Shop Mail: one account in ~/.shop-mail/settings."""

from wizard.mailclients.editing import Box, Target
from wizard.mailclients.folder_client import FolderClient
from wizard.mailclients.stores.key_file import KeyFile
from wizard.mailclients.values import wanted_values
from wizard.model.mail_clients import Address, Held, Profile, Setting, Stored

FILE, GROUP = "settings", "Mail"
NUMBERS = {Setting.INCOMING_PORT, Setting.OUTGOING_PORT}


class ShopMail(FolderClient):
    id = "shop-mail"
    rank = 2

    def folders(self):
        folder = self.places.home / ".shop-mail"
        return {"home": (Profile(self.id, "home", "Shop", str(folder)), folder)} if folder.is_dir() else {}

    def parse(self, path, content):
        return KeyFile.parse(content)

    def accounts(self, profile):
        file = self.store(profile).document(FILE)
        found = {setting: file.value(GROUP, setting) for setting in Setting}
        values = {s: int(v) if s in NUMBERS else v for s, v in found.items() if v is not None}
        return (self.account("only", "Shop", values.get(Setting.ADDRESS, ""), "pop3", values),)

    def boxes(self, profile, account, settings):
        boxes = []
        for setting, value in wanted_values(settings).items():
            target = Target(Address(FILE, setting, GROUP), Stored(Held.LINE, str(value)))
            boxes.append(Box(setting, account.values.get(setting), value, (target,)))
        return "only", "Shop", boxes

    def owns(self, address):
        return address.container == FILE and address.group in {"", GROUP}

    def running(self, profile):
        return None


CLIENT = ShopMail
'''
WORDS = """
id = "shop-mail"
name = "Shop Mail"
checked = 2026-11-20
source = "a test"
untouched = ["Messages stay as they are."]
[words]
incoming_port = "Port for receiving"
"""


@pytest.fixture
def shop_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put a module beside the programs, and its words beside theirs."""
    code, data = tmp_path / "programs", tmp_path / "resources"
    code.mkdir()
    (code / "shop_mail.py").write_text(PROGRAM)
    shutil.copytree(resources.FOLDER / "clients", data / "clients")
    (data / "clients" / "shop-mail.words.toml").write_text(WORDS)
    shutil.copy(resources.FOLDER / "guided-programs.toml", data)
    monkeypatch.setattr(programs, "__path__", [*programs.__path__, str(code)])
    monkeypatch.setattr(resources, "FOLDER", data)
    importlib.invalidate_caches()
    yield
    sys.modules.pop(f"{programs.__name__}.shop_mail", None)
    vars(programs).pop("shop_mail", None)


def test_every_program_is_found_by_its_own_declaration_the_most_used_first() -> None:
    assert [adapter.id for adapter in adapters_found()] == [
        *("outlook", "thunderbird", "evolution", "claws-mail", "outlook-express", "windows-mail"),
        "new-outlook",
    ]
    assert {specimen.id for specimen in SPECIMENS} == {adapter.id for adapter in adapters_found()} - {
        "new-outlook"
    }


def test_the_command_line_takes_every_program_that_has_words_and_no_other() -> None:
    for specimen in SPECIMENS:
        assert parse(["mail", "clients", "--client", specimen.id])[0].client == specimen.id
    for other in ("shop-mail", "new-outlook", "outlook-2013", "outlook.words", ""):
        with pytest.raises(FaultyInput):
            parse(["mail", "clients", "--client", other])


def test_a_new_program_needs_its_module_and_its_words_and_no_line_elsewhere(
    shop_mail: None, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    (home / ".shop-mail").mkdir(parents=True)
    (home / ".shop-mail" / "settings").write_text(
        f"# by hand\n[Mail]\naddress={ADDRESS}\nincoming_port=110\n"
    )
    before = contents(home)
    assert [adapter.id for adapter in adapters_found()][:3] == ["outlook", "shop-mail", "thunderbird"]
    assert parse(["mail", "plan", "--client", "shop-mail", "--settings", "x"])[0].client == "shop-mail"

    clients = MailClients(lambda: places(home))
    (listed,) = clients.list()
    assert listed.found.name == "Shop Mail"
    choice = choose([listed], address=ADDRESS)
    assert (choice.client, choice.account) == ("shop-mail", "only")
    client: MailClient = clients.client("shop-mail")
    profile = clients.profile("shop-mail", choice.profile)
    plan = client.plan(profile, client.accounts(profile)[0], settings())
    assert {c.setting: c.label for c in plan.changes}[Setting.INCOMING_PORT] == "Port for receiving"
    image = client.before_image(plan)
    with client.closed(profile):
        client.write(plan)
    found = client.read_back(profile, "only").values
    assert {s: str(v) for s, v in found.items()} == {s: str(v) for s, v in wanted_values(settings()).items()}
    assert client.close_gently(profile) is False
    assert client.undo(profile, image) is True
    assert contents(home) == before

"""What is Thunderbird's own: shared outgoing servers, renamed servers, doubles, user.js, profiles' places."""

import dataclasses
from pathlib import Path

import pytest

from tests.mail_programs.specimens import ADDRESS, PREFS, places, settings, thunderbird_profile
from wizard.mailclients.programs.thunderbird.client import Thunderbird
from wizard.model.mail import MailSettings, OutgoingAuth, SocketType
from wizard.model.mail_clients import Plan, Setting
from wizard.model.problem import ProblemFound

MINE = f"""user_pref("mail.accountmanager.accounts", "account1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.server.server1.type", "pop3");
user_pref("mail.server.server1.hostname", "mail.example.test");
user_pref("mail.server.server1.userName", "{ADDRESS}");
user_pref("mail.identity.id1.useremail", "{ADDRESS}");
user_pref("mail.identity.id1.smtpServer", "smtp1");
user_pref("mail.smtpservers", "smtp1");
user_pref("mail.smtpserver.smtp1.hostname", "mail.example.test");
user_pref("mail.smtpserver.smtp1.username", "{ADDRESS}");
"""


def planned(folder: Path, prefs: str, wanted: MailSettings | None = None) -> Plan:
    thunderbird_profile(folder, prefs)
    client = Thunderbird(places(folder))
    found = client.detect()
    assert found is not None
    (account,) = (a for a in client.accounts(found.profiles[0]) if a.address == ADDRESS)
    return client.plan(found.profiles[0], account, wanted or settings())


def written(plan: Plan) -> dict[str, object]:
    return {e.address.name: e.after.data for e in plan.edits if e.after is not None and not e.address.group}


def test_no_socket_type_one_is_ever_written(tmp_path: Path) -> None:
    for number, socket in enumerate(SocketType):
        prefs = MINE + 'user_pref("mail.server.server1.socketType", 1);\n'
        plan = planned(tmp_path / str(number), prefs, settings(socket=socket))
        wanted = {SocketType.PLAIN: 0, SocketType.STARTTLS: 2, SocketType.TLS: 3}[socket]
        assert written(plan)["mail.server.server1.socketType"] == wanted
        change = next(c for c in plan.changes if c.setting is Setting.INCOMING_ENCRYPTION)
        assert change.old_words == "STARTTLS, if available"


def test_same_as_incoming_names_the_incoming_account(tmp_path: Path) -> None:
    plan = planned(tmp_path, MINE)
    assert written(plan)["mail.smtpserver.smtp1.incomingAccount"] == "server1"
    change = next(c for c in plan.changes if c.setting is Setting.OUTGOING_LOGIN)
    assert (change.old, change.new) == ("password", "same-as-incoming")


def test_a_login_of_its_own_ends_the_borrowing(tmp_path: Path) -> None:
    prefs = MINE + 'user_pref("mail.smtpserver.smtp1.incomingAccount", "server1");\n'
    plan = planned(tmp_path, prefs, settings(auth=OutgoingAuth.PASSWORD))
    assert written(plan)["mail.smtpserver.smtp1.incomingAccount"] == ""
    assert written(plan)["mail.smtpserver.smtp1.username"] == "sender"


def test_an_outgoing_server_that_others_use_is_left_to_them(tmp_path: Path) -> None:
    plan = planned(tmp_path, PREFS)
    assert not any(name.startswith("mail.smtpserver.smtp1.") for name in written(plan))
    assert written(plan)["mail.identity.id1.smtpServer"] == "smtp2"
    assert written(plan)["mail.smtpserver.smtp2.type"] == "smtp"


def test_one_that_is_no_smtp_is_left_alone(tmp_path: Path) -> None:
    plan = planned(tmp_path, MINE + 'user_pref("mail.smtpserver.smtp1.type", "ews");\n')
    assert written(plan)["mail.identity.id1.smtpServer"] == "smtp2"


def test_folders_follow_a_renamed_server(tmp_path: Path) -> None:
    plan = planned(tmp_path, PREFS)
    moved = "mailbox://store%40example.test@mail.example.test/Sent"
    assert written(plan)["mail.identity.id1.fcc_folder"] == moved
    assert "renamed" in {note.code for note in plan.notes}


def test_the_names_of_old_versions_change_with_the_new_ones(tmp_path: Path) -> None:
    prefs = MINE + 'user_pref("mail.server.server1.realhostname", "changed.example.test");\n'
    plan = planned(tmp_path, prefs)
    change = next(c for c in plan.changes if c.setting is Setting.INCOMING_SERVER)
    assert (change.old, change.new) == ("changed.example.test", "mail.example.test")
    assert written(plan)["mail.server.server1.realhostname"] == "mail.example.test"


def test_a_user_js_that_would_win_is_said(tmp_path: Path) -> None:
    profile = thunderbird_profile(tmp_path, MINE)
    (profile / "user.js").write_text('user_pref("mail.server.server1.port", 995);\n')
    client = Thunderbird(places(tmp_path))
    found = client.detect()
    assert found is not None
    plan = client.plan(found.profiles[0], client.accounts(found.profiles[0])[0], settings())
    assert "user_js" in {note.code for note in plan.notes}


def test_a_double_would_be_dropped_and_is_refused(tmp_path: Path) -> None:
    thunderbird_profile(tmp_path, MINE)
    client = Thunderbird(places(tmp_path))
    found = client.detect()
    assert found is not None
    with pytest.raises(ProblemFound) as raised:
        client.plan(found.profiles[0], None, settings())
    assert raised.value.problem.code == "CLIENT-ACCOUNT-TWICE"


def test_an_account_without_an_identity_gets_one(tmp_path: Path) -> None:
    prefs = "".join(line + "\n" for line in MINE.splitlines() if "id1" not in line)
    thunderbird_profile(tmp_path, prefs)
    client = Thunderbird(places(tmp_path))
    found = client.detect()
    assert found is not None
    plan = client.plan(found.profiles[0], client.accounts(found.profiles[0])[0], settings())
    client.write(plan)
    assert client.accounts(found.profiles[0])[0].address == ADDRESS


@pytest.mark.parametrize(
    "root",
    [".thunderbird", "snap/thunderbird/common/.thunderbird", ".var/app/org.mozilla.Thunderbird/.thunderbird"],
)
def test_profiles_of_every_kind_of_installation_are_found(tmp_path: Path, root: str) -> None:
    thunderbird_profile(tmp_path, MINE)
    (tmp_path / root).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / ".thunderbird").rename(tmp_path / root)
    found = Thunderbird(places(tmp_path)).detect()
    assert found is not None
    assert found.version == "153.7.0"
    assert [profile.is_default for profile in found.profiles] == [True]


def test_windows_profiles_are_in_the_roaming_folder(tmp_path: Path) -> None:
    thunderbird_profile(tmp_path, MINE)
    (tmp_path / "Roaming").mkdir()
    (tmp_path / ".thunderbird").rename(tmp_path / "Roaming" / "Thunderbird")
    client = Thunderbird(dataclasses.replace(places(tmp_path), appdata=tmp_path / "Roaming"))
    found = client.detect()
    assert found is not None
    assert found.profiles[0].key == "windows:Profiles/ab12cd34.default"


def test_installed_but_never_started_says_so(tmp_path: Path) -> None:
    (tmp_path / "lib" / "thunderbird").mkdir(parents=True)
    (tmp_path / "lib" / "thunderbird" / "application.ini").write_text("")
    found = Thunderbird(dataclasses.replace(places(tmp_path), programs=(tmp_path / "lib",))).detect()
    assert found is not None
    assert found.problem is not None
    assert (found.problem.code, found.problem.facts["installed"]) == ("CLIENT-NONE", "Thunderbird")

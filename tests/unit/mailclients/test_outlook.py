"""Classic Outlook: which version counts, what an account's values mean, what a write changes and leaves."""

import dataclasses
from pathlib import Path

import pytest

from tests.mail_programs.hives import (
    HEADING,
    IMAP,
    MACHINE,
    MAIL,
    SHARED_ROOT,
    as_binary,
    installed,
    key,
    office_root,
    outlook_profile,
    pop3_account,
)
from tests.mail_programs.places import FakeSealing, places, settings
from tests.mail_programs.registry import InMemoryRegistry
from wizard.mailclients.choosing import choose
from wizard.mailclients.found import MailClients
from wizard.mailclients.programs.new_outlook import NewOutlook
from wizard.mailclients.programs.outlook.client import Outlook
from wizard.model.mail import OutgoingAuth, SocketType
from wizard.model.mail_clients import Held, Setting, Stored
from wizard.model.problem import ProblemFound
from wizard.model.secret import Secret

ROOT16, ROOT15 = office_root("16.0"), office_root("15.0")


def make(tmp_path: Path, text: str, sealing=None):
    registry = InMemoryRegistry(HEADING + text)
    return Outlook(places(tmp_path, registry), sealing), registry


def one(tmp_path: Path, sealing=None, **changes):
    """A PC with Outlook 2016 or later and one account; returns the client, registry, profile and account."""
    text = installed("16.0") + outlook_profile(ROOT16, "Outlook", pop3_account(**changes))
    client, registry = make(tmp_path, text, sealing)
    (profile,) = client.detect().profiles
    (account,) = client.accounts(profile)
    return client, registry, profile, account


def values_of(registry, number="00000002", root=ROOT16):
    return registry.values(rf"{root}\Outlook\{MAIL}\{number}")


# --- found ---


@pytest.mark.parametrize(
    ("text", "version", "names"),
    [
        (installed("16.0") + outlook_profile(ROOT16, "Outlook", pop3_account()), "2016", ["Outlook"]),
        # 2013 alone, with the empty keys of a newer Office
        (
            installed("15.0") + key(ROOT16) + outlook_profile(ROOT15, "Work", pop3_account()),
            "2013",
            ["Work"],
        ),
        # a newer Outlook that was never set up beside one in use
        (
            installed("15.0") + installed("16.0") + outlook_profile(ROOT15, "Work", pop3_account()),
            "2013",
            ["Work"],
        ),
        # an old profile that an upgrade left behind
        (
            installed("16.0")
            + outlook_profile(SHARED_ROOT, "Old", pop3_account(binary=True))
            + outlook_profile(ROOT16, "Outlook", pop3_account()),
            "2016",
            ["Outlook"],
        ),
        (installed("12.0") + outlook_profile(SHARED_ROOT, "Old", pop3_account(binary=True)), "2007", ["Old"]),
        (installed("11.0") + outlook_profile(SHARED_ROOT, "Old", pop3_account(binary=True)), "2003", ["Old"]),
        (installed("14.0") + outlook_profile(SHARED_ROOT, "A", pop3_account()), "2010", ["A"]),
        # nothing says what is installed
        (outlook_profile(ROOT15, "Outlook", pop3_account()), "2013", ["Outlook"]),
        (
            key(r"Software\Microsoft\Office\12.0\Outlook", {"x": 1})
            + outlook_profile(SHARED_ROOT, "A", pop3_account()),
            "2007",
            ["A"],
        ),
        # never started: the profile is yet to be made
        (installed("15.0"), "2013", ["Outlook"]),
        (
            key(
                r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\OUTLOOK.EXE",
                {"": r"C:\Program Files\Microsoft Office\Office15\OUTLOOK.EXE"},
                MACHINE,
            ),
            "2013",
            ["Outlook"],
        ),
        (
            key(
                r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration",
                {"VersionToReport": "16.0.17932.1"},
                MACHINE,
            ),
            "16.0.17932.1",
            ["Outlook"],
        ),
    ],
)
def test_the_outlook_in_use_is_found(tmp_path, text, version, names):
    found = make(tmp_path, text)[0].detect()
    assert version in found.version
    assert [profile.name for profile in found.profiles] == names
    assert [profile.is_default for profile in found.profiles] == [True]


def test_a_pc_without_outlook_says_so(tmp_path):
    assert make(tmp_path, key(ROOT16))[0].detect() is None
    assert Outlook(places(tmp_path, None)).detect() is None


def test_two_profiles_are_told_apart_and_the_default_is_known(tmp_path):
    text = installed("16.0")
    text += outlook_profile(ROOT16, "Home", pop3_account()) + outlook_profile(
        ROOT16, "Größe ☃/2", pop3_account()
    )
    text += key(r"Software\Microsoft\Office\16.0\Outlook", {"DefaultProfile": "größe ☃/2"})
    client, _ = make(tmp_path, text)
    profiles = client.detect().profiles
    assert [(p.name, p.is_default) for p in profiles] == [("Home", False), ("Größe ☃/2", True)]
    assert len(client.accounts(profiles[1])) == 1


def test_accounts_come_in_outlooks_order_and_others_than_pop3_are_only_guided(tmp_path):
    imap = {
        "clsid": IMAP,
        "Account Name": "Other",
        "Email": "b@example.com",
        "IMAP Server": "imap.example.com",
    }
    text = installed("16.0") + outlook_profile(ROOT16, "Outlook", pop3_account(), imap, pop3_account())
    client, registry = make(tmp_path, text)
    section = rf"{ROOT16}\Outlook\{MAIL}"
    order = b"".join(n.to_bytes(4, "little") for n in (4, 3, 2))
    registry.set_value(
        section, "{ED475418-B0D6-11D2-8C3B-00104B2A6676}", Stored(Held.REG_BINARY, order.hex())
    )
    (profile,) = client.detect().profiles
    accounts = client.accounts(profile)
    assert [a.key for a in accounts] == ["00000004", "00000003", "00000002"]
    assert [a.protocol for a in accounts] == ["pop3", "imap", "pop3"]
    assert accounts[1].problem.code == "CLIENT-ACCOUNT-KIND"
    with pytest.raises(ProblemFound, match="CLIENT-ACCOUNT-KIND"):
        client.plan(profile, accounts[1], settings())


def test_forty_accounts_are_all_listed(tmp_path):
    text = installed("16.0") + outlook_profile(ROOT16, "Outlook", *[pop3_account()] * 40)
    client, _ = make(tmp_path, text)
    assert len(client.accounts(client.detect().profiles[0])) == 40


# --- what values mean ---


@pytest.mark.parametrize("binary", [False, True])
def test_texts_are_read_in_both_forms(tmp_path, binary):
    text = installed("16.0") + outlook_profile(ROOT16, "Outlook", pop3_account(binary=binary))
    client, _ = make(tmp_path, text)
    (account,) = client.accounts(client.detect().profiles[0])
    assert account.address == "store@example.com"
    assert account.values[Setting.YOUR_NAME] == "Corner Store, Łódź ☃"
    assert account.values[Setting.INCOMING_PORT] == 995
    assert account.values[Setting.INCOMING_ENCRYPTION] == "tls"
    assert account.values[Setting.OUTGOING_ENCRYPTION] == "starttls"
    assert account.values[Setting.OUTGOING_LOGIN] == "password"
    assert account.values[Setting.OUTGOING_USER] == "sender"
    assert account.values[Setting.LEAVE_COPY] is False


@pytest.mark.parametrize(
    ("changes", "setting", "value"),
    [
        ({"POP3_Port": None}, Setting.INCOMING_PORT, 110),
        ({"SMTP_Port": None}, Setting.OUTGOING_PORT, 25),
        ({"POP3_Use_SSL": None}, Setting.INCOMING_ENCRYPTION, "plain"),
        ({"POP3_Use_SPA": 1}, Setting.SPA, True),
        ({"SMTP_Use_Auth": None}, Setting.OUTGOING_LOGIN, "none"),
        ({"SMTP_Auth_Method": None}, Setting.OUTGOING_LOGIN, "same-as-incoming"),
        ({"SMTP_Auth_Method": 2}, Setting.OUTGOING_LOGIN, "none"),
        ({"SMTP_Secure_Connection": 3}, Setting.OUTGOING_ENCRYPTION, "automatic"),
        ({"SMTP_Secure_Connection": 1}, Setting.OUTGOING_ENCRYPTION, "tls"),
        ({"SMTP_Secure_Connection": None}, Setting.OUTGOING_ENCRYPTION, "tls"),
        ({"SMTP_Secure_Connection": 0}, Setting.OUTGOING_ENCRYPTION, "tls"),
        (
            {"SMTP_Secure_Connection": None, "SMTP_Use_SSL": None},
            Setting.OUTGOING_ENCRYPTION,
            "plain",
        ),
        ({"Leave_on_Server": 0x000E0003}, Setting.REMOVE_DAYS, 14),
        ({"Leave_on_Server": 0x000E0001}, Setting.REMOVE_DAYS, 0),
        ({"Leave_on_Server": 0x000E0001}, Setting.LEAVE_COPY, True),
        ({"POP3_Password": b"\2blob"}, Setting.REMEMBER_PASSWORD, True),
    ],
)
def test_a_value_means_what_outlook_means_by_it(tmp_path, changes, setting, value):
    assert one(tmp_path, **changes)[3].values[setting] == value


# --- planned and written ---


def test_the_documented_values_are_written_as_outlook_writes_them(tmp_path):
    client, registry, profile, account = one(tmp_path)
    client.write(client.plan(profile, account, settings()))
    after = values_of(registry)
    numbers = {
        "POP3 Port": 0x3B06,
        "POP3 Use SSL": 0,
        "SMTP Port": 0x3E35,
        "SMTP Use SSL": 0,
        "SMTP Secure Connection": 0,
        "SMTP Use Auth": 1,
        "SMTP Auth Method": 0,
        "Leave on Server": 0x00030003,
    }
    assert {name: after[name].data for name in numbers} == numbers
    assert all(after[name].held is Held.REG_DWORD for name in numbers)
    assert "POP3 Use SPA" not in after
    assert after["POP3 Server"] == Stored(Held.REG_SZ, "mail.example.com")


def test_default_ports_are_deleted(tmp_path):
    wanted = settings()
    wanted = dataclasses.replace(
        wanted,
        incoming=dataclasses.replace(wanted.incoming, port=110),
        outgoing=dataclasses.replace(wanted.outgoing, port=25),
    )
    client, registry, profile, account = one(tmp_path)
    client.write(client.plan(profile, account, wanted))
    assert {"POP3 Port", "SMTP Port"} & set(values_of(registry)) == set()
    assert client.read_back(profile, account.key).values[Setting.INCOMING_PORT] == 110


def test_types_stay_as_they_were_found(tmp_path):
    text = installed("12.0") + outlook_profile(SHARED_ROOT, "Outlook", pop3_account(binary=True))
    client, registry = make(tmp_path, text)
    (profile,) = client.detect().profiles
    (account,) = client.accounts(profile)
    client.write(client.plan(profile, account, settings()))
    found = values_of(registry, root=SHARED_ROOT)["POP3 Server"]
    assert (found.held, found.data) == (Held.REG_BINARY, as_binary("mail.example.com").hex())


def test_the_bit_for_emptied_messages_is_the_users(tmp_path):
    client, registry, profile, account = one(tmp_path, Leave_on_Server=0x000E0007)
    client.write(client.plan(profile, account, settings()))
    assert values_of(registry)["Leave on Server"].data == 0x00030007


def test_a_second_plan_finds_everything_right(tmp_path):
    client, registry, profile, account = one(tmp_path, FakeSealing())
    client.write(client.plan(profile, account, settings()))
    before = registry.export()
    again = client.plan(profile, client.read_back(profile, account.key), settings())
    assert again.already_right
    assert registry.export() == before


def test_only_planned_values_change_and_undo_ends_where_it_began(tmp_path):
    client, registry, profile, account = one(tmp_path, FakeSealing(), POP3_Password=b"\2" + b"old"[::-1])
    before = registry.export()
    plan = client.plan(profile, account, settings())
    image = client.before_image(plan)
    client.write(plan)
    written = {name for name, value in values_of(registry).items()}
    planned = {edit.address.name for edit in plan.edits}
    old = InMemoryRegistry(HEADING + before.join(["", "\n"]))
    for name, value in values_of(old).items():
        if name not in planned:
            assert values_of(registry)[name] == value
    assert written - planned - set(values_of(old)) == set()
    client.undo(profile, image)
    assert registry.export() == before


def test_the_plan_speaks_outlooks_words(tmp_path):
    client, _, profile, account = one(tmp_path)
    rows = {c.label: (c.old_words, c.new_words) for c in client.plan(profile, account, settings()).changes}
    assert rows["My outgoing server (SMTP) requires authentication"] == (
        'ticked, with "Log on using"',
        'ticked, with "Use same settings as my incoming mail server"',
    )
    assert rows["This server requires an encrypted connection (SSL)"] == ("ticked", "not ticked")
    assert rows["Incoming server (POP3)"] == ("995", "15110")


def test_the_plan_says_that_the_time_limit_stays(tmp_path):
    client, _, profile, account = one(tmp_path)
    plan = client.plan(profile, account, settings())
    assert "timeout_seconds" in {note.code for note in plan.notes}
    assert Setting.TIMEOUT_SECONDS not in {change.setting for change in plan.changes}


def test_two_boxes_of_one_value_are_two_rows(tmp_path):
    client, registry, profile, account = one(tmp_path)
    plan = client.plan(profile, account, settings())
    rows = {c.setting: c.new_words for c in plan.changes}
    assert (rows[Setting.LEAVE_COPY], rows[Setting.REMOVE_DAYS]) == ("ticked", "3")
    client.write(plan)
    assert values_of(registry)["Leave on Server"].data == 0x00030003


def test_two_plans_of_the_same_are_equal(tmp_path):
    client, _, profile, account = one(tmp_path, FakeSealing())
    plans = [client.plan(profile, account, settings()) for _ in range(2)]
    assert plans[0].edits == plans[1].edits
    assert Setting.REMEMBER_PASSWORD in {change.setting for change in plans[0].changes}


def test_what_outlook_has_no_box_for_is_refused(tmp_path):
    client, _, profile, account = one(tmp_path)
    wanted = settings()
    starttls = dataclasses.replace(wanted.incoming, socket=SocketType.STARTTLS)
    oauth2 = dataclasses.replace(wanted.outgoing, auth=OutgoingAuth.OAUTH2)
    for odd in (
        dataclasses.replace(wanted, incoming=starttls),
        dataclasses.replace(wanted, outgoing=oauth2),
        dataclasses.replace(wanted, incoming=None),
    ):
        with pytest.raises(ProblemFound, match="CLIENT-CANNOT-HOLD"):
            client.plan(profile, account, odd)


# --- passwords ---


def test_the_password_is_sealed_by_windows_alone(tmp_path):
    client, registry, profile, account = one(tmp_path, FakeSealing())
    client.write(client.plan(profile, account, settings()))
    kept = bytes.fromhex(values_of(registry)["POP3 Password"].data)
    assert kept[0] == 2
    assert FakeSealing().unseal(kept[1:]) == settings().incoming.password


def test_without_windows_no_password_is_written_and_the_plan_says_so(tmp_path):
    client, registry, profile, account = one(tmp_path)
    plan = client.plan(profile, account, settings())
    client.write(plan)
    assert "POP3 Password" not in values_of(registry)
    assert "asks_password" in {note.code for note in plan.notes}


def test_a_password_in_another_form_is_left_alone(tmp_path):
    client, registry, profile, account = one(tmp_path, FakeSealing(), POP3_Password=b"\x01old")
    plan = client.plan(profile, account, settings())
    client.write(plan)
    assert values_of(registry)["POP3 Password"].data == b"\x01old".hex()
    assert "odd_password" in {note.code for note in plan.notes}


def test_another_users_password_is_replaced(tmp_path):
    class Strangers(FakeSealing):
        def unseal(self, blob):
            return None

    client, _registry, profile, account = one(tmp_path, Strangers(), POP3_Password=b"\2theirs")
    plan = client.plan(profile, account, settings())
    (row,) = [c for c in plan.changes if c.setting is Setting.REMEMBER_PASSWORD]
    assert (row.old_words, row.new_words) == ("ticked, with another password", "ticked")


def test_an_own_outgoing_login_is_written_whole(tmp_path):
    wanted = settings()
    own = dataclasses.replace(
        wanted.outgoing, auth=OutgoingAuth.PASSWORD, user="out", password=Secret("other")
    )
    client, registry, profile, account = one(
        tmp_path, FakeSealing(), SMTP_Use_Auth=None, SMTP_Auth_Method=None, SMTP_User=None
    )
    client.write(client.plan(profile, account, dataclasses.replace(wanted, outgoing=own)))
    after = values_of(registry)
    assert (after["SMTP Use Auth"].data, after["SMTP Auth Method"].data, after["SMTP User"].data) == (
        1,
        1,
        "out",
    )
    assert FakeSealing().unseal(bytes.fromhex(after["SMTP Password"].data)[1:]) == Secret("other")


# --- made ---


def test_a_new_account_is_announced_and_undone(tmp_path):
    text = installed("16.0") + outlook_profile(ROOT16, "Outlook", pop3_account())
    setup = r"Software\Microsoft\Office\16.0\Outlook\Setup"
    client, registry = make(tmp_path, text + key(setup, {"First-Run": b"\1\2", "Other": 1}))
    (profile,) = client.detect().profiles
    before = registry.export()
    plan = client.plan(profile, None, settings(address="till@example.com"))
    image = client.before_image(plan)
    assert {c.setting for c in plan.changes} >= {
        Setting.ACCOUNT,
        Setting.TIMEOUT_SECONDS,
        Setting.REMOVE_DAYS,
    }
    client.write(plan)
    values = registry.values(setup)
    assert set(values) == {"ImportPRF", "Other"}
    file = Path(values["ImportPRF"].data)
    text = file.read_bytes().decode("ascii")
    for line in (
        "OverwriteProfile=Append\r\n",
        "ProfileName=Outlook\r\n",
        "POP3Port=15110\r\n",
        "SMTPPort=15925\r\n",
        "POP3UseSSL=0\r\n",
        "SMTPUseSSL=0\r\n",
        "POP3UseSPA=0\r\n",
        "SMTPUseAuth=1\r\n",
        "SMTPAuthMethod=0\r\n",
        "ServerTimeOut=180\r\n",
        "LeaveOnServer=0x00030003\r\n",
    ):
        assert line in text
    assert "canary" not in text
    awaited = client.read_back(profile, plan.account)
    assert awaited.values[Setting.INCOMING_PORT] == 15110
    assert awaited.values[Setting.TIMEOUT_SECONDS] == 180
    client.undo(profile, image)
    assert registry.export() == before
    assert not file.exists()


def test_a_key_of_the_settings_file_without_a_property_does_not_exist(tmp_path):
    client, _registry = make(tmp_path, installed("15.0"))
    (profile,) = client.detect().profiles
    client.write(client.plan(profile, None, settings()))
    (file,) = tmp_path.rglob("*.prf")
    sections = file.read_text("ascii").split("[")
    account = next(s for s in sections if s.startswith("Account1]"))
    mapping = next(s for s in sections if s.startswith("I_Mail]"))
    keys = {line.partition("=")[0] for line in account.splitlines()[1:] if line} - {"UniqueService"}
    assert keys - {line.partition("=")[0] for line in mapping.splitlines()} == set()
    assert "OverwriteProfile=No" in file.read_text("ascii")


def test_an_account_that_outlook_made_is_read_there_and_only_outlook_removes_it(tmp_path):
    client, registry = make(tmp_path, installed("16.0") + outlook_profile(ROOT16, "Outlook", pop3_account()))
    (profile,) = client.detect().profiles
    plan = client.plan(profile, None, settings(address="till@example.com"))
    image = client.before_image(plan)
    client.write(plan)
    made = outlook_profile(
        ROOT16, "Outlook", pop3_account(), pop3_account(Email="till@example.com", POP3_Port=15110)
    )
    registry.load(HEADING + made)
    assert client.read_back(profile, plan.account).key == "00000003"
    changed = {row.setting: row.now for row in client.versions(profile, image) if row.changed_since}
    assert changed[Setting.INCOMING_SERVER] == "pop.example.com"
    assert Setting.INCOMING_PORT not in changed
    with pytest.raises(ProblemFound, match="OUTLOOK-IMPORTED"):
        client.undo(profile, image)


def test_other_settings_announce_another_file(tmp_path):
    client, _registry = make(tmp_path, installed("16.0") + outlook_profile(ROOT16, "Outlook"))
    (profile,) = client.detect().profiles
    first = client.plan(profile, None, settings())
    client.write(first)
    assert client.plan(profile, None, settings()).already_right
    second = client.plan(profile, None, settings(name="Other Store"))
    assert not second.already_right
    image = client.before_image(second)
    client.write(second)
    assert client.read_back(profile, second.account).values[Setting.YOUR_NAME] == "Other Store"
    client.undo(profile, image)
    assert client.read_back(profile, first.account).values[Setting.YOUR_NAME] == "Corner Store"
    assert len(list(tmp_path.rglob("*.prf"))) == 1


def test_an_import_that_outlook_passed_over_is_said(tmp_path):
    client, registry = make(tmp_path, installed("16.0") + outlook_profile(ROOT16, "Outlook"))
    (profile,) = client.detect().profiles
    plan = client.plan(profile, None, settings())
    client.write(plan)
    registry.delete_value(r"Software\Microsoft\Office\16.0\Outlook\Setup", "ImportPRF")
    with pytest.raises(ProblemFound, match="OUTLOOK-NOT-IMPORTED"):
        client.read_back(profile, plan.account)


def test_a_second_account_of_the_same_address_is_refused(tmp_path):
    client, _, profile, _ = one(tmp_path)
    with pytest.raises(ProblemFound, match="CLIENT-ACCOUNT-TWICE"):
        client.plan(profile, None, settings())


def test_a_name_that_the_settings_file_cannot_hold_is_refused(tmp_path):
    client, _ = make(tmp_path, installed("16.0"))
    (profile,) = client.detect().profiles
    with pytest.raises(ProblemFound, match="CLIENT-CANNOT-HOLD"):
        client.plan(profile, None, settings(name="Łódź"))
    with pytest.raises(ProblemFound, match="CLIENT-CANNOT-HOLD"):
        client.plan(profile, None, settings(name="A\r\nDefaultProfile=Yes"))


# --- open, gone, damaged ---


def test_an_open_outlook_is_said_and_nothing_is_written(tmp_path):
    client, _registry, profile, _account = one(tmp_path)
    client.places.processes.programs["OUTLOOK.EXE"] = 4711
    with pytest.raises(ProblemFound, match="CLIENT-OPEN"), client.closed(profile):
        pass
    assert client.running(profile).pids == (4711,)


def test_a_profile_that_is_gone_is_said(tmp_path):
    _client, _, profile, account = one(tmp_path)
    other, _ = make(tmp_path, installed("16.0") + outlook_profile(ROOT16, "New", pop3_account()))
    with pytest.raises(ProblemFound, match="CLIENT-GONE"):
        other.plan(profile, account, settings())


def test_a_receipt_cannot_lead_elsewhere(tmp_path):
    client, registry, profile, account = one(tmp_path)
    plan = client.plan(profile, account, settings())
    image = client.before_image(plan)
    before = registry.export()
    for container, name in (
        ("setup", "Run"),
        ("accounts\\00000002\\..", "POP3 Port"),
        ("accounts\\00000002", "Service UID"),
        ("elsewhere", "POP3 Port"),
        ("setup\\x", "ImportPRF"),
    ):
        change = image.changes[0]
        edit = change.edits[0]
        bad = dataclasses.replace(
            edit, address=dataclasses.replace(edit.address, container=container, name=name)
        )
        damaged = dataclasses.replace(image, changes=(dataclasses.replace(change, edits=(bad,)),))
        with pytest.raises(ProblemFound, match="RECEIPT-DAMAGED"):
            client.undo(profile, damaged)
    assert registry.export() == before


def test_somebody_elses_change_is_not_overwritten(tmp_path):
    client, registry, profile, account = one(tmp_path)
    plan = client.plan(profile, account, settings())
    image = client.before_image(plan)
    client.write(plan)
    registry.set_value(rf"{ROOT16}\Outlook\{MAIL}\00000002", "POP3 Port", Stored(Held.REG_DWORD, 1100))
    with pytest.raises(ProblemFound, match="UNDO-CHANGED"):
        client.undo(profile, image)
    (row,) = [row for row in client.versions(profile, image) if row.changed_since]
    assert (row.old, row.ours, row.now) == ("995", "15110", "1100")
    client.undo(profile, image, overwrite=True)
    assert values_of(registry)["POP3 Port"].data == 995


def test_what_outlook_writes_in_another_way_is_no_change(tmp_path):
    client, registry, profile, account = one(
        tmp_path, FakeSealing(), POP3_Password=b"\2" + FakeSealing().seal(Secret("old"), "")
    )
    before = registry.export()
    plan = client.plan(profile, account, settings())
    image = client.before_image(plan)
    client.write(plan)
    place = rf"{ROOT16}\Outlook\{MAIL}\00000002"
    anew = b"\2" + FakeSealing().seal(settings().incoming.password, "")
    registry.set_value(place, "POP3 Password", Stored(Held.REG_BINARY, anew.hex()))
    for name in ("SMTP Auth Method", "POP3 Use SSL", "SMTP Secure Connection"):
        registry.delete_value(place, name)
    assert [row for row in client.versions(profile, image) if row.now != row.ours] == []
    client.undo(profile, image)
    assert registry.export() == before


def test_a_password_of_somebodys_own_is_not_overwritten_and_not_shown(tmp_path):
    client, registry, profile, account = one(
        tmp_path, FakeSealing(), POP3_Password=b"\2" + FakeSealing().seal(Secret("old"), "")
    )
    plan = client.plan(profile, account, settings())
    image = client.before_image(plan)
    client.write(plan)
    place = rf"{ROOT16}\Outlook\{MAIL}\00000002"
    blob = (b"\2" + FakeSealing().seal(Secret("theirs"), "")).hex()
    registry.set_value(place, "POP3 Password", Stored(Held.REG_BINARY, blob))
    (row,) = [row for row in client.versions(profile, image) if row.changed_since]
    assert (row.old, row.ours, row.now) == (
        "ticked, with another password",
        "ticked",
        "ticked, with yet another password",
    )
    with pytest.raises(ProblemFound, match="UNDO-CHANGED"):
        client.undo(profile, image)
    registry.delete_value(place, "POP3 Password")
    (row,) = [row for row in client.versions(profile, image) if row.changed_since]
    assert row.now == "not ticked"


def test_days_that_somebody_changed_are_that_rows_alone(tmp_path):
    client, registry, profile, account = one(tmp_path)
    plan = client.plan(profile, account, settings())
    image = client.before_image(plan)
    client.write(plan)
    place = rf"{ROOT16}\Outlook\{MAIL}\00000002"
    registry.set_value(place, "Leave on Server", Stored(Held.REG_DWORD, 0x00050003))
    changed = [(row.setting, row.now) for row in client.versions(profile, image) if row.changed_since]
    assert changed == [(Setting.REMOVE_DAYS, "5")]


def test_a_registry_that_cannot_be_read_leaves_the_other_programs_listed(tmp_path):
    client, registry, profile, _ = one(tmp_path)
    registry.unreadable = True
    listed = {each.found.id: each.found.problem for each in MailClients(lambda: client.places).list()}
    assert listed["outlook"].code == "CLIENT-UNREADABLE"
    assert set(listed) == {"outlook", "outlook-express"}
    with pytest.raises(ProblemFound, match="CLIENT-UNREADABLE"):
        client.accounts(profile)


def test_a_registry_that_refuses_leaves_everything_as_it_was(tmp_path):
    client, registry, profile, account = one(tmp_path)
    plan = client.plan(profile, account, settings())
    before = registry.export()
    registry.refuse = "SMTP Server"
    with pytest.raises(ProblemFound, match="WRITE-REFUSED"):
        client.write(plan)
    assert registry.export() == before


# --- the new Outlook ---


def test_the_new_outlook_is_found_and_only_guided(tmp_path):
    switched = key(r"Software\Microsoft\Office\16.0\Outlook\Preferences", {"UseNewOutlook": 1})
    text = installed("16.0") + outlook_profile(ROOT16, "Outlook", pop3_account()) + switched
    client, _registry = make(tmp_path, text)
    found = NewOutlook(client.places).detect()
    assert (found.problem.code, found.profiles) == ("CLIENT-GUIDE", ())
    (profile,) = client.detect().profiles
    (account,) = client.accounts(profile)
    assert "new_outlook" in {note.code for note in client.plan(profile, account, settings()).notes}
    for refused in (
        lambda: NewOutlook(client.places).plan(profile, account, settings()),
        lambda: NewOutlook(client.places).read_back(profile, account.key),
    ):
        with pytest.raises(ProblemFound, match="CLIENT-GUIDE"):
            refused()


def test_the_new_outlook_that_windows_brings_is_found_and_classic_is_still_written(tmp_path):
    client, _ = make(tmp_path, installed("16.0"))
    assert NewOutlook(client.places).detect() is None
    (tmp_path / "Local" / "Packages" / "Microsoft.OutlookForWindows_8wekyb3d8bbwe").mkdir(parents=True)
    listed = MailClients(lambda: client.places).list()
    assert {(each.found.id, each.found.problem is None) for each in listed} == {
        ("outlook", True),
        ("new-outlook", False),
    }
    assert choose(listed, address="store@example.com").client == "outlook"
    alone = [each for each in listed if each.found.id == "new-outlook"]
    with pytest.raises(ProblemFound, match="CLIENT-GUIDE"):
        choose(alone, address="store@example.com")

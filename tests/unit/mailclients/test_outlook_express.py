"""Outlook Express, Windows Mail and Windows Live Mail: found, written in their own forms, undone."""

import dataclasses

import pytest

from tests.mail_programs.account_files import ACCOUNT, oeaccount, put
from tests.mail_programs.hives import EXPRESS, HEADING, MACHINE, as_binary, express, express_account, key
from tests.mail_programs.places import places, settings
from tests.mail_programs.registry import InMemoryRegistry
from wizard.mailclients.programs.outlook_express.client import OutlookExpress
from wizard.mailclients.programs.windows_mail.client import WindowsMail
from wizard.model.mail import OutgoingAuth, SocketType
from wizard.model.mail_clients import Held, Setting, Stored
from wizard.model.problem import ProblemFound

PROGRAM = key(r"Software\Microsoft\Outlook Express", {"MediaVer": "6,0,2900,5512"}, MACHINE)
WRITTEN = {
    "POP3 Port": 0x3B06,
    "SMTP Port": 0x3E35,
    "SMTP Use Sicily": 2,
    "POP3 Use Sicily": 0,
    "POP3 Secure Connection": 0,
    "SMTP Secure Connection": 0,
    "POP3 Timeout": 0xB4,
    "SMTP Timeout": 0xB4,
    "Leave Mail On Server": 1,
    "Remove When Expired": 1,
    "Expire Days": 3,
}


def make(tmp_path, text):
    registry = InMemoryRegistry(HEADING + text)
    return OutlookExpress(places(tmp_path, registry)), registry


def one(tmp_path, **changes):
    client, registry = make(tmp_path, PROGRAM + express(express_account(**changes)))
    (profile,) = client.detect().profiles
    (account,) = client.accounts(profile)
    return client, registry, profile, account


def change_values(registry, number="00000001", base=EXPRESS):
    return registry.values(rf"{base}\Accounts\{number}")


# --- Outlook Express ---


def test_a_pc_without_it_says_so_also_with_its_directories(tmp_path):
    directory = {"Account Name": "Bigfoot", "LDAP Server": "ldap.example.com"}
    assert make(tmp_path, express(directory))[0].detect() is None
    assert OutlookExpress(places(tmp_path, None)).detect() is None


def test_one_that_was_used_without_an_account_is_found(tmp_path):
    used = key(r"Software\Microsoft\Outlook Express\5.0", {"Launch Inbox": 1})
    (profile,) = make(tmp_path, used)[0].detect().profiles
    assert profile.key == "main"


def test_the_documented_values_are_written(tmp_path):
    client, registry, profile, account = one(tmp_path)
    client.write(client.plan(profile, account, settings()))
    after = change_values(registry)
    assert {name: after[name].data for name in WRITTEN} == WRITTEN
    assert {after[name].held for name in WRITTEN} == {Held.REG_DWORD}
    assert client.plan(profile, client.read_back(profile, account.key), settings()).already_right


def test_undo_ends_where_it_began(tmp_path):
    client, registry, profile, account = one(tmp_path)
    before = registry.export()
    plan = client.plan(profile, account, settings())
    image = client.before_image(plan)
    client.write(plan)
    assert registry.export() != before
    client.undo(profile, image)
    assert registry.export() == before


def test_a_new_account_gets_the_next_number_in_hexadecimal_and_goes_again(tmp_path):
    client, registry = make(tmp_path, PROGRAM + express(*[express_account()] * 9))
    (profile,) = client.detect().profiles
    before = registry.export()
    plan = client.plan(profile, None, settings(address="till@example.com", name="Łódź"))
    image = client.before_image(plan)
    client.write(plan)
    assert plan.account == "0000000a"
    after = change_values(registry, "0000000a")
    assert {name: after[name].data for name in WRITTEN} == WRITTEN
    assert after["SMTP Display Name"].data == "Łódź"
    manager = registry.values(EXPRESS)
    assert (manager["Account Name"].data, manager["Default Mail Account"].data) == (0xB, "00000001")
    assert client.read_back(profile, plan.account).values[Setting.INCOMING_PORT] == 15110
    client.undo(profile, image)
    assert registry.export() == before


def test_the_first_account_becomes_the_default(tmp_path):
    client, registry = make(tmp_path, PROGRAM + key(r"Software\Microsoft"))
    (profile,) = client.detect().profiles
    before = registry.export()
    plan = client.plan(profile, None, settings())
    image = client.before_image(plan)
    client.write(plan)
    assert registry.values(EXPRESS)["Default Mail Account"].data == "00000001"
    client.undo(profile, image)
    assert registry.export() == before


def test_a_new_account_goes_with_what_the_program_added_and_the_counter_stays(tmp_path):
    client, registry = make(tmp_path, PROGRAM + express(express_account()))
    (profile,) = client.detect().profiles
    plan = client.plan(profile, None, settings(address="till@example.com"))
    image = client.before_image(plan)
    client.write(plan)
    registry.set_value(rf"{EXPRESS}\Accounts\{plan.account}", "POP3 Skip Account", Stored(Held.REG_DWORD, 0))
    registry.set_value(EXPRESS, "Account Name", Stored(Held.REG_DWORD, 9))
    client.undo(profile, image)
    assert registry.subkeys(rf"{EXPRESS}\Accounts") == ("00000001",)
    assert registry.values(EXPRESS)["Account Name"].data == 9


def test_identities_come_before_what_is_older(tmp_path):
    one, two = "{11111111-0000-0000-0000-000000000001}", "{22222222-0000-0000-0000-000000000002}"
    text = PROGRAM + express(express_account())
    text += key("Identities", {"Default User ID": two})
    text += key(rf"Identities\{one}", {"Username": "Till ☃"}) + key(
        rf"Identities\{two}", {"Username": "Büro"}
    )
    text += express(express_account(), base=rf"Identities\{one}")
    text += express(express_account(POP3_Server="b.example.com"), base=rf"Identities\{two}")
    client, registry = make(tmp_path, text)
    profiles = client.detect().profiles
    assert [(p.name, p.is_default) for p in profiles] == [("Büro", True), ("Till ☃", False)]
    (account,) = client.accounts(profiles[0])
    before = registry.export(EXPRESS) + registry.export(rf"Identities\{one}")
    client.write(client.plan(profiles[0], account, settings()))
    assert change_values(registry, base=rf"Identities\{two}\{EXPRESS}")["POP3 Port"].data == 15110
    assert registry.export(EXPRESS) + registry.export(rf"Identities\{one}") == before


def test_texts_in_binary_stay_binary(tmp_path):
    client, registry, profile, account = one(tmp_path, POP3_Server=as_binary("pop.example.com"))
    client.write(client.plan(profile, account, settings()))
    found = change_values(registry)["POP3 Server"]
    assert (found.held, found.data) == (Held.REG_BINARY, as_binary("mail.example.com").hex())


@pytest.mark.parametrize(
    ("changes", "setting", "value"),
    [
        ({"SMTP_Use_Sicily": 1}, Setting.OUTGOING_LOGIN, "spa"),
        ({"SMTP_Use_Sicily": 3, "SMTP_User_Name": "out"}, Setting.OUTGOING_USER, "out"),
        ({"SMTP_Use_Sicily": None}, Setting.OUTGOING_LOGIN, "none"),
        ({"SMTP_Secure_Connection": 1, "SMTP_Port": 465}, Setting.OUTGOING_ENCRYPTION, "tls"),
        ({"SMTP_Secure_Connection": 1, "SMTP_Port": 25}, Setting.OUTGOING_ENCRYPTION, "starttls"),
        ({"POP3_Port": None}, Setting.INCOMING_PORT, 110),
        ({"POP3_Timeout": None, "SMTP_Timeout": 180}, Setting.TIMEOUT_SECONDS, 60),
        ({"POP3_Prompt_for_Password": 1}, Setting.REMEMBER_PASSWORD, False),
        ({"Leave_Mail_On_Server": 1, "Expire_Days": 5}, Setting.REMOVE_DAYS, 0),
    ],
)
def test_a_value_means_what_the_program_means_by_it(tmp_path, changes, setting, value):
    account = one(tmp_path, **{name.replace("_for_", "_for_"): v for name, v in changes.items()})[3]
    assert account.values[setting] == value


def test_encryption_on_a_port_where_the_tick_means_another_is_refused(tmp_path):
    client, _, profile, account = one(tmp_path)
    wanted = settings()
    for socket, port in ((SocketType.TLS, 587), (SocketType.STARTTLS, 465)):
        outgoing = dataclasses.replace(wanted.outgoing, socket=socket, port=port, auth=OutgoingAuth.SAME)
        with pytest.raises(ProblemFound, match="CLIENT-CANNOT-HOLD"):
            client.plan(profile, account, dataclasses.replace(wanted, outgoing=outgoing))


def test_it_is_not_written_while_open(tmp_path):
    client, _, profile, _ = one(tmp_path)
    client.places.processes.programs["msimn.exe"] = 12
    with pytest.raises(ProblemFound, match="CLIENT-OPEN"), client.closed(profile):
        pass


# --- Windows Mail and Windows Live Mail ---


def windows_mail(tmp_path, program="Windows Mail", text=None, registry=None):
    client = WindowsMail(places(tmp_path, registry))
    path = put(tmp_path / "Local", program, "AAAA-1", text if text is not None else oeaccount(ACCOUNT))
    return client, path


@pytest.mark.parametrize("program", ["Windows Mail", "Windows Live Mail"])
def test_an_account_file_is_read_written_and_undone_byte_for_byte(tmp_path, program):
    client, path = windows_mail(tmp_path, program)
    before = path.read_bytes()
    (profile,) = client.detect().profiles
    (account,) = client.accounts(profile)
    assert (profile.name, account.address) == (program, "store@example.com")
    assert account.values[Setting.YOUR_NAME] == "Łódź <store> ☃"
    assert account.values[Setting.USER_NAME] == "store & co"
    assert account.values[Setting.TIMEOUT_SECONDS] == 60
    plan = client.plan(profile, account, settings(name="A & B <c>"))
    image = client.before_image(plan)
    client.write(plan)
    text = path.read_bytes().decode("utf-16")
    for name, number in WRITTEN.items():
        assert f'<{name.replace(" ", "_")} type="DWORD">{number:08x}</' in text
    assert '<SMTP_Display_Name type="SZ">A &amp; B &lt;c&gt;</SMTP_Display_Name>' in text
    assert '    <Connection_Type type="DWORD">00000003</Connection_Type>\r\n' in text
    again = client.plan(profile, client.read_back(profile, account.key), settings(name="A & B <c>"))
    assert again.already_right
    assert client.undo(profile, image) is True
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "<MessageAccount><POP3_Server type='SZ'>a.example.com</POP3_Server></MessageAccount>",
        "<?xml version='1.0'?>\n<!-- mine -->\n<MessageAccount >\n\n<!-- & -->"
        "<POP3_Server>a</POP3_Server><!-- x -->\n<Empty type='SZ'/> </MessageAccount >",
        oeaccount(ACCOUNT, "\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_odd_files_are_undone_byte_for_byte(tmp_path, text, encoding):
    client, path = windows_mail(tmp_path)
    path.write_bytes((("\ufeff" if encoding == "utf-16-be" else "") + text).encode(encoding))
    before = path.read_bytes()
    (profile,) = client.detect().profiles
    (account,) = client.accounts(profile)
    plan = client.plan(profile, account, settings())
    image = client.before_image(plan)
    client.write(plan)
    assert client.read_back(profile, account.key).values[Setting.INCOMING_PORT] == 15110
    assert client.undo(profile, image) is True
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe<",
        b"\xff\xfex",
        "<a/>".encode("utf-16"),
        b"<MessageAccount><a><b/></a></MessageAccount>",
    ],
)
def test_a_file_that_is_none_is_said_and_the_others_are_still_there(tmp_path, content):
    client, path = windows_mail(tmp_path)
    odd = path.with_name("account{ODD}.oeaccount")
    odd.write_bytes(content)
    (profile,) = client.detect().profiles
    accounts = {account.key: account for account in client.accounts(profile)}
    assert accounts[path.name].problem is None
    if content:
        assert accounts[odd.name].problem.code == "CLIENT-UNREADABLE"


def test_a_new_account_is_put_where_it_is_watched_for_and_found_where_it_was_moved(tmp_path):
    client, path = windows_mail(tmp_path)
    (profile,) = client.detect().profiles
    plan = client.plan(profile, None, settings(address="till@example.com"))
    image = client.before_image(plan)
    assert client.plan(profile, None, settings(address="till@example.com")).edits == plan.edits
    client.write(plan)
    made = tmp_path / "Local" / "Microsoft" / "Windows Mail" / plan.account
    assert made.read_bytes().startswith(b"\xff\xfe<\0?\0x\0")
    assert client.read_back(profile, plan.account).values[Setting.OUTGOING_PORT] == 15925
    moved = path.parent / plan.account
    made.rename(moved)
    assert client.read_back(profile, plan.account).values[Setting.OUTGOING_PORT] == 15925
    assert client.undo(profile, image) is True
    assert not moved.exists()
    assert path.exists()


def test_a_text_that_means_none_is_refused(tmp_path):
    client, _ = windows_mail(tmp_path)
    (profile,) = client.detect().profiles
    (account,) = client.accounts(profile)
    with pytest.raises(ProblemFound, match="CLIENT-CANNOT-HOLD"):
        client.plan(profile, account, settings(name="0"))


def test_a_new_account_in_live_mail_is_guided(tmp_path):
    client, _ = windows_mail(tmp_path, "Windows Live Mail")
    (profile,) = client.detect().profiles
    with pytest.raises(ProblemFound, match="CLIENT-GUIDE"):
        client.plan(profile, None, settings(address="till@example.com"))


def test_a_folder_that_windows_made_is_no_mail_program(tmp_path):
    client = WindowsMail(places(tmp_path, InMemoryRegistry()))
    put(tmp_path / "Local", "Windows Mail", "L", oeaccount({"Account_Name": "x", "LDAP_Server": "l"}))
    assert client.detect() is None
    used = key(r"Software\Microsoft\Windows Mail", {"Store Root": "x"})
    client = WindowsMail(places(tmp_path, InMemoryRegistry(HEADING + used)))
    assert [profile.name for profile in client.detect().profiles] == ["Windows Mail"]


def test_an_open_program_concerns_its_own_profile(tmp_path):
    client, _ = windows_mail(tmp_path)
    put(tmp_path / "Local", "Windows Live Mail", "B", oeaccount(ACCOUNT), "Example")
    vista, live = client.detect().profiles
    client.places.processes.programs["wlmail.exe"] = 12
    assert client.running(vista) is None
    assert client.running(live).pids == (12,)

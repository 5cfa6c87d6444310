"""Writing one account changes what that account sends through, and no other's; and how lists are read."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.mail_programs.specimens import places, settings, thunderbird_profile
from wizard.mailclients.programs.thunderbird.client import Thunderbird
from wizard.mailclients.programs.thunderbird.ini import sections
from wizard.mailclients.programs.thunderbird.prefs import identities, sends_through
from wizard.mailclients.stores.prefs import Prefs
from wizard.model.mail_clients import Account, Plan
from wizard.model.problem import ProblemFound

IDS = ("id1", "id2", "id3")
SERVERS = ("smtp1", "smtp2", "smtp3")


def prefs_js(own: dict[str, str], listed: list[str], default: str, there: list[str], mine: str) -> str:
    """A profile of two accounts, the second with two identities; `mine` is the first one's address."""
    lines = {
        "mail.accountmanager.accounts": "account1,account2",
        "mail.account.account1.server": "server1",
        "mail.account.account1.identities": "id1",
        "mail.account.account2.server": "server2",
        "mail.account.account2.identities": "id2,id3",
        "mail.server.server1.type": "pop3",
        "mail.server.server1.hostname": "old.example.test",
        "mail.server.server1.userName": "one",
        "mail.server.server2.type": "imap",
        "mail.server.server2.hostname": "imap.example.test",
        "mail.server.server2.userName": "two",
        "mail.identity.id1.useremail": mine,
        "mail.identity.id2.useremail": "two@example.test",
        "mail.identity.id3.useremail": "three@example.test",
    }
    lines |= {f"mail.identity.{identity}.smtpServer": server for identity, server in own.items() if server}
    lines |= {f"mail.smtpserver.{server}.hostname": f"{server}.example.test" for server in there}
    lines |= {"mail.smtpservers": ",".join(listed)} if listed else {}
    lines |= {"mail.smtp.defaultserver": default} if default else {}
    return "".join(f'user_pref("{name}", "{value}");\n' for name, value in lines.items())


def through(prefs: Prefs, identity: str) -> tuple[str, dict[str, object]]:
    """What an identity's mail goes through: the server, and all that is known of it."""
    server = sends_through(prefs, identity)
    mine = [name for name in prefs.names() if name.startswith(f"mail.smtpserver.{server}.")] if server else []
    return server, {name: prefs.value(name) for name in mine}


def write(home: Path, text: str, *, new: bool) -> tuple[Plan, Account | None, Prefs]:
    folder = thunderbird_profile(home, text)
    client = Thunderbird(places(home))
    found = client.detect()
    assert found is not None
    (profile,) = found.profiles
    account = None if new else next(a for a in client.accounts(profile) if a.key == "account1")
    plan = client.plan(profile, account, settings())
    image = client.before_image(plan)
    client.write(plan)
    after = Prefs.parse((folder / "prefs.js").read_bytes())
    assert client.undo(profile, image)
    assert (folder / "prefs.js").read_bytes() == text.encode()
    return plan, account, after


one_of = st.sampled_from(["", *SERVERS])


@limits(max_examples=150, deadline=None)
@given(
    st.fixed_dictionaries(dict.fromkeys(IDS, one_of)),
    st.lists(st.sampled_from(SERVERS), unique=True),
    one_of,
    st.lists(st.sampled_from(SERVERS), unique=True),
    st.booleans(),
)
def test_only_the_planned_identity_sends_through_something_else(
    own: dict[str, str], listed: list[str], default: str, there: list[str], new: bool
) -> None:
    text = prefs_js(own, listed, default, there, "one@example.test")
    before = Prefs.parse(text.encode())
    with TemporaryDirectory() as name:
        plan, account, after = write(Path(name), text, new=new)
    planned = identities(after)[-1] if account is None else "id1"
    server, holds = through(after, planned)
    assert server in str(after.value("mail.smtpservers")).split(",")
    assert holds[f"mail.smtpserver.{server}.hostname"] == settings().outgoing.host
    said = {note.code for note in plan.notes}
    for identity in identities(before):
        if identity == planned:
            continue
        if through(before, identity)[0] or "others_send" not in said:
            assert through(after, identity) == through(before, identity), identity


def test_without_a_default_ours_does_not_become_it(tmp_path: Path) -> None:
    text = prefs_js({"id1": "smtp1", "id2": "smtp1"}, ["smtp1"], "", ["smtp1"], "one@example.test")
    _, _, after = write(tmp_path, text, new=False)
    assert after.value("mail.smtp.defaultserver") is None
    assert sends_through(after, "id1") == "smtp2"
    assert sends_through(after, "id3") == "smtp1", "which names none of its own"


@pytest.mark.parametrize(
    ("listed", "used"), [([], "smtp4"), (["smtp2"], "smtp1")], ids=["no list", "another's list"]
)
def test_a_server_that_is_missing_from_the_list_is_put_there(
    tmp_path: Path, listed: list[str], used: str
) -> None:
    """Where there is no list at all the others would come to use it: they leave it a server of our own."""
    text = prefs_js({"id1": "smtp1", "id2": "smtp2", "id3": "smtp2"}, listed, "", list(SERVERS), "a@b.test")
    _, _, after = write(tmp_path, text, new=False)
    assert sends_through(after, "id1") == used


@pytest.mark.parametrize("kind", ["ews", "graph", "owl"])
def test_an_exchange_account_is_shown_and_not_written(tmp_path: Path, kind: str) -> None:
    text = prefs_js({}, [], "", [], "one@example.test").replace('"pop3"', f'"{kind}"')
    thunderbird_profile(tmp_path, text)
    client = Thunderbird(places(tmp_path))
    found = client.detect()
    assert found is not None
    account = next(a for a in client.accounts(found.profiles[0]) if a.key == "account1")
    assert (account.protocol, account.address) == (kind, "one@example.test")
    assert account.problem is not None
    assert account.problem.code == "CLIENT-ACCOUNT-KIND"


@pytest.mark.parametrize(
    "where",
    [
        (".var", "app", "org.mozilla.Thunderbird", ".thunderbird"),
        (".var", "app", "org.mozilla.thunderbird", ".thunderbird"),
        (".var", "app", "net.thunderbird.Thunderbird", ".thunderbird"),
        (".var", "app", "org.mozilla.thunderbird_esr", ".thunderbird"),
        ("snap", "thunderbird", "common", ".thunderbird"),
        ("snap", "thunderbird_beta", "common", ".thunderbird"),
    ],
)
def test_packaged_homes_are_found(tmp_path: Path, where: tuple[str, ...]) -> None:
    folder = thunderbird_profile(tmp_path / "elsewhere", prefs_js({}, [], "", [], "a@b.test"))
    root = tmp_path.joinpath(*where)
    root.parent.mkdir(parents=True)
    folder.parent.parent.rename(root)
    found = Thunderbird(places(tmp_path)).detect()
    assert found is not None
    (profile,) = found.profiles
    assert profile.path == str(root / "Profiles" / folder.name)


# --- profiles.ini ---

LIST = "[Profile0]\nName=till\nIsRelative=1\nPath=abc.till\nDefault=1\n"


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.encode("utf-16"),
        LIST.replace("\n", "\r\n").encode(),
        LIST.replace("\n", "\r").encode(),
        ("a line before any section\n" + LIST).encode(),
        ("[broken\nPath=x\n" + LIST).encode(),
        ("; a note\n# another\n\n" + LIST + "no equals sign\n  continued\n").encode(),
        ("[Profile0]\nPath=old\n" + LIST).encode(),
    ],
)
def test_lists_of_profiles_are_read_as_thunderbird_reads_them(content: bytes) -> None:
    wanted = {"Name": "till", "IsRelative": "1", "Path": "abc.till", "Default": "1"}
    assert sections(content)["Profile0"] == wanted


def test_a_heading_with_something_behind_it_hides_its_lines() -> None:
    assert sections(b"[Profile0] x\nPath=a\n[Profile1]\nPath=b=c\n") == {"Profile1": {"Path": "b=c"}}


# --- damaged and huge prefs.js ---

GOOD = prefs_js({"id1": "smtp1"}, ["smtp1"], "smtp1", ["smtp1"], "one@example.test").encode()


@pytest.mark.parametrize("content", [b"\0" * 4096, GOOD + b"\0", GOOD.decode().encode("utf-16")])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    folder = thunderbird_profile(tmp_path, "")
    (folder / "prefs.js").write_bytes(content)
    client = Thunderbird(places(tmp_path))
    found = client.detect()
    assert found is not None
    with pytest.raises(ProblemFound) as refused:
        client.accounts(found.profiles[0])
    assert refused.value.problem.code == "CLIENT-UNREADABLE"


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n"])
@pytest.mark.parametrize("last", [True, False])
def test_any_line_end_is_written_and_undone_exactly(tmp_path: Path, end: bytes, last: bool) -> None:
    text = GOOD.replace(b"\n", end)
    text = text if last else text.removesuffix(end)
    write(tmp_path, text.decode(), new=False)


@pytest.mark.parametrize(
    "tail",
    [
        b"/* " * 40_000,
        b"\"'" * 100_001 + b"\n",
        b"user_pref(" * 100_000,
        b'user_pref("a",' + b" " * 1_000_000 + b"\n",
        b'user_pref("a", "' + b"\\" * 500_001 + b'");\n',
        b'user_pref("a' * 100_000,
        b"".join(b'user_pref("x.y.%d", "%s");\n' % (n, b"z" * 160) for n in range(20_000)),
    ],
    ids=["comments", "quotes", "openings", "blanks", "backslashes", "names", "many"],
)
@pytest.mark.timeout(60)
def test_reading_takes_time_in_line_with_the_size(tail: bytes) -> None:
    """A tenth of a second when each byte is read once; read again for each line it would be minutes."""
    prefs = Prefs.parse(GOOD + tail)
    assert prefs.value("mail.smtpservers") == "smtp1"


@pytest.mark.skipif(os.name != "posix", reason="pipes are files there alone")
@pytest.mark.parametrize("name", [".parentlock", "user.js", "compatibility.ini", "lock"])
def test_a_pipe_in_a_files_place_is_not_waited_for(tmp_path: Path, name: str) -> None:
    folder = thunderbird_profile(tmp_path, GOOD.decode())
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    client = Thunderbird(places(tmp_path))
    found = client.detect()
    assert found is not None
    (profile,) = found.profiles
    with client.closed(profile):
        client.write(client.plan(profile, client.accounts(profile)[0], settings()))
    assert settings().outgoing.host in (folder / "prefs.js").read_text()

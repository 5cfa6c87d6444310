"""For any generated settings file: reading never fails, write then undo gives every byte back."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.mail_programs.specimens import ADDRESS, contents, places, settings, thunderbird_profile
from wizard.mailclients.contract import MailClient
from wizard.mailclients.image_json import image_from_json, image_to_json
from wizard.mailclients.programs.claws_mail.client import ClawsMail
from wizard.mailclients.programs.evolution.client import Evolution
from wizard.mailclients.programs.thunderbird.client import Thunderbird
from wizard.mailclients.stores.documents import Lines
from wizard.mailclients.stores.prefs import Prefs, literal_of
from wizard.model.problem import ProblemFound

quick = limits(max_examples=60)

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
BREAKS = st.sampled_from([b"\n", b"\n", b"\n", b"\r\n"])
NOISE = st.one_of(
    st.binary(max_size=20).map(lambda raw: raw.replace(b"user_pref", b"")),
    st.sampled_from(
        [b"", b"// x", b"/* user_pref */", b"# y", b"[odd", b"=", b"a=b", b"\xff\xfe", b'"', b"/*"]
    ),
)
NUMBERED = st.sampled_from(["1", "2", "7"])


@st.composite
def joined(draw: Any, line: st.SearchStrategy[bytes]) -> bytes:
    """Lines with breaks of both kinds, the last one without any or with one."""
    lines = draw(st.lists(line, max_size=30))
    content = b"".join(each.replace(b"\n", b"") + draw(BREAKS) for each in lines)
    return content if draw(st.booleans()) else content.rstrip(b"\r\n")


@st.composite
def pref(draw: Any) -> bytes:
    """A preference of those we know, with a value of any kind, written in one of the allowed ways."""
    n = draw(NUMBERED)
    name = draw(
        st.sampled_from(
            [
                f"mail.account.account{n}.server",
                f"mail.account.account{n}.identities",
                f"mail.server.server{n}.type",
                f"mail.server.server{n}.hostname",
                f"mail.server.server{n}.realhostname",
                f"mail.server.server{n}.userName",
                f"mail.server.server{n}.port",
                f"mail.server.server{n}.socketType",
                f"mail.server.server{n}.leave_on_server",
                f"mail.identity.id{n}.useremail",
                f"mail.identity.id{n}.smtpServer",
                f"mail.smtpserver.smtp{n}.username",
                "mail.smtpservers",
                "mail.accountmanager.accounts",
                "mail.account.lastKey",
                "mail.smtp.defaultserver",
            ]
        )
    )
    likely = [
        "pop3",
        "imap",
        "none",
        f"server{n}",
        f"id{n}",
        f"smtp{n}",
        "account1, account2,account7",
        ADDRESS,
    ]
    value = draw(st.one_of(st.sampled_from(likely), TEXT, st.integers(-5, 70000), st.booleans()))
    literal = literal_of(value)
    if isinstance(value, str) and "'" not in value and draw(st.booleans()):
        literal = b"'" + literal[1:-1].replace(b'\\"', b'"') + b"'"
    space = draw(st.sampled_from([b"", b" ", b"  "]))
    return b"user_pref(" + space + literal_of(name) + space + b"," + space + literal + b")" + space + b";"


@st.composite
def key_file(draw: Any, groups: list[str], names: list[str], values: list[str]) -> bytes:
    """A key file with groups and lines of those we know."""
    heading = st.sampled_from(groups).map(lambda group: f"[{group}]".encode())
    value = st.one_of(st.sampled_from(values), TEXT)
    entry = st.tuples(st.sampled_from(names), value).map(lambda pair: f"{pair[0]}={pair[1]}".encode())
    return bytes(draw(joined(st.one_of(heading, entry, entry, entry, NOISE))))


def check_round_trip(client: MailClient, home: Path) -> None:
    """Modify every account that can be, and make one; each undone, everything is as it was."""
    found = client.detect()
    if found is None:
        return
    (profile,) = found.profiles
    before = contents(home)
    accounts = [account for account in client.accounts(profile) if account.problem is None]
    for account in [*accounts, None]:
        try:
            plan = client.plan(profile, account, settings())
        except ProblemFound as refused:
            assert refused.problem.code == "CLIENT-ACCOUNT-TWICE"
            continue
        try:
            image = image_from_json(json.loads(json.dumps(image_to_json(client.before_image(plan)))))
        except ProblemFound as refused:
            # a quotation mark or a comment that never ends swallows what is added behind it
            assert refused.problem.facts["said"] == "its text is damaged"
            assert contents(home) == before
            continue
        client.write(plan)
        again = client.read_back(profile, plan.account)
        assert client.plan(profile, again, settings()).already_right
        assert client.undo(profile, image) is True
        assert contents(home) == before


@quick
@given(joined(st.one_of(pref(), pref(), pref(), NOISE)))
def test_any_prefs_js(content: bytes) -> None:
    with TemporaryDirectory() as name:
        profile = thunderbird_profile(Path(name), None)
        (profile / "prefs.js").write_bytes(content)
        if b"\0" in content:  # what no Thunderbird writes is not written over
            with pytest.raises(ProblemFound) as caught:
                check_round_trip(Thunderbird(places(Path(name))), Path(name))
            assert caught.value.problem.code == "CLIENT-UNREADABLE"
            assert (profile / "prefs.js").read_bytes() == content
        else:
            check_round_trip(Thunderbird(places(Path(name))), Path(name))


CLAWS = key_file(
    ["Account: 1", "Account: 2", "Account: 9", "Other"],
    [
        "account_name",
        "address",
        "protocol",
        "receive_server",
        "user_id",
        "pop_port",
        "set_popport",
        "ssl_pop",
    ],
    ["0", "1", "2", "3", "110", "", ADDRESS],
)


@quick
@given(CLAWS)
def test_any_accountrc(content: bytes) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / ".claws-mail"
        folder.mkdir()
        (folder / "accountrc").write_bytes(content)
        check_round_trip(ClawsMail(places(Path(name))), Path(name))


SOURCE = key_file(
    ["Data Source", "Mail Account", "Mail Identity", "Mail Submission", "Mail Transport", "Authentication"],
    [
        "BackendName",
        "IdentityUid",
        "TransportUid",
        "Host",
        "Port",
        "User",
        "Method",
        "Address",
        "DisplayName",
    ],
    ["pop", "imapx", "smtp", "a", "b", "c", "995", "none", "PLAIN", ADDRESS, "x\\sy"],
)


@quick
@given(st.fixed_dictionaries(dict.fromkeys("abc", SOURCE)))
def test_any_sources(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / ".config" / "evolution" / "sources"
        folder.mkdir(parents=True)
        for each, content in files.items():
            (folder / f"{each}.source").write_bytes(content)
        check_round_trip(Evolution(places(Path(name))), Path(name))


@limits(max_examples=200)
@given(st.binary(max_size=200))
def test_no_bytes_are_lost_by_reading(content: bytes) -> None:
    if b"\0" in content:
        with pytest.raises(ValueError, match="zeros"):
            Prefs.parse(content)
    else:
        assert Prefs.parse(content).content() == content
    assert Lines(content).content() == content


@limits(max_examples=300)
@given(joined(NOISE), st.lists(TEXT, min_size=1, max_size=4))
def test_lines_that_are_added_go_again_exactly(content: bytes, added: list[str]) -> None:
    lines = Lines(content)
    first = len(lines.lines)
    for text in added:
        lines.insert(len(lines.lines), b"x" + text.encode())
    for _ in added:
        lines.remove(first)
    assert lines.content() == content

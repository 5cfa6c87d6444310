"""For any profile: write then undo is the identity, bytes and types, and nothing else changes meanwhile."""

import dataclasses
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mail_programs.account_files import oeaccount, put
from tests.mail_programs.hives import HEADING, POP3, express, office_root, outlook_profile
from tests.mail_programs.places import FakeSealing, places, settings
from tests.mail_programs.registry import InMemoryRegistry
from wizard.mailclients.image_json import image_from_json, image_to_json
from wizard.mailclients.programs.outlook.client import Outlook
from wizard.mailclients.programs.outlook.values import NAMES as OUTLOOK_NAMES
from wizard.mailclients.programs.outlook_express.client import OutlookExpress
from wizard.mailclients.programs.outlook_express.values import NAMES as EXPRESS_NAMES
from wizard.mailclients.programs.windows_mail.client import WindowsMail
from wizard.model.mail import OutgoingAuth, SocketType
from wizard.model.mail_clients import Profile
from wizard.model.secret import Secret

NUMBERS = st.sampled_from([0, 1, 2, 3, 25, 60, 110, 180, 465, 587, 995, 15110, 0x000E0003, 0xFFFFFFFF])
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
ANY = st.tuples(st.sampled_from([0, 1, 2, 3, 4, 7, 11]), st.binary(max_size=24))
"""A value of any type with any bytes, whether they fit it or not."""
TIDY = st.one_of(
    TEXT.map(lambda text: (1, (text + "\0").encode("utf-16-le"))),
    TEXT.map(lambda text: (3, (text + "\0").encode("utf-16-le"))),
    NUMBERS.map(lambda number: (4, number.to_bytes(4, "little"))),
    st.binary(max_size=20).map(lambda blob: (3, b"\2" + blob)),
)


def values(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, tuple[int, bytes]]]:
    """Any values under some of the names that we write, and under others."""
    name = st.one_of(st.sampled_from(names), st.sampled_from([n.upper() for n in names]), TEXT.filter(bool))
    return st.dictionaries(name, st.one_of(TIDY, ANY), max_size=20)


@st.composite
def wanted(draw: Any):
    """Settings that these programs have boxes for."""
    base = settings(draw(TEXT.filter(lambda text: text not in {"0", "FALSE"})), "store@example.com")
    incoming = dataclasses.replace(
        base.incoming,
        port=draw(st.integers(1, 65535)),
        socket=draw(st.sampled_from([SocketType.PLAIN, SocketType.TLS])),
        leave_on_server_days=draw(st.integers(0, 365)),
        timeout_seconds=draw(st.integers(1, 600)),
    )
    socket = draw(st.sampled_from(list(SocketType)))
    auth = draw(st.sampled_from([OutgoingAuth.NONE, OutgoingAuth.SAME, OutgoingAuth.PASSWORD]))
    own = {"user": "out", "password": Secret("other")} if auth is OutgoingAuth.PASSWORD else {}
    port = 465 if socket is SocketType.TLS else draw(st.integers(1, 464))
    outgoing = dataclasses.replace(base.outgoing, port=port, socket=socket, auth=auth, **own)
    return dataclasses.replace(base, incoming=incoming, outgoing=outgoing)


def fill(registry: InMemoryRegistry, key: str, found: dict[str, tuple[int, bytes]]) -> None:
    for name, (kind, data) in found.items():
        registry.put(key, name, kind, data)


def write_and_undo(client: Any, profile: Profile, account: Any, target: Any) -> bool:
    """Write, read the receipt's image as after a restart, undo; whether all was right already."""
    plan = client.plan(profile, account, target)
    image = image_from_json(image_to_json(client.before_image(plan)))
    client.write(plan)
    if account is not None:
        assert client.plan(profile, client.read_back(profile, plan.account), target).already_right
    client.undo(profile, image)
    return plan.already_right


@given(values(OUTLOOK_NAMES), wanted(), st.booleans())
def test_outlook(found, target, on_windows):
    with TemporaryDirectory() as name:
        registry = InMemoryRegistry(
            HEADING + outlook_profile(office_root("16.0"), "A", {"clsid": POP3, "Email": "a@b.c"})
        )
        section = office_root("16.0") + r"\A\9375CFF0413111d3B88A00104B2A6676\00000002"
        fill(registry, section, found)
        client = Outlook(places(Path(name), registry), FakeSealing() if on_windows else None)
        (profile,) = client.detect().profiles
        before = registry.export()
        (account,) = client.accounts(profile)
        write_and_undo(client, profile, account, target)
        assert registry.export() == before


@given(values(EXPRESS_NAMES), wanted(), st.booleans())
def test_outlook_express(found, target, makes):
    with TemporaryDirectory() as name:
        registry = InMemoryRegistry(HEADING + express({"POP3 Server": "a"}, {"POP3 Server": "b"}))
        fill(registry, r"Software\Microsoft\Internet Account Manager\Accounts\00000001", found)
        client = OutlookExpress(places(Path(name), registry))
        (profile,) = client.detect().profiles
        before = registry.export()
        accounts = [account for account in client.accounts(profile) if account.problem is None]
        write_and_undo(client, profile, None if makes else accounts[0], target)
        assert registry.export() == before


ELEMENTS = st.dictionaries(
    st.sampled_from([name.replace(" ", "_") for name in EXPRESS_NAMES] + ["Other_1", "X.y-z"]),
    st.one_of(TEXT, NUMBERS),
    max_size=12,
)


@given(
    ELEMENTS,
    wanted(),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
    st.sampled_from(["", "\n", "\r\n"]),
)
def test_account_files(found, target, makes, encoding, line_end):
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = put(folder / "Local", "Windows Mail", "A", "")
        path.write_bytes(oeaccount({**found, "POP3_Server": "a"}, line_end).encode(encoding))
        before = path.read_bytes()
        client = WindowsMail(places(folder, None))
        (profile,) = client.detect().profiles
        (account,) = client.accounts(profile)
        write_and_undo(client, profile, None if makes else account, target)
        assert path.read_bytes() == before
        assert [each.name for each in (folder / "Local").rglob("*") if each.is_file()] == [path.name]


@pytest.mark.parametrize("data", [b"", b"\0", b"ab", b"a\0\0\0b\0", bytes(range(7))])
@pytest.mark.parametrize("kind", range(12))
def test_a_value_of_any_type_is_kept_with_its_bytes(kind, data):
    registry = InMemoryRegistry()
    registry.put("k", "n", kind, data)
    before = registry.export()
    registry.set_value("k", "n", registry.values("k")["n"])
    assert registry.export() == before

"""What every mail program's adapter must keep; each test runs for each of them."""

import dataclasses
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.mail_programs.specimens import ADDRESS, CANARY, SPECIMENS, Specimen, contents, settings
from wizard.mailclients.contract import MailClient, ValueStore
from wizard.mailclients.editing import EditingClient
from wizard.mailclients.image_json import image_from_json, image_to_json
from wizard.mailclients.values import settings_of, wanted_values
from wizard.model.mail import MailSettings, OutgoingAuth, SocketType
from wizard.model.mail_clients import (
    Account,
    Address,
    BeforeImage,
    Change,
    Edit,
    Held,
    Plan,
    Profile,
    Setting,
    Stored,
)
from wizard.model.problem import ProblemFound

every = pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.id)


def only(client: MailClient) -> Profile:
    found = client.detect()
    assert found is not None
    (profile,) = found.profiles
    assert profile.problem is None
    return profile


def account_of(client: MailClient, profile: Profile) -> Account:
    (account,) = (a for a in client.accounts(profile) if a.address == ADDRESS)
    return account


def write(client: MailClient, plan: Plan) -> BeforeImage:
    """Write as the jobs do, with an image that was on a disk."""
    kept = json.dumps(image_to_json(client.before_image(plan)))
    assert CANARY not in kept
    with client.closed(plan.profile):
        client.write(plan)
    return image_from_json(json.loads(kept))


def expect(code: str, raised: pytest.ExceptionInfo[ProblemFound]) -> None:
    assert raised.value.problem.code == code


@every
def test_what_is_found_has_a_name_and_a_key_that_is_no_path(specimen: Specimen, tmp_path: Path) -> None:
    client = specimen.make(tmp_path, used=True)
    found = client.detect()
    assert found is not None
    assert (found.id, found.problem) == (specimen.id, None)
    assert found.name
    assert str(tmp_path) not in found.profiles[0].key
    assert client.accounts(found.profiles[0]) == client.accounts(only(client))


@every
def test_nothing_there_is_nothing_found(specimen: Specimen, tmp_path: Path) -> None:
    client = specimen.make(tmp_path / "a", used=True)
    elsewhere = {"home": tmp_path, "config": tmp_path, "registry": None, "local_appdata": None}
    other = type(client)(dataclasses.replace(client.places, **elsewhere))  # type: ignore[attr-defined,call-arg]
    assert other.detect() is None


@every
@pytest.mark.parametrize("used", [True, False], ids=["used", "fresh"])
@pytest.mark.parametrize("creates", [True, False], ids=["create", "modify"])
def test_plan_write_read_back_and_undo(specimen: Specimen, tmp_path: Path, used: bool, creates: bool) -> None:
    if not used and not creates:
        pytest.skip("nothing to modify")
    if creates and not specimen.makes:
        pytest.skip("makes its accounts itself: see its own tests")
    client = specimen.make(tmp_path, used=used)
    profile, wanted = only(client), settings()
    before = contents(tmp_path)
    account = None if creates else account_of(client, profile)
    others = [a for a in client.accounts(profile) if account is None or a.key != account.key]
    plan = client.plan(profile, account, wanted)
    assert contents(tmp_path) == before, "a plan writes nothing"
    assert plan.creates is creates
    assert plan.backed_up
    assert all(change.label and change.new_words and change.old != change.new for change in plan.changes)
    new = {change.setting: change.new for change in plan.changes}
    assert (new[Setting.INCOMING_PORT], new[Setting.OUTGOING_PORT]) == (15110, 15925)

    image = write(client, plan)
    found = client.read_back(profile, plan.account)
    assert {s: v for s, v in wanted_values(wanted).items() if found.values.get(s, v) != v} == {}
    assert settings_of(found.values, wanted) == wanted
    assert [a for a in client.accounts(profile) if a.key != plan.account] == others
    assert CANARY.encode() not in b"".join(content for content, _ in contents(tmp_path).values())
    again = client.plan(profile, account_of_key(client, profile, plan.account), wanted)
    assert again.already_right
    assert all(row.now == row.ours for row in client.versions(profile, image))

    assert client.undo(profile, image) is True
    assert contents(tmp_path) == before
    assert all(row.now == row.old for row in client.versions(profile, image))
    assert client.undo(profile, image) is True, "an undo that was cut short may be repeated"
    assert contents(tmp_path) == before


def account_of_key(client: MailClient, profile: Profile, key: str) -> Account:
    (account,) = (a for a in client.accounts(profile) if a.key == key)
    return account


@every
def test_what_somebody_changed_since_is_shown_in_three_versions_and_not_overwritten(
    specimen: Specimen, tmp_path: Path
) -> None:
    client = specimen.make(tmp_path, used=True)
    profile = only(client)
    before = contents(tmp_path)
    account = account_of(client, profile)
    old = account.values[Setting.INCOMING_PORT]
    image = write(client, client.plan(profile, account, settings()))
    specimen.change_port(tmp_path)
    changed = contents(tmp_path)
    with pytest.raises(ProblemFound) as raised:
        client.undo(profile, image)
    expect("UNDO-CHANGED", raised)
    assert contents(tmp_path) == changed
    rows = [row for row in client.versions(profile, image) if row.changed_since]
    assert [(r.setting, r.old, r.ours, r.now) for r in rows] == [
        (Setting.INCOMING_PORT, str(old), "15110", "2110")
    ]
    assert client.undo(profile, image, overwrite=True) is True
    assert contents(tmp_path) == before


class Forgetful:
    """A store that says it wrote, and kept one value as it was."""

    def __init__(self, store: ValueStore, lost: Edit) -> None:
        self._store, self._lost = store, lost.address

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def apply(self, edits: Sequence[Edit]) -> None:
        self._store.apply([edit for edit in edits if edit.address != self._lost])


@contextmanager
def forgetting(client: MailClient, change: Change) -> Iterator[None]:
    """While inside, the program's store loses the last value of one box."""
    assert isinstance(client, EditingClient)
    with pytest.MonkeyPatch.context() as patch:
        real = client.store
        patch.setattr(client, "store", lambda profile: Forgetful(real(profile), change.edits[-1]))
        yield


def port_of(changes: Sequence[Change]) -> Change:
    return next(change for change in changes if change.setting is Setting.INCOMING_PORT)


@every
def test_a_value_that_did_not_stay_is_named_and_what_else_was_written_goes_back(
    specimen: Specimen, tmp_path: Path
) -> None:
    client = specimen.make(tmp_path, used=True)
    profile = only(client)
    before = contents(tmp_path)
    plan = client.plan(profile, account_of(client, profile), settings())
    box = port_of(plan.changes)
    with forgetting(client, box), pytest.raises(ProblemFound) as raised:
        client.write(plan)
    expect("WRITE-BACK", raised)
    assert raised.value.problem.facts == {"client": client.name, "box": box.label}
    assert contents(tmp_path) == before


@every
def test_an_old_value_that_did_not_come_back_is_named_and_the_undo_may_be_repeated(
    specimen: Specimen, tmp_path: Path
) -> None:
    client = specimen.make(tmp_path, used=True)
    profile = only(client)
    before = contents(tmp_path)
    image = write(client, client.plan(profile, account_of(client, profile), settings()))
    box = port_of(image.changes)
    with forgetting(client, box), pytest.raises(ProblemFound) as raised:
        client.undo(profile, image)
    expect("WRITE-BACK", raised)
    assert raised.value.problem.facts == {"client": client.name, "box": box.label}
    assert contents(tmp_path) != before
    assert client.undo(profile, image) is True
    assert contents(tmp_path) == before


@every
def test_a_plan_that_is_out_of_date_writes_nothing(specimen: Specimen, tmp_path: Path) -> None:
    client = specimen.make(tmp_path, used=True)
    profile = only(client)
    plan = client.plan(profile, account_of(client, profile), settings())
    write(client, client.plan(profile, account_of(client, profile), settings(ports=(110, 25))))
    before = contents(tmp_path)
    with pytest.raises(ProblemFound) as raised:
        client.write(plan)
    expect("WRITE-STALE", raised)
    assert contents(tmp_path) == before


@every
@pytest.mark.parametrize(
    "address",
    [
        Address("../outside", "x"),
        Address("/etc/passwd", "x"),
        Address("prefs.js", "network.proxy.type"),
        Address("accountrc", "password", "Account: 1"),
        Address("1-local.source", "Command", "Authentication"),
    ],
    ids=lambda address: address.name + "@" + address.container.replace("/", "-"),
)
def test_a_receipt_never_reaches_what_is_not_ours(
    specimen: Specimen, tmp_path: Path, address: Address
) -> None:
    client = specimen.make(tmp_path, used=True)
    profile = only(client)
    plan = client.plan(profile, account_of(client, profile), settings())
    image = write(client, plan)
    before = contents(tmp_path)
    evil = Edit(address, Stored(Held.LINE, "evil"), None)
    forged = dataclasses.replace(image.changes[0], edits=(evil,))
    with pytest.raises(ProblemFound) as raised:
        client.undo(profile, dataclasses.replace(image, changes=(forged,)), overwrite=True)
    expect("RECEIPT-DAMAGED", raised)
    assert contents(tmp_path) == before


@every
def test_the_account_of_another_kind_is_left_alone(specimen: Specimen, tmp_path: Path) -> None:
    client = specimen.make(tmp_path, used=True)
    profile = only(client)
    (imap,) = (a for a in client.accounts(profile) if a.protocol == "imap")
    with pytest.raises(ProblemFound) as raised:
        client.plan(profile, imap, settings())
    expect("CLIENT-ACCOUNT-KIND", raised)


PORT_LINE = re.compile(rb'^(user_pref\( ?"[\w.]+\.port"|Port=|(set_)?(pop|smtp)_?port=).*\n', re.MULTILINE)


@every
@pytest.mark.parametrize("receiving", SocketType)
@pytest.mark.parametrize("sending", SocketType)
def test_a_port_that_was_not_written_down_stays_when_the_encryption_changes(
    specimen: Specimen, tmp_path: Path, receiving: SocketType, sending: SocketType
) -> None:
    """Where no port stands, programs use the one that belongs to the encryption."""
    client = specimen.make(tmp_path, used=True)
    for path in tmp_path.rglob("*"):
        if path.name in {"prefs.js", "accountrc"} or path.suffix == ".source":
            path.write_bytes(PORT_LINE.sub(b"", path.read_bytes()))
    profile = only(client)
    before = contents(tmp_path)
    account = account_of(client, profile)
    ports = [account.values[setting] for setting in (Setting.INCOMING_PORT, Setting.OUTGOING_PORT)]
    wanted = settings(socket=sending, ports=(int(ports[0]), int(ports[1])))
    assert wanted.incoming is not None
    wanted = dataclasses.replace(wanted, incoming=dataclasses.replace(wanted.incoming, socket=receiving))
    wanted = specimen.fit(wanted)
    plan = client.plan(profile, account, wanted)
    image = write(client, plan)
    assert settings_of(client.read_back(profile, plan.account).values, wanted) == wanted
    assert client.undo(profile, image) is True
    assert contents(tmp_path) == before


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text
)
HOSTS = st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,6}){0,2}", fullmatch=True)
WANTED = st.builds(
    settings,
    socket=st.sampled_from(SocketType),
    auth=st.sampled_from([OutgoingAuth.SAME, OutgoingAuth.PASSWORD, OutgoingAuth.NONE]),
    days=st.integers(0, 365),
    name=NAMES,
    host=HOSTS,
    user=NAMES,
    ports=st.tuples(st.integers(2, 65535), st.integers(2, 65535)),
)


@every
@limits(
    max_examples=40,
    deadline=None,  # Wine and a busy machine take their time
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=WANTED, second=WANTED, creates=st.booleans())
def test_write_then_undo_is_the_identity_whatever_is_written(
    specimen: Specimen, first: MailSettings, second: MailSettings, creates: bool
) -> None:
    first, second = specimen.fit(first), specimen.fit(second)
    creates = creates and specimen.makes
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        client = specimen.make(home, used=not creates)
        profile = only(client)
        before = contents(home)
        account = None if creates else account_of(client, profile)
        plan = client.plan(profile, account, first)
        one = write(client, plan)
        between = contents(home)
        found = client.read_back(profile, plan.account)
        assert settings_of(found.values, first) == first
        more = client.plan(profile, found, second)
        two = write(client, more)
        assert settings_of(client.read_back(profile, plan.account).values, second) == second
        if not more.already_right:
            assert client.undo(profile, two) is True
        assert contents(home) == between
        assert client.undo(profile, one) is True
        assert contents(home) == before

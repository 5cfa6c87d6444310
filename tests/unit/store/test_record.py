"""The store's record: every part comes back, damage costs its own part alone, one change at a time."""

import json
import os
import shutil
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wizard.model.mail import SocketType
from wizard.model.problem import ProblemFound
from wizard.model.record import (
    XERO_APP,
    Books,
    ConnectionKey,
    KeptSender,
    LastRun,
    Proof,
    ProofState,
    SenderAccount,
    StoreRecord,
    VendorSignIn,
    XeroConnection,
)
from wizard.model.sender import SignInWay, Vendor
from wizard.model.xero import Organisation
from wizard.store import kept_record
from wizard.store.record import parse, to_data
from wizard.store.site import SiteFolder

OLD = Path(__file__).parent / "files"
WHEN = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
CORNER = Organisation("11111111-2222-4333-8444-555555555555", "Corner Store Pty Ltd", "AU", "!Crn1")
FULL = StoreRecord(
    shared={"store_name": "Corner Store", "remove_days": 3, "leave_copy": True},
    organisation=CORNER,
    xero=XeroConnection(
        "F" * 32, "event-2", "event-1", "connection-1", True, may_write=False, good_until=date(2027, 1, 19)
    ),
    key=ConnectionKey(CORNER.tenant_id, "A" * 32, WHEN),
    sender=KeptSender(
        "Corner Store", "shop@cornerstore.example", "office365", "smtp.office365.com", 587,
        SocketType.STARTTLS, "shop@cornerstore.example", "sign-in", Vendor.MICROSOFT, "client", "tenant",
        SignInWay.BROWSER, override=False,
        connected=SenderAccount("client", "tenant", SignInWay.DEVICE, "Corner", "c@x.io"),
    ),
    vendor_sign_ins={"point-of-rental-xero": VendorSignIn(WHEN), "ipages-xero": VendorSignIn(WHEN, "tenant")},
    proofs={
        "imagatec-mail": Proof(ProofState.PROVEN, WHEN, "shop@x.example", rests_on=("thunderbird/p/a",)),
        "ipages-xero": Proof(
            ProofState.BY_HAND, WHEN, "Corner", CORNER.tenant_id, date(2027, 1, 19), ("copy",)
        ),
    },
    books=Books(
        "/files", revision=4, newest_file=WHEN, schedule="18:30",
        last_run=LastRun(WHEN, {"sent": 412, "held": 1}, "proof.html"),
    ),
)  # fmt: skip


def test_every_part_comes_back(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    site.change(lambda _: FULL)
    assert SiteFolder(tmp_path).record() == FULL


def test_a_change_leaves_the_rest_alone(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    site.change(lambda _: FULL)
    site.change(lambda record: record.with_shared({"country": "AU", XERO_APP: "E" * 32}))
    found = site.record()
    assert found.shared == {**FULL.shared, "country": "AU"}
    assert found.xero == replace(FULL.xero, client_id="E" * 32)
    assert found.shared_answer(XERO_APP) == "E" * 32
    assert replace(found, shared=FULL.shared, xero=FULL.xero) == FULL


def test_nothing_is_written_where_nothing_changes(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    site.change(lambda _: FULL)
    before = (tmp_path / "store.json").stat()
    site.change(lambda record: record.with_shared({"store_name": "Corner Store"}))
    assert os.path.samestat((tmp_path / "store.json").stat(), before)


# --- files of before ---


def old_folder(folder: Path, state: str = "written") -> SiteFolder:
    """A store as schema 1 left it: a flat file, a draft, a receipt, one write into a mail program."""
    (folder / "drafts").mkdir(parents=True)
    (folder / "receipts").mkdir()
    shutil.copy(OLD / "store-1.json", folder / "store.json")
    shutil.copy(OLD / "draft-1.json", folder / "drafts" / "imagatec-mail.json")
    for name in ("receipt-1.json", "mail-write-1.json"):
        data = json.loads((OLD / name).read_text())
        if name == "mail-write-1.json":
            data["state"] = state
        (folder / "receipts" / f"{data['id']}.json").write_text(json.dumps(data))
    return SiteFolder(folder)


def test_a_flat_file_of_before_becomes_a_record(tmp_path: Path) -> None:
    site = old_folder(tmp_path)
    found = site.record()
    assert found.shared == {
        "access_isp": "optus",
        "country": "AU",
        "email_address": "shop@cornerstore.example",
        "point_of_rental_address": "https://por.example/xero",
        "store_name": "Corner Store",
    }
    assert found.organisation == CORNER
    assert found.xero == XeroConnection("F" * 32, "event-2", "event-1", "connection-1", True)
    app = ("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "cornerstore.example")
    mine = "shop@cornerstore.example"
    assert found.sender == KeptSender(
        "Corner Store", mine, "office365", "smtp.office365.com", 587, SocketType.STARTTLS, mine, "sign-in",
        Vendor.MICROSOFT, *app, SignInWay.BROWSER, override=False,
        connected=SenderAccount(*app, SignInWay.DEVICE, "Corner Store", mine),
    )  # fmt: skip
    site.change(lambda record: record.with_shared({"store_name": "Corner"}))
    assert json.loads((tmp_path / "store.json").read_text())["schema"] == 2
    assert site.record() == replace(found, shared={**found.shared, "store_name": "Corner"})


def test_a_disconnected_sender_of_before_is_not_connected(tmp_path: Path) -> None:
    answers = {"sender_server": "s.example", "sender_connected_client": "", "sender_account_name": ""}
    (tmp_path / "store.json").write_text(json.dumps({"schema": 1, "answers": answers}))
    assert SiteFolder(tmp_path).record().sender == KeptSender(server="s.example")


@pytest.mark.parametrize(("state", "expected"), [("written", "proven"), ("undone", "undone")])
def test_receipts_of_before_are_its_proofs(tmp_path: Path, state: str, expected: str) -> None:
    found = old_folder(tmp_path, state).record().proofs
    assert found == {
        "imagatec-mail": Proof(
            ProofState(expected),
            WHEN,
            said="shop@cornerstore.example",
            rests_on=("thunderbird/abc.default/account1",),
            held=WHEN,
        )
    }


def test_drafts_and_receipts_of_before_are_read(tmp_path: Path) -> None:
    site = old_folder(tmp_path)
    draft, receipt = site.load_draft("imagatec-mail"), site.last_receipt("imagatec-mail")
    assert draft is not None
    assert draft.trail == ("internet-line", "store-and-address", "mail-server")
    assert draft.answers == {"access_isp": "optus", "leave_copy": True, "remove_days": 3}
    assert draft.results["mail-check"]["facts"]["kept_secrets"] == ["password"]
    assert receipt is not None
    assert receipt["results"]["mail-programs"]["mail_route"] == "write"


# --- damage ---


def paths_in(data: Any, here: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every place of a file's tables, the deepest as well."""
    if not isinstance(data, dict):
        return [here]
    return [here, *(path for name, part in data.items() for path in paths_in(part, (*here, name)))]


PATHS = [path for path in paths_in(to_data(FULL)) if path and path != ("schema",)]
ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([]) | st.just({"a": []})


@given(path=st.sampled_from(PATHS), odd=ODD)
def test_whatever_stands_in_a_place_costs_that_place_alone(path: tuple[str, ...], odd: Any) -> None:
    data = to_data(FULL)
    place = data
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = odd
    found = parse(json.dumps(data).encode())
    assert found is not None
    record = found[0]
    for name in FULL.__struct_fields__:
        if name != path[0]:
            assert getattr(record, name) == getattr(FULL, name)
    json.dumps(to_data(record), ensure_ascii=False).encode()  # it can be written again


def test_the_rest_of_a_damaged_part_is_kept() -> None:
    data = to_data(FULL)
    data["sender"]["socket"] = "telepathy"
    data["organisation"]["name"] = ["Corner"]
    data["proofs"]["imagatec-mail"]["at"] = "yesterday"
    data["shared"]["odd"] = 1.5
    found = parse(json.dumps(data).encode())
    assert found is not None
    assert found[0].sender == replace(FULL.sender, socket=None)
    assert found[0].organisation is not None, "another organisation would otherwise be taken silently"
    assert found[0].organisation.tenant_id == CORNER.tenant_id
    assert found[0].proofs == {"ipages-xero": FULL.proofs["ipages-xero"]}
    assert found[0].shared == FULL.shared


@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_content_is_an_error(content: bytes) -> None:
    assert parse(content) is None or isinstance(parse(content), tuple)


def test_half_a_character_is_left_out() -> None:
    found = parse(b'{"schema": 2, "shared": {"a": "\\ud800", "b": "whole"}}')
    assert found is not None
    assert found[0].shared == {"b": "whole"}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": 99}', '{"a":' * 100_000])
def test_a_file_of_which_nothing_can_be_read_is_set_aside_for_a_person(tmp_path: Path, content: str) -> None:
    (tmp_path / "store.json").write_text(content)
    site = SiteFolder(tmp_path)
    assert site.record() == StoreRecord()
    site.change(lambda record: record.with_shared({"country": "AU"}))
    assert site.record().shared == {"country": "AU"}
    assert (tmp_path / "store.unreadable.json").read_text() == content


def test_what_another_process_changed_is_seen_at_the_next_look(tmp_path: Path) -> None:
    site, other = SiteFolder(tmp_path), SiteFolder(tmp_path)
    site.change(lambda _: FULL)
    assert site.record() == FULL
    changed = other.change(lambda record: record.with_shared({"country": "AU"}))
    assert site.record() == changed != FULL
    (tmp_path / "store.json").write_text("{")
    assert site.record() == StoreRecord()
    (tmp_path / "store.json").unlink()
    assert site.record() == StoreRecord()


def test_a_file_that_cannot_be_opened_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = SiteFolder(tmp_path)
    site.change(lambda _: FULL)

    def refuse(_: Path, _most: int = 0) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(kept_record, "read_file", refuse)
        with pytest.raises(ProblemFound) as caught:
            site.change(lambda record: record.with_shared({"country": "AU"}))
    assert caught.value.problem.code == "STORE-WRITE"
    assert site.record() == FULL


# --- at the same time ---

COUNT = """
import sys
from pathlib import Path
from wizard.store.site import SiteFolder
site = SiteFolder(Path(sys.argv[1]))
for number in range(20):
    site.change(lambda record: record.with_shared({f"{sys.argv[2]}-{number}": number}))
"""


def test_changes_of_several_programs_and_threads_are_all_kept(tmp_path: Path) -> None:
    names = ("one", "two", "three", "four", "five")
    command = [sys.executable, "-c", COUNT, str(tmp_path)]
    programs = [subprocess.Popen([*command, name]) for name in names[:3]]
    site = SiteFolder(tmp_path)

    def keep(name: str) -> None:
        site.change(lambda record: record.with_shared({name: True}))

    def work(name: str) -> None:
        for number in range(20):
            keep(f"{name}-{number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in names[3:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [program.wait(60) for program in programs] == [0, 0, 0]
    assert site.record().shared.keys() == {f"{name}-{number}" for name in names for number in range(20)}

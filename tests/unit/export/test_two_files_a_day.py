"""A store that sends a shop's files and a rental's on one day: every place tells both."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.export.days import Files
from tests.unit.export.shop import Shop
from wizard.catalogue.export import sentences
from wizard.catalogue.standings import row_of, said_of
from wizard.jobs.export.read_back_records import ReadBackRecords
from wizard.jobs.export.read_status import ReadStatus
from wizard.jobs.job import Done
from wizard.model.card_state import CardState, Rests, Standing
from wizard.model.progress import Cancel, Silent
from wizard.model.record import Books, LastRun, Proof, ProofState
from wizard.model.standing import card_standing


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    shop, rental = Files(), Files()
    for number in range(3):
        shop.sale(f"S-{number}", "10.00")
    rental.day_book("Takings Monday", "120.00")
    return shop.write(tmp_path / "shop"), rental.write(tmp_path / "rental")


def sent_and_proven(shop: Shop, folder: Path, mapping: Path) -> None:
    shop.send(folder, mapping)
    assert isinstance(ReadBackRecords(shop.clock).run(shop.tools, Silent(), Cancel()), Done)


def status(shop: Shop) -> str:
    done = ReadStatus().run(shop.tools, Silent(), Cancel())
    assert isinstance(done, Done)
    return str(done.facts["said"])


def card(shop: Shop, files: Path) -> Standing:
    record = shop.tools.site.record()
    proof = Proof(ProofState.PROVEN, datetime.now(UTC), "Corner Store Pty Ltd")
    today = datetime.now().astimezone().date()
    record = replace(record, proofs={"card": proof})
    return card_standing(record, "card", frozenset({Rests.SENDING}), today, files=str(files))


def test_both_are_told_by_home_and_by_the_command_line_in_the_same_words(
    shop: Shop, mapping: Path, folders: tuple[Path, Path]
) -> None:
    sent_and_proven(shop, folders[0], mapping)
    sent_and_proven(shop, folders[1], mapping)
    last, earlier = shop.tools.site.record().books.sendings
    said = status(shop)
    assert said == sentences((last, earlier))
    assert said.startswith("1 sent, 0 already in Xero on ")
    at = f"{earlier.at.astimezone():%H:%M}"
    assert said.endswith(f" Other files, at {at} that day: 3 sent, 0 already in Xero.")
    standing = card(shop, folders[0])
    assert standing.state is CardState.SENT
    assert f"Last sent: {said.rstrip('.')}" in row_of("sends", standing)


def test_files_that_go_again_are_told_once(shop: Shop, mapping: Path, folders: tuple[Path, Path]) -> None:
    for folder in (*folders, folders[0]):
        sent_and_proven(shop, folder, mapping)
    said = status(shop)
    assert said.startswith("0 sent, 3 already in Xero on ")
    assert said.count("Other files") == 1
    assert said.endswith("1 sent, 0 already in Xero.")


def test_what_the_first_left_here_needs_its_user_after_the_second_as_well(
    shop: Shop, mapping: Path, folders: tuple[Path, Path]
) -> None:
    wrong = Files()
    wrong.sale("S-1", "10.00")
    wrong.paid("S-1", "99.00")
    wrong.write(folders[0])
    sent_and_proven(shop, folders[0], mapping)
    sent_and_proven(shop, folders[1], mapping)
    standing = card(shop, folders[0])
    assert standing.state is CardState.HELD
    assert said_of(standing).word == "1 not in Xero"
    assert "1 sent, 0 already in Xero, 0 held, 1 not taken" in status(shop)
    other = card(shop, folders[1])
    assert other.state is CardState.SENT, "what the shop's left here is no matter of the rental's card"
    assert "1 not taken" in row_of("sends", other)


def test_the_day_before_is_not_told() -> None:
    now = datetime.now(UTC)
    before = Books().with_sending(LastRun(now - timedelta(days=1), {"sent": 3}, files="shop"))
    assert before.with_sending(LastRun(now, {"sent": 1}, files="rental")).earlier == ()

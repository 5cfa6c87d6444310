"""Two stores share one mail program: what was written for one is no stranger's change for the other."""

from datetime import UTC, datetime

import pytest

from tests.journeys.files import PRACTICE_SETTINGS
from tests.journeys.program import Tillbridge
from wizard.catalogue.standings import said_of
from wizard.model.card_state import CardState
from wizard.model.record import Proof, ProofState
from wizard.model.standing import card_standing
from wizard.store.proofs import mail_account
from wizard.store.site import SiteFolder

MAIL = "imagatec-mail"
PRACTICE = ("--practice",)


def write(program: Tillbridge, name: str, *site: str) -> dict[str, object]:
    file = program.folder / f"{name}.toml"
    file.write_text(PRACTICE_SETTINGS.replace("Corner Store", name), "utf-8")
    written = program.run("mail", "write", *PRACTICE, *site, "--settings", file, "--yes")
    assert written.status == 0, written.stdout
    return written.answer


@pytest.fixture
def both(tillbridge: Tillbridge) -> Tillbridge:
    """A store that is set up, and a second one set up in the same account since."""
    write(tillbridge, "Hill Store")
    write(tillbridge, "Beach Store", "--site", "beach")
    SiteFolder(tillbridge.home / "practice" / "sites" / "beach").change(
        lambda record: record.with_shared({"store_name": "Beach Store"})
    )
    return tillbridge


def test_what_was_set_up_for_another_store_is_told_as_that(both: Tillbridge) -> None:
    watched = both.run("mail", "watch-once", *PRACTICE)
    assert watched.problems == ["CLIENT-OTHER-STORE"], watched.stdout
    (account,) = watched.answer["accounts"]
    assert (account["state"], account["store"]) == ("other-store", "Beach Store")
    (problem,) = watched.answer["problems"]
    assert "was set up for Beach Store on " in problem["what"]
    assert "Somebody" not in watched.stdout
    assert both.run("mail", "watch-once", *PRACTICE, "--site", "beach").status == 0


def test_a_change_by_hand_is_somebodys_whoever_else_wrote_there(both: Tillbridge) -> None:
    (prefs,) = (both.home / "practice").rglob("prefs.js")
    text = prefs.read_text("utf-8")
    assert "Beach Store" in text
    prefs.write_text(text.replace("Beach Store", "By Hand"), "utf-8")
    assert both.run("mail", "watch-once", *PRACTICE).problems == ["CLIENT-CHANGED"]


def test_the_daily_run_writes_down_that_the_mail_program_changed(both: Tillbridge) -> None:
    site = SiteFolder(both.home / "practice" / "sites" / "store")
    (data,) = site.receipts("mail-write")
    image = data["image"]
    account = mail_account(image["client"], image["profile"], image["account"])
    now = datetime.now(UTC)
    proof = Proof(ProofState.PROVEN, now, "store@practice.example", rests_on=(account,), held=now)
    site.change(lambda record: record.with_proof(MAIL, proof))
    daily = both.run("daily", *PRACTICE)
    assert "CLIENT-OTHER-STORE" in daily.problems
    kept = site.record().proofs[MAIL]
    assert kept.changed is not None
    assert kept.changed_facts["store"] == "Beach Store"
    standing = card_standing(site.record(), MAIL, frozenset(), now.date())
    assert standing.state is CardState.DIFFERS
    assert "was set up for Beach Store" in said_of(standing).under


def proven(program: Tillbridge) -> SiteFolder:
    """Prove the first store's mail with what was written last for it, as M8 does."""
    site = SiteFolder(program.home / "practice" / "sites" / "store")
    image = next(iter(site.receipts("mail-write")))["image"]
    account = mail_account(image["client"], image["profile"], image["account"])
    now = datetime.now(UTC)
    proof = Proof(ProofState.PROVEN, now, "store@practice.example", rests_on=(account,), held=now)
    site.change(lambda record: record.with_proof(MAIL, proof))
    return site


def test_the_store_whose_account_was_taken_says_so_at_once_and_no_more_once_it_is_back(
    tillbridge: Tillbridge,
) -> None:
    write(tillbridge, "Hill Store")
    site = proven(tillbridge)
    taken = write(tillbridge, "Beach Store", "--site", "beach")
    standing = card_standing(site.record(), MAIL, frozenset(), datetime.now(UTC).date())
    assert standing.state is CardState.DIFFERS, "nobody looked there since, and it is known here"
    assert standing.facts["store"]
    back = tillbridge.run("mail", "undo", *PRACTICE, "--site", "beach", str(taken["receipt"]), "--yes")
    assert back.status == 0, back.stdout
    standing = card_standing(site.record(), MAIL, frozenset(), datetime.now(UTC).date())
    assert standing.state is CardState.PROVEN


def test_whose_account_it_is_is_said_before_it_is_written(tillbridge: Tillbridge) -> None:
    write(tillbridge, "Hill Store")
    site = SiteFolder(tillbridge.home / "practice" / "sites" / "store")
    site.change(lambda record: record.with_shared({"store_name": "Hill Store"}))
    file = tillbridge.folder / "Beach Store.toml"
    file.write_text(PRACTICE_SETTINGS.replace("Corner Store", "Beach Store"), "utf-8")
    asked = ("mail", "plan", *PRACTICE, "--settings", file)
    planned = tillbridge.run(*asked, "--site", "beach")
    assert planned.answer["other_store"] == "Hill Store"
    told = tillbridge.run_as_given("--home", tillbridge.home, *asked, "--site", "beach")
    assert "is the account that Hill Store uses" in told.stdout
    assert "other_store" not in tillbridge.run(*asked).answer, "its own"


@pytest.mark.parametrize(
    "words",
    [
        ("daily",),
        ("schedule", "--daily", "07:00"),
        ("export", "status"),
        ("mail", "watch-once"),
        ("books", "check"),
    ],
)
def test_a_store_that_is_not_there_is_a_slip_and_none_is_begun_by_it(
    both: Tillbridge, words: tuple[str, ...]
) -> None:
    ended = both.run(*words, *PRACTICE, "--site", "beech")
    assert ended.faults == {("--site", "UNKNOWN-STORE")}
    assert "beach and store" in ended.stdout
    assert not (both.home / "practice" / "sites" / "beech").exists()


def test_where_nothing_was_looked_at_nothing_is_said_to_work(tillbridge: Tillbridge) -> None:
    daily = tillbridge.run("daily", *PRACTICE)
    assert (daily.status, daily.answer["looked"]) == (3, [])
    watched = tillbridge.run("mail", "watch-once", *PRACTICE)
    assert (watched.status, watched.answer["accounts"]) == (3, [])
    assert watched.answer["not_checked"]


def test_a_store_in_its_own_words_is_told_how_it_is_named_here(both: Tillbridge) -> None:
    ended = both.run("daily", *PRACTICE, "--site", "Beach Store")
    assert ended.faults == {("--site", "NOT-VALID")}
    assert "a store called Beach Store is --site beach-store" in ended.stdout + ended.stderr

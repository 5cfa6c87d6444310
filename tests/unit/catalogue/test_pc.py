"""What a card cannot do without is told from what only makes it easier, and what was not asked is said so."""

from wizard.catalogue.pc import in_short, needed, wanted
from wizard.model.pc import PcFinding, Seen
from wizard.model.problem import Problem

TITLES = {"mail": "Store e-mail", "keys": "Xero keys", "shop": "Web shop"}
ALL = tuple(TITLES)
SAFE = PcFinding("password-safe", "open", required_for=ALL)
XERO = PcFinding("xero", "answers", required_for=("keys", "shop"))
BROWSER = PcFinding("embedded-browser", "yours", Seen.ABSENT, advised_for=("shop",))
AWAY = PcFinding("xero", "api", Seen.FAILED, Problem("XERO-UNREACHABLE"), ("keys", "shop"))


def test_what_every_card_needs_is_required_for_everything() -> None:
    assert wanted(SAFE, TITLES) == "required for everything"


def test_what_some_cards_need_is_required_for_those() -> None:
    assert wanted(XERO, TITLES) == "required for Xero keys and Web shop"
    assert wanted(XERO, {"mail": "Store e-mail", "shop": "Web shop"}) == "required for Web shop"


def test_what_there_is_another_way_without_is_advised() -> None:
    assert wanted(BROWSER, TITLES) == "advised, not required, for Web shop"


def test_what_is_only_told_is_wanted_by_nobody() -> None:
    assert wanted(PcFinding("policies", "none"), TITLES) == ""


def test_what_is_wrong_for_cards_that_are_not_shown_is_left_out() -> None:
    assert needed([SAFE, AWAY], TITLES) == [AWAY]
    assert needed([SAFE, AWAY], {"mail": "Store e-mail"}) == []


def test_xero_that_was_asked_says_for_which_cards() -> None:
    said = in_short([SAFE, XERO], TITLES)
    assert said == (
        "This PC was looked at: nothing that is required is missing. "
        "Xero answers (required for Xero keys and Web shop)."
    )


def test_xero_that_was_not_asked_is_not_said_to_answer() -> None:
    said = in_short([SAFE, PcFinding("xero", "", Seen.NOT_ASKED, required_for=("keys",))], TITLES)
    assert said.endswith("Xero was not asked: nothing that is set up or begun here uses it.")
    assert "answers" not in said


def test_what_is_wrong_is_not_called_well() -> None:
    assert in_short([SAFE, AWAY], TITLES) == ""


def test_what_is_advised_and_absent_says_what_is_done_without_it() -> None:
    said = in_short([SAFE, BROWSER], TITLES)
    assert "to sign in, your own opens (advised, not required, for Web shop)." in said
    assert "no browser" not in in_short([SAFE, BROWSER], {"mail": "Store e-mail"})

"""What whoever helps a caller is told for a number, a code, or the caller's own words."""

from pathlib import Path

import pytest

from tests import data_files
from wizard.catalogue.check_calls import check_calls
from wizard.catalogue.load import hidden_procedures, problems, procedures
from wizard.support.answers import Answer, answer
from wizard.support.asked import parse


def asked(text: str) -> Answer:
    return answer(parse(text))


@pytest.mark.parametrize(
    "text", ["K4 KEY-REFUSED", "k4 key-refused", "K 4: KEY-REFUSED", "K-4, KEY-REFUSED."]
)
def test_number_and_code_are_read_as_people_type_them(text: str) -> None:
    found = asked(text)
    assert [one.number for one in found.screens] == ["K4"]
    assert [one.code for one in found.problems] == ["KEY-REFUSED"]
    assert found.unknown == ()


def test_a_screen_says_what_stands_on_it_what_to_ask_and_what_goes_wrong_there() -> None:
    (screen,) = asked("K4").screens
    assert (screen.spelled, screen.title, screen.verb) == ("Kilo 4", "Key and secret", "Check with Xero")
    assert screen.boxes == (
        "A XERO API Key (must be filled) Xero calls it Client ID; the old guide, Consumer Key.",
        "B XERO API Secret (must be filled) "
        "On Xero's page press Generate a secret, then Copy. Xero shows it once.",
    )
    assert screen.ask[0] == "How many characters are in box B? Don't read them."
    assert "Box A and box B are swapped." in screen.mistakes


def test_a_box_that_only_some_are_asked_takes_the_letters_from_those_behind_it() -> None:
    (screen,) = asked("M3").screens
    boxes = dict.fromkeys(screen.boxes)
    assert next(iter(boxes)).startswith("A ")
    assert any(not box[1:2].isspace() for box in boxes)


@pytest.mark.parametrize(
    ("text", "screen", "code"),
    [
        ("I am at W1 and it says XERO-SILENT", "W1", "XERO-SILENT"),
        ("Outlook asks for the password again", "M4", "MAIL-LOGIN"),
        ("the register wants a new token", "R2", None),
        ("since the new modem our e-mail stopped", "M4", "MAIL-PORT-BLOCKED"),
        ("we can receive but not send", "M4", "MAIL-OUT-AUTH"),
        ("customers say our invoices never arrive by mail", "T13", "NOT-ARRIVED"),
        ("yesterday's sales are not in Xero", "W8", "DAILY-NO-FILE"),
        ("everything posts to the Demo Company", "R4", "VENDOR-DEMO"),
        ("where do I find the consumer key", "K3", "KEY-OLD"),
        ("Microsoft says we need admin approval", "T5", "EXCH-ADMIN"),
        ("put my old settings back", "M14", None),
        ("Xero says we are disconnected", "H11", "CONN-LOST"),
    ],
)
def test_what_callers_say_leads_to_their_screen_and_problem(text: str, screen: str, code: str | None) -> None:
    found = asked(text)
    assert screen in [one.number for one in found.screens]
    if code is not None:
        assert code in [one.code for one in found.problems]


@pytest.mark.parametrize(
    ("text", "screen", "code"),
    [
        ("I am at W1 and it says XERO-SILENT", "W1", "XERO-SILENT"),
        ("Outlook asks for the password again", "M3", "MAIL-LOGIN"),
        ("the register wants a new token", "R1", None),
        ("we moved shops and have NBN now, no email", "M1", "MAIL-PORT-BLOCKED"),
        ("customers say our invoices land in spam", "T6", "NOT-ARRIVED"),
        ("a blue page says we need approval from an admin", "T5", "EXCH-ADMIN"),
        ("it shows the demo company and not our shop", "W2", "ORG-DEMO"),
        ("point of rental says posted but there is nothing in xero", "R7", "POST-MISSING"),
        ("we get mail fine but sending comes back, something about relaying denied", "M4", "MAIL-RELAY"),
        ("the web shop sales are in xero twice", "W10", None),
        ("gmail says the password is wrong but it is right", "T3", "APP-PASSWORD"),
        ("I want my old mail settings back, it was better before", "M14", None),
        ("I pressed allow and now just a white page", "W1", "XERO-SILENT"),
        ("Thunderbird is still open it says but I closed it", "M7", "CLIENT-OPEN"),
    ],
)
def test_the_likeliest_comes_first_and_no_problem_where_none_is_meant(
    text: str, screen: str, code: str | None
) -> None:
    found = asked(text)
    assert found.screens[0].number == screen
    assert (found.problems[0].code if found.problems else None) == code


def test_words_beside_a_number_only_find_what_comes_up_there() -> None:
    found = asked("M4 the server does not answer on its port")
    assert [one.number for one in found.screens] == ["M4"]
    assert found.problems
    assert {one.code.split("-")[0] for one in found.problems} == {"MAIL"}


def test_the_facts_of_a_caller_stand_in_brackets_and_no_brace_is_left() -> None:
    found = asked(" ".join(problems()))
    assert [one.code for one in found.problems] == list(problems())
    texts = [
        text for one in found.problems for text in (one.what, one.why, one.do, one.say, one.ask, *one.presses)
    ]
    assert not [text for text in texts if "{" in text or not text]
    (silent,) = asked("MAIL-PORT-SILENT").problems
    assert silent.what == "[host] does not answer on port [port]."


def test_every_screen_can_be_said_and_asked_about() -> None:
    numbers = [f"{p.letter}{s.number}" for p in (*procedures(), *hidden_procedures()) for s in p.steps]
    found = asked(" ".join(numbers))
    assert [one.number for one in found.screens] == numbers
    assert not [one.number for one in found.screens if not one.ask or not one.say or "{" in str(one)]


def test_what_is_none_is_said_beside_what_is_one() -> None:
    found = asked("K4 KEY-NONSENSE Z99")
    assert [one.number for one in found.screens] == ["K4"]
    assert found.unknown == ("Z99", "KEY-NONSENSE")


@pytest.mark.parametrize("text", ['" OR 1', "NEAR(", "*", "a:b:c", "\x00", "💥" * 500, "(((((" * 400])
def test_whatever_is_typed_is_only_words(text: str) -> None:
    asked(text)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[screens.enter-keys]", "[screens.enter-kees]", "calls.toml: screens.enter-kees"),
        ("[problems.KEY-OLD]", "[problems.KEY-ODL]", "calls.toml: problems.KEY-ODL"),
        ('screens = ["R1", "R2", "R3"]', 'screens = ["R1", "R33"]', "calls.toml: heard[0].screens"),
        ("[families.KASHFLOW]", "[families.KASHFLOOR]", "calls.toml: families.KASHFLOOR"),
    ],
)
def test_a_slip_in_the_file_is_one_line(tmp_path: Path, before: str, after: str, said: str) -> None:
    copy = data_files.copy_to(tmp_path)
    data_files.change(copy, "calls.toml", before, after)
    with data_files.read_from(copy):
        assert [str(fault) for fault in check_calls() if said in str(fault)]

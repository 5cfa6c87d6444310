"""What whoever helps a caller is told for a number, a code, or the caller's own words."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests import data_files
from wizard import gui
from wizard.catalogue.calls import call_file
from wizard.catalogue.check_calls import check_calls
from wizard.catalogue.check_said import check_said
from wizard.catalogue.headings import home_words
from wizard.catalogue.load import hidden_procedures, problems, procedures
from wizard.catalogue.papers import paper_words
from wizard.catalogue.set_up import set_up_words
from wizard.catalogue.trouble import trouble_file
from wizard.model.calls import ShownScreen
from wizard.support.answers import Answer, answer, ask_first, problem_heading, seen_at
from wizard.support.asked import parse
from wizard.support.search import search

_HERE = Path(__file__).parent


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


def right_of(name: str, first: int) -> tuple[int, list[str]]:
    """Return how many calls a list has, and those to which the first so many answers have nothing right."""
    calls: list[dict[str, Any]] = tomllib.loads((_HERE / name).read_text(encoding="utf-8"))["call"]
    wrong = []
    for call in calls:
        found = search(call["said"])
        for shown, meant in ((found.screens, call["screens"]), (found.problems, call["problems"])):
            if meant and not set(shown[:first]) & set(meant):
                wrong.append(f"{call['said']}: {', '.join(shown)}")
                break
    return len(calls), wrong


@pytest.mark.parametrize(
    ("name", "first", "floor"),
    [
        ("calls_known.toml", 3, 0.95),
        ("calls_known.toml", 1, 0.85),
        ("calls_unseen.toml", 3, 0.85),
        ("calls_unseen.toml", 1, 0.75),
    ],
)
def test_screen_and_problem_of_a_call_are_among_the_first(name: str, first: int, floor: float) -> None:
    calls, wrong = right_of(name, first)
    assert 1 - len(wrong) / calls >= floor, "\n".join(wrong)


@pytest.mark.parametrize(
    "text",
    ["Outlok asks for the pasword agian", "outlook ask's for the passwrod", "OUTLOOK ASKS FOR PASSWORDS"],
)
def test_slips_of_whoever_types_it_down_are_put_right(text: str) -> None:
    assert asked(text).problems[0].code == "MAIL-LOGIN"


def test_an_error_number_is_no_slip_of_another() -> None:
    assert asked("0x800CCC92").problems[0].code == "MAIL-LOGIN"
    assert asked("0x800CCC0D").problems[0].code == "MAIL-NAME"
    assert not search("0x800CCCFF").problems


def test_what_xero_says_of_a_record_that_is_read_out_leads_to_the_check() -> None:
    found = asked("Account type is invalid for making a payment")
    assert found.screens[0].number in {"W8", "R6"}
    assert found.problems[0].code == "BOOKS-REJECTED"


def test_pages_of_home_are_known_by_their_numbers() -> None:
    numbers = " ".join(call_file().pages)
    found = asked(numbers)
    assert found.unknown == ()
    assert [one.number for one in found.screens] == numbers.split()
    assert [one.spelled for one in asked("h6").screens] == ["Hotel 6"]
    assert all(one.ask and one.mistakes and one.say for one in found.screens)


def test_pages_of_home_are_called_as_the_window_calls_them() -> None:
    window, trouble = call_file().window, trouble_file().trouble
    assert {number: page.title for number, page in call_file().pages.items()} == {
        "H1": home_words().title,
        "H2": window.helping,
        "H3": window.make_title,
        "H4": window.open_title,
        "H5": set_up_words().open.title,
        "H6": trouble["mail"].title,
        "H7": trouble["xero"].title,
        "H8": paper_words().list.title,
    }
    assert call_file().pages["H3"].button == window.save
    assert call_file().pages["H5"].button == set_up_words().open.verb


def test_no_page_of_home_has_a_number_that_nobody_can_ask_about() -> None:
    sources = (Path(gui.__path__[0])).rglob("*.py")
    numbers = {found for source in sources for found in re.findall(r'"(H\d+)"', source.read_text("utf-8"))}
    assert numbers >= {"H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8"}
    assert asked(" ".join(numbers)).unknown == ()


def test_a_problem_is_told_as_it_is_at_the_callers_screen() -> None:
    (imagatec,), (own,) = asked("M4 MAIL-PORT-CLOSED").problems, asked("T6 MAIL-PORT-CLOSED").problems
    assert "what Imagatec gave you" in imagatec.do
    assert "what your mail provider says" in own.do
    assert own.presses[-1] == "Test again"


def test_words_beside_a_number_only_find_what_comes_up_there() -> None:
    found = asked("M4 the server does not answer on its port")
    assert [one.number for one in found.screens] == ["M4"]
    assert found.problems
    assert {one.code.split("-")[0] for one in found.problems} == {"MAIL"}


def test_the_facts_of_a_caller_are_practice_values_and_nothing_stands_in_brackets() -> None:
    found = asked(" ".join(problems()))
    assert [one.code for one in found.problems] == list(problems())
    texts = [text for one in found.problems for text in (one.what, one.do, one.say, one.ask, *one.presses)]
    texts += [one.why for one in found.problems]
    texts += [text for one in every_screen().screens for text in _told(one)]
    assert not [text for text in texts if re.search(r"[\[{}]|…(?!19c8|E1 )", text)]
    assert all(one.what and one.do and one.say and one.ask for one in found.problems)
    # Nobody was quoted yet: where the reason is somebody's words, there is none.
    assert sum(not one.why for one in found.problems) < len(found.problems) / 5
    (silent,) = asked("MAIL-PORT-SILENT").problems
    assert silent.what == "mail.practice.example does not answer on port 110."


def every_screen() -> Answer:
    return asked(
        " ".join(f"{p.letter}{s.number}" for p in (*procedures(), *hidden_procedures()) for s in p.steps)
    )


def _told(one: ShownScreen) -> list[str]:
    return [one.title, one.instruction, one.verb, *one.boxes, *one.lines, *one.notes, *one.ask, one.say]


@pytest.mark.parametrize("client", ["outlook-2013", "thunderbird"])
def test_the_clicks_in_a_mail_program_name_in_words_what_only_the_store_knows(client: str) -> None:
    clicks = answer(parse("M3"), client).program
    assert any("the user name" in line for line in clicks)
    assert not [line for line in clicks if re.search(r"[\[{]", line)]


def test_what_nobody_has_seen_is_asked_first_and_told_only_for_the_case_that_the_screen_says_it() -> None:
    found = asked("mail stopped since the new modem")
    assert found.is_guess
    assert seen_at(found) == "M4", "where its code comes up; nothing is checked at M1"
    first = ask_first(found)
    assert first[0] == "Is there a new modem or a new internet provider?"
    assert any(question.startswith("Please go to M4") for question in first)
    blocked = found.problems[0]
    assert problem_heading(found, blocked).startswith("If M4 says MAIL-PORT-BLOCKED:")
    assert not asked("M4 MAIL-PORT-BLOCKED").is_guess
    assert problem_heading(asked("MAIL-PORT-BLOCKED"), blocked).startswith("MAIL-PORT-BLOCKED  110 and 25")


@pytest.mark.parametrize(
    ("code", "at"),
    [("MAIL-PORT-BLOCKED", ("M4",)), ("POST-SOME", ("W9", "R15")), ("POST-MISSING", ("R7",)),
     ("CLIENT-CHANGED", ("M14", "H6")), ("KEY-REFUSED", ("K4",)), ("KEY-CUT", ("R3",)),
     ("CLIENT-OPEN", ("M7", "M14")), ("STORE-WRITE", ())],
)  # fmt: skip
def test_a_codes_answer_names_the_screens_where_it_comes_up(code: str, at: tuple[str, ...]) -> None:
    (problem,) = asked(code).problems
    assert problem.at == at


@pytest.mark.parametrize(
    "words",
    ["it says the files changed since they were checked", "somebody changed the files and now it wont send",
     "I exported again and now it wants to check again", "a match was changed after the check"],
)  # fmt: skip
def test_what_changed_since_the_check_is_found_by_a_callers_words(words: str) -> None:
    assert "POST-CHANGED" in [one.code for one in asked(words).problems]


@pytest.mark.parametrize(
    "words",
    [
        "the password is asked again",
        "mail asks for the password again",
        "our e-mail asks for its password again",
    ],
)
def test_a_password_that_is_asked_again_is_typed_at_the_screen_named_first(words: str) -> None:
    numbers = [one.number for one in asked(words).screens]
    assert numbers.index("M3") < numbers.index("M4")


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
        ("[families.KASHFLOW]", "[families.KASHFLOOR]", "calls.toml: families.KASHFLOOR"),
    ],
)
def test_a_slip_in_the_file_is_one_line(tmp_path: Path, before: str, after: str, said: str) -> None:
    copy = data_files.copy_to(tmp_path)
    data_files.change(copy, "calls.toml", before, after)
    with data_files.read_from(copy):
        assert [str(fault) for fault in check_calls() if said in str(fault)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('screens = ["R1", "R2", "R3"]', 'screens = ["R1", "R33"]', ".screens"),
        ('problems = ["MAIL-BOX-FULL"]', 'problems = ["MAIL-BOXFULL"]', ".problems"),
        ('letters = "MT"', 'letters = "MX"', "subjects[0].letters"),
        ('words = ["mailbox is full",', 'words = ["it is what it is",', "heard["),
    ],
)
def test_a_slip_in_what_callers_say_is_one_line(tmp_path: Path, before: str, after: str, said: str) -> None:
    copy = data_files.copy_to(tmp_path)
    data_files.change(copy, "said.toml", before, after)
    with data_files.read_from(copy):
        assert [
            fault
            for fault in map(str, check_said())
            if fault.startswith("resources/said.toml: ") and said in fault
        ]


def test_a_screens_button_and_first_question_name_what_its_caller_sees() -> None:
    found = {one.number: one for one in every_screen().screens}
    assert found["W8"].verb.startswith("Send ")
    assert "“Will not go”" in found["W8"].ask[0]
    assert {found[number].verb for number in ("M8", "K7", "W10", "T8", "R8")} == {"Close"}

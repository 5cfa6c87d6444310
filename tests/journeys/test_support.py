"""Whoever is on the phone asks the command line what a caller sees; nothing is started for that."""

from tests.journeys.program import Tillbridge


def test_a_number_and_a_code_are_told_and_no_home_is_made(tillbridge: Tillbridge) -> None:
    found = tillbridge.run("support", "K4", "KEY-REFUSED").answer
    assert [one["number"] for one in found["screens"]] == ["K4"]
    (problem,) = found["problems"]
    assert {"code", "what", "why", "do", "say", "ask"} <= set(problem)
    assert problem["ask"] == "Has whoever approves pressed the button in Xero's e-mail?"
    assert any("password" in one for one in found["never"])
    assert not tillbridge.home.exists()


def test_a_person_reads_the_same_in_lines(tillbridge: Tillbridge) -> None:
    ended = tillbridge.run_as_given("support", "the register wants a new token")
    assert ended.status == 0
    lines = ended.stdout.splitlines()
    assert any(line.startswith("R2 (“Romeo 2”)") for line in lines)
    assert lines[-1].startswith("Never ask for: a password")


def test_words_that_nothing_knows_are_a_fault(tillbridge: Tillbridge) -> None:
    assert tillbridge.run("support", "zzzz").faults == {("WORDS", "UNKNOWN-WORDS")}


def test_a_guide_of_no_kind_and_of_no_procedure_are_faults(tillbridge: Tillbridge) -> None:
    ended = tillbridge.run("guide", "imagatec-mail", "--out", tillbridge.folder / "guide.doc")
    assert ended.faults == {("--out", "UNKNOWN-KIND")}
    ended = tillbridge.run("guide", "nothing", "--out", tillbridge.folder / "guide.html")
    assert ended.faults == {("PROCEDURE", "UNKNOWN-PROCEDURE")}
    ended = tillbridge.run("guide", "imagatec-mail", "--client", "pine", "--out", "guide.html")
    assert {code for _, code in ended.faults} == {"USAGE"}


def test_the_callers_mail_program_is_told_in_its_own_words(tillbridge: Tillbridge) -> None:
    found = tillbridge.run("support", "MAIL-LOGIN", "--client", "outlook-2013").answer
    assert any("“More Settings”" in line for line in found["program"])
    assert tillbridge.run("support", "MAIL-LOGIN").answer["program"] == []
    assert tillbridge.run("support", "KEY-REFUSED", "--client", "outlook-2013").answer["program"] == []
    assert {code for _, code in tillbridge.run("support", "M4", "--client", "pine").faults} == {"USAGE"}

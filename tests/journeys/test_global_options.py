"""Global options stand before or after every verb, and none of them gets lost."""

from pathlib import Path

import pytest

from tests.journeys.files import PRACTICE_SETTINGS, write, write_settings
from tests.journeys.program import Argument, Ended, Tillbridge


def lines(folder: Path) -> dict[str, list[Argument]]:
    """One line for every verb, each of which works in practice."""
    settings = write(folder / "settings.toml", PRACTICE_SETTINGS)
    answers = write(
        folder / "answers.toml",
        'procedure = "imagatec-xero"',
        "[answers]",
        'country = "AU"',
        'api_key = "7A11B21D6E00000000000000000CAFE1"',
        'api_secret = { practice = "api-secret" }',
    )
    return {
        "procedures": ["procedures"],
        "answers": ["answers", "imagatec-mail"],
        "run": ["run", "imagatec-xero", "--answers", answers],
        "practice serve": ["practice", "serve"],
        "key inspect": ["key", "inspect"],
        "mail check": ["mail", "check", "--settings", settings],
        "mail providers": ["mail", "providers"],
        "mail clients": ["mail", "clients"],
        "mail plan": ["mail", "plan", "--settings", settings],
        "mail watch-once": ["mail", "watch-once"],
        "doctor": ["doctor"],
    }


VERBS = [
    "procedures",
    "answers",
    "run",
    "practice serve",
    "key inspect",
    "mail check",
    "mail providers",
    "mail clients",
    "mail plan",
    "mail watch-once",
    "doctor",
]


def positions(line: list[Argument], options: list[Argument]) -> dict[str, list[Argument]]:
    """The options before the verb, between a verb and its action, at the end, and on both sides."""
    found = {"before": [*options, *line], "after": [*line, *options]}
    for cut in range(1, len(options)):
        # an option and its value stay together
        if str(options[cut]).startswith("--"):
            found[f"{cut} before"] = [*options[:cut], *line, *options[cut:]]
    if line[0] in {"mail", "key", "practice"}:
        found["between"] = [line[0], *options, *line[1:]]
    return found


def shape(ended: Ended) -> tuple[object, ...]:
    """What is the same in every run: status, keys, states and codes, and whether it is practice."""
    answer = ended.answer
    rows = [*answer.get("checks", []), *answer.get("steps", [])]
    return (
        ended.status,
        sorted(answer),
        answer.get("practice"),
        answer.get("site"),
        answer.get("answers"),
        [(row["id"], row["state"]) for row in rows],
    )


@pytest.mark.parametrize("verb", VERBS)
def test_the_position_of_global_options_makes_no_difference(
    tillbridge: Tillbridge, tmp_path: Path, verb: str
) -> None:
    options: list[Argument] = ["--home", tillbridge.home, "--json", "--site", "second", "--practice"]
    ended = {
        where: tillbridge.run_as_given(*line)
        for where, line in positions(lines(tmp_path)[verb], options).items()
    }
    shapes = {where: shape(each) for where, each in ended.items()}
    assert len({repr(each) for each in shapes.values()}) == 1, shapes
    # of a store of which nothing is kept there is nothing to be watched
    assert shapes["after"][0] == (2 if verb == "mail watch-once" else 0), ended["after"]
    if verb == "run":
        assert shapes["after"][2:4] == (True, "second")
    # nothing was written anywhere but into the home that was named
    assert not list((tmp_path / "user").rglob("*"))


@pytest.mark.parametrize("verb", ["run", "mail check"])
@pytest.mark.parametrize("where", ["before", "after"])
def test_practice_is_never_lost(tillbridge: Tillbridge, tmp_path: Path, verb: str, where: str) -> None:
    """Without practice `{ practice = … }` would be a fault and the host a name that nobody knows."""
    line = lines(tmp_path)[verb]
    ended = tillbridge.run(*positions(line, ["--practice"])[where])
    assert ended.status == 0, ended
    assert not (tillbridge.home / "sites").exists()
    assert not list((tmp_path / "user").rglob("*"))


@pytest.mark.parametrize("verb", ["run", "mail check"])
def test_without_practice_nothing_of_it_is_there(tillbridge: Tillbridge, tmp_path: Path, verb: str) -> None:
    services = write(tmp_path / "services.toml", "")
    ended = tillbridge.run(*lines(tmp_path)[verb], "--services", services)
    # in the world of a services file practice logins are names, but there are no practice servers
    assert ended.status == 1, ended
    live = tillbridge.run(*lines(tmp_path)[verb])
    assert "NOT-IN-PRACTICE" in {code for _, code in live.faults}


@pytest.mark.parametrize("verb", VERBS)
def test_two_different_homes_are_a_fault(tillbridge: Tillbridge, tmp_path: Path, verb: str) -> None:
    ended = tillbridge.run_as_given(
        "--home", tmp_path / "one", *lines(tmp_path)[verb], "--home", tmp_path / "two", "--json"
    )
    assert ended.faults == {("--home", "TWO-VALUES")}
    assert not (tmp_path / "one").exists()
    assert not (tmp_path / "two").exists()


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--site", "one", "--site", "two"], "--site"),
        (["--services", "one.toml", "--services", "two.toml"], "--services"),
        (["--practice", "--services", "one.toml"], "--services"),
    ],
)
def test_two_different_values_are_a_fault(tillbridge: Tillbridge, options: list[str], fault: str) -> None:
    half = len(options) // 2
    ended = tillbridge.run(*options[:half], "procedures", *options[half:])
    assert ended.faults == {(fault, "TWO-VALUES")}


def test_the_same_value_twice_is_none(tillbridge: Tillbridge) -> None:
    ended = tillbridge.run("--practice", "procedures", "--practice", "--home", tillbridge.home, "--json")
    assert ended.status == 0


def test_worlds_and_sites_share_no_file(tillbridge: Tillbridge, tmp_path: Path) -> None:
    run = lines(tmp_path)["run"]
    for site in ("one", "two"):
        assert tillbridge.run(*run, "--practice", "--site", site).status == 0
    folders = {path.relative_to(tillbridge.home).parts[:3] for path in tillbridge.home.rglob("*.json")}
    assert folders == {("practice", "sites", "one"), ("practice", "sites", "two")}


def test_files_are_named_relative_to_the_folder_one_stands_in(tillbridge: Tillbridge, tmp_path: Path) -> None:
    write_settings(tmp_path, ("no.example.test", 1, "plain"), ("no.example.test", 1, "plain"))
    write(tmp_path / "services.toml", "")
    ended = tillbridge.run_as_given(
        "mail", "check", "--settings=settings.toml", "--services=services.toml", "--home=h", "--json",
        secrets={"MAIL_PASSWORD": "any"},
    )  # fmt: skip
    assert ended.problems == ["MAIL-NAME"]

"""The parts of packaging/bootstrap.py that decide without touching the machine."""

import importlib
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.windows.prepared import PACKAGES

ROOT = Path(__file__).resolve().parents[3]


def load_bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "packaging" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up while it is being executed
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def project_name(requirement: str) -> str:
    """The name that a requirement or a pin is about, spelt as package indexes compare names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9_.-]", requirement, maxsplit=1)[0]).lower()


bootstrap = load_bootstrap()
commands, debian, environment, pins = (
    importlib.import_module(f"setup_parts.{part}") for part in ("commands", "debian", "environment", "pins")
)


def test_groups_are_read_in_order_without_repeats():
    project = {"dependency-groups": {"test": ["pytest>=9", "trustme"], "lint": ["ruff", "trustme"]}}
    assert pins.group_requirements(project, ["test", "lint"]) == ["pytest>=9", "trustme", "ruff"]


def test_a_group_may_include_another():
    project = {"dependency-groups": {"test": ["pytest"], "all": [{"include-group": "test"}, "ruff"]}}
    assert pins.group_requirements(project, ["all"]) == ["pytest", "ruff"]


def test_the_projects_own_groups_exist():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    requirements = " ".join(pins.group_requirements(project, pins.CHECK_GROUPS))
    assert all(tool in requirements for tool in ("pytest", "ruff", "mypy", "import-linter"))


@pytest.mark.parametrize(
    "changed", [(b"project2", b"pins", "3.11"), (b"project", b"pins2", "3.11"), (b"project", b"pins", "3.12")]
)
def test_the_digest_changes_with_each_of_its_parts(changed):
    assert environment.digest(b"project", b"pins", "3.11") != environment.digest(*changed)


def test_the_digest_keeps_its_parts_apart():
    assert environment.digest(b"ab", b"c", "3.11") != environment.digest(b"a", b"bc", "3.11")


def test_a_stamp_counts_for_its_own_digest_only():
    stamp = '{"digest": "now", "installed": ["program", "test"]}'
    assert environment.already_installed(stamp, "now") == {"program", "test"}
    assert environment.already_installed(stamp, "later") == set()


@pytest.mark.parametrize("stamp", ["", "[]", "null", "{", '{"digest": "now"}'])
def test_a_spoilt_stamp_counts_for_nothing(stamp):
    assert environment.already_installed(stamp, "now") == set()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_windows_and_macos_have_a_display_and_linux_names_it(platform, variables, expected):
    assert bootstrap.has_display(platform, variables) is expected


def test_without_a_display_the_tour_is_taken_in_a_home_of_its_own():
    assert bootstrap.start_command(True, "") == ["--practice"]
    tour = bootstrap.start_command(False, "/tmp/home")
    assert tour[:2] == ["tour", "--out"], "no procedure is named, so that all are walked"
    assert tour[tour.index("--home") + 1] == "/tmp/home"


def test_the_embedded_browser_is_part_of_it_unless_it_is_left_out(monkeypatch):
    asked = []
    monkeypatch.setattr(bootstrap, "run", lambda browser: asked.append(browser) or 0)
    assert bootstrap.main(["run"]) == bootstrap.main(["run", "--no-browser"]) == 0
    assert asked == [True, False]
    assert bootstrap.wanted_for_run(True) == {"program", "browser"}
    assert bootstrap.wanted_for_run(False) == {"program"}


def test_its_first_command_says_so():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "`run --no-browser` leaves it out" in readme
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "bootstrap.py"), "run", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--no-browser" in done.stdout
    assert "200 MB" in done.stdout


def test_the_browsers_libraries_are_asked_for_with_it(monkeypatch):
    asked = []
    monkeypatch.setattr(bootstrap, "make_environment", lambda debian: "3.11")
    monkeypatch.setattr(bootstrap, "fill_environment", lambda version, wanted: None)
    monkeypatch.setattr(bootstrap, "check_qt", lambda: None)
    monkeypatch.setattr(
        bootstrap, "provide_libraries", lambda debian, packages, without: asked.append(packages)
    )
    for wanted in (bootstrap.wanted_for_run(True), bootstrap.wanted_for_run(False)):
        bootstrap.set_up(wanted)
    assert set(bootstrap.BROWSER_PACKAGES) <= set(asked[0])
    assert not set(bootstrap.BROWSER_PACKAGES) & set(asked[1])


def test_as_root_the_browser_runs_without_its_sandbox(monkeypatch):
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
    monkeypatch.setattr(commands, "is_root", lambda: True)
    assert commands.child_environment()["QTWEBENGINE_DISABLE_SANDBOX"] == "1"
    monkeypatch.setattr(commands, "is_root", lambda: False)
    assert "QTWEBENGINE_DISABLE_SANDBOX" not in commands.child_environment()


def test_a_package_is_present_when_installed_or_provided():
    listing = (
        "ii \tlibgl1\t\n"
        "ii \tlibglib2.0-0t64\tlibglib2.0-0 (= 2.80.0-6), libglib2.0-0-shim\n"
        "rc \tdovecot-core\tdovecot-common\n"
    )
    wanted = ["libgl1", "libglib2.0-0", "dovecot-core", "exim4-daemon-light"]
    assert debian.missing_packages(wanted, listing) == ["dovecot-core", "exim4-daemon-light"]


def test_the_long_tests_run_only_when_asked_for():
    assert bootstrap.stages(False)[-1].name == 'pytest -n 3 --dist loadfile -m "not long"'
    names = [stage.name for stage in bootstrap.stages(True)]
    assert names[: len(bootstrap.stages(False))] == [stage.name for stage in bootstrap.stages(False)]
    assert names[-2:] == ['pytest -n 3 --dist loadfile -m "long and not alone"', "pytest -m alone"]


def test_windows_python_is_prepared_before_the_tests_that_run_on_it():
    commands = [stage.command for stage in bootstrap.stages(False)]
    assert commands.index(("python", "-m", "tests.windows.prepared")) < len(commands) - 1


def test_every_dependency_of_the_program_is_among_what_windows_python_gets():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = {project_name(requirement) for requirement in project["project"]["dependencies"]}
    there = {project_name(package) for package in PACKAGES}
    assert needed <= there


def test_the_summary_names_every_stage_and_what_failed():
    outcomes = [bootstrap.Outcome("mypy", 1, 2.04), bootstrap.Outcome("pytest", 0, 30.0)]
    text = bootstrap.summary(outcomes)
    assert "== mypy: FAILED (exit status 1) in 2.0 s" in text
    assert "== pytest: passed in 30.0 s" in text
    assert text.splitlines()[-1] == "Failed: mypy. (32 s)"


def test_the_summary_of_a_good_run_says_so():
    assert bootstrap.summary([bootstrap.Outcome("mypy", 0, 2.0)]).endswith("All 1 stages passed. (2 s)")


def test_every_declared_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    declared = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["browser"],
        *pins.group_requirements(project, pins.CHECK_GROUPS),
    ]
    names = {project_name(requirement) for requirement in declared}
    lines = pins.CONSTRAINTS.read_text("utf-8").splitlines()
    pinned = {project_name(line) for line in lines if not line.startswith("#")}
    assert names - pinned == set()


def test_a_command_that_fails_ends_in_its_last_words_and_the_advice():
    failing = [sys.executable, "-c", "import sys; print('no space left'); sys.exit(3)"]
    with pytest.raises(commands.SetupError) as caught:
        commands.quietly(failing, "Make room, then start again.")
    assert str(caught.value) == "  | no space left\nMake room, then start again."


def test_the_command_line_explains_itself():
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "bootstrap.py"), "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(verb in done.stdout for verb in ("run", "test", "pin"))


def test_a_few_failed_tests_are_looked_at_again_by_themselves():
    record = '{"tests/gui/test_looks.py::test_one": true, "tests/gui/test_looks.py::test_two[M4]": true}'
    assert bootstrap.worth_another_look(record) == (
        "tests/gui/test_looks.py::test_one",
        "tests/gui/test_looks.py::test_two[M4]",
    )


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{}",
        "null",
        "[[",
        '{"tests/gui/test_looks.py": true}',
        '{"a.py::1": true, "a.py::2": true, "a.py::3": true, "a.py::4": true}',
    ],
    ids=["nothing", "none", "null", "cut", "not-collected", "many"],
)
def test_many_failures_and_files_that_do_not_load_stay_failed(record):
    assert bootstrap.worth_another_look(record) == ()


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose one test passes from the second time on, or never."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "LAST_FAILED", tmp_path / ".pytest_cache/v/cache/lastfailed")
    monkeypatch.setattr(bootstrap, "script", lambda name: str(Path(sys.executable).with_name(name)))
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


CROWD = ("pytest", "-q", "--dist", "loadfile")


def test_a_test_that_passes_by_itself_is_named_and_the_stage_passes(project, capfd):
    (project / "test_it.py").write_text(
        "from pathlib import Path\n"
        "def test_second():\n"
        "    seen = Path(__file__).with_name('seen')\n"
        "    before = seen.exists()\n"
        "    seen.touch()\n"
        "    assert before\n"
    )
    outcome = bootstrap.run_stage(bootstrap.Stage("tests", CROWD), dict(os.environ))
    assert outcome.status == 0
    assert "failed among the others, passed by itself: test_it.py::test_second" in outcome.line()


def test_a_test_that_fails_twice_fails_the_stage(project, capfd):
    (project / "test_it.py").write_text("def test_never():\n    assert False\n")
    outcome = bootstrap.run_stage(bootstrap.Stage("tests", CROWD), dict(os.environ))
    assert outcome.status == 1
    assert outcome.alone == ()


def test_each_procedures_guide_is_built_twice_and_one_that_fails_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[list[str]] = []

    def note(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command[1:])
        return subprocess.CompletedProcess(command, 1 if command[-1].endswith("b.pdf") else 0)

    monkeypatch.setattr(bootstrap, "set_up", lambda wanted: None)
    monkeypatch.setattr(bootstrap, "quietly", lambda *_: '{"procedures": [{"id": "a"}, {"id": "b"}]}')
    monkeypatch.setattr(bootstrap.subprocess, "run", note)
    assert bootstrap.main(["guides", "--out", str(tmp_path / "out")]) == 1
    assert ran == [
        ["guide", name, "--out", str(tmp_path / "out" / f"{name}.{ending}")]
        for name in ("a", "b")
        for ending in ("html", "pdf")
    ]
